"""The key to fields that only methods change."""

#: In the context of a write it lets such fields pass. Calls from outside carry plain values and
#: cannot send it: it is compared by identity.
TRANSITION = object()

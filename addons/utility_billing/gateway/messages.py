"""English texts of the coded problems of ``utility_billing``'s gateway; ``_`` marks them for the
.pot."""

from odoo.addons.utility_base.gateway.problem import register


def _(text):
    return text


register(
    "utility_billing",
    {
        # postings for other programs
        "postings.answer": (
            _("Row %(row)s is no answer about a posting: %(reason)s."),
            _("An answer is the document's id, “accepted” or “refused”, and the reason."),
        ),
        # payment codes
        "qr.required": (
            _("The payment code lacks %(column)s."),
            _("Fill in the bank details of the payee."),
        ),
        "qr.format": (
            _("“%(value)s” is not a valid %(column)s."),
            _("Correct the bank details or the field; expected: %(expected)s."),
        ),
        "qr.too_long": (
            _("%(column)s takes %(length)s of at most %(limit)s."),
            _("Shorten the names of the payee and the bank."),
        ),
        "qr.unknown_key": (
            _("The key %(column)s is not in the standard."),
            _("Did you mean %(expected)s?"),
        ),
        "qr.no_separator": (
            _("Every possible separator occurs in the texts."),
            _("Remove special signs from the purpose or the name."),
        ),
        "qr.not_payment": (
            _("This is not a payment code."),
            _("Scan the code again or type the account number."),
        ),
        "qr.recovered": (
            _("The scanner is set to another keyboard or encoding; the text was restored."),
            _("Set the scanner to UTF-8 and the keyboard to English."),
        ),
        # barcodes
        "barcode.template": (
            _("The barcode template is wrong: %(reason)s."),
            _("Correct the template of the payee."),
        ),
        "barcode.width": (
            _("“%(value)s” does not fit into %(width)s digits of the segment %(column)s."),
            _("Widen the segment in the barcode template."),
        ),
        "barcode.no_match": (
            _("No barcode template fits this text."),
            _("Check the template or type the account number."),
        ),
        "barcode.check": (
            _("The check digit is wrong."),
            _("Scan again: a digit was misread or mistyped."),
        ),
        # registries of payments
        "registry.unknown_format": (
            _("The format of this registry is not recognised."),
            _("Choose the profile of the bank by hand."),
        ),
        "registry.no_account": (
            _("The payment names no account."),
            _("The sum waits in the suspense list until someone finds its account."),
        ),
        "registry.no_amount": (
            _("The payment has no sum."),
            _("Ask the bank for a corrected registry."),
        ),
        "registry.zero": (
            _("The sum is zero."),
            _("Nothing to do: the line is left out."),
        ),
        "registry.no_id": (
            _("The payment has no unique number; one was made from its contents."),
            _("Nothing to do, but two equal payments in two files can't be told apart."),
        ),
        "registry.duplicate": (
            _("The line repeats line %(first)s of the same file."),
            _("Nothing to do: it is taken once."),
        ),
        "registry.id_conflict": (
            _("The number %(value)s already stands in line %(first)s with other contents."),
            _("Ask the bank which of the two payments is right."),
        ),
        "registry.fee": (
            _("Sum %(amount)s is not transfer %(transferred)s plus fee %(fee)s."),
            _("The sum of the operation is credited; clear the fee with the bank."),
        ),
        "registry.cancel_unknown": (
            _("The agent takes %(amount)s back, but no such payment of it is found."),
            _("Ask the agent which payment it means and choose it, or tell how it was settled."),
        ),
        "registry.cancel_used": (
            _("The payment that is taken back was corrected since, or is not registered yet."),
            _("Register the payments first; a corrected payment is cancelled by hand."),
        ),
        "registry.meter": (
            _("The account has no meter for reading %(value)s."),
            _("Enter the reading by hand, or correct the order of the meters with the bank."),
        ),
        "registry.reading": (
            _("The readings could not be stored: %(reason)s"),
            _("The payment stands. Enter the readings by hand."),
        ),
        "registry.no_trailer": (
            _("The last line with the totals is missing: the file may be cut."),
            _("Ask the bank for the whole file before posting."),
        ),
        "registry.after_trailer": (
            _("There are lines after the totals."),
            _("Two files may have been joined: import them one by one."),
        ),
        "registry.count": (
            _("%(announced)s payments announced, %(found)s found."),
            _("Ask the bank for the whole file before posting."),
        ),
        "registry.total": (
            _("%(column)s: %(announced)s announced, %(found)s found."),
            _("Compare with the payment order before posting."),
        ),
        "registry.column": (
            _("The file has no column for %(column)s."),
            _("Map the columns in the profile; the file has: %(known)s."),
        ),
        # documents
        "document.template": (
            _("Template, line %(line)s: %(reason)s"),
            _("Correct the template; the preview shows the result."),
        ),
        "document.code": (
            _("The code can't be drawn: %(reason)s"),
            _("Shorten the payment details."),
        ),
        "document.words": (
            _("Sums can't be written in words in %(lang)s for %(currency)s."),
            _("Leave out the sum in words for this language or currency."),
        ),
    },
)

"""Recalculation as a difference: charge the past month again with what is known now, less the
ledger.

One mechanism for every cause: changed readings, tariffs, residents, privileges, and events that
take effect after their month was charged. Nothing written is changed; differences are new lines
of the open period with ``of_period``. Tampering and yearly corrections stand beside and are no
part of it.
"""

from dataclasses import replace

from .charge import charge_building
from .events import Tampering
from .lines import CHARGE, RECALCULATION, ChargeLine
from .periods import last_day, period_of, period_range
from .privileges import privilege_parts
from .rounding import ZERO, volume6
from .tampering import tampering_lines

APART = ("tampering", "annual")


def belongs(line, period):
    """Whether a ledger line is part of what a period was charged, with its corrections so far."""
    return line.cause not in APART and (line.of_period or line.period) == period


def differences(now, charged, period, of_period, cause="correction"):
    """Lines that bring what was charged to what it would be now, by account and line key.

    :param now: lines as they would be; charged: lines that stand for the same month
    :return: ``recalculation`` lines of ``period``; none where nothing changed

    The volume of a difference is that of the charge lines; method, reason and readings are those
    of the new computation, so that later months go on from it. The trace tells which part of it is
    owed by whoever pays for a privilege.
    """
    groups = {}
    for side, lines in ((1, now), (-1, charged)):
        for line in lines:
            key = (line.account, *line.key)
            group = groups.get(key)
            if group is None:
                group = groups[key] = _Difference()
            group.add(line, side)
    return [
        group.line(period, of_period, cause)
        for group in groups.values()
        if group.amount or group.net or group.consumed or group.moved
    ]


class _Difference:
    """Sum of one account, service, component and zone."""

    __slots__ = ("volume", "net", "vat", "amount", "consumed", "model", "now", "charged", "parts")

    def __init__(self):
        self.volume = self.net = self.vat = self.amount = self.consumed = ZERO
        self.now = self.charged = ZERO
        self.model = None
        self.parts = {}

    @property
    def moved(self):
        """Whether what privileges took off went from one to another; lines of old name none."""
        return None not in self.parts and any(self.parts.values())

    def add(self, line, side):
        self.net += side * line.net
        self.vat += side * line.vat
        self.amount += side * line.amount
        if side > 0:
            self.now += line.amount
        else:
            self.charged += line.amount
        for key, amount in privilege_parts(line):
            self.parts[key] = self.parts.get(key, ZERO) + side * amount
        if line.kind == CHARGE or line.cause in ("settlement", "correction"):
            # the six digits of the ledger, so that a line that was stored compares equal
            self.volume += side * volume6(line.volume)
            self.consumed += side * volume6(line.consumed)
        if self.model is None or (self.model.kind != CHARGE and line.kind == CHARGE and side > 0):
            self.model = line

    def line(self, period, of_period, cause):
        model = self.model
        parts = tuple((key, part) for key, part in self.parts.items() if key and part)
        values = (self.now, self.charged, parts) if parts else (self.now, self.charged)
        return ChargeLine(
            model.account,
            model.service,
            period,
            RECALCULATION,
            model.component,
            model.zone,
            self.volume,
            self.net,
            self.vat,
            self.amount,
            None,
            model.method,
            model.reason,
            model.date_from,
            model.date_to,
            of_period,
            cause,
            model.vat_rate,
            model.vat_included,
            model.used,
            (("correction", values), None, ""),
            self.consumed,
        )


def correct_building(world, load, ledger, period, earlier, closed, seen):
    """Differences of a house's earlier periods, to be written into ``period``.

    :param load: function (period, ledger lines, carry) -> :class:`~.account.Building` with the
        state
        that the period starts from; accounts that did not exist then are left out by it
    :param ledger: lines of the house of periods before ``period``, in the order of writing
    :param earlier: periods charged before, ascending
    :param seen: function (ref of the account or building, event): whether the event has taken
        effect in an earlier charge
    :param closed: those of them that are closed: any change of data comes through; in open ones
        only events that take effect now
    :return: (lines, problems, carry); ``carry`` is the negative rest of common needs that the
        last of
        the earlier months leaves as known now, empty where that month was not looked at
    """
    found, problems = [], []
    carry = {}
    standing = {}
    for line in ledger:
        if line.cause not in APART:
            standing.setdefault(line.of_period or line.period, []).append(line)
    for of_period in earlier:
        building = load(of_period, [*ledger, *found], carry)
        if of_period in closed:
            now = charge_building(world, building, of_period, as_of=period)
            # what is found here is of the months before this one
            charged = standing.get(of_period, ())
        else:
            before = _with_seen_events(building, seen, period)
            if before is None:
                carry = {}
                continue
            now = charge_building(world, building, of_period, as_of=period)
            charged = charge_building(world, before, of_period, as_of=period).lines
        carry = now.carry
        problems += now.problems
        found += differences(now.lines, charged, period, of_period)
    return found, problems, carry


def tampering_differences(world, building, house, ledger, period):
    """What tampering events add to ``period``, less what the ledger has for them already."""
    found, problems = [], []
    stood = {}
    for line in ledger:
        if line.cause == "tampering":
            stood.setdefault(line.account, []).append(line)
    for account in building.accounts:
        events = [event for event in account.events if isinstance(event, Tampering)]
        own = stood.get(account.ref, ())
        found += withdrawn_tampering(own, events, period)
        if not events:
            continue
        lines, wrong = tampering_lines(world, account, house, period)
        problems += wrong
        for of_period in sorted({line.of_period for line in lines}):
            now = [line for line in lines if line.of_period == of_period]
            charged = [line for line in own if line.of_period == of_period]
            if not charged:
                found += now
            else:
                found += differences(now, charged, period, of_period, "tampering")
    return found, problems


def withdrawn_tampering(charged, events, period):
    """Lines that take back what was charged for events that do not hold any more.

    :param charged: tampering lines of the ledger; events: those that hold
    """
    held = {
        (event.service, month)
        for event in events
        for month in period_range(period_of(event.date_from), period_of(event.date_to))
    }
    gone = [line for line in charged if (line.service, line.of_period) not in held]
    found = []
    for of_period in sorted({line.of_period for line in gone}):
        lines = [line for line in gone if line.of_period == of_period]
        found += differences([], lines, period, of_period, "tampering")
    return found


def _with_seen_events(building, seen, period):
    """The house without the events that take effect only now, or None where there is none."""
    limit = last_day(period)

    def split(ref, events):
        new = [event for event in events if event.ends <= limit and not seen(ref, event)]
        return new, [event for event in events if event not in new]

    new, events = split(building.ref, building.events)
    accounts = []
    for account in building.accounts:
        fresh, old = split(account.ref, account.events)
        new += fresh
        accounts.append(replace(account, events=old) if fresh else account)
    return replace(building, events=events, accounts=accounts) if new else None

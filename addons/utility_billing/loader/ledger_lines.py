"""What stands in the ledger for houses, as the engine's lines, and the state that follows from it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from operator import attrgetter

from ..engine.history import History
from ..engine.lines import CHARGE
from .reader import rows
from .trace import line_of

COLUMNS = (
    "id account_id service_id supplier_id period_date kind component zone of_period method reason"
    " cause volume price amount net vat vat_rate trace"
).split()


def read_lines(cursor, account_ids, start, before, code_of):
    """Lines of approved bills with period in [start, before), in the order of writing.

    Yearly corrections come too, though they have no bill. Volumes of months charged elsewhere
    (kind ``opening``) come as charge lines of no money: they tell the history.

    :param code_of: function (account id, service id, supplier id) -> engine's code
    """
    found = []
    for values in rows(
        cursor,
        "SELECT c.id, c.account_id, c.service_id, c.supplier_id, c.period_date, c.kind,"
        " c.component, c.zone, c.of_period, c.method, c.reason, c.cause, c.volume, c.price,"
        " c.amount, c.net, c.vat, c.vat_rate, c.trace"
        " FROM utility_charge c LEFT JOIN utility_bill b ON b.id = c.bill_id"
        " WHERE c.account_id = ANY(%s) AND c.period_date >= %s AND c.period_date < %s"
        " AND (b.state = 'approved' AND c.debt_kind = 'principal' OR c.cause = 'annual'"
        " OR c.kind = 'opening' AND c.volume IS NOT NULL) ORDER BY c.id",
        list(account_ids),
        start,
        before,
    ):
        row = dict(zip(COLUMNS, values, strict=True))
        for name in ("volume", "net", "vat", "vat_rate"):
            row[name] = row[name] if row[name] is not None else Decimal(0)
        line = line_of(row, code_of(row["account_id"], row["service_id"], row["supplier_id"]))
        if row["kind"] == "opening":
            zero = Decimal(0)
            line = replace(
                line, kind=CHARGE, net=zero, vat=zero, amount=zero, method=line.method or "meter"
            )
        found.append(line)
    return found


class LedgerState:
    """State of the services with meters from given lines; see :class:`~.state.StateLoader`."""

    def __init__(self, portion, holders, keyed):
        self.before = portion.period
        self.holders = holders
        self.keyed = keyed
        self.used_values = []
        ledger = portion.ledger
        self.history = ledger if isinstance(ledger, History) else History(ledger)

    def load_used(self):
        """Set ``Register.used`` by the lines of earlier periods."""
        for (account, service, serial, zone), register in self.keyed.items():
            key = (account, self.holders[account, service].code, serial, zone)
            for day, value in self.history.used(key, self.before):
                day = date.fromisoformat(day) if isinstance(day, str) else day
                if register.used is None or day >= register.used:
                    register.used = day
                    self.used_values.append((register, day, Decimal(value)))

    def load_history(self):
        """Past months of every service with meters; rooms of a flat add up."""
        told = {}
        for (account, _service), line in self.holders.items():
            sums = told.setdefault(id(line), (line, {}))[1]
            for past in self.history.months(account, line.code, self.before):
                key = (past.period, past.zone)
                if key in sums:
                    sums[key] = replace(sums[key], volume=sums[key].volume + past.volume)
                else:
                    sums[key] = past
        for line, sums in told.values():
            line.history = sorted(sums.values(), key=attrgetter("period"))

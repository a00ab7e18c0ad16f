"""Writes the charges and bills of houses: one COPY each, in the order of the indexes."""

from io import StringIO
from itertools import islice

from ..engine.lines import CHARGE, PRIVILEGE, UPLIFT
from ..engine.periods import first_day
from ..engine.rounding import ZERO, volume6
from .balances import read_balances
from .copying import CopyBeside
from .instalment_interest import read_interest
from .reader import rows
from .trace import Tracer

CHARGE_COLUMNS = (
    "run_id bill_id company_id period_date account_id building_id service_id supplier_id component"
    " zone kind debt_kind of_period method reason cause volume price amount net vat vat_rate trace"
).split()
BILL_COLUMNS = (
    "id run_id company_id period_date account_id building_id number capital state hold_reason"
    " date_due opening charged recalculated privileges penalty paid closing known_at"
).split()
CARRY_COLUMNS = "run_id company_id building_id service_id period_date volume".split()
NULL = r"\N"


class BillSums:
    """Sums of the lines of a bill while they are written."""

    __slots__ = ("charged", "recalculated", "privileges")

    def __init__(self):
        self.charged = self.recalculated = self.privileges = ZERO


class LineTaker:
    """Who takes the lines of a charge; ``lines`` and ``amount`` count them.

    For each slice of accounts: :meth:`prepare` reads, :meth:`start` sends the rows of the slice
    before while the caller calculates, :meth:`write` takes what was calculated. Between ``start``
    and :meth:`wait` the cursor is the taker's alone. A context manager, whose end writes the rest.
    """

    def __init__(self):
        self.lines = 0
        self.amount = ZERO

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def prepare(self, accounts):
        """Read what the bills of ``accounts`` (ids) need beside their charges."""

    def start(self):
        """Send the rows written so far."""

    def wait(self):
        """Return when the cursor is free."""

    def carry(self, building, place, carry):
        """Keep the negative rests of a house for the period after."""

    def write(self, charged, facts, due):
        """Take the accounts ``[(account id, place, lines, capital flags)]``; lines may be empty.

        :param facts: ``{account id: AccountFacts}``
        :param due: ``{account id: date}`` of the bills
        """
        raise NotImplementedError


class Ledger(LineTaker):
    """Writes the charges and bills of one run.

    :param review: :class:`~.review.Review`; known_at: moment up to which the facts are known
    """

    def __init__(self, cursor, run, company, period, review, known_at):
        super().__init__()
        self.known_at = known_at
        self.cursor = cursor
        self.run_id = run.id
        self.simulation = run.simulation
        self.company_id = company.id
        self.period = period
        self.first = first_day(period)
        self.review = review
        self.tracer = Tracer()
        self._copy = CopyBeside(cursor)
        self._balances = {}
        self._interest = {}
        self._ids = []
        self._periods = {None: NULL}

    def __enter__(self):
        self._copy.__enter__()
        return self

    def __exit__(self, *error):
        return self._copy.__exit__(*error)

    def prepare(self, accounts):
        self.wait()
        accounts = list(accounts)
        self._balances = read_balances(self.cursor, self.company_id, self.first, accounts)
        self._interest = read_interest(self.cursor, self.company_id, self.first, accounts)
        self.review.load(self.cursor, accounts, self.first)
        self._reserve(len(accounts))

    def start(self):
        self._copy.start()

    def wait(self):
        self._copy.wait()

    def write(self, charged, facts, due):
        """Each flag of the account's services makes a bill: capital services have their own."""
        ids = self._bill_ids(sum(len(flags) for *_rest, flags in charged))
        bills, charges = StringIO(), StringIO()
        for account, place, lines, flags in charged:
            fact = facts[account]
            bill_ids = dict(zip(flags, islice(ids, len(flags)), strict=True))
            sums = self._write_lines(charges, account, fact, place, lines, bill_ids)
            for is_capital, bill in bill_ids.items():
                self._write_bill(
                    bills, bill, account, fact, is_capital, sums[is_capital], due, lines
                )
        self._copy.add("utility_bill", BILL_COLUMNS, bills.getvalue())
        self._copy.add("utility_charge", CHARGE_COLUMNS, charges.getvalue())

    def carry(self, building, place, carry):
        for code, volume in carry.items():
            if volume or building.carry.get(code):
                self._copy.add(
                    "utility_common_carry",
                    CARRY_COLUMNS,
                    f"{self.run_id}\t{self.company_id}\t{building.ref}\t{place.services[code]}\t"
                    f"{self.first}\t{volume6(volume)}\n",
                )

    def _reserve(self, count):
        """Have at least ``count`` ids of bills at hand."""
        found = rows(
            self.cursor,
            "SELECT nextval('utility_bill_id_seq') FROM generate_series(1, %s)",
            max(count - len(self._ids), 0),
        )
        self._ids = sorted(self._ids + [id_ for (id_,) in found])

    def _bill_ids(self, count):
        if count > len(self._ids):
            self.wait()
            self._reserve(count)
        found, self._ids = self._ids[:count], self._ids[count:]
        return iter(found)

    def _write_lines(self, stream, account, fact, place, lines, bill_ids):
        sums = {capital: BillSums() for capital in bill_ids}
        services, suppliers = place.services, fact.suppliers
        world_services = place.world.services
        heads = {
            capital: f"{self.run_id}\t{bill}\t{self.company_id}\t{self.first}\t{account}\t"
            f"{fact.building_id}\t"
            for capital, bill in bill_ids.items()
        }
        parts = []
        order = place.order
        for line in sorted(lines, key=lambda line: order[line.service]):
            code = line.service
            capital = world_services[code].capital
            amount, kind = line.amount, line.kind
            total = sums[capital]
            total.charged += amount
            if kind == PRIVILEGE:
                total.privileges += amount
            elif kind != CHARGE and kind != UPLIFT:
                total.recalculated += amount
            shared = line.shared
            if shared is None:
                tail = self._tail(line)
            elif shared.text is None:
                tail = shared.text = self._tail(line)
            else:
                tail = shared.text
            parts.append(f"{heads[capital]}{services[code]}\t{suppliers.get(code, NULL)}\t{tail}")
        interest = self._interest.get(account, ()) if False in heads else ()
        for line in interest:
            # agreements are on the ordinary services
            sums[False].charged += line.amount
            parts.append(heads[False] + _interest_row(line))
        stream.write("".join(parts))
        self.lines += len(lines) + len(interest)
        return sums

    def _tail(self, line):
        """The columns of a line that say nothing of the account."""
        price = line.price
        return (
            f"{line.component or NULL}\t{line.zone or NULL}\t{line.kind}\tprincipal\t"
            f"{self._day(line.of_period)}\t{line.method or NULL}\t{line.reason or NULL}\t"
            f"{line.cause or NULL}\t{volume6(line.volume)}\t{NULL if price is None else price}\t"
            f"{line.amount}\t{line.net}\t{line.vat}\t{line.vat_rate}\t{self.tracer.trace(line)}\n"
        )

    def _write_bill(self, stream, bill, account, fact, capital, sums, due, lines):
        opening, penalty, paid = self._balances.get((account, capital), (ZERO, ZERO, ZERO))
        closing = opening + sums.charged + penalty - paid
        reason = self.review.check(account, capital, sums.charged, lines)
        suffix = "-K" if capital else ""
        number = fact.number.replace("\\", "\\\\")
        stream.write(
            f"{bill}\t{self.run_id}\t{self.company_id}\t{self.first}\t{account}\t"
            f"{fact.building_id}\t{number}/{self.period}{suffix}\t{'t' if capital else 'f'}\t"
            f"{'held' if reason else 'draft'}\t{reason or NULL}\t{due[account] or NULL}\t{opening}\t"
            f"{sums.charged}\t{sums.recalculated}\t{sums.privileges}\t{penalty}\t{paid}\t"
            f"{closing}\t{self.known_at}\n"
        )
        self.amount += sums.charged

    def _day(self, period):
        found = self._periods.get(period)
        if found is None:
            found = self._periods[period] = first_day(period).isoformat()
        return found


def _interest_row(line):
    """The columns of interest for instalments from its service on; covered before principal."""
    supplier = NULL if line.supplier is None else line.supplier
    trace = line.trace.replace("\\", "\\\\")
    return (
        f"{line.service}\t{supplier}\t{NULL}\t{NULL}\tinstalment\tcosts\t{NULL}\t{NULL}\t{NULL}\t"
        f"{NULL}\t{line.days}\t{NULL}\t{line.amount}\t{line.amount}\t0\t0\t{trace}\n"
    )


def copy_charges(cursor, run, company, lines, place, facts):
    """Write lines of a run that makes no bills (yearly corrections)."""
    tracer = Tracer()
    stream = StringIO()
    for line in lines:
        fact = facts[line.account]
        price = NULL if line.price is None else line.price
        of_period = first_day(line.of_period) if line.of_period else NULL
        stream.write(
            f"{run.id}\t{NULL}\t{company.id}\t{first_day(line.period)}\t{line.account}\t"
            f"{fact.building_id}\t{place.services[line.service]}\t"
            f"{fact.suppliers.get(line.service, NULL)}\t{line.component or NULL}\t"
            f"{line.zone or NULL}\t{line.kind}\tprincipal\t{of_period}\t{line.method or NULL}\t"
            f"{line.reason or NULL}\t{line.cause or NULL}\t{volume6(line.volume)}\t{price}\t"
            f"{line.amount}\t{line.net}\t{line.vat}\t{line.vat_rate}\t{tracer.trace(line)}\n"
        )
    stream.seek(0)
    cursor.copy_from(stream, "utility_charge", columns=CHARGE_COLUMNS)

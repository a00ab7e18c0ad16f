"""Writes the charges and bills of houses: one COPY each, in the order of the indexes."""

from io import StringIO

from ..engine.lines import CHARGE, PRIVILEGE, UPLIFT
from ..engine.periods import first_day
from ..engine.rounding import ZERO, volume6
from .balances import read_balances
from .reader import rows
from .trace import Tracer

CHARGE_COLUMNS = (
    "run_id bill_id company_id period_date account_id building_id service_id supplier_id component"
    " zone kind debt_kind of_period method reason cause volume price amount net vat vat_rate trace"
).split()
BILL_COLUMNS = (
    "id run_id company_id period_date account_id building_id number capital state hold_reason"
    " date_due opening charged recalculated privileges penalty paid closing"
).split()
NULL = r"\N"


class BillSums:
    """Sums of the lines of a bill while they are written."""

    __slots__ = ("charged", "recalculated", "privileges")

    def __init__(self):
        self.charged = self.recalculated = self.privileges = ZERO


class Ledger:
    """Writes for one run; ``lines`` and ``amount`` count what was written.

    :param due: function ``(world, customer) -> date``
    :param review: :class:`~.review.Review`
    """

    def __init__(self, cursor, run, company, period, review):
        self.cursor = cursor
        self.run_id = run.id
        self.simulation = run.simulation
        self.company_id = company.id
        self.period = period
        self.first = first_day(period)
        self.review = review
        self.tracer = Tracer()
        self.lines = 0
        self.bills = 0
        self.amount = ZERO
        self._periods = {None: NULL}

    def write(self, charged, facts, due):
        """Write the accounts ``[(account id, place, lines, capital flags)]``; lines may be empty.

        Each flag of the account's services makes a bill: capital services have their own.

        :param facts: ``{account id: AccountFacts}``
        :param due: ``{account id: date}`` of the bills
        """
        if not charged:
            return
        accounts = [account for account, *_rest in charged]
        ids = self._bill_ids(sum(len(flags) for *_rest, flags in charged))
        balances = read_balances(self.cursor, self.company_id, self.first, accounts)
        self.review.load(self.cursor, accounts, self.first)
        bills, charges = StringIO(), StringIO()
        for account, place, lines, flags in charged:
            fact = facts[account]
            bill_ids = {flag: next(ids) for flag in flags}
            sums = self._write_lines(charges, account, fact, place, lines, bill_ids)
            for is_capital, bill in bill_ids.items():
                self._write_bill(
                    bills, bill, account, fact, is_capital, sums[is_capital], due[account], balances
                )
        for stream, table, columns in (
            (bills, "utility_bill", BILL_COLUMNS),
            (charges, "utility_charge", CHARGE_COLUMNS),
        ):
            stream.seek(0)
            self.cursor.copy_from(stream, table, columns=columns)

    def carry(self, building, place, carry):
        """Keep the negative rests of a house for the period after."""
        for code, volume in carry.items():
            if volume or building.carry.get(code):
                self.cursor.execute(
                    "INSERT INTO utility_common_carry"
                    " (run_id, company_id, building_id, service_id, period_date, volume)"
                    " VALUES (%s, %s, %s, %s, %s, %s)",
                    (
                        self.run_id,
                        self.company_id,
                        building.ref,
                        place.services[code],
                        self.first,
                        volume6(volume),
                    ),
                )

    def _bill_ids(self, count):
        found = rows(
            self.cursor,
            "SELECT nextval('utility_bill_id_seq') FROM generate_series(1, %s)",
            count,
        )
        return iter(sorted(id_ for (id_,) in found))

    def _write_lines(self, stream, account, fact, place, lines, bill_ids):
        sums = {capital: BillSums() for capital in bill_ids}
        services, suppliers = place.services, fact.suppliers
        world_services = place.world.services
        trace = self.tracer.trace
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
            price = line.price
            parts.append(
                f"{heads[capital]}{services[code]}\t{suppliers.get(code, NULL)}\t"
                f"{line.component or NULL}\t{line.zone or NULL}\t{kind}\tprincipal\t"
                f"{self._day(line.of_period)}\t{line.method or NULL}\t"
                f"{line.reason or NULL}\t"
                f"{line.cause or NULL}\t{volume6(line.volume)}\t"
                f"{NULL if price is None else price}\t{amount}\t{line.net}\t{line.vat}\t"
                f"{line.vat_rate}\t{trace(line)}\n"
            )
        stream.write("".join(parts))
        self.lines += len(lines)
        return sums

    def _write_bill(self, stream, bill, account, fact, capital, sums, due, balances):
        opening, penalty, paid = balances.get((account, capital), (ZERO, ZERO, ZERO))
        closing = opening + sums.charged + penalty - paid
        reason = self.review.check(account, capital, sums.charged)
        suffix = "-K" if capital else ""
        number = fact.number.replace("\\", "\\\\")
        stream.write(
            f"{bill}\t{self.run_id}\t{self.company_id}\t{self.first}\t{account}\t"
            f"{fact.building_id}\t{number}/{self.period}{suffix}\t{'t' if capital else 'f'}\t"
            f"{'held' if reason else 'draft'}\t{reason or NULL}\t{due or NULL}\t{opening}\t"
            f"{sums.charged}\t{sums.recalculated}\t{sums.privileges}\t{penalty}\t{paid}\t"
            f"{closing}\n"
        )
        self.bills += 1
        self.amount += sums.charged

    def _day(self, period):
        found = self._periods.get(period)
        if found is None:
            found = self._periods[period] = first_day(period).isoformat()
        return found


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

from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..engine.due import due_date
from ..engine.penalties import Overdue, accrue, settle_credits, step_of
from ..engine.periods import last_day, period_of
from ..loader.open_items import final_runs
from ..loader.pauses import Pauses
from ..loader.reader import exact_cursor, rows
from ..loader.world import WorldLoader

ZERO = Decimal(0)


def month_end(day):
    """The last day of the month of a day."""
    return last_day(period_of(day))


class Debtor(NamedTuple):
    """An account: where it is, its principal by month, and when that was paid.

    debts: ``{(month, capital service): (principal, largest service, supplier)}``; paid: ``{(month,
    capital service): [(day, amount)]}``.
    """

    building: int
    locality: int
    contract: int
    customer: str
    debts: dict
    paid: dict

    def holder(self, key):
        """(service, supplier) of a line of a month, whether something is owed for it or not."""
        own = self.debts.get(key) or next(
            (values for (_month, capital), values in self.debts.items() if capital == key[1]),
            (ZERO, key[1], None),
        )
        return own[1:]


class UtilityPenalty(models.AbstractModel):
    """Accrual of penalties and interest on overdue principal as of a day (F10).

    Each month ages alone, on the whole of its principal; capital services apart. What was accrued
    before is taken off, so that a second accrual of the same day adds nothing; what is no longer
    due (a pause, a corrected month) is taken back. The lines stand in the run of penalties of the
    day's month; ``volume`` of a line is its number of days.
    """

    _name = "utility.penalty"
    _description = "Accrual of penalties"

    @api.model
    def _accrue(self, company, day, accounts=None):
        """Accrue for ``accounts`` (default: all) of ``company`` as of ``day``.

        :return: the number of lines written
        """
        self.env.flush_all()
        ids = accounts.ids if accounts is not None else None
        with exact_cursor(self.env) as cursor:
            worlds = WorldLoader(self.env, company, cursor, period_of(day))
            facts = self._facts(cursor, company, ids, day)
            before = self._accrued(cursor, company, ids)
            pauses = Pauses(cursor, company)
            lines = []
            dues = {}
            for account, fact in facts.items():
                own = before.get(account, {})
                now = self._of_account(worlds, dues, pauses, account, fact, day)
                for key in sorted({*now, *own}, key=lambda key: (key[0], key[1] or 0)):
                    accrued, service, supplier = now.get(key) or ((), *fact.holder(key))
                    for kind, amount, days in step_of(accrued, own.get(key, {})):
                        lines.append(
                            {
                                "account_id": account,
                                "building_id": fact.building,
                                "service_id": service,
                                "supplier_id": supplier,
                                "of_period": key[0],
                                "kind": kind,
                                "amount": amount,
                                "net": amount,
                                "volume": days,
                            }
                        )
        return self._write_lines(company, day, lines)

    def _of_account(self, worlds, dues, pauses, account, fact, day):
        """``{(month, capital service): (accruals, service, supplier)}`` of an account."""
        parameters = worlds.place(fact.building, fact.locality).world.parameters
        paid = settle_credits(
            {key: values[0] for key, values in fact.debts.items()}, fact.paid, month_end
        )
        both, penalty = pauses.of(account, fact.contract, fact.building, fact.locality)
        found = {}
        for (month, capital), (principal, service, supplier) in fact.debts.items():
            period = period_of(month)
            code = worlds.code_of_service[capital] if capital else None
            key = (id(parameters), period, code, fact.customer)
            if key not in dues:
                dues[key] = due_date(parameters, period, code, fact.customer)
            if principal <= 0 or dues[key] >= day:
                continue
            own = paid.get((month, capital), [])
            debt = Overdue(period, dues[key], principal, own, code, both, penalty)
            accruals = accrue(parameters, debt, day, fact.customer)
            found[month, capital] = accruals, service, supplier
        return found

    def _write_lines(self, company, day, lines):
        if not lines:
            return 0
        run = self.env["utility.billing.run"]._final_run("penalty", company, day)
        common = {
            "run_id": run.id,
            "company_id": company.id,
            "period_date": run.period_id.date_from,
            "debt_kind": "penalty",
            "vat": 0,
        }
        self.env["utility.charge"]._insert([{**common, **line} for line in lines])
        return len(lines)

    def _facts(self, cursor, company, ids, day):
        """Principal by month (a capital service apart) and its payments up to ``day``.

        ``{account: Debtor}``
        """
        found = {}
        largest = {}
        only = SQL("AND c.account_id = ANY(%s)", ids) if ids is not None else SQL()
        for (
            account,
            building,
            locality,
            contract,
            customer,
            kind,
            month,
            service,
            supplier,
            capital,
            amount,
        ) in rows(
            cursor,
            SQL(
                """
                SELECT c.account_id, a.building_id, h.locality_id, a.contract_id, k.code, a.kind,
                       c.period_date, c.service_id, c.supplier_id, s.capital, SUM(c.amount)
                  FROM utility_charge c
                  JOIN utility_account a ON a.id = c.account_id
                  JOIN utility_building h ON h.id = a.building_id
                  JOIN utility_service s ON s.id = c.service_id
                  LEFT JOIN utility_customer_category k ON k.id = a.customer_category_id
                 WHERE c.company_id = %s AND c.debt_kind = 'principal' AND %s %s
                   AND c.period_date <= %s
                 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
                 ORDER BY c.account_id, c.period_date, c.service_id
                """,
                company.id,
                final_runs(),
                only,
                day,
            ),
        ):
            entry = found.get(account)
            if entry is None:
                entry = found[account] = Debtor(
                    building, locality, contract, customer or kind, {}, {}
                )
            key = (month, service if capital else None)
            sums = entry.debts.get(key, (ZERO, service, supplier))
            if amount > largest.get((account, key), ZERO):
                largest[account, key] = amount
                sums = (sums[0], service, supplier)
            entry.debts[key] = (sums[0] + amount, *sums[1:])
        for account, month, service, capital, when, amount in rows(
            cursor,
            SQL(
                """
                SELECT c.account_id, c.period_date, c.service_id, s.capital, MIN(c.date),
                       SUM(c.amount)
                  FROM utility_allocation c JOIN utility_service s ON s.id = c.service_id
                 WHERE c.company_id = %s AND c.kind = 'principal' %s AND c.date <= %s
                 -- by payment: one that was cancelled later has covered nothing
                 GROUP BY 1, 2, 3, 4, c.payment_id HAVING SUM(c.amount) <> 0
                 ORDER BY c.account_id, 5
                """,
                company.id,
                only,
                day,
            ),
        ):
            if account in found:
                key = (month, service if capital else None)
                found[account].paid.setdefault(key, []).append((when, amount))
        return found

    def _accrued(self, cursor, company, ids):
        """``{account: {(month, capital service): {kind: (amount, days)}}}`` accrued so far."""
        only = SQL("AND c.account_id = ANY(%s)", ids) if ids is not None else SQL()
        found = {}
        for account, month, service, kind, amount, days in rows(
            cursor,
            SQL(
                """
                SELECT c.account_id, c.of_period,
                       CASE WHEN s.capital THEN c.service_id END AS capital_service, c.kind,
                       SUM(c.amount), SUM(c.volume)
                  FROM utility_charge c JOIN utility_service s ON s.id = c.service_id
                 WHERE c.company_id = %s AND c.kind IN ('penalty', 'interest') AND %s %s
                 GROUP BY 1, 2, 3, 4
                """,
                company.id,
                final_runs(),
                only,
            ),
        ):
            kinds = found.setdefault(account, {}).setdefault((month, service), {})
            kinds[kind] = (amount, days or ZERO)
        return found

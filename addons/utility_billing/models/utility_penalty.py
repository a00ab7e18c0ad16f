from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..engine.due import due_date
from ..engine.penalties import Overdue, accrue, settle_credits
from ..engine.periods import last_day, period_of
from ..loader.open_items import final_runs
from ..loader.reader import exact_cursor, rows
from ..loader.world import WorldLoader

ZERO = Decimal(0)


def month_end(day):
    """The last day of the month of a day."""
    return last_day(period_of(day))


class UtilityPenalty(models.AbstractModel):
    """Accrual of penalties and interest on overdue principal as of a day (F10).

    Each month ages alone, on the whole of its principal; capital services apart. What was accrued before is
    taken off, so that a second accrual of the same day adds nothing. The lines stand in the run of
    penalties of the day's month; ``volume`` of a line is its number of days.
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
            lines = []
            dues = {}
            for account, items in facts.items():
                building, locality, customer, debts, paid = items
                paid = settle_credits(
                    {key: values[0] for key, values in debts.items()}, paid, month_end
                )
                parameters = worlds.place(building, locality).world.parameters
                for (month, capital), (principal, service, supplier) in sorted(
                    debts.items(), key=lambda item: (item[0][0], item[0][1] or 0)
                ):
                    period = period_of(month)
                    code = worlds.code_of_service[capital] if capital else None
                    key = (id(parameters), period, code, customer)
                    if key not in dues:
                        dues[key] = due_date(parameters, period, code, customer)
                    if principal <= 0 or dues[key] >= day:
                        continue
                    debt = Overdue(
                        period, dues[key], principal, paid.get((month, capital), []), code
                    )
                    for accrual in accrue(parameters, debt, day, customer):
                        old = before.get((account, month, capital, accrual.kind), (ZERO, ZERO))
                        amount, days = accrual.amount - old[0], accrual.days - old[1]
                        if amount or days:
                            lines.append(
                                {
                                    "account_id": account,
                                    "building_id": building,
                                    "service_id": service,
                                    "supplier_id": supplier,
                                    "of_period": month,
                                    "kind": accrual.kind,
                                    "amount": amount,
                                    "net": amount,
                                    "volume": days,
                                }
                            )
        return self._write_lines(company, day, lines)

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

        ``{account: (building, locality, customer group, {(month, capital service): (principal,
        largest service, supplier)}, {(month, capital service): [(day, amount)]})}``
        """
        found = {}
        largest = {}
        only = SQL("AND c.account_id = ANY(%s)", ids) if ids is not None else SQL()
        for (
            account,
            building,
            locality,
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
                SELECT c.account_id, a.building_id, h.locality_id, k.code, a.kind, c.period_date,
                       c.service_id, c.supplier_id, s.capital, SUM(c.amount)
                  FROM utility_charge c
                  JOIN utility_account a ON a.id = c.account_id
                  JOIN utility_building h ON h.id = a.building_id
                  JOIN utility_service s ON s.id = c.service_id
                  LEFT JOIN utility_customer_category k ON k.id = a.customer_category_id
                 WHERE c.company_id = %s AND c.debt_kind = 'principal' AND %s %s
                   AND c.period_date <= %s
                 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
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
                entry = found[account] = (building, locality, customer or kind, {}, {})
            key = (month, service if capital else None)
            sums = entry[3].get(key, (ZERO, service, supplier))
            if amount > largest.get((account, key), ZERO):
                largest[account, key] = amount
                sums = (sums[0], service, supplier)
            entry[3][key] = (sums[0] + amount, *sums[1:])
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
                found[account][4].setdefault(key, []).append((when, amount))
        return found

    def _accrued(self, cursor, company, ids):
        """``{(account, month, capital service, kind): (amount, days)}`` accrued so far."""
        only = SQL("AND c.account_id = ANY(%s)", ids) if ids is not None else SQL()
        return {
            (account, month, service, kind): (amount, days or ZERO)
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
            )
        }

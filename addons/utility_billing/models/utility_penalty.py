from decimal import Decimal
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..engine.due import due_date
from ..engine.penalties import Overdue, accrue, settle_credits, step_of
from ..engine.periods import last_day, period_of
from ..loader.levels import LevelDebts
from ..loader.open_items import final_runs
from ..loader.pauses import Pauses
from ..loader.reader import exact_cursor, rows
from ..loader.world import WorldLoader

ZERO = Decimal(0)
#: accounts that are in memory together
SLICE = 5000


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
    before is taken off, so that a second accrual of the same day adds nothing, nor does one as of
    an earlier day; what is no longer due (a pause, a corrected month) is taken back. The lines
    stand in the run of penalties of the day's month; ``volume`` of a line is its number of days.
    """

    _name = "utility.penalty"
    _description = "Accrual of penalties"

    @api.model
    def _accrue(self, company, day, accounts=None):
        """Accrue for ``accounts`` (default: all) of ``company`` as of ``day``.

        :return: the number of lines written
        """
        self.env.flush_all()
        written = 0
        # thousands of accounts are sorted and grouped at once
        self.env.execute_query(SQL("SELECT set_config('work_mem', '64MB', TRUE)"))
        with exact_cursor(self.env) as cursor:
            worlds = WorldLoader(self.env, company, cursor, period_of(day))
            pauses = Pauses(cursor, company)
            dues = {}
            for ids in self._slices(cursor, company, accounts):
                later = self._accrued_later(cursor, company, ids, day)
                ids = [id_ for id_ in ids if id_ not in later]
                facts = self._facts(cursor, company, ids, day)
                before = self._accrued(cursor, company, ids)
                levels = LevelDebts(cursor, facts)
                lines = []
                for account, fact in facts.items():
                    levels.lower(account, fact.debts, fact.paid)
                    now = self._of_account(worlds, dues, pauses, account, fact, day)
                    lines += self._steps(account, fact, now, before.get(account, {}))
                written += self._write_lines(company, day, lines)
        return written

    def _accrued_later(self, cursor, company, ids, day):
        """Accounts whose penalties stand as of a later day already."""
        return {
            id_
            for (id_,) in rows(
                cursor,
                SQL(
                    """
                    SELECT DISTINCT c.account_id
                      FROM utility_billing_run r JOIN utility_charge c ON c.run_id = r.id
                     WHERE r.company_id = %s AND r.kind = 'penalty' AND r.accrued_to > %s
                       AND c.account_id = ANY(%s) AND %s
                    """,
                    company.id,
                    day,
                    ids,
                    final_runs(),
                ),
            )
        }

    def _slices(self, cursor, company, accounts):
        """Ids of the accounts in parts that bound the memory, neighbours together."""
        if accounts is not None:
            ids = accounts.ids
        else:
            ids = [
                id_
                for (id_,) in rows(
                    cursor,
                    "SELECT id FROM utility_account WHERE company_id = %s ORDER BY id",
                    company.id,
                )
            ]
        return [ids[start : start + SLICE] for start in range(0, len(ids), SLICE)]

    def _steps(self, account, fact, now, before):
        """Lines that bring what was accrued for an account to what it is now."""
        lines = []
        for key in sorted({*now, *before}, key=lambda key: (key[0], key[1] or 0)):
            accrued, service, supplier = now.get(key) or ((), *fact.holder(key))
            for kind, amount, days in step_of(accrued, before.get(key, {})):
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
        return lines

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
            # an agreement is on the ordinary services
            agreed = () if capital else pauses.of_debt(account, month)
            debt = Overdue(period, dues[key], principal, own, code, both + agreed, penalty)
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
        run.accrued_to = max(run.accrued_to or day, day)
        return len(lines)

    def _facts(self, cursor, company, ids, day):
        """Principal by month (a capital service apart) and its payments up to ``day``.

        ``{account: Debtor}``
        """
        found = {}
        for account, *where, customer, kind, month, capital, principal, service, supplier in rows(
            cursor,
            SQL(
                """
                SELECT y.account_id, a.building_id, h.locality_id, a.contract_id, k.code, a.kind,
                       y.period_date, y.capital, y.amount, y.services[1], y.suppliers[1]
                  FROM (SELECT x.account_id, x.period_date, x.capital, SUM(x.amount) AS amount,
                               ARRAY_AGG(x.service_id
                                         ORDER BY GREATEST(x.amount, 0) DESC, x.service_id)
                                   AS services,
                               ARRAY_AGG(x.supplier_id
                                         ORDER BY GREATEST(x.amount, 0) DESC, x.service_id)
                                   AS suppliers
                          FROM (SELECT c.account_id, c.period_date, c.service_id, c.supplier_id,
                                       CASE WHEN s.capital THEN s.id END AS capital,
                                       SUM(c.amount) AS amount
                                  FROM utility_charge c
                                  JOIN utility_service s ON s.id = c.service_id
                                 WHERE c.company_id = %s AND c.debt_kind = 'principal' AND %s
                                   AND c.account_id = ANY(%s) AND c.period_date <= %s
                                 GROUP BY 1, 2, 3, 4, 5) x
                         GROUP BY 1, 2, 3) y
                  JOIN utility_account a ON a.id = y.account_id
                  JOIN utility_building h ON h.id = a.building_id
                  LEFT JOIN utility_customer_category k ON k.id = a.customer_category_id
                 ORDER BY y.account_id, y.period_date, y.capital NULLS FIRST
                """,
                company.id,
                final_runs(),
                ids,
                day,
            ),
        ):
            entry = found.get(account)
            if entry is None:
                entry = found[account] = Debtor(*where, customer or kind, {}, {})
            entry.debts[month, capital] = (principal, service, supplier)
        for account, month, service, capital, when, amount in rows(
            cursor,
            SQL(
                """
                SELECT c.account_id, c.period_date, c.service_id, s.capital, MIN(c.date),
                       SUM(c.amount)
                  FROM utility_allocation c JOIN utility_service s ON s.id = c.service_id
                 WHERE c.company_id = %s AND c.kind = 'principal' AND c.account_id = ANY(%s)
                   AND c.date <= %s
                 -- by payment: one that was cancelled later has covered nothing
                 GROUP BY 1, 2, 3, 4, c.payment_id HAVING SUM(c.amount) <> 0
                 ORDER BY c.account_id, 5
                """,
                company.id,
                ids,
                day,
            ),
        ):
            if account in found:
                key = (month, service if capital else None)
                found[account].paid.setdefault(key, []).append((when, amount))
        return found

    def _accrued(self, cursor, company, ids):
        """``{account: {(month, capital service): {kind: (amount, days)}}}`` accrued so far."""
        found = {}
        for account, month, service, kind, amount, days in rows(
            cursor,
            SQL(
                """
                SELECT c.account_id, c.of_period,
                       CASE WHEN s.capital THEN c.service_id END AS capital_service, c.kind,
                       SUM(c.amount), SUM(c.volume)
                  FROM utility_charge c JOIN utility_service s ON s.id = c.service_id
                 WHERE c.company_id = %s AND c.kind IN ('penalty', 'interest') AND %s
                   AND c.account_id = ANY(%s)
                 GROUP BY 1, 2, 3, 4
                """,
                company.id,
                final_runs(),
                ids,
            ),
        ):
            kinds = found.setdefault(account, {}).setdefault((month, service), {})
            kinds[kind] = (amount, days or ZERO)
        return found

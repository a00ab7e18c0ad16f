"""Levelled plans of some accounts as the engine takes them: a few queries whatever their number."""

from collections import defaultdict
from typing import NamedTuple

from odoo.tools import SQL

from ..engine.levels import LevelPlan, spread
from ..engine.rounding import ZERO
from .open_items import final_runs
from .reader import rows


class StoredPlan(NamedTuple):
    """A plan that is or was in force. ``services``: ids; ``plan``: its figures."""

    id: int
    number: str
    date: object
    services: frozenset
    plan: LevelPlan


def read_level_plans(cursor, account_ids, bill_ids=()):
    """``{account id: [StoredPlan]}`` by first month, drafts left out.

    An account that is closed ends its plan with that day.

    :param bill_ids: bills whose charges count though their run is not approved
    """
    found = rows(
        cursor,
        """
        SELECT p.id, p.account_id, p.number, p.date, LEAST(p.date_end, a.date_close), p.state
          FROM utility_level_plan p JOIN utility_account a ON a.id = p.account_id
         WHERE p.account_id = ANY(%s) AND p.number IS NOT NULL
         ORDER BY p.account_id, p.first_month, p.id
        """,
        list(account_ids),
    )
    if not found:
        return {}
    ids = [row[0] for row in found]
    levels, services = defaultdict(dict), defaultdict(set)
    for id_, month, amount in rows(
        cursor,
        "SELECT agreement_id, date, amount FROM utility_level_plan_month"
        " WHERE agreement_id = ANY(%s) ORDER BY date",
        ids,
    ):
        levels[id_][month] = amount
    for id_, service in rows(
        cursor,
        "SELECT agreement_id, service_id FROM utility_level_plan_service"
        " WHERE agreement_id = ANY(%s)",
        ids,
    ):
        services[id_].add(service)
    charges = _charges(cursor, ids, bill_ids)
    plans = defaultdict(list)
    for id_, account, number, day, ended, state in found:
        # a plan that is fulfilled held up to its last month
        plan = LevelPlan(levels[id_], charges[id_], None if state == "done" else ended)
        plans[account].append(StoredPlan(id_, number, day, frozenset(services[id_]), plan))
    return plans


def _charges(cursor, ids, bill_ids):
    """``{plan id: {month: principal of its services}}`` of the months of the plan."""
    found = defaultdict(dict)
    for id_, month, amount in rows(
        cursor,
        SQL(
            """
            SELECT p.id, c.period_date, SUM(c.amount)
              FROM utility_level_plan p
              JOIN utility_charge c ON c.account_id = p.account_id
                   AND c.period_date >= p.first_month AND c.period_date <= p.last_month
             WHERE p.id = ANY(%s) AND c.debt_kind = 'principal' AND c.kind <> 'opening'
               AND c.service_id IN (SELECT s.service_id FROM utility_level_plan_service s
                                     WHERE s.agreement_id = p.id)
               AND (c.bill_id = ANY(%s) OR %s)
             GROUP BY p.id, c.period_date
            """,
            ids,
            list(bill_ids),
            final_runs(),
        ),
    ):
        found[id_][month] = amount
    return found


class LevelDebts:
    """Debts of accounts with levelled plans as far as they are due, for the ageing of penalties."""

    def __init__(self, cursor, account_ids):
        self._plans = read_level_plans(cursor, account_ids)

    def lower(self, account, debts, paid):
        """Keep in ``debts`` what is due with each month, and in ``paid`` what was paid of that.

        What a plan does not ask for yet bears nothing; payments cover its earliest months. Other
        months, and the services kept apart, stay as they are.

        :param debts: ``{(month, capital service): (principal, service, supplier)}``
        :param paid: ``{(month, capital service): [(day, amount)]}``
        """
        for stored in self._plans.get(account, ()):
            due = {}
            for month, part in stored.plan.due_parts().items():
                if (month, None) in debts:
                    principal, *holder = debts[month, None]
                    due[month] = principal - stored.plan.charges[month] + part
                    debts[month, None] = (due[month], *holder)
            payments = [row for month in due for row in paid.pop((month, None), ())]
            for month, parts in spread([p for p in payments if p[1] > ZERO], due).items():
                if parts:
                    paid[month, None] = parts

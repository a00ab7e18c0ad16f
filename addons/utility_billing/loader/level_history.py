"""What the months of a levelled plan are expected to cost: the same month a year before, or a trial."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo.tools import SQL

from ..engine.periods import first_day, period_of, shift
from ..engine.rounding import ZERO
from .open_items import final_runs
from .trial import TrialCharge


class Expectation(NamedTuple):
    """months: ``{plan month: {service id: sum}}``; known: how many of them a year before gave;
    problems: of the trial, :class:`~..engine.problems.Problem`."""

    months: dict
    known: int
    problems: list


def months_from(first, count):
    """First days of ``count`` months from ``first`` on."""
    return [first_day(shift(period_of(first), number)) for number in range(count)]


def expect(env, accounts, months):
    """``{account id: Expectation}`` of ``accounts`` of one company for plan months (first days).

    A month that the account was charged for a year before costs what it did then, corrections and
    privileges included; others what the run would charge for the plan month as it is known now
    (norms, averages, prices of that month), so that new accounts and seasons have their sums. The
    services kept apart are left out. Writes nothing.
    """
    env.flush_all()
    history = _history(env, accounts, months)
    found = {account.id: Expectation({}, 0, []) for account in accounts}
    for month in months:
        past = first_day(shift(period_of(month), -12))
        wanted = accounts.browse()
        for account in accounts:
            known = history[account.id].get(past)
            if known is None:
                wanted |= account
                continue
            old = found[account.id]
            old.months[month] = known
            found[account.id] = old._replace(known=old.known + 1)
        if wanted:
            _try(env, wanted, month, found)
    return found


def _history(env, accounts, months):
    """``{account: {month a year before: {service: sum}}}`` of what approved runs charged."""
    first, last = (first_day(shift(period_of(month), -12)) for month in (months[0], months[-1]))
    found = defaultdict(lambda: defaultdict(dict))
    for account, month, service, amount in env.execute_query(
        SQL(
            """
            SELECT c.account_id, c.period_date, c.service_id, SUM(c.amount)::text
              FROM utility_charge c JOIN utility_service s ON s.id = c.service_id
             WHERE c.account_id = ANY(%s) AND c.period_date BETWEEN %s AND %s
               AND c.debt_kind = 'principal' AND c.kind <> 'opening'
               AND NOT COALESCE(s.capital, FALSE) AND %s
             GROUP BY c.account_id, c.period_date, c.service_id
             ORDER BY c.account_id, c.period_date, c.service_id
            """,
            accounts.ids,
            first,
            last,
            final_runs(),
        )
    ):
        found[account][month][service] = Decimal(amount)
    return found


def _try(env, accounts, month, found):
    charge = TrialCharge(
        env, accounts.company_id, period_of(month), accounts.building_id.ids, accounts.ids
    )
    charge.execute()
    for account in accounts.ids:
        place, lines = charge.preview.found.get(account, (None, ()))
        sums = found[account].months.setdefault(month, {})
        for line in lines:
            if not place.world.services[line.service].capital:
                service = place.services[line.service]
                sums[service] = sums.get(service, ZERO) + line.amount
    for _building, problem in charge.problems:
        if problem.account in found:
            found[problem.account].problems.append(problem)

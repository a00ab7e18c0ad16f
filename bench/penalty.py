"""Penalties of a town of debtors as of a day.

    ./utility bench penalty [--accounts 100000] [--months 4] [--json] [--keep] [--bare]

Every account owes several months; a third paid half of each when some of them were overdue.

* ours: ``utility.penalty._accrue`` for the whole company;
* floor: one plain ``INSERT ... SELECT`` of the same penalties, with the rates told to it.

Stock Odoo has no penalties, so there is no ratio to it. Exact when plain SQL finds the same sum and
days for every account and month, and a second accrual of the same day adds nothing.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from datetime import date

from bench.ground import months
from bench.ground.scratch import add_options, scratch
from tools.odoo_env import open_env

LAST = date(2026, 9, 1)  # the newest month owed
PAID, DAY = date(2026, 9, 20), date(2026, 12, 31)
AIM_SECONDS = 25  # for 100,000 debtors
TEXT = (
    "{accounts} debtors, {months} months: {seconds} s ({cpu_seconds} s of CPU), {ms_per_item} ms a"
    " debtor, {lines} lines, {peak_mb} MB, load of the machine {load}\n"
    "plain SQL: ours takes {ratio_floor} times as long\n"
    "{different} months differ, {again} lines of a second accrual"
)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./utility bench penalty")
    add_options(parser, accounts=100_000)
    parser.add_argument("--months", type=int, default=4)
    options = parser.parse_args(argv)
    with scratch("penalty", options.bare, options.keep) as database, open_env(database) as env:
        from bench.ground.debts import report  # noqa: PLC0415  (Odoo must be loaded first)

        return report(_measure(env, options), options, TEXT)


def _measure(env, options):
    from bench import town  # noqa: PLC0415  (Odoo must be loaded first)
    from bench.ground import debts  # noqa: PLC0415

    env.company.write({"country_id": env.ref("base.ru").id})
    env.company.currency_id = env.ref("base.RUB")
    town.build(env, options.accounts, LAST)
    debts.build(env, months.first_months(LAST, options.months))
    _pay_half(env)
    start, cpu = time.monotonic(), time.process_time()
    lines = env["utility.penalty"]._accrue(env.company, DAY)
    env.cr.commit()
    seconds, cpu = time.monotonic() - start, time.process_time() - cpu
    floor, different = _floor(env)
    again = env["utility.penalty"]._accrue(env.company, DAY)
    return {
        "bench": "penalty",
        "accounts": options.accounts,
        "items": options.accounts,
        "months": options.months,
        "lines": lines,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "aim_seconds": round(AIM_SECONDS * options.accounts / 100_000, 2),
        "ms_per_item": round(1000 * seconds / options.accounts, 4),
        "ratio_stock": None,
        "ratio_floor": round(seconds / floor, 2),
        "floor_seconds": round(floor, 2),
        "load": round(os.getloadavg()[0], 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "different": different,
        "again": again,
        "exact": not different and not again and bool(lines),
    }


def _pay_half(env):
    """Every third account paid half of each item; a payment an account stands for its number."""
    env.cr.execute(
        """
        INSERT INTO utility_allocation (payment_id, company_id, account_id, date, period_date,
               service_id, kind, amount)
        SELECT c.account_id, c.company_id, c.account_id, %s, c.period_date, c.service_id,
               'principal', ROUND(c.amount / 2, 2)
          FROM utility_charge c WHERE c.account_id %% 3 = 0
        """,
        [PAID],
    )
    env.cr.execute("ANALYZE utility_allocation")
    env.cr.commit()


def _floor(env):
    """(seconds of plain SQL, account-months that it finds otherwise)."""
    from odoo.addons.utility_billing.engine.due import due_date  # noqa: PLC0415
    from odoo.addons.utility_billing.engine.penalties import rate_of  # noqa: PLC0415
    from odoo.addons.utility_billing.engine.periods import period_of  # noqa: PLC0415
    from odoo.addons.utility_billing.loader.reader import exact_cursor  # noqa: PLC0415
    from odoo.addons.utility_billing.loader.world import WorldLoader  # noqa: PLC0415

    building = env["utility.building"].search([], limit=1)
    with exact_cursor(env) as cursor:
        worlds = WorldLoader(env, env.company, cursor, period_of(DAY))
        parameters = worlds.place(building.id, building.locality_id.id).world.parameters

    def get(code, day, default=None):
        return parameters.get(code, day, None, "individual", default)

    steps = sorted(get("penalty_divisors", DAY))
    ends = [first - 1 for first, _divisor in steps[1:]] + [10**6]
    env.cr.execute("SELECT DISTINCT period_date FROM utility_charge WHERE kind = 'charge'")
    known = [month for (month,) in env.cr.fetchall()]
    env.cr.execute(
        "CREATE TABLE floor_penalty (LIKE utility_charge INCLUDING ALL);"
        "CREATE TEMP TABLE step (low int, high int, divisor numeric);"
        "CREATE TEMP TABLE due (month date, day date)"
    )
    for (low, divisor), high in zip(steps, ends, strict=True):
        low = max(low, int(get("penalty_free_days", DAY, 0)) + 1)
        env.cr.execute("INSERT INTO step VALUES (%s, %s, %s)", (low, high, divisor))
    for month in known:
        day = due_date(parameters, period_of(month), None, "individual")
        env.cr.execute("INSERT INTO due VALUES (%s, %s)", (month, day))
    env.cr.commit()
    values = {
        "paid": PAID,
        "day": DAY,
        "rate_paid": rate_of(get, PAID),
        "rate": rate_of(get, DAY),
        "company": env.company.id,
    }
    start = time.monotonic()
    env.cr.execute(_FLOOR, values)
    env.cr.commit()
    seconds = time.monotonic() - start
    env.cr.execute(
        """
        SELECT COUNT(*) FROM (
            SELECT account_id, of_period, SUM(amount) AS amount, SUM(volume) AS days
              FROM utility_charge WHERE kind = 'penalty' GROUP BY 1, 2) x
          FULL JOIN (SELECT account_id, of_period, SUM(amount) AS amount, SUM(volume) AS days
                       FROM floor_penalty GROUP BY 1, 2) y USING (account_id, of_period)
         WHERE x.amount IS DISTINCT FROM y.amount OR x.days IS DISTINCT FROM y.days
        """
    )
    different = env.cr.fetchone()[0]
    env.cr.execute("DROP TABLE floor_penalty")
    env.cr.commit()
    return seconds, different


#: two spans of a debt: up to the day of payment the paid part at the rate of that day, then the rest
_FLOOR = """
WITH debt AS (
    SELECT c.account_id, c.building_id, c.period_date, SUM(c.amount) AS principal,
           COALESCE(MAX(p.amount), 0) AS paid, (ARRAY_AGG(c.service_id ORDER BY c.amount DESC))[1] AS service_id
      FROM utility_charge c
      LEFT JOIN (SELECT account_id, period_date, SUM(amount) AS amount
                   FROM utility_allocation GROUP BY 1, 2) p
        ON p.account_id = c.account_id AND p.period_date = c.period_date
     WHERE c.kind = 'charge' GROUP BY 1, 2, 3),
late AS (SELECT debt.*, CASE WHEN %(paid)s > due.day THEN paid ELSE 0 END AS late,
                principal - paid AS rest, %(paid)s::date - due.day AS until, %(day)s::date - due.day AS last
           FROM debt JOIN due ON due.month = debt.period_date WHERE due.day < %(day)s),
span AS (
    SELECT account_id, building_id, period_date, service_id, 1 AS low, until AS high,
           late * %(rate_paid)s + rest * %(rate)s AS weighed FROM late WHERE late > 0
     UNION ALL
    SELECT account_id, building_id, period_date, service_id,
           CASE WHEN late > 0 THEN until + 1 ELSE 1 END, last, rest * %(rate)s FROM late),
part AS (
    SELECT s.*, LEAST(s.high, t.high) - GREATEST(s.low, t.low) + 1 AS days, t.divisor
      FROM span s JOIN step t ON GREATEST(s.low, t.low) <= LEAST(s.high, t.high))
INSERT INTO floor_penalty (run_id, company_id, period_date, account_id, building_id, service_id, kind,
       debt_kind, of_period, volume, amount, net, vat)
SELECT 0, %(company)s, DATE_TRUNC('month', %(day)s::date), account_id, building_id, service_id, 'penalty', 'penalty',
       period_date, SUM(days), SUM(amount), SUM(amount), 0
  FROM (SELECT part.*, ROUND(weighed / 100 / divisor * days, 2) AS amount FROM part) x
 GROUP BY account_id, building_id, service_id, period_date
HAVING SUM(days) > 0
 ORDER BY account_id, period_date
"""

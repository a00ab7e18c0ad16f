"""Recalculation of a year: a price that changes back to the first of twelve closed months.

    ./utility bench recalculation [--accounts 10000] [--months 12] [--json] [--keep] [--bare]

* ours: the run of the month after them, which charges the closed months again and writes the
  differences; one house of 200 accounts is measured alone before;
* stock: a credit note and a new invoice for each account and month, from the time of an invoice;
* floor: charging as many account-months once.

Exact when each account has stood for each month what the new price makes of it, and nothing else
changed: plain SQL multiplies area by price.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from datetime import date

from bench.ground import months, stock
from bench.ground.scratch import add_options, scratch
from tools.odoo_env import open_env

MONTH = date(2026, 12, 1)
FLATS = 200  # of a house
SERVICE, PRICE = "housing_maintenance", "30.07"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./utility bench recalculation")
    add_options(parser, accounts=10_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--sample", type=int, default=60, help="invoices of stock Odoo")
    options = parser.parse_args(argv)
    with scratch("recalculation", options.bare, options.keep) as database:
        with open_env(database) as env:
            result = _measure(env, options)
    print(json.dumps(result) if options.json else _text(result))
    return 0 if result["exact"] else 1


def _measure(env, options):
    from bench import town  # noqa: PLC0415  (Odoo must be loaded first)

    env.company.write({"country_id": env.ref("base.ru").id})
    count = options.months
    town.build(env, options.accounts, MONTH, months=count + 1, flats=FLATS)
    once = [
        months.charge_and_close(env, month) for month in months.first_months(MONTH, count + 1)[:-1]
    ]
    env.cr.execute("ANALYZE utility_charge; ANALYZE utility_bill; ANALYZE utility_turnover")
    tariff = env["utility.tariff"].search([("service_id.code", "=", SERVICE)])
    tariff.value = float(PRICE)
    env.flush_all()
    env.cr.commit()
    house = _one_house(env)
    run = months.start_run(env, MONTH)
    start, cpu = time.monotonic(), time.process_time()
    months.charge(env, run)
    seconds, cpu = time.monotonic() - start, time.process_time() - cpu
    items = options.accounts * count
    different = _different(env, run, count)
    invoice = stock.invoice_seconds(env, len(town.SERVICES), options.sample, MONTH)
    problems = env["utility.billing.problem"].search_count([("run_id", "=", run.id)])
    floor = statistics.median(once) * (count + 1)
    return {
        "bench": "recalculation",
        "accounts": options.accounts,
        "months": count,
        "items": items,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "ms_per_item": round(1000 * seconds / items, 4),
        "ratio_stock": round(2 * invoice * items / seconds, 1),
        "ratio_floor": round(seconds / floor, 2),
        "floor": "charging the account-months once",
        "house_accounts": min(FLATS, options.accounts),
        "house_seconds": round(house, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "different": different,
        "problems": problems,
        "exact": not different and not problems,
    }


def _one_house(env):
    """Seconds to charge one house with its corrections, by a person at the screen."""
    building = env["utility.building"].search([], order="id", limit=1)
    period = env["utility.period"]._get(MONTH)
    run = env["utility.billing.run"].create(
        {
            "name": "Bench of a house",
            "period_id": period.id,
            "building_ids": [(6, 0, building.ids)],
        }
    )
    env.flush_all()
    start = time.monotonic()
    run.action_charge_now()
    env.flush_all()
    seconds = time.monotonic() - start
    run.action_drop()
    env.cr.commit()
    return seconds


def _different(env, run, count):
    """Account-months of a service whose charges and corrections are not what they should be.

    The changed service has to stand at area times the new price, the others have no corrections.
    """
    env.cr.execute(
        """
        SELECT COUNT(*) FROM (
            SELECT c.account_id, COALESCE(c.of_period, c.period_date) AS month,
                   SUM(c.amount) AS amount, SUM(c.vat) AS vat,
                   ROUND(MAX(area.value) * %(price)s, 2) AS wanted, MAX(c.vat_rate) AS rate
              FROM utility_charge c
              JOIN utility_service s ON s.id = c.service_id AND s.code = %(service)s
              JOIN utility_account a ON a.id = c.account_id
              JOIN utility_area area ON area.premise_id = a.premise_id AND area.kind = 'total'
             GROUP BY 1, 2) x
         WHERE amount <> wanted OR vat <> ROUND(wanted * rate / (100 + rate), 2)
        """,
        {"price": PRICE, "service": SERVICE},
    )
    wrong = env.cr.fetchone()[0]
    env.cr.execute(
        """
        SELECT COUNT(*) FILTER (WHERE s.code <> %(service)s),
               COUNT(*) FILTER (WHERE s.code = %(service)s)
          FROM utility_charge c JOIN utility_service s ON s.id = c.service_id
         WHERE c.run_id = %(run)s AND c.kind = 'recalculation'
        """,
        {"run": run.id, "service": SERVICE},
    )
    idle, made = env.cr.fetchone()
    accounts = sum(run.portion_ids.mapped("charged_count"))
    return wrong + idle + abs(made - count * accounts)


def _text(result):
    return (
        "{accounts} accounts, {months} closed months: {seconds} s, {ms_per_item} ms an account and"
        " month, {peak_mb} MB\none house of {house_accounts} accounts: {house_seconds} s\n"
        "stock would take {ratio_stock} times as long; charging once: {ratio_floor} times\n"
        "{different} differ, {problems} problems".format(**result)
    )

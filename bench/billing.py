"""Charging of a month for a town: rules, lines, bills, balances, against two other ways.

    ./utility bench billing [--accounts 100000] [--workers 1] [--sample 200] [--json] [--keep]

* ours: the billing run of ``utility_billing``, its portions one after another or on N processes;
* stock: Odoo's customer invoices of as many services with VAT, created and posted, on a sample;
* floor: one plain ``INSERT ... SELECT`` of the same rows, computed by PostgreSQL alone.

All three work in one scratch database in one run, so the ratios hold whatever the machine. The
result is exact when the plain SQL finds the same sum for every account and service, to the kopeck.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

import odoo.sql_db

from bench.ground import stock
from bench.ground.scratch import add_options, scratch
from tools.odoo_env import open_env

MONTH = date(2026, 10, 1)
FLOOR = Path(__file__).with_name("town") / "floor.sql"


def main(argv: list[str]) -> int:
    options = _options(argv)
    with scratch("billing", options.bare, options.keep) as database:
        result = _measure(database, options)
    _print(result, options.json)
    return 0 if result["exact"] else 1


def _measure(database, options):
    with open_env(database) as env:
        rows = _build(env, options.accounts)
        run = _new_run(env)
        run_id, portions = run.id, run.portion_ids.ids
    ours, peak = _charge(database, portions, options.workers)
    with open_env(database) as env:
        result = _result(env, run_id, options, ours, peak)
        floor = _floor(env, run_id, result)
        peer = stock.invoice_seconds(env, result["services"], options.sample, MONTH)
    per_account = ours / options.accounts
    return result | {
        "ms_per_item": round(1000 * per_account, 4),
        "ratio_stock": round(peer / per_account / options.workers, 1),
        "ratio_stock_workers": round(peer / per_account, 1),
        "ratio_floor": round(ours / floor, 2),
        "stock_ms_per_item": round(1000 * peer, 2),
        "floor_seconds": round(floor, 2),
        "input_rows": sum(rows.values()),
    }


def _options(argv):
    parser = argparse.ArgumentParser(prog="./utility bench billing")
    add_options(parser, accounts=100_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--sample", type=int, default=200, help="invoices of stock Odoo")
    return parser.parse_args(argv)


def _build(env, accounts):
    from bench import town

    env.company.write({"country_id": env.ref("base.ru").id})
    env.company.currency_id = env.ref("base.RUB")
    return town.build(env, accounts, MONTH)


def _new_run(env):
    period = env["utility.period"]._get(MONTH)
    run = env["utility.billing.run"].create({"name": "Bench", "period_id": period.id})
    run._plan()
    return run


def _charge(database, portions, workers):
    """Seconds to charge the portions, and the largest memory of a process in MB."""
    odoo.sql_db.close_all()  # a connection must not be shared with the processes
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        # the processes connect before the clock starts, as in a running server
        list(pool.map(_warm_up, [database] * workers * 4))
        start = time.monotonic()
        peaks = list(pool.map(partial(_charge_portion, database), portions))
        return time.monotonic() - start, max(peaks, default=0)


def _warm_up(database):
    with open_env(database, commit=False) as env:
        env["utility.billing.portion"].search([], limit=1)
    time.sleep(0.2)
    return os.getpid()


def _charge_portion(database, portion):
    with open_env(database) as env:
        env["utility.billing.portion"].browse(portion)._charge()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _result(env, run_id, options, seconds, peak):
    env.cr.execute("SELECT COUNT(*) FROM utility_charge WHERE run_id = %s", (run_id,))
    lines = env.cr.fetchone()[0]
    env.cr.execute("SELECT COUNT(*) FROM utility_bill WHERE run_id = %s", (run_id,))
    bills = env.cr.fetchone()[0]
    from bench.town import SERVICES  # noqa: PLC0415  (Odoo must be loaded first)

    problems = env["utility.billing.problem"].search_count([("run_id", "=", run_id)])
    return {
        "bench": "billing",
        "items": options.accounts,
        "workers": options.workers,
        "services": len(SERVICES),
        "seconds": round(seconds, 2),
        "rows": lines + bills,
        "rows_per_second": round((lines + bills) / seconds),
        "bills": bills,
        "problems": problems,
        "peak_mb": peak,
        "cpus": os.cpu_count(),
    }


def _floor(env, run_id, result):
    """Seconds of the plain SQL (median of three), and whether it found the same sums."""
    env.cr.execute("ANALYZE utility_charge; ANALYZE utility_bill")
    statements = [part for part in FLOOR.read_text().split(";\n") if part.strip()]
    values = {"company": env.company.id, "month": MONTH}
    times = []
    for _attempt in range(3):
        env.cr.execute(
            "DROP TABLE IF EXISTS floor_charge, floor_bill;"
            "CREATE TABLE floor_charge (LIKE utility_charge INCLUDING ALL);"
            "CREATE TABLE floor_bill (LIKE utility_bill INCLUDING ALL)"
        )
        env.cr.commit()
        start = time.monotonic()
        for statement in statements:
            env.cr.execute(statement, values)
        env.cr.commit()
        times.append(time.monotonic() - start)
    env.cr.execute(
        """
        SELECT COUNT(*) FROM (
            SELECT account_id, service_id, SUM(amount) AS amount, SUM(vat) AS vat
              FROM utility_charge WHERE run_id = %s GROUP BY 1, 2) x
          FULL JOIN (SELECT account_id, service_id, SUM(amount) AS amount, SUM(vat) AS vat
                       FROM floor_charge GROUP BY 1, 2) y USING (account_id, service_id)
         WHERE x.amount IS DISTINCT FROM y.amount OR x.vat IS DISTINCT FROM y.vat
        """,
        (run_id,),
    )
    result["different"] = env.cr.fetchone()[0]
    result["exact"] = not result["different"] and not result["problems"] and bool(result["bills"])
    env.cr.execute("DROP TABLE floor_charge, floor_bill")
    return statistics.median(times)


def _print(result, as_json):
    if as_json:
        print(json.dumps(result))
        return
    print(
        "{items} accounts, {workers} process(es) of {cpus} CPUs: {seconds} s, {ms_per_item} ms an"
        " account, {rows_per_second} rows a second, {peak_mb} MB a process\n"
        "stock invoice {stock_ms_per_item} ms: {ratio_stock_workers} times as long;"
        " plain SQL {floor_seconds} s: ours takes {ratio_floor} times as long\n"
        "sums of plain SQL and ours: {different} accounts and services differ, {problems}"
        " problems".format(**result)
    )

"""Charging of a month for a town: rules, lines, bills, balances, against two other ways.

    ./utility bench billing [--accounts 100000] [--workers 1] [--sample 200] [--json] [--keep]

* ours: the billing run of ``utility_billing``, its portions one after another or on N processes;
* stock: Odoo's customer invoices with the same lines, created and posted, on a sample;
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
from pathlib import Path

import odoo.sql_db

from tools import databases
from tools.odoo_env import open_env

MONTH = date(2026, 10, 1)
DATABASE = "utility_bench_billing"
FLOOR = Path(__file__).with_name("town") / "floor.sql"


def main(argv: list[str]) -> int:
    options = _options(argv)
    _prepare(DATABASE)
    with open_env(DATABASE) as env:
        rows = _build(env, options.accounts)
        run = _new_run(env)
        run_id, portions = run.id, run.portion_ids.ids
    ours, peak = _charge(portions, options.workers)
    with open_env(DATABASE) as env:
        result = _result(env, run_id, options, ours, peak)
        floor = _floor(env, run_id, result)
        stock = _stock(env, options.sample)
    per_account = ours / options.accounts
    result |= {
        "ms_per_item": round(1000 * per_account, 4),
        "ratio_stock": round(stock / per_account / options.workers, 1),
        "ratio_stock_workers": round(stock / per_account, 1),
        "ratio_floor": round(ours / floor, 2),
        "stock_ms_per_item": round(1000 * stock, 2),
        "floor_seconds": round(floor, 2),
        "input_rows": sum(rows.values()),
    }
    if not options.keep:
        databases.drop(DATABASE)
    _print(result, options.json)
    return 0 if result["exact"] else 1


def _options(argv):
    parser = argparse.ArgumentParser(prog="./utility bench billing")
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--sample", type=int, default=200, help="invoices of stock Odoo")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", action="store_true", help="keep the scratch database")
    return parser.parse_args(argv)


def _prepare(database):
    databases.drop(database)
    databases.install(database, ["utility_billing"], options=("--without-demo",))


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


def _charge(portions, workers):
    """Seconds to charge the portions, and the largest memory of a process in MB."""
    odoo.sql_db.close_all()  # a connection must not be shared with the processes
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        # the processes connect before the clock starts, as in a running server
        list(pool.map(_warm_up, range(workers * 4)))
        start = time.monotonic()
        peaks = list(pool.map(_charge_portion, portions))
        return time.monotonic() - start, max(peaks, default=0)


def _warm_up(_number):
    with open_env(DATABASE, commit=False) as env:
        env["utility.billing.portion"].search([], limit=1)
    time.sleep(0.2)
    return os.getpid()


def _charge_portion(portion):
    with open_env(DATABASE) as env:
        env["utility.billing.portion"].browse(portion)._charge()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _result(env, run_id, options, seconds, peak):
    env.cr.execute("SELECT COUNT(*) FROM utility_charge WHERE run_id = %s", (run_id,))
    lines = env.cr.fetchone()[0]
    env.cr.execute("SELECT COUNT(*) FROM utility_bill WHERE run_id = %s", (run_id,))
    bills = env.cr.fetchone()[0]
    problems = env["utility.billing.problem"].search_count([("run_id", "=", run_id)])
    return {
        "bench": "billing",
        "items": options.accounts,
        "workers": options.workers,
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


def _stock(env, sample, batch=50):
    """Seconds an invoice of stock Odoo takes: 8 lines with VAT, created and posted."""
    from bench.town import SERVICES

    env = env(context=dict(env.context, tracking_disable=True, mail_create_nolog=True))
    if not env.company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", env.company, install_demo=False)
    tax = env["account.tax"].create({"name": "VAT of the bench", "amount": 22})
    products = env["utility.service"].search([]).product_id[: len(SERVICES)]
    partners = env["res.partner"].search([("name", "like", " ")], limit=sample)
    lines = [
        (
            0,
            0,
            {
                "product_id": p.id,
                "quantity": 3.5,
                "price_unit": 55.21,
                "tax_ids": [(6, 0, tax.ids)],
            },
        )
        for p in products
    ]

    def invoices(members):
        moves = env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": MONTH,
                    "invoice_line_ids": lines,
                }
                for partner in members
            ]
        )
        moves.action_post()
        env.flush_all()

    invoices(partners[:10])  # caches warm, as in a running server
    start = time.monotonic()
    done = partners[10:]
    for low in range(0, len(done), batch):
        invoices(done[low : low + batch])
    seconds = (time.monotonic() - start) / len(done)
    env.cr.rollback()
    return seconds


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

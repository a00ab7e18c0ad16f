"""A registry of payments: parsed, matched, registered, spread over open items.

    ./utility bench registry [--accounts 100000] [--periods 3] [--json] [--keep] [--bare]

A line an account, a file in Sberbank's format, ``periods`` months of six services owed: 100,000 lines
against 1.8 million items. One line of 200 names an account that does not exist.

* ours: reading the file and loading its lines in batches, as the jobs do, on one process;
* stock: ``account.payment`` created, posted and reconciled with one invoice of as many services as
  a month has here, on a sample, in one database with ``modules`` modules installed;
* floor: plain SQL from a staging table: match, payments, shares of each payment.

Exact when plain SQL finds the same share of every payment in every item.
"""

from __future__ import annotations

import argparse
import base64
import os
import resource
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from bench.ground import months, stock
from bench.ground.scratch import add_options, scratch
from tools.odoo_env import open_env

LAST, DAY = date(2026, 9, 1), date(2026, 10, 20)
FLOOR = Path(__file__).with_name("town") / "registry_floor.sql"
TEXT = (
    "{items} lines, {open_items} open items: {seconds} s ({cpu_seconds} s of CPU), {ms_per_item} ms"
    " a line, {allocations} shares, {peak_mb} MB; read {read_seconds} s, load {load_seconds} s\n"
    "stock payment {stock_ms_per_item} ms ({modules} modules): {ratio_stock} times as long; load of"
    " the machine {load}; plain SQL: ours takes"
    " {ratio_floor} times as long\n{different} shares differ"
)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./utility bench registry")
    add_options(parser, accounts=100_000)
    parser.add_argument("--periods", type=int, default=3)
    parser.add_argument("--sample", type=int, default=40, help="payments of stock Odoo")
    options = parser.parse_args(argv)
    with scratch("registry", options.bare, options.keep) as database, open_env(database) as env:
        from bench.ground.debts import report  # noqa: PLC0415  (Odoo must be loaded first)

        return report(_measure(env, options), options, TEXT)


def _measure(env, options):
    from bench import town  # noqa: PLC0415  (Odoo must be loaded first)
    from bench.ground import debts  # noqa: PLC0415

    env.company.write({"country_id": env.ref("base.ru").id})
    env.company.currency_id = env.ref("base.RUB")
    town.build(env, options.accounts, LAST)
    items = debts.build(env, months.first_months(LAST, options.periods))
    registry = env["utility.payment.registry"].create(
        {"file": base64.b64encode(_file(env)), "filename": "bench.txt"}
    )
    env.cr.commit()
    start, cpu = time.monotonic(), time.process_time()
    registry.action_read()
    env.cr.commit()
    read = time.monotonic() - start
    _load(env, registry)
    seconds, cpu = time.monotonic() - start, time.process_time() - cpu
    floor = _floor(env, registry)
    env.cr.execute(
        """
        SELECT COUNT(*) FROM (
            SELECT account_id, period_date, service_id, SUM(amount) AS amount
              FROM utility_allocation GROUP BY 1, 2, 3) x
          FULL JOIN floor_allocation y ON y.account_id = x.account_id
               AND y.period_date IS NOT DISTINCT FROM x.period_date
               AND y.service_id IS NOT DISTINCT FROM x.service_id
         WHERE x.amount IS DISTINCT FROM y.amount
        """
    )
    different = env.cr.fetchone()[0]
    env.cr.execute("SELECT COUNT(*) FROM utility_allocation")
    shares = env.cr.fetchone()[0]
    peer = stock.payment_seconds(env, options.sample, DAY, debts.SERVICES)
    lines = registry.line_count
    return {
        "bench": "registry",
        "items": lines,
        "open_items": items,
        "allocations": shares,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "read_seconds": round(read, 2),
        "load_seconds": round(seconds - read, 2),
        "ms_per_item": round(1000 * seconds / lines, 4),
        "ratio_stock": round(peer * lines / seconds, 1),
        "stock_ms_per_item": round(1000 * peer, 2),
        "ratio_floor": round(seconds / floor, 2),
        "floor_seconds": round(floor, 2),
        "modules": env["ir.module.module"].search_count([("state", "=", "installed")]),
        "load": round(os.getloadavg()[0], 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "different": different,
        "suspense": registry.suspense_count,
        "exact": not different and registry.state == "done" and bool(shares),
    }


def _file(env):
    """The file of the bank: amounts from a part of a month to more than everything."""
    from odoo.addons.utility_billing.gateway import sber_registry  # noqa: PLC0415
    from odoo.addons.utility_billing.gateway.registry import PaymentRow  # noqa: PLC0415

    env.cr.execute("SELECT id, number, address FROM utility_account ORDER BY id")
    rows = (
        PaymentRow(
            line=place,
            external_id=f"{10**9 + place}",
            moment=datetime(DAY.year, DAY.month, DAY.day, 12, 0, place % 60),
            account=f"9{number}" if place % 200 == 0 else number,
            amount=Decimal(50_000 + account * 7919 % 300_000) / 100,
            transferred=Decimal(50_000 + account * 7919 % 300_000) / 100,
            fee=Decimal("0.00"),
            payer=f"Плательщик {account}",  # the letters of the format are few
            address=address,
        )
        for place, (account, number, address) in enumerate(env.cr.fetchall(), 1)
    )
    return sber_registry.build(rows, order_number="17", order_date=DAY)


def _load(env, registry):
    """Load the lines in the batches of the jobs, each its own transaction."""
    from odoo.addons.utility_billing.models.utility_payment_registry import (  # noqa: PLC0415
        BATCH,
    )

    registry._transition(state="running")
    lines = registry.line_ids.search([("registry_id", "=", registry.id)], order="number").ids
    for low in range(0, len(lines), BATCH):
        registry._load_lines(lines[low : low + BATCH])
        env.cr.commit()
        env.invalidate_all()


def _floor(env, registry):
    """Seconds of the plain SQL; leaves ``floor_allocation``."""
    env.cr.execute(
        "ANALYZE utility_payment_registry_line; ANALYZE utility_allocation; ANALYZE utility_payment;"
        "CREATE TEMP TABLE floor_staging AS SELECT number, external_id, received_at, date,"
        " account_number, payer, address, amount FROM utility_payment_registry_line"
        " WHERE registry_id = %s ORDER BY number",
        [registry.id],
    )
    env.cr.execute(
        "CREATE TABLE floor_line (LIKE floor_staging);"
        "CREATE TABLE floor_payment (LIKE utility_payment INCLUDING ALL);"
        "ALTER TABLE floor_payment ADD line INTEGER;"
        "CREATE TABLE floor_allocation (LIKE utility_allocation INCLUDING ALL)"
    )
    env.cr.commit()
    start = time.monotonic()
    for statement in FLOOR.read_text().split(";\n"):
        if statement.strip():
            env.cr.execute(statement, {"company": env.company.id, "day": DAY})
    env.cr.commit()
    return time.monotonic() - start

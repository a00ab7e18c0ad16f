"""Posting of a month to the general ledger: summary entries of the charges and payments of a town.

    ./utility bench posting [--accounts 100000] [--json] [--keep] [--bare]

* ours: the entries of a run with a charge of six services an account, and of a payment an account,
  a day and source an entry;
* stock: an invoice of six services an account, from the time of a sample;
* floor: as many journal entries as ours, created and posted by stock from ready lines.

Exact when the accounts of the ledger stand at the sum of the sub-ledger, nothing left to post.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date

from bench.ground import months, stock
from bench.ground.scratch import add_options, scratch
from tools.odoo_env import open_env

MONTH = date(2026, 9, 1)
DAYS = 20  # on which payments came
TEXT = (
    "{items} accounts: {seconds} s, {ms_per_item} ms an account, {entries} entries, {peak_mb} MB\n"
    "stock invoices would take {ratio_stock} times as long; stock entries with ready lines"
    " {entry_ms} ms each: ours takes {ratio_floor} times as long\ndifference {difference}"
)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./utility bench posting")
    add_options(parser, accounts=100_000)
    parser.add_argument("--sample", type=int, default=60, help="invoices of stock Odoo")
    options = parser.parse_args(argv)
    with scratch("posting", options.bare, options.keep) as database, open_env(database) as env:
        from bench.ground.debts import report  # noqa: PLC0415  (Odoo must be loaded first)

        return report(_measure(env, options), options, TEXT)


def _measure(env, options):
    from bench import town  # noqa: PLC0415  (Odoo must be loaded first)
    from bench.ground import debts  # noqa: PLC0415

    company = env.company
    company.write({"country_id": env.ref("base.ru").id})
    company.currency_id = env.ref("base.RUB")
    stock.ensure_chart(env)
    town.build(env, options.accounts, MONTH)
    debts.build(env, [MONTH])
    company._utility_prepare_posting()
    _pay(env)
    run = env["utility.billing.run"].search([("state", "=", "approved")])
    until = months.last_day(MONTH)
    start, cpu = time.monotonic(), time.process_time()
    run.action_post()
    payments = env["utility.posting"]._post_payments(company, until)
    env.flush_all()
    env.cr.commit()
    seconds, cpu = time.monotonic() - start, time.process_time() - cpu
    entries = len(run.move_ids) + len(payments)
    check = env["utility.posting"]._check(company)
    left = check["difference"], check["charges_waiting"], check["payments_waiting"]
    entry = stock.entry_seconds(env, 40, MONTH)
    invoice = stock.invoice_seconds(env, debts.SERVICES, options.sample, MONTH)
    return {
        "bench": "posting",
        "items": options.accounts,
        "entries": entries,
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "ms_per_item": round(1000 * seconds / options.accounts, 4),
        "ratio_stock": round(invoice * options.accounts / seconds, 1),
        "ratio_floor": round(seconds / (entry * entries), 2),
        "entry_ms": round(1000 * entry, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "difference": [str(value) for value in left],
        "exact": not any(left) and bool(entries),
    }


def _pay(env):
    """A payment an account in the month, by SQL; not spread, posting does not ask."""
    env.cr.execute(
        """
        INSERT INTO utility_payment (company_id, account_id, building_id, date, received_at, amount,
               source, state, external_id, create_uid, write_uid, create_date, write_date)
        SELECT company_id, id, building_id, %(month)s::date + (id %% %(days)s)::int, now(),
               100 + (id * 7919 %% 300000) / 100.0, 'registry', 'allocated', id::text, 1, 1, now(), now()
          FROM utility_account
        """,
        {"month": MONTH, "days": DAYS},
    )
    env.cr.commit()
    env.invalidate_all()

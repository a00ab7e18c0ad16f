"""Bills with QR and bar code on paper: speed, one on request, size, memory.

    ./utility bench documents [--accounts 500] [--single 30] [--json] [--keep] [--bare]

* ours: a print file of a charged and approved town, made as the job of a run makes it (data of the
  ledger read set by set, codes, layout, one PDF); ``per_core`` counts the processor time of this
  process and of the typesetter together;
* one on request: a bill of its own, as the button *Print* makes it, typesetter warm;
* floor: 5.6 ms a bill, what the typesetter alone takes in batches of 200; stock: Odoo's
  ``wkhtmltopdf`` where it is installed, else the 299 ms measured for it (``stock_measured``).

The result is exact when the lines of every document add up to the ledger and the codes read back from
the pictures of the first and last bill name the account and the sum to pay.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

from bench.ground.scratch import add_options, scratch
from tools.odoo_env import open_env

MONTH = date(2026, 10, 1)
FLOOR_MS = 5.6
STOCK_MS = 299
TEXT = (
    "{items} bills, {pages} pages: {seconds} s, {ms_per_item} ms a bill, {per_second} a second,"
    " {per_core} a second of one core\n"
    "one on request {request_ms} ms (cold {request_cold_ms} ms), {kb_per_page} kB a page,"
    " {peak_mb} MB a process\n"
    "the typesetter alone {ratio_floor} times faster; stock {ratio_stock} times as long"
)
HTML = "<html><body><table>" + "<tr><td>Service</td><td>1.0</td><td>12.00</td></tr>" * 12
HTML += "</table></body></html>"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./utility bench documents")
    add_options(parser, accounts=500)
    parser.add_argument("--single", type=int, default=30, help="bills printed one by one")
    options = parser.parse_args(argv)
    with scratch("documents", options.bare, options.keep) as database, open_env(database) as env:
        from bench.ground.debts import report  # noqa: PLC0415  (Odoo must be loaded first)

        return report(_measure(env, _bills(env, options.accounts), options.single), options, TEXT)


def _bills(env, accounts):
    """Approved bills of a Russian company with bank requisites and a bar code."""
    from bench import town

    company = env.company
    company.write({"country_id": env.ref("base.ru").id, "vat": "7707083893"})
    env.ref("base.RUB").active = True
    company.currency_id = env.ref("base.RUB")
    bank = env["res.bank"].create({"name": "ПАО Сбербанк", "bic": "044525225"})
    env["res.partner.bank"].create(
        {
            "partner_id": company.partner_id.id,
            "acc_number": "40702810900000000001",
            "bank_id": bank.id,
            "utility_correspondent_account": "30101810400000000225",
        }
    )
    town.build(env, accounts, MONTH)
    period = env["utility.period"]._get(MONTH)
    run = env["utility.billing.run"].create({"name": "Bench", "period_id": period.id})
    run.action_charge_now()
    run.action_approve()
    env.cr.commit()
    return env["utility.bill"].search([("run_id", "=", run.id), ("state", "=", "approved")])


def _measure(env, bills, single):
    from odoo.addons.utility_base.gateway.typst_pool import POOL

    def spent():
        mine = resource.getrusage(resource.RUSAGE_SELF)
        workers = resource.getrusage(resource.RUSAGE_CHILDREN)
        return mine.ru_utime + mine.ru_stime + workers.ru_utime + workers.ru_stime

    POOL.close()
    before, start = spent(), time.monotonic()
    content = bills._pdf()
    seconds = time.monotonic() - start
    POOL.close()  # the time of a worker is known when it has ended
    cpu = spent() - before
    times = []
    for bill in bills[:1] + bills[:single]:
        env.invalidate_all()
        start = time.monotonic()
        bill._pdf()
        times.append(time.monotonic() - start)
    POOL.close()
    pages, exact = _check(bills, content)
    stock = _stock()
    per_item = 1000 * seconds / len(bills)
    return {
        "bench": "documents",
        "items": len(bills),
        "seconds": round(seconds, 2),
        "ms_per_item": round(per_item, 2),
        "per_second": round(len(bills) / seconds, 1),
        "per_core": round(len(bills) / cpu, 1),
        "request_ms": round(1000 * statistics.median(times[1:]), 1),
        "request_cold_ms": round(1000 * times[0], 1),
        "pages": pages,
        "kb_per_page": round(len(content) / 1024 / pages, 1),
        "ratio_floor": round(per_item / FLOOR_MS, 2),
        "ratio_stock": round((stock or STOCK_MS) / per_item, 1),
        "stock_measured": bool(stock),
        "peak_mb": max(
            resource.getrusage(who).ru_maxrss // 1024
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        ),
        "exact": exact,
        "cpus": os.cpu_count(),
    }


def _check(bills, content):
    """(pages, whether the papers say what the ledger holds)."""
    import pymupdf
    import zxingcpp
    from PIL import Image

    from odoo.addons.utility_billing.gateway import st00012

    exact = bool(bills)
    for bill, document in zip(bills, bills._documents(), strict=True):
        total = sum((line.total for line in document.lines), Decimal(0))
        exact = exact and total == document.balance.charged == Decimal(f"{bill.charged:.2f}")
    with pymupdf.open(stream=content, filetype="pdf") as file:
        pages = len(file)
    for bill in (bills[:1], bills[-1:]):
        with pymupdf.open(stream=bill._pdf(), filetype="pdf") as file:
            picture = Image.open(io.BytesIO(file[0].get_pixmap(dpi=200).tobytes("png")))
        codes = [code.bytes for code in zxingcpp.read_barcodes(picture)]
        payments = [st00012.parse(code) for code in codes if code.startswith(b"ST0001")]
        exact = exact and [(payment.account, payment.amount) for payment in payments] == [
            (bill.account_id.number, Decimal(f"{bill.closing:.2f}"))
        ]
    return pages, exact


def _stock():
    """Milliseconds of one document of Odoo's own PDF program, or None where it is missing."""
    program = shutil.which("wkhtmltopdf")
    if not program:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "bill.html"
        source.write_text(HTML, encoding="utf-8")
        times = []
        for _attempt in range(5):
            start = time.monotonic()
            subprocess.run(
                [program, "--quiet", str(source), str(Path(folder) / "bill.pdf")], check=True
            )
            times.append(time.monotonic() - start)
    return 1000 * statistics.median(times)

"""Stock Odoo doing the same work, on a sample: what the benches compare with.

Everything is rolled back. The tables of accounting are nearly empty, which flatters stock.
"""

import time
from datetime import date


def ensure_chart(env):
    """Accounts and journals, where the company has none."""
    if not env.company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", env.company, install_demo=False)


def _ready(env):
    ensure_chart(env)
    return env["account.tax"].create({"name": "VAT of the bench", "amount": 22})


def _invoices(env, partners, products, tax, day):
    """Posted invoices of a resident each: a line with tax a product."""
    moves = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": day,
                "invoice_line_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": product.id,
                            "quantity": 3.5,
                            "price_unit": 55.21,
                            "tax_ids": [(6, 0, tax.ids)],
                        },
                    )
                    for product in products
                ],
            }
            for partner in partners
        ]
    )
    moves.action_post()
    env.flush_all()
    return moves


def _warm(env, partners, products, tax, day):
    """Caches and statistics as in a running server; a planner without them is not stock's fault."""
    moves = _invoices(env, partners, products, tax, day)
    env.cr.execute("ANALYZE account_move; ANALYZE account_move_line")
    return moves


def invoice_seconds(env, lines: int, sample: int, day: date, batch: int = 50) -> float:
    """Seconds that stock takes for an invoice of ``lines`` services with VAT, created and posted."""
    tax = _ready(env)
    products = env["utility.service"].search([]).product_id[:lines]
    partners = env["res.partner"].search([("name", "like", " ")], limit=sample)
    _warm(env, partners[:10], products, tax, day)
    start = time.monotonic()
    done = partners[10:]
    for low in range(0, len(done), batch):
        _invoices(env, done[low : low + batch], products, tax, day)
    seconds = (time.monotonic() - start) / len(done)
    env.cr.rollback()
    return seconds


def payment_seconds(env, sample: int, day: date, lines: int = 1) -> float:
    """Seconds that stock takes for a payment that covers one invoice: created, posted, reconciled.

    The invoices are there already and have ``lines`` services; each payment has its entry on an account of
    outstanding receipts, as where statements are reconciled, and is reconciled with its invoice.
    """
    tax = _ready(env)
    products = env["utility.service"].search([]).product_id[:lines]
    partners = env["res.partner"].search([("name", "like", " ")], limit=sample)
    moves = _warm(env, partners, products, tax, day)
    journal = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
    )

    outstanding = env["account.account"].create(
        {
            "name": "Outstanding",
            "code": "BENCH1",
            "account_type": "asset_current",
            "reconcile": True,
        }
    )
    journal.inbound_payment_method_line_ids.payment_account_id = outstanding

    def pay(invoices):
        payments = env["account.payment"].create(
            [
                {
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": move.partner_id.id,
                    "amount": move.amount_total,
                    "date": day,
                    "journal_id": journal.id,
                }
                for move in invoices
            ]
        )
        payments.action_post()
        for move, payment in zip(invoices, payments, strict=True):
            lines = move.line_ids | payment.move_id.line_ids
            lines.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            ).reconcile()
        env.flush_all()

    pay(moves[:5])
    start = time.monotonic()
    pay(moves[5:])
    seconds = (time.monotonic() - start) / len(moves[5:])
    if set(moves.mapped("payment_state")) - {"paid", "in_payment"}:
        raise RuntimeError("stock did not pay its invoices")
    env.cr.rollback()
    return seconds


def entry_seconds(env, sample: int, day: date, lines: int = 3) -> float:
    """Seconds that stock takes for a journal entry with ready balanced lines, posted."""
    ensure_chart(env)
    company = env.company
    journal = env["account.journal"].search(
        [("type", "=", "general"), ("company_id", "=", company.id)], limit=1
    )
    account = env["account.account"].search(
        [("account_type", "=", "income"), ("company_ids", "in", company.ids)], limit=1
    )

    def entries(count):
        moves = env["account.move"].create(
            [
                {
                    "move_type": "entry",
                    "journal_id": journal.id,
                    "date": day,
                    "line_ids": [
                        (0, 0, {"account_id": account.id, "debit": 100 * lines - 100})
                        if place == 0
                        else (0, 0, {"account_id": account.id, "credit": 100})
                        for place in range(lines)
                    ],
                }
                for _entry in range(count)
            ]
        )
        moves._post(soft=False)
        env.flush_all()

    entries(5)
    start = time.monotonic()
    entries(sample)
    seconds = (time.monotonic() - start) / sample
    env.cr.rollback()
    return seconds

"""Charges of organisations, gathered to the lines of their invoices: one query a portion."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo.tools import SQL

#: kinds of charges whose income goes by a rule of its own
DOCUMENT_OF_KIND = {
    "opening": "opening",
    "penalty": "penalty",
    "interest": "penalty",
    "costs": "costs",
    "instalment": "instalment",
    "budget": "privilege",
}

#: what a line of an invoice is one of, and what makes it worth a line
_PARTS = SQL(
    "c.account_id, c.service_id, c.supplier_id, c.kind, c.component, c.of_period, c.price,"
    " COALESCE(c.vat_rate, 0)"
)
_SOMETHING = SQL("SUM(c.amount) <> 0 OR SUM(COALESCE(c.vat, 0)) <> 0")


class InvoiceRow(NamedTuple):
    """A line of an invoice; money is Decimal with two digits, the volume with six."""

    settlement: str  # "c12": the contract, "a34": the account alone
    account: int
    contract: int | None
    category: int | None
    by_contract: bool
    service: int | None
    supplier: int | None
    kind: str
    component: str | None
    of_period: object
    price: Decimal | None
    rate: Decimal
    volume: Decimal
    amount: Decimal
    net: Decimal
    vat: Decimal

    @property
    def document(self):
        """Document of the posting rule."""
        return DOCUMENT_OF_KIND.get(self.kind, "invoice")


def settlement():
    """Expression of the key by which invoices and payments of an account ``a`` meet."""
    return SQL("CASE WHEN a.contract_id IS NULL THEN 'a' || a.id ELSE 'c' || a.contract_id END")


def _accounts(keys):
    """Condition: the account ``a`` belongs to the settlements; by indexes, not by their texts."""
    return SQL(
        "c.account_id IN (SELECT id FROM utility_account WHERE contract_id = ANY(%s)"
        " UNION ALL SELECT id FROM utility_account WHERE id = ANY(%s) AND contract_id IS NULL)",
        [int(key[1:]) for key in keys if key.startswith("c")],
        [int(key[1:]) for key in keys if key.startswith("a")],
    )


def waiting_settlements(env, run, keys=None):
    """Keys of organisations with charges in ``run`` that have no entry yet, in their order.

    :param keys: only these
    """
    rows = env.execute_query(
        SQL(
            """
            SELECT DISTINCT x.key FROM (
                SELECT %(key)s AS key FROM utility_charge c
                  JOIN utility_account a ON a.id = c.account_id AND a.kind = 'organisation'
                 WHERE c.run_id = %(run)s AND %(wanted)s
                 GROUP BY 1, %(parts)s HAVING %(something)s) x
             WHERE NOT EXISTS (SELECT 1 FROM account_move m
                                WHERE m.utility_run_id = %(run)s AND m.utility_undone IS NOT TRUE
                                  AND m.utility_key IS NOT NULL
                                  AND split_part(m.utility_key, '/', 1) = x.key)
             ORDER BY 1
            """,
            key=settlement(),
            run=run.id,
            wanted=SQL("TRUE") if keys is None else _accounts(keys),
            parts=_PARTS,
            something=_SOMETHING,
        )
    )
    return [key for (key,) in rows]


def invoice_rows(env, run, keys):
    """``{settlement key: [InvoiceRow]}`` of ``run``; what adds up to nothing is left out."""
    rows = env.execute_query(
        SQL(
            """
            SELECT %(key)s, c.account_id, a.contract_id, a.customer_category_id,
                   COALESCE(k.invoice_by, '') = 'contract', c.service_id, c.supplier_id, c.kind,
                   c.component, c.of_period, c.price::text, COALESCE(c.vat_rate, 0)::text,
                   SUM(COALESCE(c.volume, 0))::text, SUM(c.amount)::text,
                   SUM(COALESCE(c.net, c.amount))::text, SUM(COALESCE(c.vat, 0))::text
              FROM utility_charge c
              JOIN utility_account a ON a.id = c.account_id AND a.kind = 'organisation'
              LEFT JOIN utility_contract k ON k.id = a.contract_id
              LEFT JOIN utility_service s ON s.id = c.service_id
             WHERE c.run_id = %(run)s AND %(wanted)s
             GROUP BY 1, 3, 4, 5, %(parts)s, s.sequence
            HAVING %(something)s
             ORDER BY 1, c.account_id, c.of_period NULLS FIRST, s.sequence, c.service_id, c.kind,
                      c.price
            """,
            key=settlement(),
            run=run.id,
            wanted=_accounts(keys),
            parts=_PARTS,
            something=_SOMETHING,
        )
    )
    found = defaultdict(list)
    for *facts, price, rate, volume, amount, net, vat in rows:
        row = InvoiceRow(
            *facts,
            None if price is None else Decimal(price),
            _rate(Decimal(rate), Decimal(net), Decimal(vat)),
            Decimal(volume),
            Decimal(amount),
            Decimal(net),
            Decimal(vat),
        )
        found[row.settlement].append(row)
    return found


def _rate(rate, net, vat):
    """The rate of a charge; charges of other programs come with the sum of VAT alone."""
    if rate or not vat or not net:
        return rate
    return (vat / net * 100).quantize(Decimal(1))

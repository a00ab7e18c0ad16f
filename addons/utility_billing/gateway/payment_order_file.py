"""File of automatic payments for a bank: whom it takes money from by which mandate (X11).

CSV with headings, a row an order. The number of the order comes back in the registry of payments,
as the number or in the purpose of its line.
"""

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

HEADINGS = ("order", "mandate", "account", "payer", "date", "amount", "currency", "purpose")
ENCODINGS = ("utf-8-sig", "cp1251")


@dataclass(frozen=True, slots=True)
class Charge:
    number: str
    mandate: str
    account: str
    payer: str
    date: date
    amount: Decimal
    currency: str
    purpose: str


def build_charges(charges, encoding="utf-8-sig"):
    """Bytes of the file; letters that the encoding lacks become question marks.

    >>> row = Charge("AP7", "M-1", "0000012345", "Иванов; И. И.", date(2026, 5, 5),
    ...              Decimal("1500"), "RUB", "AP7")
    >>> build_charges([row]).decode("utf-8-sig").splitlines()[1]
    'AP7;M-1;0000012345;"Иванов; И. И.";2026-05-05;1500.00;RUB;AP7'
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in charges:
        writer.writerow(
            [
                row.number,
                row.mandate,
                _plain(row.account),
                _plain(row.payer),
                row.date.isoformat(),
                f"{row.amount:.2f}",
                row.currency,
                _plain(row.purpose),
            ]
        )
    return text.getvalue().encode(encoding, errors="replace")


def _plain(text):
    """One line; no cell that a spreadsheet would take for a formula.

    >>> _plain("=1+1"), _plain("a\\nb")
    (' =1+1', 'a b')
    """
    text = " ".join((text or "").split())
    return f" {text}" if text[:1] in "=+-@" and text else text

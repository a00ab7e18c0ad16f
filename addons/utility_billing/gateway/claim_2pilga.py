"""Form 2-пільга of Ukraine: the monthly claim for privileges to a social protection body, DBF in cp866.

Names of the fields follow the form, widths the files that offices take in. One row is a person,
service and month; rows of an earlier month have ``FLAG`` 1.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from odoo.addons.utility_base.gateway.problem import refuse
from odoo.addons.utility_base.gateway.write_dbf import write_dbf

FIELDS = (
    ("CDPR", "N", 12, 0),
    ("IDCODE", "C", 10, 0),
    ("FIO", "C", 50, 0),
    ("PPOS", "C", 15, 0),
    ("RS", "C", 25, 0),
    ("YEARIN", "N", 4, 0),
    ("MONTHIN", "N", 2, 0),
    ("LGCODE", "N", 4, 0),
    ("DATA1", "D", 8, 0),
    ("DATA2", "D", 8, 0),
    ("LGKOL", "N", 2, 0),
    ("LGKAT", "C", 3, 0),
    ("LGPRC", "N", 3, 0),
    ("SUMM", "N", 8, 2),
    ("FACT", "N", 19, 6),
    ("TARIF", "N", 14, 7),
    ("FLAG", "N", 1, 0),
)
#: cp866 has no Ukrainian і and ґ: offices take the Latin letter and the plain г
LETTERS = {"і": "i", "І": "I", "ґ": "г", "Ґ": "Г"}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One person, service and month. ``month``: first day of it; ``volume``: what is told as FACT."""

    company: int
    person_id: str
    name: str
    document: str
    account: str
    month: date
    service: int
    date_from: date
    date_to: date
    persons: int
    category: str
    percent: Decimal
    amount: Decimal
    volume: Decimal
    tariff: Decimal
    correction: bool = False


def write(rows, today):
    """Bytes of the file.

    :raises GatewayError: a code or number does not fit its field; codes are never cut

    >>> row = ClaimRow(12345678, "1234567890", "Іваненко", "АА 1", "77", date(2025, 10, 1), 500,
    ...     date(2025, 10, 1), date(2025, 10, 31), 1, "10", Decimal(50), Decimal("149.20"),
    ...     Decimal(6), Decimal("24.8666667"))
    >>> write([row], date(2025, 11, 5))[-190:-1][23:73].decode("cp866").strip()
    'IВАНЕНКО'
    """
    return write_dbf(
        FIELDS, [_row(number, row) for number, row in enumerate(rows, 1)], "cp866", today=today,
        replacements=LETTERS,
    )  # fmt: skip


def _row(number, row):
    for name, width, text in (
        ("IDCODE", 10, row.person_id),
        ("RS", 25, row.account),
        ("LGKAT", 3, row.category),
    ):
        if len(text) > width:
            refuse("value.decimal_range", row=number, column=name, value=text, digits=width)
    return (
        row.company,
        row.person_id,
        row.name.upper(),
        row.document,
        row.account,
        row.month.year,
        row.month.month,
        row.service,
        row.date_from,
        row.date_to,
        row.persons,
        row.category,
        row.percent.quantize(Decimal(1), ROUND_HALF_UP),
        row.amount,
        row.volume,
        row.tariff,
        int(row.correction),
    )

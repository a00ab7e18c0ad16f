"""Registry of accepted payments of Sberbank: 12 columns, cp1251, ``;``, no heading, no quotes.

date dd-mm-yyyy; time hh-mm-ss; office; cashier; operation number (СУИП); account; payer; address;
period MMYY; sum; transfer; fee. The last line begins with ``=``: count; sum; transfer; fee; number
and date of the payment order. File names end in ``_DDMMYYYY.txt``.
"""

import re
from datetime import date
from decimal import Decimal

from odoo.addons.utility_base.gateway.problem import Problem, problem, refuse
from odoo.addons.utility_base.gateway.text_encoding import decode, encode
from odoo.addons.utility_base.gateway.values import parse_int, parse_money
from odoo.addons.utility_base.gateway.values_date import parse_date, parse_datetime

from .registry import RegistryOptions, RowBuilder, Totals, finish

PROFILE = "sber"
COLUMNS = 12
_FILE_NAME = re.compile(
    r"(\d{10}|\d{12})_(\d{20})_(\d{3})_(\d{2})(\d{2})(\d{4})\.txt", re.IGNORECASE
)
_FIRST_LINE = re.compile(r"\d{2}[-./]\d{2}[-./]\d{4};\d{2}[-:.]\d{2}[-:.]\d{2};")


def looks_like(text):
    """True when the first lines are of this format."""
    return bool(_FIRST_LINE.match(text)) and text.split("\n", 1)[0].count(";") >= COLUMNS - 1


def parse(data, filename="", options=None):
    """Registry of a file; ``GatewayError`` only when the text can't be decoded or is empty."""
    options = options or RegistryOptions()
    text, encoding = decode(data, options.encoding)
    lines = _lines(text)
    if not lines:
        refuse("file.empty")
    rows, problems, announced = [], [], None
    for number, line in lines:
        if line[0] in "=+":
            if announced is None:
                announced, wrong = _trailer(line, number)
                problems.extend(wrong)
        elif announced is not None:
            problems.append(problem("registry.after_trailer", row=number))
            rows.append(_row(line, number, options))
        else:
            rows.append(_row(line, number, options))
    if announced is None:
        problems.append(problem("registry.no_trailer", row=lines[-1][0]))
    info = {"encoding": encoding, **name_parts(filename)}
    return finish(PROFILE, rows, announced=announced, problems=problems, info=info)


def _lines(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", "")
    return [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]


def _row(line, number, options):
    builder = RowBuilder(number)
    parts = [part.strip() for part in line.split(options.delimiter or ";")]
    while len(parts) > COLUMNS and not parts[-1]:
        parts.pop()
    if len(parts) > COLUMNS:
        # the format has no quotes: an address with a semicolon makes columns, its neighbours are
        # fixed
        parts = [*parts[:7], ";".join(parts[7:-4]), *parts[-4:]]
    if len(parts) < COLUMNS:
        builder.add("row.columns", found=len(parts), expected=COLUMNS)
        parts += [""] * (COLUMNS - len(parts))
    day, clock, office, cashier, external_id, account, payer, address, period, *sums = parts
    amount = builder.money(sums[0], "amount", required=True)
    transferred = builder.money(sums[1], "transferred")
    fee = builder.money(sums[2], "fee")
    builder.fee_check(amount, transferred, fee)
    return builder.row(
        moment=builder.take(parse_datetime(day, clock), "date"),
        office=office,
        cashier=cashier,
        external_id=external_id,
        account=builder.account(account),
        payer=payer,
        address=address,
        period=builder.take(options.find_period(period), "period", warn=True),
        amount=amount,
        transferred=transferred,
        fee=fee,
    )


def _trailer(line, number):
    """(totals, problems) of the last line."""
    parts = [part.strip() for part in line[1:].split(";")] + [""] * 6
    problems, values = [], []
    parsers = (parse_int, parse_money, parse_money, parse_money)
    names = ("count", "amount", "transferred", "fee")
    for parser, name, text in zip(parsers, names, parts, strict=False):
        value = parser(text)
        if isinstance(value, Problem):
            problems.append(value.at(row=number, column=name))
            value = None
        values.append(value)
    order_date = parse_date(parts[5])
    if isinstance(order_date, Problem):
        problems.append(order_date.at(row=number, column="order_date"))
        order_date = None
    totals = Totals(
        count=values[0],
        amount=values[1],
        transferred=values[2],
        fee=values[3],
        order_number=parts[4],
        order_date=order_date,
    )
    return totals, problems


def name_parts(filename):
    """What a file's name tells: payee's INN, settlement account, number, date.

    >>> name_parts("7707083893_40702810900000000001_001_05112025.txt")["date"]
    datetime.date(2025, 11, 5)
    >>> name_parts("registry.txt")
    {}
    """
    match = _FILE_NAME.fullmatch(filename.replace("\\", "/").rpartition("/")[2])
    if not match:
        return {}
    try:
        day = date(int(match[6]), int(match[5]), int(match[4]))
    except ValueError:
        return {}
    return {"payee_code": match[1], "settlement": match[2], "number": match[3], "date": day}


def build(rows, *, order_number="", order_date=None, encoding="cp1251"):
    """File of :class:`~.registry.PaymentRow` (sums required), with its totals line; LF line ends.

    Semicolons and line breaks inside texts become commas and spaces: the format has no quotes.
    """
    lines, totals = [], [Decimal("0.00")] * 3
    for row in rows:
        fee = row.fee or Decimal("0.00")
        transferred = row.transferred if row.transferred is not None else row.amount - fee
        sums = (row.amount, transferred, fee)
        totals = [total + part for total, part in zip(totals, sums, strict=True)]
        fields = [
            f"{row.moment:%d-%m-%Y}",
            f"{row.moment:%H-%M-%S}",
            row.office,
            row.cashier,
            row.external_id,
            row.account,
            row.payer,
            row.address,
            f"{row.period:%m%y}" if row.period else "",
        ]
        clean = [" ".join(part.replace(";", ",").split()) for part in fields]
        lines.append(";".join([*clean, *map(_comma, sums)]))
    day = f"{order_date:%d-%m-%Y}" if order_date else ""
    trailer = [str(len(lines)), *map(_comma, totals), order_number, day]
    lines.append("=" + ";".join(trailer))
    return encode("\n".join(lines) + "\n", encoding)


def _comma(amount):
    return f"{amount:.2f}".replace(".", ",")

"""Payments in DBF. There is no standard, so columns are found by the names that programs use.

The minimum is an account and a sum (LIC_SCHET, SUMMA, DATP, PR of a Ukrainian water utility). A
profile names other columns in ``options.columns``: {"account": "RASH", "amount": "SM"}.
"""

from odoo.addons.utility_base.gateway.problem import GatewayError, problem
from odoo.addons.utility_base.gateway.table import read_table
from odoo.addons.utility_base.gateway.values import clean_text, parse_decimal
from odoo.addons.utility_base.gateway.values_date import parse_datetime

from .registry import RegistryOptions, RowBuilder, finish

PROFILE = "dbf"
NAMES = {
    "account": ("LIC_SCHET", "LICSCHET", "LS", "LSCHET", "L_SCHET", "ACCOUNT", "OS_RAH", "RAH",
                "RASH", "OR", "ABONENT", "NUMB", "LIC"),
    "amount": ("SUMMA", "SUMA", "SUM", "AMOUNT", "SUMMA_PL", "SUM_PL", "OPLATA"),
    "date": ("DATP", "DATE", "DATA", "DAT", "DATE_PL", "DATA_OPL", "DAT_OPL", "PAYDATE"),
    "external_id": ("ID", "NDOC", "NOM_DOC", "N_DOC", "UID", "PAY_ID", "KVIT", "NKVIT", "SUIP"),
    "payer": ("FIO", "PIB", "NAME", "PAYER"),
    "address": ("ADRES", "ADRESA", "ADDRESS"),
    "period": ("PERIOD", "MES", "MISYAC", "MONTH", "PER"),
    "fee": ("KOMIS", "FEE", "KOM"),
    "purpose": ("PR", "PRIM", "NAZN", "PURPOSE", "COMMENT"),
}  # fmt: skip
_REQUIRED = ("account", "amount")


def looks_like(table_columns):
    """True when a table has columns for the account and the sum."""
    upper = {name.upper() for name in table_columns}
    return all(upper.intersection(NAMES[name]) for name in _REQUIRED)


def parse(data, filename="", options=None):
    """Registry of a DBF file; problems of the file (codepage, early end) go to the registry."""
    options = options or RegistryOptions()
    table = read_table(data, "dbf", {"encoding": options.encoding})
    places = find_places(table.columns, options.columns)
    readings = find_readings(table.columns, options.readings)
    rows = [build_row(row, places, options, readings) for row in table.rows]
    return finish(PROFILE, rows, problems=table.problems, info=dict(table.info))


def find_places(columns, wanted):
    """Field of a payment -> index of its column."""
    by_name = {name.upper(): index for index, name in enumerate(columns)}
    places = {}
    for name, aliases in NAMES.items():
        names = (wanted[name].upper(),) if wanted.get(name) else aliases
        found = next((by_name[alias] for alias in names if alias in by_name), None)
        if found is not None:
            places[name] = found
        elif name in _REQUIRED or wanted.get(name):
            raise GatewayError(problem("registry.column", column=name, known=", ".join(columns)))
    return places


def find_readings(columns, wanted):
    """[(key of the reading, index of its column, index of the meter's number or None)]."""
    by_name = {name.upper(): index for index, name in enumerate(columns)}
    found = []
    for number, (column, meter) in enumerate(wanted, start=1):
        for name in filter(None, (column, meter)):
            if name.upper() not in by_name:
                wrong = problem("registry.column", column=name, known=", ".join(columns))
                raise GatewayError(wrong)
        serial = by_name[meter.upper()] if meter else None
        found.append((str(number), by_name[column.upper()], serial))
    return found


def build_row(row, places, options, readings=()):
    """Payment of a row of any table; ``places`` and ``readings`` as the finders gave them."""
    builder = RowBuilder(row.number)
    builder.problems.extend(row.problems)
    values = {name: row.cells[index] for name, index in places.items()}
    damaged = {item.column for item in row.problems}
    amount = None
    if not damaged.intersection(NAMES["amount"]):
        amount = builder.money(values["amount"], "amount", required=True)
    fee = builder.money(values.get("fee"), "fee")
    return builder.row(
        account=builder.account(clean_text(values["account"])),
        amount=amount,
        fee=fee,
        transferred=amount - fee if None not in (amount, fee) else None,
        moment=builder.take(parse_datetime(values.get("date"), None), "date"),
        external_id=clean_text(values.get("external_id")) or "",
        payer=clean_text(values.get("payer")) or "",
        address=clean_text(values.get("address")) or "",
        period=builder.take(options.find_period(values.get("period")), "period", warn=True),
        purpose=clean_text(values.get("purpose")) or "",
        readings=tuple(_readings(row, readings, builder)),
    )


def _readings(row, places, builder):
    for key, column, meter in places:
        value = builder.take(parse_decimal(row.cells[column]), "reading", warn=True)
        if value is not None:
            serial = clean_text(row.cells[meter]) if meter is not None else ""
            yield serial or key, value

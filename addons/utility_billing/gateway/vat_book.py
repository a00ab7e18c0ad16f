"""Sales and purchase books as XLSX in the layout of the Russian forms.

Постановление Правительства РФ от 26.12.2011 № 1137: приложение № 5 (книга продаж), приложение № 4
(книга покупок). Columns that never apply to communal services (customs, intermediaries' numbers)
stay empty, so that the numbers of the columns are those of the form.
"""

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import xlsxwriter

_COMMON = [
    ("1", "№ п/п"),
    ("2", "Код вида операции"),
    ("3", "Номер и дата счёта-фактуры"),
]
_SALE = [
    *_COMMON,
    ("5", "Номер и дата корректировочного счёта-фактуры"),
    ("7", "Наименование покупателя"),
    ("8", "ИНН/КПП покупателя"),
    ("11", "Номер и дата документа, подтверждающего оплату"),
    ("12", "Наименование и код валюты"),
    ("13б", "Стоимость продаж, включая НДС, в рублях и копейках"),
]
_PURCHASE = [
    *_COMMON,
    ("5", "Номер и дата корректировочного счёта-фактуры"),
    ("8", "Дата принятия на учёт"),
    ("9", "Наименование продавца"),
    ("10", "ИНН/КПП продавца"),
    ("14", "Наименование и код валюты"),
    ("15", "Стоимость покупок, включая НДС"),
]


@dataclass(frozen=True, slots=True)
class BookRow:
    """A document; ``taxed`` holds ``(rate, net, vat)``, all Decimal."""

    code: str  # of the operation: 01 sale, 18 correction downwards, 26 summary of who pays no VAT
    number: str
    date: date
    corrective: str
    partner: str
    tax_id: str
    paid: str
    currency: str
    total: Decimal
    taxed: tuple
    exempt: Decimal
    entered: date | None = None  # in the accounts; purchases only


def vat_book(book, company, start, end, rows):
    """Bytes of the XLSX file.

    :param book: ``sale`` or ``purchase``
    """
    rows = list(rows)
    rates = sorted({rate for row in rows for rate, *_sums in row.taxed}, reverse=True)
    heads = list(_SALE if book == "sale" else _PURCHASE)
    if book == "sale":
        heads += [("14-16", f"Стоимость облагаемых продаж по ставке {rate:f} %") for rate in rates]
        heads += [("17-18", f"Сумма НДС по ставке {rate:f} %") for rate in rates]
        heads.append(("19", "Стоимость продаж, освобождаемых от налога"))
    else:
        heads.append(("16", "Сумма НДС, принимаемая к вычету"))
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as workbook:
        _fill(workbook, book, company, (start, end), heads, rates, rows)
    return output.getvalue()


def _fill(workbook, book, company, days, heads, rates, rows):
    title = workbook.add_format({"bold": True, "font_size": 14})
    head = workbook.add_format(
        {"bold": True, "text_wrap": True, "border": 1, "align": "center", "bg_color": "#EBEBEB"}
    )
    text = workbook.add_format({"border": 1, "text_wrap": True})
    money = workbook.add_format({"border": 1, "num_format": "#,##0.00"})
    total = workbook.add_format({"border": 1, "num_format": "#,##0.00", "bold": True})
    name = "Книга продаж" if book == "sale" else "Книга покупок"
    sheet = workbook.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write(0, 0, name, title)
    sheet.write(1, 0, f"{company['name']}, ИНН/КПП {company['tax_id']}")
    sheet.write(2, 0, f"за период с {days[0]:%d.%m.%Y} по {days[1]:%d.%m.%Y}")
    for column, (number, caption) in enumerate(heads):
        sheet.write(4, column, caption, head)
        sheet.write(5, column, number, head)
    sheet.set_column(0, len(heads), 16)
    sheet.set_column(4, 5, 28)
    sheet.set_row(4, 75)
    sheet.freeze_panes(6, 0)
    sheet.repeat_rows(4, 5)
    first_money = 8
    for line, row in enumerate(rows):
        for column, value in enumerate(_cells(book, line + 1, row, rates)):
            if column < first_money:
                sheet.write(6 + line, column, value, text)
            else:
                sheet.write_number(6 + line, column, float(value), money)
    last = 6 + len(rows)
    sheet.write(last, 0, "Всего", head)
    sums = [_cells(book, 0, row, rates)[first_money:] for row in rows]
    for offset in range(len(heads) - first_money):
        value = sum((cells[offset] for cells in sums), Decimal(0))
        sheet.write_number(last, first_money + offset, float(value), total)


def _cells(book, number, row, rates):
    """Values of a row in the order of the columns; money as Decimal."""
    document = f"{row.number} от {row.date:%d.%m.%Y}"
    taxed = {rate: (net, vat) for rate, net, vat in row.taxed}
    none = (Decimal(0), Decimal(0))
    if book == "sale":
        return [
            *(number, row.code, document, row.corrective, row.partner, row.tax_id, row.paid),
            *(row.currency, row.total),
            *(taxed.get(rate, none)[0] for rate in rates),
            *(taxed.get(rate, none)[1] for rate in rates),
            row.exempt,
        ]
    return [
        *(
            number,
            row.code,
            document,
            row.corrective,
            f"{row.entered or row.date:%d.%m.%Y}",
            row.partner,
        ),
        *(row.tax_id, row.currency, row.total),
        sum((vat for _rate, _net, vat in row.taxed), Decimal(0)),
    ]

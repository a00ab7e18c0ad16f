"""Payment orders for client programs of banks: 1CClientBankExchange 1.03.

The standard of 1C for exchange with programs of banks; text of Windows-1251 with CRLF.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Requisites:
    """Who pays or is paid."""

    name: str
    tax_id: str
    kpp: str
    account: str
    bank: str
    bic: str
    correspondent: str


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """One order; the amount has two digits."""

    number: str
    date: date
    amount: Decimal
    payer: Requisites
    payee: Requisites
    purpose: str


def payment_orders(orders, created):
    """Bytes of the file.

    >>> bank = Requisites("МУП", "7017000001", "701701001", "40702", "Банк", "044525225", "30101")
    >>> order = PaymentOrder("7", date(2026, 3, 2), Decimal("10.50"), bank, bank, "Сбор за март")
    >>> text = payment_orders([order], date(2026, 3, 2)).decode("cp1251")
    >>> "Сумма=10.50" in text, text.startswith("1CClientBankExchange\\r\\n")
    (True, True)
    """
    lines = [
        "1CClientBankExchange",
        "ВерсияФормата=1.03",
        "Кодировка=Windows",
        "Отправитель=Utility",
        f"ДатаСоздания={_day(created)}",
    ]
    dates = [order.date for order in orders] or [created]
    lines += [f"ДатаНачала={_day(min(dates))}", f"ДатаКонца={_day(max(dates))}"]
    for account in dict.fromkeys(order.payer.account for order in orders):
        lines.append(f"РасчСчет={account}")
    lines.append("Документ=Платежное поручение")
    for order in orders:
        lines += _order(order)
    lines.append("КонецФайла")
    text = "\r\n".join(lines) + "\r\n"
    return text.encode("cp1251", errors="replace")


def _order(order):
    yield "СекцияДокумент=Платежное поручение"
    yield f"Номер={order.number}"
    yield f"Дата={_day(order.date)}"
    yield f"Сумма={order.amount:.2f}"
    for title, side in (("Плательщик", order.payer), ("Получатель", order.payee)):
        yield f"{title}Счет={side.account}"
        yield f"{title}={_line(f'ИНН {side.tax_id} {side.name}')}"
        yield f"{title}ИНН={side.tax_id}"
        yield f"{title}КПП={side.kpp}"
        yield f"{title}1={_line(side.name)}"
        yield f"{title}РасчСчет={side.account}"
        yield f"{title}Банк1={_line(side.bank)}"
        yield f"{title}БИК={side.bic}"
        yield f"{title}Корсчет={side.correspondent}"
    yield "ВидПлатежа=электронно"
    yield "ВидОплаты=01"
    yield "Очередность=5"
    yield f"НазначениеПлатежа={_line(order.purpose)}"
    yield "КонецДокумента"


def _line(text):
    """A value stands on one line."""
    return " ".join(text.split())


def _day(value):
    return value.strftime("%d.%m.%Y")

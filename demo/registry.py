"""The file that a bank would send: payments of a month for the accounts of the demo town."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
FEE = Decimal("0.008")


def registry_file(accounts, month, number):
    """``(file name, bytes)`` of a registry in the 12 columns of Sberbank.

    :param accounts: ``(account number, payer, address, sum)`` in the order of the lines
    :param month: first day of the month that is paid for; the payments come in the next one
    """
    start = datetime(month.year + month.month // 12, month.month % 12 + 1, 3, 9, 15)
    rows, total, fees = [], Decimal(0), Decimal(0)
    for index, (account, payer, address, amount) in enumerate(accounts):
        moment = start + timedelta(hours=2 * (index % 90), minutes=7 * (index % 9))
        fee = (amount * FEE).quantize(CENT, ROUND_HALF_UP)
        total, fees = total + amount, fees + fee
        rows.append(
            ";".join(
                (
                    moment.strftime("%d-%m-%Y"),
                    moment.strftime("%H-%M-%S"),
                    "8616/0123",
                    "0000000A",
                    f"65{month:%y%m}{index:010d}",
                    account,
                    payer.upper().replace(";", " "),
                    address.replace(";", " "),
                    f"{month:%m%y}",
                    _money(amount),
                    _money(amount - fee),
                    _money(fee),
                )
            )
        )
    order = start + timedelta(days=12)
    rows.append(
        f"={len(rows)};{_money(total)};{_money(total - fees)};{_money(fees)};"
        f"{100000 + number};{order:%d-%m-%Y}"
    )
    name = f"7707083893_40702810900000000001_{number:03d}_{order:%d%m%Y}.txt"
    # letters that the bank's code page lacks become question marks, as they do at the bank
    return name, ("\r\n".join(rows) + "\r\n").encode("cp1251", "replace")


def _money(amount):
    return f"{amount:.2f}".replace(".", ",")

"""Extreme bills for forms of countries: what must not leave the page or lose a figure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from ..gateway.bill_data import (
    BillBalance,
    BillCorrection,
    BillInstalment,
    BillPayee,
    BillPremise,
    BillReference,
)
from .bill_samples import sample_bill

LONG = {
    "ru": "Константинопольская-Преображенская-Святогорова Александра-Виктория Константиновна",
    "uk": "Кривохатько-Задніпровська-Світлоозерська Святослава-Єлизавета Володимирівна",
    "kk": "Нұрмұхаммедәлімжанов-Құрманғазиев-Өтеғұлов Әбдіқадырғазы Һәкімұлы",
}


def full_bill(lang, lines=4, **changes):
    """A bill with everything that a form may show."""
    bill = sample_bill(lang, lines)
    values = {
        "payer": LONG.get(lang, bill.payer),
        "premise": BillPremise(
            total_area=D("43.2"),
            living_area=D("28.6"),
            heated_area=D("43.2"),
            residents=3,
            unified="70АА123456",
            register="70АА123456-01",
        ),
        "references": (
            BillReference(
                service=bill.lines[0].service,
                unit="м³",
                norm=D("4.745"),
                norm_common=D("0.0258"),
                house_premises=D("1284.318"),
                house_common=D("31.2"),
                house_meters=("48211.7 (№ 7713245)",),
            ),
        ),
        "corrections": tuple(
            BillCorrection(
                service=bill.lines[0].service,
                amount=D(-number) - D("0.10"),
                reason=f"Reason {number}",
                period=date(2026, number, 1),
            )
            for number in range(1, 13)
        ),
        "last_payment": date(2026, 10, 12),
    }
    return replace(bill, **{**values, **changes})


def instalment(bill):
    return replace(
        bill,
        instalments=(
            BillInstalment(
                service="Heat",
                of_month=D("180.44"),
                of_past=D("120"),
                interest=D("2.15"),
                rate=D("7.5"),
            ),
        ),
    )


def several_payees(bill):
    """The bill asked for by two suppliers, each with a code of its own."""
    half = (bill.balance.due / 2).quantize(D("0.01"))
    sums = (half, bill.balance.due - half)
    payees = tuple(
        BillPayee(
            party=replace(bill.supplier, name=f"Supplier {number}"),
            services=(bill.lines[number].service,),
            balance=BillBalance(charged=sum_, closing=sum_),
            due=sum_,
            codes=bill.codes[:1],
        )
        for number, sum_ in enumerate(sums)
    )
    return replace(bill, payees=payees, codes=())


def zero_bill(lang):
    return full_bill(lang, balance=BillBalance(), codes=(), readings=(), corrections=())


def advance_bill(lang):
    balance = BillBalance(opening=D("-500"), charged=D("120.50"), closing=D("-379.50"))
    return full_bill(lang, balance=balance, codes=())

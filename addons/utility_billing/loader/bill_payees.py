"""Who is paid by a bill: the company, or each supplier with what is owed to it (H09)."""

from dataclasses import replace
from decimal import Decimal

from ..engine.payable import by_payee
from ..gateway.bill_data import BillBalance, BillPayee
from ..gateway.payment_code import bar_code, payment_code
from .balances import read_balances

ZERO = Decimal("0.00")


class BillPayees:
    """Payees of bills of one company and month whose suppliers are paid themselves.

    ``party_of`` makes the :class:`BillParty` of a partner's id, nothing standing for the company.
    """

    def __init__(self, cursor, bills, party_of, barcodes):
        self._party_of = party_of
        self._barcodes = barcodes
        self._sums = {}
        for (company, month), same in bills.grouped(
            lambda b: (b.company_id, b.period_date)
        ).items():
            found = read_balances(cursor, company.id, month, same.account_id.ids, True)
            for (account, capital, supplier), sums in found.items():
                self._sums.setdefault((account, month, capital), {})[supplier] = sums

    def payees(self, bill, charges, lines, lang, purpose, whole):
        """:class:`BillPayee` of each supplier of ``bill``, those with the largest sums first.

        Advances that belong to nobody yet lower what is owed to the payees, one after another;
        the sums due together are that of ``whole``, the balance of the bill.
        """
        found = self._sums.get((bill.account_id.id, bill.period_date, bill.capital), {})
        services, charged = {}, {}
        for charge in charges:
            name = lines.service(charge.service, None, None, lang)[0]
            services.setdefault(charge.supplier, {})[name] = True
            charged[charge.supplier] = charged.get(charge.supplier, ZERO) + charge.amount
        balances = {}
        for supplier in dict.fromkeys((*charged, *found)):
            opening, penalty, paid = found.get(supplier, (ZERO, ZERO, ZERO))
            month = charged.get(supplier, ZERO)
            balances[supplier] = BillBalance(
                opening=opening,
                charged=month,
                penalty=penalty,
                paid=paid,
                closing=opening + month + penalty - paid,
            )
        asked = by_payee({key: balance.closing for key, balance in balances.items()}, whole.due)
        made = []
        for supplier, balance in balances.items():
            party = self._party_of(supplier, bill.company_id)
            number, month, due = bill.account_id.number, bill.period_date, asked[supplier]
            template = self._barcodes.get((bill.company_id.id, supplier or False))
            codes = (
                payment_code(party, number, month, due, purpose, bill.currency_id.name),
                bar_code(template, number, month, due, bill.number) if template else None,
            )
            made.append(
                BillPayee(
                    party=party,
                    services=tuple(services.get(supplier, ())),
                    balance=balance,
                    due=due,
                    codes=tuple(code for code in codes if code),
                )
            )
        return tuple(sorted(made, key=lambda payee: -payee.due))


def separated(document):
    """Documents of the payees of one bill, each with its own lines and sums."""
    made = []
    for number, payee in enumerate(document.payees, 1):
        name = "" if payee.party.name == document.supplier.name else payee.party.name
        made.append(
            replace(
                document,
                number=f"{document.number}/{number}",
                supplier=payee.party,
                lines=tuple(line for line in document.lines if line.supplier == name),
                corrections=tuple(
                    item for item in document.corrections if item.service in payee.services
                ),
                references=tuple(
                    item for item in document.references if item.service in payee.services
                ),
                readings=tuple(
                    item for item in document.readings if item.service in payee.services
                ),
                instalments=tuple(
                    item for item in document.instalments if item.service in payee.services
                ),
                balance=replace(payee.balance, later=payee.balance.closing - payee.due),
                codes=payee.codes,
                payees=(),
            )
        )
    return made

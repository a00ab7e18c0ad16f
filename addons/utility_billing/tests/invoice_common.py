from datetime import date
from decimal import Decimal

from .money_common import MoneyCommon


class InvoiceCommon(MoneyCommon):
    """A company with two organisations and two people in one house."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roubles = cls.env.ref("base.RUB")
        roubles.active = True
        cls.company.currency_id = roubles
        cls.shop = cls._organisation("0000070001", "ООО Ромашка", "101")
        cls.office = cls._organisation("0000070002", "АО Контора", "102")

    @classmethod
    def _organisation(cls, number, name, flat):
        account = cls._account(number, name, flat)
        account.partner_id.is_company = True
        account.kind = "organisation"
        return account

    def contract(self, *accounts, number="77/2026"):
        contract = self.env["utility.contract"].create(
            {
                "number": number,
                "kind": "organisation",
                "partner_id": accounts[0].partner_id.id,
                "date_from": "2025-01-01",
            }
        )
        for account in accounts:
            account.contract_id = contract
        return contract

    def charge_vat(self, month, *rows):
        """A run with charges ``(account, service, volume, price, net, vat, rate[, of month])``."""
        run = self.charge(month)
        self.env["utility.charge"]._insert(
            [
                {
                    "run_id": run.id,
                    "company_id": self.company.id,
                    "period_date": run.period_id.date_from,
                    "account_id": account.id,
                    "building_id": self.building.id,
                    "service_id": service.id,
                    "kind": "recalculation" if past else "charge",
                    "debt_kind": "principal",
                    "of_period": date.fromisoformat(f"{past[0]}-01") if past else None,
                    "volume": volume,
                    "price": price,
                    "net": net,
                    "vat": vat,
                    "vat_rate": rate,
                    "amount": str(round(float(net) + float(vat), 2)),
                }
                for account, service, volume, price, net, vat, rate, *past in rows
            ]
        )
        return run

    def invoices(self, account):
        """Invoices of an account, the oldest first."""
        return self.env["account.move"].search(
            [("utility_account_id", "=", account.id), ("move_type", "!=", "entry")],
            order="invoice_date, id",
        )

    def post_payments(self, until="2026-12-31"):
        return self.env["utility.posting"]._post_payments(self.company, until)

    def check(self, **expected):
        figures = self.env["utility.posting"]._check(self.company)
        expected = {name: Decimal(text) for name, text in expected.items()}
        self.assertEqual({name: figures[name] for name in expected}, expected)

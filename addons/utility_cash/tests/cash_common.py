import uuid
from decimal import Decimal

from odoo.tests import new_test_user

from odoo.addons.utility_billing.tests.money_common import MoneyCommon


class CashCommon(MoneyCommon):
    """A till without a device, a cashier, and debts of two accounts."""

    company_name = "Cash Company"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.point = cls.env["utility.cash.point"].create(
            {"name": "Till 1", "code": "K1", "unfiscal_ground": "Art. 2 of 54-FZ"}
        )
        cls.cashier = cls._user("cashier_one", "cashier")
        cls.second = cls._user("cashier_two", "cashier")
        cls.charge(
            cls,
            "2026-02",
            (cls.account, cls.water, "700.00"),
            (cls.account, cls.capital, "200.00"),
            (cls.other, cls.heat, "1000.50"),
        )

    @classmethod
    def _user(cls, login, role):
        return new_test_user(
            cls.env,
            login,
            f"utility_base.group_{role}",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def as_user(self, user, model):
        return self.env[model].with_user(user).with_company(self.company)

    def desk(self, user=None):
        return self.as_user(user or self.cashier, "utility.cash.desk")

    def open_shift(self, user=None, point=None, counted="1000.00"):
        shifts = self.as_user(user or self.cashier, "utility.cash.shift")
        return shifts._open((point or self.point).with_env(shifts.env), Decimal(counted), "float")

    def request(self, *lines, cash=None, card=None, **values):
        """Payload of a receipt: lines are ``(account, sum)``; all in cash unless told."""
        tenders = [("cash", cash), ("card", card)]
        if cash is None and card is None:
            tenders = [("cash", str(sum(Decimal(amount) for _account, amount in lines)))]
        return {
            "uuid": str(uuid.uuid4()),
            "lines": [{"account_id": account.id, "amount": amount} for account, amount in lines],
            "tenders": [{"kind": kind, "amount": amount} for kind, amount in tenders if amount],
        } | values

    def sums(self, account):
        """Decimal balance of an account."""
        self.env.flush_all()
        return account._balances()[account.id]

from odoo import fields
from odoo.tests import new_test_user

from .run_common import RunCommon


class AgreementCommon(RunCommon):
    """An account that owes 1000 for each of two months; its agreements."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("intercom", 1000)
        cls.debtor = cls.account("1", ["intercom"])

    def agreement(self, force=True, **values):
        """An agreement of 12 May 2026 on March, four payments from 10 June on."""
        made = self.env["utility.agreement"].create(
            {
                "account_id": self.debtor.id,
                "date": "2026-05-12",
                "debt_to": "2026-03-31",
                "count": 4,
                "first_date": "2026-06-10",
                **values,
            }
        )
        made.action_plan()
        if force:
            self.today("2026-05-12", made.action_activate)
        return made

    def today(self, day, method):
        date = self.day(day)
        self.patch(fields.Date, "context_today", staticmethod(lambda *args: date))
        try:
            return method()
        finally:
            self.env.flush_all()

    def user(self, role):
        return new_test_user(
            self.env,
            f"agreement_{role}",
            f"utility_base.group_{role}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def pay(self, amount, day):
        return self.env["utility.payment"].create(
            {"account_id": self.debtor.id, "amount": amount, "date": day}
        )

    def covered(self, month):
        self.env.flush_all()
        rows = self.env["utility.allocation"].search(
            [("account_id", "=", self.debtor.id), ("period_date", "=", f"{month}-01")]
        )
        return round(sum(rows.mapped("amount")), 2)

    def penalty(self, day):
        """Sum of penalties after an accrual as of a day."""
        self.env["utility.penalty"]._accrue(self.company, self.day(day))
        lines = self.env["utility.charge"].search(
            [("account_id", "=", self.debtor.id), ("kind", "=", "penalty")]
        )
        return round(sum(lines.mapped("amount")), 2)

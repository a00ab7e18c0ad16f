from odoo import fields
from odoo.tests import tagged

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestDeskAgreements(CashCommon):
    """The desk asks for what bills ask for where an agreement is in force."""

    def test_instalments(self):
        """X16, E10: what the schedule lets wait is not suggested; all that is owed is shown."""
        today = fields.Date.context_today(self.env.user)
        made = self.env["utility.agreement"].create(
            {"account_id": self.account.id, "date": today, "count": 7, "first_date": today}
        )
        made.action_plan()
        made.action_activate()
        owed = self.desk().desk_account(self.account.id)
        self.assertEqual(owed["usual"], "700.00")
        self.assertEqual([line["amount"] for line in owed["lines"]], ["100.00", "200.00"])
        self.assertEqual(owed["suggested"], "300.00")
        self.company.utility_instalments_ask = "whole"
        owed = self.desk().desk_account(self.account.id)
        self.assertEqual(owed["suggested"], "900.00")

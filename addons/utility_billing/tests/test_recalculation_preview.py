from odoo.exceptions import UserError
from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestRecalculationPreview(RunCommon):
    """X33: recalculations are shown before they are written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = cls.tariff("intercom", 50)
        cls.first = cls.account("1", ["intercom"])
        cls.second = cls.account("2", ["intercom"])

    def corrected(self):
        """An open request after a tariff of two closed months was corrected."""
        for month in ("2026-02", "2026-03"):
            self.approved(month).period_id.action_close()
        self.env["utility.period"]._get(self.day("2026-04-01"), self.company)
        self.price.value = 52
        return self.env["utility.recalculation"].search([("company_id", "=", self.company.id)])

    def preview(self, requests):
        action = requests.with_context(utility_charge_now=True).action_preview()
        return self.env["utility.billing.run"].browse(action["res_id"])

    def test_preview_writes_nothing(self):
        """X33: a preview has the differences by account and month; balances stay."""
        request = self.corrected()
        before = self.first.balance
        run = self.preview(request)
        self.assertEqual(
            (run.state, run.simulation, run.period_id.code), ("review", True, "2026-04")
        )
        self.assertEqual((run.recalculated_count, run.recalculated_amount), (4, 8.0))
        lines = self.env["utility.charge"].search(run.action_open_recalculated()["domain"])
        self.assertEqual(
            {(line.account_id, f"{line.of_period:%Y-%m}"): line.amount for line in lines},
            {
                (account, month): 2.0
                for account in self.first + self.second
                for month in ("2026-02", "2026-03")
            },
        )
        self.first.invalidate_recordset()
        self.assertEqual(self.first.balance, before)
        self.assertEqual(request.state, "open")

    def test_for_good(self):
        """X33: what was shown is what is written, once."""
        request = self.corrected()
        preview = self.preview(request)
        action = preview.with_context(utility_charge_now=True).action_charge_for_good()
        run = self.env["utility.billing.run"].browse(action["res_id"])
        self.assertFalse(run.simulation)
        run.action_approve()
        self.assertEqual(run.recalculated_amount, preview.recalculated_amount)
        self.assertEqual(request.state, "done")
        with self.assertRaises(UserError):
            run.action_charge_for_good()

    def test_cancelled_request(self):
        """X33: a cancelled request leaves the past, asked again it comes."""
        request = self.corrected()
        request.action_cancel()
        with self.assertRaises(UserError):
            request.action_preview()
        run = self.approved("2026-04")
        self.assertEqual(run.recalculated_count, 0)
        request.action_reopen()
        self.assertEqual(self.approved("2026-04").recalculated_amount, 8.0)

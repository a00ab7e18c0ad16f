from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestPaymentCorrect(MoneyCommon):
    def correct(self, payment, user=None, **values):
        wizard = self.env["utility.payment.correct"]
        if user:
            wizard = wizard.with_user(user)
        values = {"reason": "Application"} | values
        record = wizard.with_context(active_id=payment.id).create(values)
        record.action_apply()
        return record

    def user(self, role):
        return new_test_user(
            self.env,
            f"correct_{role}",
            f"utility_base.group_{role}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )

    def test_part_is_moved(self):
        """E02, E08: a part goes to the neighbour, the rest stays; the payment itself is mirrored."""
        self.charge("2026-01", (self.account, self.water, "100.00"))
        self.charge("2026-01", (self.other, self.water, "40.00"))
        payment = self.pay(self.account, 100)
        self.correct(payment, what="transfer", amount=40, account_id=self.other.id)
        self.assertEqual((self.account.balance, self.other.balance), (40.0, 0.0))
        self.assertEqual(payment.state, "reversed")
        rows = self.env["utility.payment"].search([("id", ">", payment.id)])
        self.assertEqual(sorted(rows.mapped("amount")), [-100.0, 40.0, 60.0])
        self.assertTrue(all("Application" in row.note for row in rows))
        with self.assertRaises(UserError):
            self.correct(payment, what="cancel")

    def test_cancelled(self):
        """E08: a cancelled payment covers nothing; the reason stays with its mirror."""
        self.charge("2026-01", (self.account, self.water, "100.00"))
        payment = self.pay(self.account, 70)
        self.correct(payment, what="cancel")
        self.assertEqual(self.account.balance, 100.0)
        self.assertFalse(self.covered(self.account))

    def test_refund(self):
        """E08: money goes back to the payer's bank account by a draft of an outgoing payment."""
        partner = self.account.partner_id
        bank = self.env["res.partner.bank"].create(
            {"acc_number": "40817810099910004312", "partner_id": partner.id}
        )
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        ) or self.env["account.journal"].create({"name": "Bank", "code": "BR1", "type": "bank"})
        way_out = self.env["account.account"].create(
            {"name": "Sent 57", "code": "579998", "account_type": "asset_current"}
        )
        journal.outbound_payment_method_line_ids.payment_account_id = way_out
        payment = self.pay(self.account, 100)
        values = {"what": "refund", "amount": 30, "journal_id": journal.id}
        with self.assertRaises(ValidationError):
            self.correct(payment, **values)
        self.correct(payment, bank_id=bank.id, **values)
        self.assertEqual(self.account.balance, -70.0)
        out = self.env["account.payment"].search([("partner_id", "=", partner.id)])
        self.assertRecordValues(
            out,
            [
                {
                    "payment_type": "outbound",
                    "amount": 30.0,
                    "partner_bank_id": bank.id,
                    "state": "draft",
                    "memo": "Application",
                }
            ],
        )

    def test_wrong_values(self):
        """E08: more than the payment, the same account, nothing: refused."""
        payment = self.pay(self.account, 100)
        for values in (
            {"amount": 100.01, "account_id": self.other.id},
            {"amount": 0, "account_id": self.other.id},
            {"amount": 10, "account_id": self.account.id},
            {"amount": 10},
        ):
            with self.assertRaises(ValidationError):
                self.correct(payment, what="transfer", **values)
        self.assertEqual(payment.state, "allocated")

    def test_rights(self):
        """R06: a cashier corrects nothing, billing moves, accountants give back."""
        payment = self.pay(self.account, 100)
        cashier = self.user("cashier")
        with self.assertRaises(AccessError):
            self.correct(payment, cashier, what="cancel")
        with self.assertRaises(AccessError):
            payment.with_user(cashier).action_reverse()
        self.correct(
            payment, self.user("billing"), what="transfer", account_id=self.other.id, amount=100
        )
        self.assertEqual(self.other.balance, -100.0)

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .invoice_common import InvoiceCommon


@tagged("post_install", "-at_install")
class TestTransfers(InvoiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env["res.partner"].create({"name": "Водоканал", "vat": "7017000009"})
        cls.scheme = cls.env["utility.supplier.scheme"].create(
            {"supplier_id": cls.supplier.id, "fee_percent": 1.5, "date_from": "2026-01-01"}
        )
        cls.scheme.action_prepare_rules()

    def charged(self, month="2026-01", amount="200"):
        run = self.charge(month, (self.account, self.water, amount), (self.other, self.heat, "50"))
        self.env.cr.execute(
            SQL(
                "UPDATE utility_charge SET supplier_id = %s WHERE run_id = %s AND service_id = %s",
                self.supplier.id,
                run.id,
                self.water.id,
            )
        )
        return run

    def make(self, day):
        return self.env["utility.transfer"]._make(
            self.scheme, self.env["utility.transfer"]._fields["date_to"].to_date(day)
        )

    def owed(self):
        """What the ledger says is owed to the supplier."""
        account = (
            self.env["utility.posting.rule"]
            .search([("company_id", "=", self.company.id), ("document", "=", "handover")])
            .account_id
        )
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", account.id),
                ("partner_id", "=", self.supplier.id),
                ("parent_state", "=", "posted"),
            ]
        )
        return round(-sum(lines.mapped("balance")), 2)

    def test_collected_money_is_handed_over(self):
        """N03: what customers paid for a supplier's services, less the fee."""
        self.charged().action_post()
        self.pay(self.account, 120.50, day="2026-03-01")
        self.pay(self.other, 50, day="2026-03-01")
        self.post_payments()
        transfer = self.make("2026-03-01")
        self.assertRecordValues(
            transfer, [{"collected": 120.50, "fee": 1.81, "payable": 118.69, "state": "draft"}]
        )
        with self.assertRaises(UserError):
            self.make("2026-03-02")
        transfer.action_confirm()
        self.assertEqual(self.owed(), 118.69)
        self.assertTrue(transfer.paper_id._render_document().startswith(b"%PDF"))
        with self.assertRaises(UserError):
            self.make("2026-03-02")
        transfer.action_paid()
        self.assertEqual(self.owed(), 0)
        self.scheme.invalidate_recordset()
        self.assertEqual((self.scheme.collected, self.scheme.balance), (120.50, 0.0))
        self.check(difference="0.00")

    def test_late_and_reversed_money_comes_with_the_next(self):
        """N03: a transfer is a difference: nothing twice, nothing forgotten."""
        self.charged()
        payment = self.pay(self.account, 100, day="2026-03-01")
        self.make("2026-03-05").action_confirm()
        self.pay(self.account, 30, day="2026-03-02")
        payment._reverse(payment.date.replace(day=6))
        transfer = self.make("2026-03-06")
        self.assertEqual(transfer.collected, -70.0)
        transfer.action_confirm()
        transfer.action_cancel()
        self.assertEqual(self.make("2026-03-06").collected, -70.0)

    def test_charges_of_a_supplier_are_no_income(self):
        """N04: in the mode of a settlement centre the income account stays empty."""
        run = self.charged()
        run.action_post()
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        income = rules._match("charge").counterpart_id
        lines = run.move_ids.line_ids.filtered(lambda r: r.account_id == income)
        self.assertEqual(sum(lines.mapped("credit")), 50.0)

    def test_payment_order(self):
        """N03: the order names payer, payee and the sum."""
        self.charged()
        self.pay(self.account, 100, day="2026-03-01")
        transfer = self.make("2026-03-05")
        transfer.action_confirm()
        with self.assertRaisesRegex(UserError, "bank account"):
            transfer.action_payment_order()
        for partner, number in (
            (self.company.partner_id, "40702810900000000001"),
            (self.supplier, "40702810900000000002"),
        ):
            self.env["res.partner.bank"].create({"partner_id": partner.id, "acc_number": number})
        action = transfer.action_payment_order()
        file = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        text = file.raw.decode("cp1251")
        self.assertIn("Сумма=98.50", text)
        self.assertIn("ПолучательРасчСчет=40702810900000000002", text)

    def test_other_schemes_hand_nothing_over(self):
        """C20, N02: who settles directly or by another centre gets no register from us."""
        self.scheme.mode = "direct"
        with self.assertRaises(UserError):
            self.make("2026-03-05")

    def test_rights(self):
        """R02: readers look, accountants hand over."""
        self.charged()
        self.pay(self.account, 100, day="2026-03-01")
        transfer = self.make("2026-03-05")
        reader = new_test_user(
            self.env,
            "transfer_reader",
            groups="utility_base.group_reader",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.assertEqual(transfer.with_user(reader).collected, 100.0)
        with self.assertRaises(AccessError):
            transfer.with_user(reader).action_confirm()
        accountant = new_test_user(
            self.env,
            "transfer_accountant",
            groups="utility_base.group_accountant",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        transfer.with_user(accountant).action_confirm()
        self.assertEqual(transfer.state, "confirmed")

    def test_due_transfers_are_drafted(self):
        """N03: by the frequency of the scheme; once, and without the money that a draft holds."""
        self.charged()
        self.pay(self.account, 120, "2026-02-10")
        self.assertTrue(self.scheme.is_due)
        self.assertEqual(self.scheme.due_amount, 120)
        self.assertIn(self.scheme, self.scheme.search([("is_due", "=", True)]))
        schemes = self.env["utility.supplier.scheme"]
        schemes._cron_make_due()
        schemes._cron_make_due()
        self.assertRecordValues(self.scheme.transfer_ids, [{"collected": 120, "state": "draft"}])
        self.assertFalse(self.scheme.is_due)
        self.pay(self.account, 30, fields.Date.context_today(self.scheme))
        self.scheme.transfer_ids.action_confirm()
        self.assertFalse(self.scheme.is_due, "today's money is due tomorrow")

import base64
from datetime import date
from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged

from .autopay_common import AutopayCommon
from .invoice_common import InvoiceCommon


@tagged("post_install", "-at_install")
class TestOrderTakenBack(AutopayCommon):
    def test_payment_of_an_order(self):
        """X11: the money of an order is taken back: it is paid no more, and told; paid again once."""
        self.approved("2026-03")
        made = self.schedule()
        self.night("2026-04-01")
        self.night("2026-04-02")
        order = made.order_ids
        first = order.payment_id
        first.action_reverse()
        self.assertEqual(
            (order.state, order.reason, self.balance()), ("failed", "taken_back", 1000)
        )
        self.assertIn(order.number, made.activity_ids[-1:].summary)
        order._answer("accepted")
        self.assertEqual((order.state, self.balance()), ("failed", 1000), "a person decides")
        order.action_confirm()
        self.assertEqual((order.state, self.balance()), ("paid", 0))
        self.assertNotEqual(order.payment_id, first)
        order._answer("accepted")
        self.assertEqual(self.balance(), 0)

    def test_moved_money_has_come(self):
        """X11, E08: money that is moved to another account was paid: the order stays so."""
        self.approved("2026-03")
        made = self.schedule()
        self.night("2026-04-01")
        self.night("2026-04-02")
        payment = made.order_ids.payment_id
        self.env["utility.payment.correct"].with_context(active_id=payment.id).create(
            {"reason": "Hers", "amount": 1000, "account_id": self.account("2", []).id}
        ).action_apply()
        self.assertEqual((made.order_ids.state, self.balance()), ("paid", 1000))


@tagged("post_install", "-at_install")
class TestTakenBack(InvoiceCommon):
    """What is taken back leaves nothing behind, in the sub-ledger and in the ledger."""

    def source_account(self, source):
        """An account of its own for the money of a source."""
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        own = self.env["account.account"].create(
            {
                "name": f"Money of {source}",
                "code": f"1019{len(source)}",
                "account_type": "asset_cash",
            }
        )
        rules._match("payment").copy({"source": source, "counterpart_id": own.id})
        return own

    def held(self, account):
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return round(sum(lines.mapped("balance")), 2)

    def test_registry_with_a_deposit_and_moved_money(self):
        """E07, X18: money in a deposit and on another account goes back with its registry."""
        own = self.source_account("registry")
        deposit = self.env["utility.deposit"].create(
            {
                "account_id": self.account.id,
                "date": "2026-03-01",
                "take": "hand",
                "amount_rule": "fixed",
                "amount": 50,
            }
        )
        deposit.action_activate()
        agent = self.env["utility.payment.registry"].create(
            {"file": base64.b64encode(b"-"), "filename": "r.txt"}
        )
        lines = self.env["utility.payment.registry.line"].create(
            [
                {"registry_id": agent.id, "number": n, "amount": 100, "date": "2026-03-10"}
                for n in (1, 2)
            ]
        )
        lines._transition(state="paid", account_id=self.account.id)
        agent._transition(state="done")
        payments = self.env["utility.payment"].concat(
            *(
                self.pay(self.account, 100, source="registry", registry_line_id=line.id)
                for line in lines
            )
        )
        deposit._put(payments[0], Decimal(40))
        self.env["utility.payment.correct"].with_context(active_id=payments[1].id).create(
            {"reason": "Hers", "amount": 30, "account_id": self.other.id}
        ).action_apply()
        self.post_payments("2030-12-31")
        self.assertEqual(self.held(own), 200, "no money has moved")
        self.assertEqual(
            (deposit.balance, self.account.balance, self.other.balance), (40, -130, -30)
        )
        agent.action_undo()
        self.post_payments("2030-12-31")
        self.env.invalidate_all()
        self.assertEqual((deposit.balance, self.account.balance, self.other.balance), (0, 0, 0))
        self.assertEqual((agent.state, self.held(own)), ("undone", 0))
        self.check(difference="0.00")

    def test_costs_that_were_paid(self):
        """X32, E09: costs taken back after they were paid are paid no more: the money pays debts."""
        self.charge("2026-03", (self.account, self.water, "100"))
        self.pay(self.account, 60, costs=20)
        run = self.env["utility.billing.run"].search(
            [("kind", "=", "costs"), ("company_id", "=", self.company.id)]
        )
        run.action_reverse("No costs")
        self.assertEqual(self.covered(self.account), {("2026-03", "cold_water", "principal"): 60})

    def test_invoice(self):
        """X32, G11: the mirror of an invoice has its accounts, its net and its VAT, to the kopeck."""
        run = self.charge_vat(
            "2026-01",
            (self.shop, self.water, "3.333", "10.11", "33.70", "6.75", "20"),
            (self.shop, self.heat, "1.1", "7.77", "8.55", "1.70", "20"),
        )
        run.action_post()
        (invoice,) = self.invoices(self.shop)
        mirror = invoice._utility_undo("Wrong")

        def sums(move):
            found = {}
            for line in move.line_ids:
                found[line.account_id] = round(found.get(line.account_id, 0) + line.balance, 2)
            return found

        self.assertEqual(sums(mirror), {a: -total for a, total in sums(invoice).items()})
        self.assertEqual(mirror.amount_total, invoice.amount_total)
        self.assertEqual((mirror.amount_residual, invoice.amount_residual), (0, 0))
        book = self.env["utility.vat.book"].search([("company_id", "=", self.company.id)])
        self.assertEqual(round(sum(book.mapped("vat")), 2), 0)

    def test_day_of_the_mirror(self):
        """X32: entries are taken back in their month, so that its end agrees."""
        run = self.charge("2026-01", (self.account, self.water, "5"))
        run.action_post()
        wizard = self.env["utility.posting.undo"].create(
            {"reason": "Wrong", "run_id": run.id, "date": date(2026, 2, 5)}
        )
        with self.assertRaisesRegex(UserError, "month of the entries"):
            wizard.action_undo()
        wizard.date = date(2026, 1, 20)
        wizard.post_again = True
        wizard.action_undo()
        figures = self.env["utility.posting"]._check(self.company, date(2026, 1, 31))
        self.assertEqual(figures["difference"], 0)

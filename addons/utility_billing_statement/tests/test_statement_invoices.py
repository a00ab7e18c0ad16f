from odoo.tests import tagged

from .test_statement_match import StatementCommon


@tagged("post_install", "-at_install")
class TestStatementInvoices(StatementCommon):
    """E08, E11: organisations with several accounts name their invoices in the purpose."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.account.partner_id
        cls.partner.vat = "5406123456"
        cls.other.partner_id = cls.partner
        (cls.account | cls.other).write({"kind": "organisation"})
        cls.income, cls.receivable = cls.env["account.account"].create(
            [
                {"name": "Income 90", "code": "909999", "account_type": "income"},
                {
                    "name": "Customers 62",
                    "code": "629999",
                    "account_type": "asset_receivable",
                    "reconcile": True,
                },
            ]
        )
        cls.partner.property_account_receivable_id = cls.receivable
        cls.first, cls.second = (
            cls.invoice((account, amount))
            for account, amount in ((cls.account, 1500.50), (cls.other, 1000))
        )

    @classmethod
    def invoice(cls, *rows, month="2025-10-01"):
        """A posted invoice with lines ``(account, sum)``."""
        accounts = {account for account, _amount in rows}
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.partner.id,
                "invoice_date": "2025-10-31",
                "utility_account_id": accounts.pop().id if len(accounts) == 1 else False,
                "utility_period_date": month,
                "invoice_line_ids": [
                    (
                        0,
                        0,
                        {
                            "name": f"Water {account.number}",
                            "price_unit": amount,
                            "tax_ids": False,
                            "account_id": cls.income.id,
                            "utility_account_id": account.id,
                        },
                    )
                    for account, amount in rows
                ],
            }
        )
        move.action_post()
        return move

    def pay_for(self, purpose, amount="2500.50"):
        text = self.other_purpose(purpose, amount)
        return self.load(text.replace("ПлательщикИНН=", "ПлательщикИНН=5406123456"))

    def test_one_invoice(self):
        """E11: the number, however it is written, points at the account; its month is covered."""
        line = self.pay_for(f"Опл.сч.№{self.second.name}, без НДС")
        payment = line.utility_payment_id
        self.assertEqual((payment.account_id, payment.amount), (self.other, 2500.50))
        self.assertEqual(str(payment.purpose_period), "2025-10-01")
        self.assertFalse(line.utility_part_ids)

    def test_a_longer_number_is_another_invoice(self):
        """E11: a number inside a longer one is not that invoice."""
        line = self.pay_for(f"Оплата по счету {self.second.name}7")
        self.assertFalse(line.utility_payment_id)

    def test_several_invoices_in_one_payment(self):
        """E08: each account gets what its invoice asks; together it is what was paid."""
        line = self.pay_for(f"Оплата по счетам {self.first.name},{self.second.name}")
        self.assertRecordValues(
            line.utility_part_ids.sorted("amount"),
            [
                {"account_id": self.other.id, "amount": 1000, "source": "statement"},
                {"account_id": self.account.id, "amount": 1500.50, "source": "statement"},
            ],
        )
        self.assertEqual(line.utility_state, "payment")
        line.action_utility_match()
        again = self.env["utility.payment"].search([("source", "=", "statement")])
        self.assertEqual(again, line.utility_part_ids)

    def test_an_invoice_by_contract(self):
        """E08: one invoice of two accounts is divided by its lines."""
        both = self.invoice((self.account, 700), (self.other, 800.25), (self.account, 0.25))
        line = self.pay_for(f"Оплата счета {both.name} по договору 7", "1500.50")
        self.assertEqual(
            {p.account_id: p.amount for p in line.utility_part_ids},
            {self.account: 700.25, self.other: 800.25},
        )

    def test_another_sum_is_left_to_people(self):
        """E08: what differs from the invoices by a kopeck is not divided by guess."""
        line = self.pay_for(f"Оплата по счетам {self.first.name} и {self.second.name}", "2500.49")
        self.assertFalse(line.utility_payment_id)
        self.assertFalse(line.utility_state)

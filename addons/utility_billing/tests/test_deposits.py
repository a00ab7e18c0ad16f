from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .agreement_common import AgreementCommon


class DepositCommon(AgreementCommon):
    def deposit(self, day="2026-05-12", force=True, **values):
        """A deposit of 500 until 11 June 2026 that all payments fill."""
        made = self.env["utility.deposit"].create(
            {
                "account_id": self.debtor.id,
                "date": day,
                "take": "all",
                **(values if "amount_rule" in values else {"amount_rule": "fixed", "amount": 500}),
                **values,
            }
        )
        if force:
            self.today(day, made.action_activate)
        return made

    def figures(self, deposit):
        """Held, awaited, and what the account owes."""
        self.env.flush_all()
        balance = self.debtor._balances().get(self.debtor.id, Decimal(0))
        return float(deposit.balance), float(deposit.awaited), float(balance)


@tagged("post_install", "-at_install")
class TestDeposits(DepositCommon):
    """X18: deposits: filled, used, interest, broken, proposed for return."""

    def test_terms(self):
        """X18: so many average bills; without bills a fixed sum has to be typed."""
        self.approved("2026-03")
        made = self.deposit(force=False, amount_rule="average", months=3)
        self.assertEqual(made.amount, 3000)
        self.assertEqual(str(made.pay_until), "2026-06-11")
        new = self.deposit(force=False, amount_rule="average", account_id=self.account("2", []).id)
        with self.assertRaises(UserError):
            new.action_activate()
        self.today("2026-05-12", made.action_activate)
        with self.assertRaisesRegex(UserError, "keeps its terms"):
            made.with_user(self.user("billing")).write({"rate": 50})

    def test_awaited_money_is_no_payment_of_debts(self):
        """X18: what a payment brings goes into the deposit first, the rest pays the bill."""
        self.approved("2026-03")
        made = self.deposit()
        first = self.pay(300, "2026-05-20")
        self.assertEqual(self.figures(made), (300, 200, 1000))
        self.assertEqual((self.covered("2026-03"), first.state), (0, "reversed"))
        self.pay(900, "2026-05-21")
        self.assertEqual(self.figures(made), (500, 0, 300))
        self.assertEqual(self.covered("2026-03"), 700)
        self.assertEqual(str(made.paid_date), "2026-05-21")
        self.pay(300, "2026-05-22")
        self.assertEqual(self.figures(made), (500, 0, 0))

    def test_once(self):
        """X18: the same payment sent again comes into the deposit once."""
        made = self.deposit(amount=1000)
        row = {
            "external_id": "A1",
            "account": self.debtor.number,
            "date": "2026-05-20",
            "amount": "300.00",
        }
        for state in ("created", "unchanged"):
            (answer,) = self.env["utility.payment"].import_payments([row])
            self.assertEqual(answer["state"], state)
        self.assertEqual(self.figures(made), (300, 700, 0))
        with self.assertRaisesRegex(UserError, "in use"):
            made._put(self.env["utility.payment"].browse(answer["id"]), Decimal(1))

    def test_purpose(self):
        """X18, E11: only what the purpose calls a deposit; other money pays bills."""
        self.approved("2026-03")
        made = self.deposit(take="purpose")
        for purpose, day in (("Оплата за март", "2026-05-20"), ("Депозит", "2026-05-21")):
            self.env["utility.payment"].create(
                {"account_id": self.debtor.id, "amount": 100, "date": day, "purpose": purpose}
            )
        self.assertEqual(self.figures(made), (100, 400, 900))

    def test_by_hand(self):
        """X18: a clerk puts a part of a payment there; not of another account, not too much."""
        self.approved("2026-03")
        made = self.deposit(take="hand")
        payment = self.pay(800, "2026-05-20")
        self.assertEqual(self.figures(made), (0, 500, 200))
        wizard = self.env["utility.deposit.put"].with_user(self.user("debt"))
        wizard = wizard.create({"deposit_id": made.id, "payment_id": payment.id})
        self.assertEqual(wizard.amount, 500)
        self.today("2026-05-25", wizard.action_put)
        self.assertEqual(self.figures(made), (500, 0, 700))
        self.assertEqual(made.move_ids.payment_id, payment)
        other = self.account("2", [])
        strange = self.env["utility.payment"].create(
            {"account_id": other.id, "amount": 10, "date": "2026-05-20"}
        )
        with self.assertRaisesRegex(UserError, "same account"):
            made._put(strange, Decimal(1))

    def test_used_for_debts(self):
        """X18: by its button or by its rule it pays what is overdue, and waits for more."""
        self.approved("2026-03")
        self.approved("2026-04")
        made = self.deposit(take="hand", use_days=20)
        made._put(self.pay(500, "2026-05-12"), Decimal(500))
        bill = self.env["utility.bill"].search(
            [("account_id", "=", self.debtor.id), ("period_date", "=", "2026-03-01")]
        )
        late = self.day(str(bill.date_due))
        made._follow(late.replace(day=28))
        self.assertEqual(made.balance, 500, "not old enough")
        made._follow(self.day("2026-05-15"))
        self.assertEqual(self.figures(made), (0, 500, 1500))
        self.assertEqual(self.covered("2026-03"), 500)
        self.assertEqual(made.move_ids.filtered(lambda m: m.kind == "applied").amount, -500)
        self.assertEqual(str(made.pay_until), "2026-06-14")
        with self.assertRaisesRegex(UserError, "holds nothing"):
            made.action_use()

    def test_interest(self):
        """X18: by days and rate, credited once a day whoever asks; it bears interest itself."""
        made = self.deposit(take="all", rate=10, amount=36500, interest_when="month")
        self.pay(36500, "2026-05-12")
        self.today("2026-05-31", lambda: made._follow(self.day("2026-05-31")))
        self.today("2026-05-31", made.action_credit_interest)
        self.assertEqual(made.interest_total, 190.0, "19 days of 10 a day")
        self.today("2026-06-30", lambda: made._follow(self.day("2026-06-30")))
        self.assertEqual(made.interest_total, 190 + 301.56)

    def test_breaks(self):
        """X18: not paid in full in time it breaks, and somebody is told; what is there stays."""
        made = self.deposit()
        self.pay(100, "2026-05-20")
        made._follow(self.day("2026-06-11"))
        self.assertEqual(made.state, "active")
        made._follow(self.day("2026-06-12"))
        self.assertEqual((made.state, made.balance), ("broken", 100))
        self.assertTrue(made.activity_ids)
        self.pay(100, "2026-06-13")
        self.assertEqual(made.balance, 100, "a broken deposit takes no more")

    def test_proposed(self):
        """X18: after good months its return is proposed, once; a debt begins them anew."""
        made = self.deposit(return_months=3)
        self.pay(500, "2026-05-20")
        made._follow(self.day("2026-08-19"))
        self.assertFalse(made.proposed_date)
        made._follow(self.day("2026-08-20"))
        made._follow(self.day("2026-08-21"))
        self.assertEqual((str(made.proposed_date), len(made.activity_ids)), ("2026-08-20", 1))
        self.approved("2026-03")
        made._follow(self.day("2026-08-22"))
        self.assertEqual((made.proposed_date, str(made.good_since)), (False, "2026-08-23"))

    def test_roles(self):
        """X18, R01: billing and debt keep deposits, accountants give them back, others look."""
        for role, allowed in (("debt", True), ("billing", True), ("operator", False),
                              ("cashier", False), ("accountant", False)):  # fmt: skip
            deposits = self.env["utility.deposit"].with_user(self.user(role))
            values = {"account_id": self.debtor.id, "amount_rule": "fixed", "amount": 10}
            with self.subTest(role):
                if allowed:
                    made = deposits.create(values)
                    made.action_activate()
                    self.assertTrue(made.action_print())
                    made.action_cancel()
                    continue
                with self.assertRaises(AccessError):
                    deposits.create(values)
                self.assertTrue(deposits.search([]).read(["balance"]))
                with self.assertRaises(AccessError):
                    self.env["utility.deposit.move"].with_user(deposits.env.user).create({})

    def test_cashier_fills(self):
        """X18, R01: money taken by whoever sees no deposit goes into it all the same."""
        made = self.deposit()
        self.env["utility.payment"].with_user(self.user("cashier")).create(
            {"account_id": self.debtor.id, "amount": 200, "date": "2026-05-20"}
        )
        self.assertEqual(self.figures(made), (200, 300, 0))

    def test_sources_and_moves_are_guarded(self):
        """X18: nobody registers money "from a deposit" or edits a move."""
        made = self.deposit()
        self.pay(100, "2026-05-20")
        with self.assertRaises(UserError):
            self.env["utility.payment"].with_user(self.user("billing")).create(
                {"account_id": self.debtor.id, "amount": 5, "source": "deposit"}
            )
        with self.assertRaises(UserError):
            made.move_ids.amount = 5
        with self.assertRaises(UserError):
            made.move_ids.unlink()
        with self.assertRaisesRegex(UserError, "holds money"):
            made.action_cancel()

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestPayments(MoneyCommon):
    def test_earliest_debt_first_then_services_in_proportion(self):
        """E11: the oldest month is covered first; inside a month by what the services owe."""
        self.charge(
            "2026-01", (self.account, self.water, "100.00"), (self.account, self.heat, "50.00")
        )
        self.charge(
            "2026-02", (self.account, self.water, "200.00"), (self.account, self.heat, "100.00")
        )
        self.pay(self.account, 250.00)
        self.assertEqual(
            self.covered(self.account),
            {
                ("2026-01", "cold_water", "principal"): 100.00,
                ("2026-01", "heating", "principal"): 50.00,
                ("2026-02", "cold_water", "principal"): 66.67,
                ("2026-02", "heating", "principal"): 33.33,
            },
        )
        self.assertEqual(self.account.balance, 200.00)

    def test_named_period_goes_first(self):
        """E11: the month that the payer names is covered before older ones."""
        self.charge("2026-01", (self.account, self.water, "100.00"))
        self.charge("2026-02", (self.account, self.water, "80.00"))
        self.pay(self.account, 90.00, purpose_period="2026-02-20")
        self.assertEqual(
            self.covered(self.account),
            {
                ("2026-01", "cold_water", "principal"): 10.00,
                ("2026-02", "cold_water", "principal"): 80.00,
            },
        )

    def test_penalty_after_principal_and_the_rest_is_an_advance(self):
        """E11, F10: penalties wait for the principal; what nobody owes is an advance."""
        self.charge(
            "2026-01",
            (self.account, self.water, "100.00"),
            (self.account, self.water, "7.00", "penalty"),
        )
        self.pay(self.account, 110.00)
        self.assertEqual(
            self.covered(self.account),
            {
                ("2026-01", "cold_water", "principal"): 100.00,
                ("2026-01", "cold_water", "penalty"): 7.00,
                ("", "", "advance"): 3.00,
            },
        )
        self.assertEqual(self.account.balance, -3.00)

    def test_costs_of_collecting_come_first(self):
        """F07: costs become a debt of their own that the same payment covers first."""
        self.charge("2026-01", (self.account, self.water, "100.00"))
        self.pay(self.account, 60.00, costs=25.00)
        self.assertEqual(
            self.covered(self.account),
            {
                ("2026-03", "", "costs"): 25.00,
                ("2026-01", "cold_water", "principal"): 35.00,
            },
        )
        self.assertEqual(self.account.balance, 65.00)

    def test_capital_repair_is_kept_apart(self):
        """C12: only a payment that names capital repair covers it, and covers nothing else."""
        self.charge(
            "2026-01", (self.account, self.capital, "100.00"), (self.account, self.water, "40.00")
        )
        self.pay(self.account, 60.00)
        self.pay(self.account, 120.00, purpose_service_id=self.capital.id)
        self.assertEqual(
            self.covered(self.account),
            {
                ("2026-01", "cold_water", "principal"): 40.00,
                ("2026-01", "capital_repair", "principal"): 100.00,
                ("", "", "advance"): 40.00,
            },
        )

    def test_unapproved_charges_are_no_debt(self):
        """X30: draft and simulated charges neither make a debt nor take money."""
        self.charge("2026-01", (self.account, self.water, "100.00"), state="review")
        self.pay(self.account, 30.00)
        self.assertEqual(self.covered(self.account), {("", "", "advance"): 30.00})

    def test_later_charges_use_the_advance(self):
        """E11: an approved charge takes the advance of its account."""
        self.pay(self.account, 100.00, day="2026-01-15")
        run = self.charge("2026-02", (self.account, self.water, "60.00"))
        used = self.env["utility.allocation"]._use_advances(
            [self.account.id], run.period_id.date_to, run
        )
        self.assertEqual(str(used), "60.00")
        self.assertEqual(
            self.covered(self.account),
            {("2026-02", "cold_water", "principal"): 60.00, ("", "", "advance"): 40.00},
        )
        again = self.env["utility.allocation"]._use_advances(
            [self.account.id], run.period_id.date_to, run
        )
        self.assertEqual(again, 0, "nothing is left to cover")

    def test_a_credit_of_a_correction_lowers_what_is_covered(self):
        """D01: a negative correction counts as money that the account has already."""
        self.charge("2026-01", (self.account, self.water, "100.00"))
        self.charge("2026-02", (self.account, self.heat, "-30.00"))
        self.pay(self.account, 70.00)
        self.assertEqual(self.account.balance, 0.00)
        self.assertEqual(
            self.covered(self.account), {("2026-01", "cold_water", "principal"): 70.00}
        )

    def test_reversal_mirrors_everything(self):
        """E08: a reversed payment leaves no trace in balances, both rows stay."""
        self.charge("2026-01", (self.account, self.water, "100.00"))
        payment = self.pay(self.account, 130.00)
        payment.action_reverse()
        self.assertEqual(self.covered(self.account), {})
        self.assertEqual(self.account.balance, 100.00)
        self.assertEqual(payment.state, "reversed")
        mirror = self.env["utility.payment"].search([("mirror_of_id", "=", payment.id)])
        self.assertRecordValues(mirror, [{"amount": -130.00, "state": "mirror"}])
        with self.assertRaises(UserError):
            payment.action_reverse()
        self.charge("2026-02", (self.account, self.water, "50.00"))
        self.assertFalse(
            self.env["utility.allocation"]._use_advances([self.account.id], payment.date),
            "a reversed payment is no advance",
        )

    def test_payment_is_never_edited_nor_deleted(self):
        """R08: received money keeps its day, sum and account."""
        payment = self.pay(self.account, 10.00)
        with self.assertRaises(UserError):
            payment.amount = 20.00
        with self.assertRaises(UserError):
            payment.unlink()

    def test_amount_must_be_positive(self):
        """E01: a payment of nothing or less is refused, the message names the amount."""
        for amount in (0, -5):
            with self.assertRaisesRegex(ValidationError, "amount"):
                self.pay(self.account, amount)

    def test_too_large_a_sum_is_refused(self):
        """E01: a keyed sum over the company's limit is a slip of the hand; zero lifts the limit."""
        self.env.company.utility_payment_limit = 1000
        self.pay(self.account, 1000)
        with self.assertRaisesRegex(ValidationError, "at most"):
            self.pay(self.account, 1000.01)
        self.env.company.utility_payment_limit = 0
        self.pay(self.account, 1000.01)

    def test_closed_period_takes_no_payment(self):
        """R02: money dated in a closed month is refused."""
        period = self.env["utility.period"]._get("2026-01-01")
        period.action_close()
        # the database is the first to refuse; people read the text of the model
        with (
            self.assertRaisesRegex((UserError, CheckViolation), "closed"),
            mute_logger("odoo.sql_db"),
        ):
            self.pay(self.account, 10.00, day="2026-01-31")

    def test_same_external_number_is_one_payment(self):
        """X71: an integrator may send the same payment twice."""
        row = {
            "external_id": "A-1",
            "account": "12345",
            "date": "2026-03-01",
            "amount": "15.50",
            "purpose_period": "2026-02",
        }
        payments = self.env["utility.payment"]
        first = payments.import_payments([row])
        self.assertEqual(first[0]["state"], "created")
        again = payments.import_payments([row])
        self.assertEqual(again, [{"id": first[0]["id"], "state": "unchanged"}])
        payment = payments.browse(first[0]["id"])
        self.assertEqual(payment.account_id, self.account, "leading zeros may be left out")
        self.assertEqual(str(payment.purpose_period), "2026-02-01")

    def test_bad_rows_are_told_and_good_ones_stay(self):
        """X71: partial success with a coded error a field."""
        good = {"external_id": "G", "account": "0000012345", "date": "2026-03-01", "amount": "1.00"}
        bad = {
            "external_id": "B",
            "account": "777",
            "date": "31.02.2026",
            "amount": "-1",
            "fee": "x",
        }
        bad |= {"purpose_service": "nothing", "source": "moon"}
        result = self.env["utility.payment"].import_payments([bad, good, good])
        self.assertEqual(result[1]["state"], "created")
        codes = {(e["field"], e["code"]) for e in result[0]["errors"]}
        self.assertEqual(
            codes,
            {
                ("account", "PAY-ACCOUNT-UNKNOWN"),
                ("date", "PAY-DATE"),
                ("amount", "PAY-AMOUNT"),
                ("fee", "PAY-AMOUNT"),
                ("purpose_service", "PAY-SERVICE"),
                ("source", "PAY-SOURCE"),
            },
        )
        self.assertTrue(all(e["row"] == 0 and e["remedy"] for e in result[0]["errors"]))
        self.assertEqual([e["code"] for e in result[2]["errors"]], ["PAY-DUPLICATE"])

    def test_balance_for_integrators(self):
        """A01: one call tells the balance, the advance and what is owed."""
        self.charge("2026-01", (self.account, self.water, "100.10"))
        self.assertEqual(
            self.account.get_balance(),
            [
                {
                    "account": "0000012345",
                    "balance": "100.10",
                    "advance": "0.00",
                    "items": [
                        {
                            "period": "2026-01",
                            "service": "cold_water",
                            "kind": "principal",
                            "amount": "100.10",
                        }
                    ],
                }
            ],
        )
        found = self.env["utility.account"].search([("balance", ">", 100)])
        self.assertIn(self.account, found)
        self.assertNotIn(self.other, found)
        for operator, value, expected in (
            ("=", 100.10, self.account),
            ("!=", 100.10, self.other),
            ("<=", 0, self.other),
            (">=", 100.10, self.account),
            ("=", False, self.other),
        ):
            mine = self.env["utility.account"].search(
                [("balance", operator, value), ("id", "in", (self.account + self.other).ids)]
            )
            self.assertEqual(mine, expected, f"{operator} {value}")

    def test_many_payments_cost_few_queries(self):
        """X34: reading debts and writing allocations do not grow with the number of payments."""
        self.charge("2026-01", (self.account, self.water, "100.00"))
        values = [
            {"account_id": self.account.id, "amount": 1, "date": "2026-03-01"} for _i in range(40)
        ]
        self.env["utility.payment"].create(values[:2])
        self.env.flush_all()
        with self.assertQueryCount(25):
            self.env["utility.payment"].create(values)
            self.env.flush_all()

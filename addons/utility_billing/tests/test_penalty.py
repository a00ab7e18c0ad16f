from odoo.exceptions import UserError
from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestPenalty(RunCommon):
    """F10: penalties on overdue principal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("intercom", 1000)
        cls.tariff("capital_repair", 10)
        cls.first = cls.account("1", ["intercom", "capital_repair"])

    def accrued(self):
        lines = self.env["utility.charge"].search(
            [("account_id", "=", self.first.id), ("kind", "=", "penalty")], order="id"
        )
        return [(line.service_id.code, line.volume, line.amount) for line in lines]

    def test_divisors(self):
        """F10: 1/300 of 9.5 % from the 31st to the 90th day, capital repair apart."""
        self.approved("2026-03")
        # due on 15 April; 31st day: 16 May
        self.env["utility.penalty"]._accrue(self.company, self.day("2026-05-25"))
        self.assertEqual(self.accrued(), [("intercom", 10.0, 3.17), ("capital_repair", 10.0, 1.58)])

    def test_second_accrual_adds_what_is_new(self):
        """F10: the same day twice adds nothing, a later day only the days between."""
        self.approved("2026-03")
        accrue = self.env["utility.penalty"]._accrue
        accrue(self.company, self.day("2026-05-25"))
        self.assertEqual(accrue(self.company, self.day("2026-05-25")), 0)
        accrue(self.company, self.day("2026-05-26"))
        self.assertEqual(
            self.accrued()[2:], [("intercom", 1.0, 0.31), ("capital_repair", 1.0, 0.16)]
        )

    def test_an_earlier_day_adds_nothing(self):
        """F10: an accrual as of a day before the last one takes nothing back and says so."""
        self.approved("2026-03")
        accrue = self.env["utility.penalty"]._accrue
        accrue(self.company, self.day("2026-05-25"))
        before = self.accrued()
        wizard = self.env["utility.accrual"].create(
            {"company_id": self.company.id, "date": "2026-05-20"}
        )
        with self.assertRaisesRegex(UserError, "PENALTY_EARLIER_DAY"):
            wizard.action_apply()
        self.assertEqual(accrue(self.company, self.day("2026-05-20")), 0)
        self.assertEqual(self.accrued(), before)

    def test_paid_in_time(self):
        """F10: what is paid by the due date bears nothing."""
        self.approved("2026-03")
        self.env["utility.payment"].create(
            {"account_id": self.first.id, "amount": 1000, "date": "2026-04-15"}
        )
        self.env["utility.penalty"]._accrue(self.company, self.day("2026-05-25"))
        self.assertEqual([code for code, _days, _sum in self.accrued()], ["capital_repair"])

    def test_penalty_of_the_bill(self):
        """F10, H01: the bill of the month shows the penalty of the month beside the charges."""
        self.approved("2026-03")
        self.env["utility.penalty"]._accrue(self.company, self.day("2026-05-25"))
        self.approved("2026-05")
        bill = self.env["utility.bill"].search(
            [
                ("account_id", "=", self.first.id),
                ("period_date", "=", "2026-05-01"),
                ("capital", "=", False),
            ]
        )
        self.assertRecordValues(
            bill, [{"opening": 1000, "charged": 1000, "penalty": 3.17, "closing": 2003.17}]
        )

    def test_yearly_correction_needs_the_house(self):
        """C16: without a volume of the house a yearly correction is refused with the reason."""
        self.tariff("heating", 2000)
        self.norm("heating", 0.02, per="m2")
        account = self.account("2", ["heating"])
        self.approved("2025-12")
        with self.assertRaisesRegex(UserError, "2025"):
            self.env["utility.annual.correction"]._correct(
                self.company,
                self.services["heating"],
                2025,
                self.env["utility.period"]._get(self.day("2026-01-01")),
            )
        self.assertFalse(self.lines(account, "2026-01"))

    def test_subsidy(self):
        """D06: standard cost less the share of the income, never below zero."""
        values = {
            "account_id": self.first.id,
            "date": "2026-03-01",
            "household_income": 50000,
            "persons": 2,
            "standard_cost": 8000,
        }
        self.env["utility.rule.parameter"].create(
            {"code": "living_minimum", "value": "15000", "company_id": self.company.id}
        )
        record = self.env["utility.subsidy"].create(values)
        self.assertEqual((record.amount, record.share), (5000, 22))
        record.household_income = 100000
        self.assertEqual(record.amount, 0)

from decimal import Decimal

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .agreement_common import AgreementCommon


@tagged("post_install", "-at_install")
class TestAgreementInterest(AgreementCommon):
    """X16: interest for instalments, from the terms to the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["utility.rule.parameter"].create(
            [
                {"code": code, "value": value, "company_id": cls.company.id,
                 "legal_reference": "ПП 354 п.72"}
                for code, value in (("key_rate", "15"), ("agreement_interest_margin", "3"))
            ]
        )  # fmt: skip

    def interest(self, month):
        """``[(sum, days)]`` of the lines of interest of a month."""
        lines = self.lines(self.debtor, month, kind="instalment")
        return [(line.amount, line.volume) for line in lines]

    def test_limit(self):
        """X16: no more than the key rate of the day and three points; a fixed term once in force."""
        self.approved("2026-03")
        made = self.agreement(force=False, interest_rate=18)
        self.assertEqual((made.interest_limit, made.interest_law), (18, "ПП 354 п.72"))
        with self.assertRaisesRegex(ValidationError, "more than the law allows"):
            made.interest_rate = 18.01
        with self.assertRaisesRegex(ValidationError, "below zero"):
            made.interest_rate = -1
        self.today("2026-05-12", made.action_activate)
        with self.assertRaisesRegex(UserError, "keeps its terms"):
            made.with_user(self.user("debt")).interest_rate = 1

    def test_shown_and_charged(self):
        """X16, H01: what the schedule showed is charged with the bills, and is in their sums."""
        self.approved("2026-03")
        made = self.agreement(interest_rate=15)
        # 29 days of 1000, 30 of 750, 31 of 500, 31 of 250
        self.assertEqual(made.line_ids.mapped("interest"), [11.92, 9.24, 6.37, 3.19])
        self.assertEqual(made.interest_total, 30.72)
        self.approved("2026-04")
        self.approved("2026-05")
        # 13 to 31 May
        self.assertEqual(self.interest("2026-05"), [(7.81, 19)])
        bill = self.env["utility.bill"].search(
            [("account_id", "=", self.debtor.id), ("period_date", "=", "2026-05-01")]
        )
        self.assertEqual((bill.charged, bill.penalty), (1007.81, 0))
        self.assertEqual(bill.closing, 3007.81)
        self.assertEqual(self.debtor._balances()[self.debtor.id], Decimal("3007.81"))
        (document,) = bill._documents()
        (instalment,) = document.instalments
        self.assertEqual(
            (str(instalment.interest), instalment.rate, str(instalment.total)),
            ("7.81", 15, "257.81"),
        )
        self.assertEqual(sum(line.total for line in document.lines), Decimal("1007.81"))
        self.assertTrue(bill._pdf().startswith(b"%PDF"))
        (line,) = self.lines(self.debtor, "2026-05", kind="instalment")
        (found,) = line.explain_charge()
        self.assertIn("15 % a year, for 19 days", found["text"][0])
        self.assertIn("ПП 354 п.72", found["legal"])

    def test_kept(self):
        """X16: payments on their days: the months add up to what the schedule showed."""
        self.approved("2026-03")
        self.agreement(interest_rate=15, first="plan")
        for month, day in (("05", "06-10"), ("06", "07-10"), ("07", "08-10"), ("08", "09-10")):
            self.approved(f"2026-{month}")
            # the interest is covered before the debt
            charged = sum(amount for amount, _days in self.interest(f"2026-{month}"))
            self.pay(250 + charged, f"2026-{day}")
        self.today("2026-09-11", self.env["utility.agreement"]._cron_follow)
        self.approved("2026-09")
        self.approved("2026-10")
        found = [self.interest(f"2026-{month:02}") for month in range(5, 11)]
        self.assertEqual(found[-1], [])
        self.assertEqual(round(sum(row[0][0] for row in found if row), 2), 30.72)

    def test_none_after_break(self):
        """X16: broken on 21 June it bears up to the 20th, then nothing."""
        self.approved("2026-03")
        made = self.agreement(interest_rate=15)
        self.approved("2026-05")
        self.today("2026-06-21", self.env["utility.agreement"]._cron_follow)
        self.assertEqual(made.state, "broken")
        self.approved("2026-06")
        # 1000 up to 10 June, 750 up to the 20th
        self.assertEqual(self.interest("2026-06"), [(7.19, 20)])
        self.approved("2026-07")
        self.assertEqual(self.interest("2026-07"), [])

    def test_no_rate(self):
        """X16: without a rate nothing is charged."""
        self.approved("2026-03")
        self.agreement()
        self.approved("2026-05")
        self.assertEqual(self.interest("2026-05"), [])

    def test_charged_again(self):
        """X16, X32: a month charged again has its interest once; no penalty accrues on it."""
        self.approved("2026-03")
        self.agreement(interest_rate=15)
        self.approved("2026-05")
        self.approved("2026-05")
        self.assertEqual(round(sum(amount for amount, _days in self.interest("2026-05")), 2), 7.81)
        self.assertEqual(self.penalty("2026-06-19"), 0)

    def test_posted(self):
        """X16, G04: it is posted by its own rule, and covered before the principal."""
        self.company._utility_prepare_posting()
        self.approved("2026-03")
        self.agreement(interest_rate=15)
        run = self.approved("2026-05")
        run.action_post()
        move = run.move_ids.filtered(lambda m: m.utility_document == "instalment")
        self.assertEqual(move.amount_total, 7.81)
        self.pay(10, "2026-06-02")
        rows = self.env["utility.allocation"].search([("account_id", "=", self.debtor.id)])
        self.assertEqual(
            [(row.kind, row.amount) for row in rows.sorted("amount")],
            [("principal", 2.19), ("costs", 7.81)],
        )

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .level_common import LevelCommon


@tagged("post_install", "-at_install")
class TestLevelPlans(LevelCommon):
    """X17: levelled billing from the level to the true-up."""

    def test_level_by_trial(self):
        """X17: a new account's level is the mean of what its months would be charged, exactly."""
        made = self.plan(force=False)
        self.assertEqual((made.level, made.known_months), (1125, 0))
        self.assertEqual(made.month_ids.mapped("expected"), [1600, 700, 1300, 900])
        self.assertEqual(made.service_ids.mapped("amount"), [1125])

    def test_level_by_history(self):
        """X17: months of the year before cost what they did; the others are tried."""
        self.approved("2026-03")
        self.approved("2026-04")
        for month in (3, 4, 5):
            self.tariff("intercom", 2000, date_from=f"2027-{month:02}-01",
                        date_to=f"2027-{month:02}-30")  # fmt: skip
        made = self.plan(force=False, first_month="2027-03-01", months=3, date="2027-02-20")
        # March and April 2026, then May 2027: 30 of its days have a price
        self.assertEqual(made.known_months, 2)
        self.assertEqual(made.month_ids.mapped("expected")[:2], [1600, 700])
        self.assertAlmostEqual(made.level, round(sum(made.month_ids.mapped("expected")) / 3, 2))

    def test_bills(self):
        """X17, H01: the ledger has the real charges, bills ask for the level; the last settles."""
        made = self.plan()
        asked, real = [], []
        for month, day in (("03", "04-05"), ("04", "05-05"), ("05", "06-05"), ("06", "07-05")):
            self.approved(f"2026-{month}")
            asked.append(self.due(f"2026-{month}"))
            real.append(self.bill(f"2026-{month}").charged)
            self.pay(float(asked[-1]), f"2026-{day}")
        self.assertEqual(real, [1600, 700, 1300, 900])
        # levels 1125, and the difference of all months with the last: none here
        self.assertEqual(asked, ["1125.00", "1125.00", "1125.00", "1125.00"])
        self.assertEqual(self.debtor._balances()[self.debtor.id], 0)
        self.follow("2026-07-06")
        self.assertEqual((made.state, made.late_amount), ("done", 0))
        self.assertEqual(made.month_ids.mapped("difference"), [475, 50, 225, 0])

    def test_true_up(self):
        """X17: what the year costs more than its levels is asked for with the last month."""
        self.plan(months=3, level=1000)
        for month, wanted in (("03", 1200), ("04", 1200), ("05", 1200)):
            self.approved(f"2026-{month}")
            if month != "05":
                self.assertEqual(self.due(f"2026-{month}"), f"{wanted:.2f}")
                self.pay(wanted, f"2026-{int(month) + 1:02}-05")
        # 3600 charged, 2400 paid
        self.assertEqual(self.due("2026-05"), "1200.00")

    def test_notice_and_code(self):
        """X17: the bill says charge, level and difference; its code asks for the level."""
        made = self.plan()
        self.approved("2026-03")
        (document,) = self.bill("2026-03")._documents()
        text = document.notices[0].text
        for part in (made.number, "1\u202f600,00", "1\u202f125,00", "475,00"):
            self.assertIn(part, text)
        self.assertEqual(document.balance.later, 475)
        self.assertTrue(self.bill("2026-03")._pdf().startswith(b"%PDF"))

    def test_penalties(self):
        """X17, F10: nothing accrues on the difference; a level that is not paid bears penalties."""
        self.plan()
        self.approved("2026-03")
        self.pay(1125, "2026-04-10")
        self.approved("2026-04")
        self.pay(1125, "2026-05-10")
        # paid as asked: the 475 of March that waited bear nothing
        self.assertEqual(self.penalty("2026-08-15"), 0)
        self.approved("2026-05")
        # 1125 of May are due on 15 June; from the 31st day on 1/300 of 9.5 %
        days = (self.day("2026-08-15") - self.day("2026-07-15")).days
        self.assertEqual(self.penalty("2026-08-15"), round(1125 * 0.095 / 300 * days, 2))

    def test_no_penalty_beyond_charges(self):
        """X17: a level above the charges bears penalties on the charges alone."""
        self.plan(first_month="2026-04-01", months=3, date="2026-04-01")
        self.approved("2026-04")
        days = (self.day("2026-07-10") - self.day("2026-06-14")).days
        self.assertEqual(self.due("2026-04"), "966.67")
        self.assertEqual(self.penalty("2026-07-10"), round(700 * 0.095 / 300 * days, 2))

    def test_breaks(self):
        """X17: late by more than allowed: broken, the whole is due and bears penalties."""
        made = self.plan(break_days=10)
        self.approved("2026-03")
        self.follow("2026-04-25")
        self.assertEqual((made.state, made.late_amount), ("active", 1125))
        self.follow("2026-04-26")
        self.assertEqual((made.state, str(made.date_end)), ("broken", "2026-04-26"))
        self.assertIn("11 days late", made.end_reason)
        self.assertTrue(made.activity_ids)
        self.approved("2026-04")
        self.assertEqual(self.due("2026-04"), "2300.00")
        # the level of March from 16 May on, the difference with April: due on 15 May
        days = (self.day("2026-06-14") - self.day("2026-05-15")).days
        self.assertEqual(self.penalty("2026-06-14"), round(1125 * 0.095 / 300 * days, 2))
        self.assertGreater(self.penalty("2026-06-20"), 1125 * 0.095 / 300 * (days + 6))

    def test_closed_account(self):
        """X17: closing the account ends the plan, the difference is asked for."""
        made = self.plan()
        self.approved("2026-03")
        self.assertEqual(self.debtor._asked()[self.debtor.id], 1125)
        self.debtor.write({"date_close": "2026-04-30", "close_reason": "Sold"})
        self.approved("2026-04")
        self.assertEqual(self.due("2026-04"), "2300.00")
        self.follow("2026-05-01")
        self.assertEqual((made.state, str(made.date_end)), ("cancelled", "2026-04-30"))

    def test_terms(self):
        """X17: what stands in the way of a plan, and what is fixed once it is in force."""
        self.approved("2026-03")
        made = self.plan(force=False)
        with self.assertRaisesRegex(UserError, "billed already"):
            made.action_activate()
        made.first_month = "2026-04-01"
        made.action_plan()
        self.today("2026-04-01", made.action_activate)
        seen = made.with_user(self.user("debt"))
        with self.assertRaisesRegex(UserError, "keeps its terms"):
            seen.level = 1
        with self.assertRaisesRegex(UserError, "keeps its schedule"):
            seen.month_ids[0].amount = 1
        with self.assertRaisesRegex(UserError, "buttons only"):
            seen.proposed_level = 1
        with self.assertRaisesRegex(ValidationError, "2 to 24"):
            self.plan(force=False, months=1)
        self.debtor.kind = "organisation"
        with self.assertRaisesRegex(ValidationError, "organisation"):
            self.plan(force=False)

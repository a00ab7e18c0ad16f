from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .agreement_common import AgreementCommon


@tagged("post_install", "-at_install")
class TestAgreements(AgreementCommon):
    """X11: instalments of a debt."""

    def test_plan(self):
        """X11: the schedule is the debt to the kopeck; only the chosen months are in it."""
        self.approved("2026-03")
        self.approved("2026-04")
        made = self.agreement(force=False, count=3)
        self.assertEqual(made.total, 1000)
        self.assertEqual(made.line_ids.mapped("amount"), [333.34, 333.33, 333.33])
        self.assertEqual((made.break_days, made.break_missed), (10, 2))
        other = self.agreement(force=False, break_days=20)
        self.assertEqual((other.break_days, other.break_missed), (20, 2))
        made.line_ids[0].amount = 300
        with self.assertRaisesRegex(UserError, "add up"):
            made.action_activate()

    def test_other_debts(self):
        """X11: a plan whose debts were paid meanwhile is made again."""
        self.approved("2026-03")
        made = self.agreement(force=False)
        self.pay(100, "2026-05-12")
        with self.assertRaisesRegex(UserError, "others now"):
            made.action_activate()
        made.action_plan()
        made.action_activate()
        self.assertEqual(made.total, 900)

    def test_nothing_owed(self):
        """X11: without a debt there is no plan; months in the wrong order are refused."""
        with self.assertRaisesRegex(UserError, "owes nothing"):
            self.agreement()
        with self.assertRaises(ValidationError):
            self.agreement(debt_from="2026-04-01")

    def test_one_in_force(self):
        """X11: an account has one agreement in force, and that keeps its terms."""
        self.approved("2026-03")
        made = self.agreement()
        seen = made.with_user(self.user("debt"))
        with self.assertRaisesRegex(UserError, "keeps its terms"):
            seen.count = 5
        with self.assertRaisesRegex(UserError, "keeps its schedule"):
            seen.line_ids[0].amount = 5
        with self.assertRaisesRegex(UserError, "buttons only"):
            seen.state = "paid"
        with self.assertRaisesRegex(UserError, "buttons only"):
            seen.line_ids[0].state = "paid"
        with self.assertRaisesRegex(UserError, "keeps its schedule"):
            seen.debt_ids[0].amount = 5
        with self.assertRaisesRegex(UserError, "keeps its schedule"):
            seen.debt_ids.unlink()
        with self.assertRaisesRegex(UserError, "keeps its schedule"):
            seen.line_ids.create({"agreement_id": made.id, "date": "2026-06-10", "amount": 1})
        second = self.agreement(force=False)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.today("2026-05-12", second.action_activate)
        with self.assertRaisesRegex(UserError, "keeps its schedule"):
            second.with_user(seen.env.user).line_ids[0].agreement_id = made

    def test_penalty_paused(self):
        """X11, F10: debts of the plan bear no penalty while it holds, other months do."""
        self.approved("2026-03")
        before = self.penalty("2026-05-19")
        self.approved("2026-04")
        self.assertGreater(before, 0)
        self.agreement(with_penalty=False)
        # due on 15 April, day 31 is 16 May: what was accrued from then on is taken back
        self.assertEqual(self.penalty("2026-06-14"), 0)
        # April is due on 15 May: its day 31 is 15 June
        self.assertGreater(self.penalty("2026-06-25"), 0)
        lines = self.env["utility.charge"].search(
            [("account_id", "=", self.debtor.id), ("kind", "=", "penalty"), ("amount", ">", 0)]
        )
        self.assertEqual(
            {str(line.of_period) for line in lines if line.period_date.month == 6}, {"2026-04-01"}
        )

    def test_breaks_from_then(self):
        """X11: late by more than allowed: broken, somebody is told, penalties go on from then."""
        self.approved("2026-03")
        made = self.agreement()
        self.today("2026-06-20", self.env["utility.agreement"]._cron_follow)
        self.assertEqual((made.state, made.line_ids[0].state, made.late), ("active", "late", 250))
        self.today("2026-06-21", self.env["utility.agreement"]._cron_follow)
        self.assertEqual((made.state, str(made.date_end)), ("broken", "2026-06-21"))
        self.assertIn("11 days late", made.end_reason)
        self.assertTrue(made.activity_ids)
        self.assertEqual(str(made.pause_id.date_to), "2026-06-20")
        self.assertEqual(self.penalty("2026-06-20"), 0)
        # ten days of 1/300 of the capped rate 9.5 on 1000
        self.assertEqual(self.penalty("2026-06-30"), 3.17)

    def test_breaks_from_start(self):
        """X11: by its rule the penalties of the whole time come back."""
        self.approved("2026-03")
        made = self.agreement(withdraw="start", break_days=0, break_missed=2)
        self.today("2026-07-10", self.env["utility.agreement"]._cron_follow)
        self.assertEqual(made.state, "active")
        self.assertEqual(self.penalty("2026-07-10"), 0)
        self.today("2026-07-11", self.env["utility.agreement"]._cron_follow)
        self.assertEqual(made.state, "broken")
        self.assertFalse(made.pause_id.active)
        # 16 May to 11 July
        self.assertEqual(self.penalty("2026-07-11"), round(57 * 1000 * 0.095 / 300, 2))

    def test_current_first(self):
        """X11: by the rule “current bills first” a payment covers the new month first."""
        self.approved("2026-03")
        made = self.agreement()
        self.approved("2026-04")
        self.pay(1250, "2026-06-09")
        self.assertEqual((self.covered("2026-04"), self.covered("2026-03")), (1000, 250))
        self.today("2026-06-11", made.action_follow)
        self.assertEqual(made.line_ids.mapped("state"), ["paid", "open", "open", "open"])
        self.assertEqual((made.paid, made.left), (250, 750))

    def test_plan_first(self):
        """X11: by the rule “plan first” what is due of it, then the new month, then its rest."""
        self.approved("2026-03")
        self.agreement(first="plan")
        self.approved("2026-04")
        self.pay(400, "2026-06-09")
        self.assertEqual((self.covered("2026-03"), self.covered("2026-04")), (250, 150))
        self.pay(900, "2026-06-12")
        self.assertEqual((self.covered("2026-03"), self.covered("2026-04")), (300, 1000))

    def test_paid(self):
        """X11: paid in full it ends; without it the oldest debt comes first again."""
        self.approved("2026-03")
        made = self.agreement()
        self.pay(1000, "2026-06-01")
        self.today("2026-06-02", self.env["utility.agreement"]._cron_follow)
        self.assertEqual((made.state, made.paid, made.left), ("paid", 1000, 0))
        self.assertEqual(set(made.line_ids.mapped("state")), {"paid"})

    def test_cancel(self):
        """X11: cancelled on its first day it leaves no pause."""
        self.approved("2026-03")
        made = self.agreement()
        self.today("2026-05-12", made.action_cancel)
        self.assertEqual(made.state, "cancelled")
        self.assertFalse(made.pause_id.active)
        with self.assertRaises(UserError):
            made.action_break()
        with self.assertRaisesRegex(UserError, "kept"):
            made.unlink()

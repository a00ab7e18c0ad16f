from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestSkippedMonths(RunCommon):
    """X35: months without a bill are found and filled."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["utility.review.rule"].search([]).active = False
        cls.price = cls.tariff("intercom", 65)
        cls.accounts = cls.env["utility.account"]
        for number in ("1", "2", "3"):
            cls.accounts |= cls.account(number, ["intercom"])
        cls.first, cls.second, cls.third = cls.accounts

    def only(self, *accounts):
        return {"account_ids": [(6, 0, [account.id for account in accounts])]}

    def look(self):
        self.env["utility.billing.gap"]._look(self.company)
        return self.env["utility.billing.gap"].search([("company_id", "=", self.company.id)])

    def found(self):
        return sorted((g.account_id.number, g.period_id.code, g.kind) for g in self.look())

    def fill(self, gaps):
        return self.env["utility.billing.gap.fill"].with_context(active_ids=gaps.ids).create({})

    def runs(self, action):
        domain = action.get("domain") or [("id", "=", action["res_id"])]
        return self.env["utility.billing.run"].search(domain)

    def test_found(self):
        """X35: between two bills, before the first, after the last, never; nothing made up."""
        self.approved("2026-02", **self.only(self.first))
        self.approved("2026-03", **self.only(self.second))
        self.approved("2026-04", **self.only(self.first, self.second))
        self.assertEqual(
            self.found(),
            [
                ("1", "2026-03", "between"),
                ("2", "2026-02", "before"),
                *[("3", f"2026-0{month}", "never") for month in (2, 3, 4)],
            ],
        )
        self.third.service_ids.unlink()
        self.second.charged_until = "2026-02-28"
        self.assertEqual(self.found(), [("1", "2026-03", "between")])

    def test_excluded_with_a_reason_is_no_gap(self):
        """X35: who was left out for a reason was not forgotten."""
        self.approved("2026-02", **self.only(self.first, self.second))
        self.account("4", ["pets"]).service_ids.units = 1
        self.third.service_ids.unlink()
        run = self.charged("2026-03")
        run.problem_ids.write({"reason": "No animals"})
        run.problem_ids.action_exclude()
        run.action_approve()
        self.assertEqual(self.found(), [("4", "2026-02", "never")])

    def test_open_month(self):
        """X35: tried first, then a run of the month charges the account; the gap is gone."""
        self.approved("2026-02")
        self.approved("2026-03", **self.only(self.first, self.second))
        self.approved("2026-04")
        gaps = self.look()
        trial = self.runs(self.fill(gaps).action_try())
        self.assertEqual((trial.simulation, trial.amount), (True, 65))
        self.assertEqual(self.look().state, "found")
        run = self.runs(self.fill(gaps).action_fill())
        self.assertEqual((run.simulation, run.state, run.amount), (False, "review", 65))
        self.assertEqual(self.look().state, "asked")
        run.action_approve()
        self.assertFalse(gaps.exists(), "gone without another look")
        self.assertFalse(self.look())
        self.assertEqual(self.third.balance, 195)

    def closed_gap(self):
        """The third account was skipped in March, which is closed; April is charged and open."""
        self.approved("2026-02").period_id.action_close()
        self.approved("2026-03", **self.only(self.first, self.second)).period_id.action_close()
        self.approved("2026-04")
        return self.look()

    def test_closed_month(self):
        """X35: the open month charges a closed one as a correction, of this account alone."""
        gaps = self.closed_gap()
        self.assertEqual(gaps.period_state, "closed")
        requests = self.env["utility.recalculation"].search([("company_id", "=", self.company.id)])
        trial = self.runs(self.fill(gaps).action_try())
        self.assertEqual((trial.recalculated_count, trial.recalculated_amount), (1, 65))
        self.assertEqual(
            self.env["utility.recalculation"].search([("company_id", "=", self.company.id)]),
            requests,
            "a trial leaves no request behind",
        )
        self.assertEqual(gaps.state, "found")
        run = self.runs(self.fill(gaps).action_fill())
        run.action_approve()
        self.assertEqual(self.third.balance, 195)
        self.assertEqual(self.first.balance, 195)
        self.assertFalse(self.look())

    def test_closed_month_of_a_house(self):
        """X35: a closed month that nobody in the house was billed for is filled as well."""
        other = self.env["utility.building"].create(
            {"locality_id": self.locality.id, "number": "2"}
        )
        lonely = self.account("21", ["intercom"], building=other)
        self.approved("2026-02").period_id.action_close()
        self.approved("2026-03", building_ids=[(6, 0, self.building.ids)]).period_id.action_close()
        self.approved("2026-04")
        run = self.runs(self.fill(self.look()).action_fill())
        self.assertEqual(run.recalculated_amount, 65)
        run.action_approve()
        self.assertEqual(lonely.balance, 195)
        self.assertFalse(self.look())

    def test_closed_month_waits_for_the_next_run(self):
        """X35: an account not billed yet in the open month gets its correction with that bill."""
        self.approved("2026-02").period_id.action_close()
        self.approved("2026-03", **self.only(self.first, self.second)).period_id.action_close()
        self.env["utility.period"]._get(self.day("2026-04-01"), self.company)
        gaps = self.look()
        action = self.fill(gaps).action_fill()
        self.assertEqual(action["res_model"], "utility.recalculation")
        run = self.approved("2026-04")
        self.assertEqual(run.recalculated_amount, 65)
        self.assertFalse(self.look())

    def test_rights(self):
        """R01: a reader sees the gaps of the allowed houses and fills nothing."""
        gaps = self.closed_gap()
        reader = new_test_user(
            self.env,
            "gap_reader",
            groups="utility_base.group_reader",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        seen = self.env["utility.billing.gap"].with_user(reader)
        self.assertEqual(seen.search([]), gaps)
        with self.assertRaises(AccessError):
            seen.action_look()
        with self.assertRaises(AccessError):
            self.fill(gaps).with_user(reader).action_fill()
        reader.utility_building_ids = self.env["utility.building"].create(
            {"locality_id": self.locality.id, "number": "9"}
        )
        self.assertFalse(seen.search([]))

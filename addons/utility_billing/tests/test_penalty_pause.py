from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestPenaltyPause(RunCommon):
    """F10: days that bear no penalty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("intercom", 1000)
        cls.first = cls.account("1", ["intercom"])
        cls.second = cls.account("2", ["intercom"])

    def pause(self, **values):
        return self.env["utility.penalty.pause"].create(
            {"reason": "court", "company_id": self.company.id, **values}
        )

    def accrue(self, day):
        return self.env["utility.penalty"]._accrue(self.company, self.day(day))

    def sums(self):
        """(days, amount) of each account."""
        found = []
        for account in self.first + self.second:
            lines = self.env["utility.charge"].search(
                [("account_id", "=", account.id), ("kind", "=", "penalty")]
            )
            found.append((sum(lines.mapped("volume")), round(sum(lines.mapped("amount")), 2)))
        return found

    def test_account(self):
        """F10: a pause of an account leaves the others; the days go on counting."""
        self.approved("2026-03")
        # due on 15 April, day 31 is 16 May; five of ten days are paused
        self.pause(account_id=self.first.id, date_from="2026-05-01", date_to="2026-05-20")
        self.accrue("2026-05-25")
        self.assertEqual(self.sums(), [(5.0, 1.58), (10.0, 3.17)])

    def test_taken_back(self):
        """F10: a pause told after the accrual takes back what its days bore, also all of it."""
        self.approved("2026-03")
        self.accrue("2026-05-25")
        self.pause(date_from="2026-01-01", reason="moratorium")
        self.assertEqual(self.accrue("2026-05-25"), 2)
        self.assertEqual(self.sums(), [(0.0, 0.0), (0.0, 0.0)])

    def test_places(self):
        """F10: a house and a locality; an archived pause holds no more."""
        self.approved("2026-03")
        building = self.pause(
            building_id=self.first.building_id.id, date_from="2026-01-01", date_to="2026-05-20"
        )
        self.accrue("2026-05-25")
        self.assertEqual(self.sums()[0], (5.0, 1.58))
        building.active = False
        self.pause(locality_id=self.first.building_id.locality_id.id, date_from="2026-05-25")
        self.accrue("2026-05-25")
        self.assertEqual(self.sums()[0], (9.0, 2.85))

    def test_reversed_run(self):
        """F10, X32: a reversed run of penalties leaves none; the next accrual brings them again."""
        self.approved("2026-03")
        self.accrue("2026-05-25")
        run = self.env["utility.billing.run"].search(
            [("kind", "=", "penalty"), ("company_id", "=", self.company.id)]
        )
        run.action_reverse()
        self.assertEqual(self.sums(), [(0.0, 0.0), (0.0, 0.0)])
        self.accrue("2026-05-25")
        self.assertEqual(self.sums(), [(10.0, 3.17), (10.0, 3.17)])

    def test_one_place(self):
        """F10: a pause names one place or none."""
        with self.assertRaises(ValidationError):
            self.pause(
                account_id=self.first.id,
                building_id=self.first.building_id.id,
                date_from="2026-01-01",
            )

    def test_roles(self):
        """F10, R01: collectors of debts keep pauses, operators see them only."""
        for role, allowed in (("debt", True), ("operator", False)):
            user = new_test_user(
                self.env,
                f"pause_{role}",
                f"utility_base.group_{role}",
                company_id=self.company.id,
                company_ids=[(6, 0, self.company.ids)],
            )
            model = self.env["utility.penalty.pause"].with_user(user)
            values = {
                "reason": "court",
                "account_id": self.first.id,
                "date_from": "2026-01-01",
                "company_id": self.company.id,
            }
            with self.subTest(role):
                if allowed:
                    self.assertTrue(model.create(values))
                else:
                    self.assertEqual(model.search_count([]), 1)
                    with self.assertRaises(AccessError):
                        model.create(values)

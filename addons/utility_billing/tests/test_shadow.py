import io
from datetime import date

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.utility_base.tests.imports_common import ImportsCommon

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestShadow(RunCommon):
    """Z02: another program's charges beside ours, every difference with its cause, a gate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("cold_water", 50.19, date_to="2026-01-31", legal_reference="Order 1")
        cls.tariff("cold_water", 55.21, date_from="2026-02-01", legal_reference="Order 2")
        cls.norm("cold_water", 4.745)
        cls.tariff("housing_maintenance", 21.5)
        codes = ["cold_water", "housing_maintenance"]
        cls.accounts = [cls.account(str(number), codes, area=54.3) for number in range(1, 7)]
        cls.meter(cls.accounts[5], "cold_water", 100, ("2026-02-24", 109))
        cls.period = cls.env["utility.period"]._get(date(2026, 2, 1))

    def old(self, number, code, amount, volume=None):
        account = self.accounts[number - 1] if number <= len(self.accounts) else None
        return self.env["utility.shadow.charge"].create(
            {
                "account_number": str(number),
                "account_id": account.id if account else False,
                "period_date": "2026-02-01",
                "service_id": self.services[code].id,
                "amount": amount,
                "volume": volume or 0,
                "has_volume": volume is not None,
            }
        )

    def months(self):
        """One account each: equal, price of January, three residents, a kopeck, an area, a reading."""
        for number in range(1, 7):
            self.old(
                number, "housing_maintenance", {5: 1290.0}.get(number, 1167.45), {5: 60}.get(number)
            )
        for number, amount in ((1, 523.94), (2, 476.30), (3, 785.91), (4, 523.93), (5, 523.94)):
            self.old(number, "cold_water", amount)
        self.old(6, "cold_water", 552.10, 10)

    def compared(self):
        shadow = self.env["utility.shadow"].create({"period_id": self.period.id})
        shadow.action_compare_now()
        return shadow

    def causes(self, shadow):
        rows = self.env["utility.shadow.difference"].search([("shadow_id", "=", shadow.id)])
        return {
            (row.account_number, row.service_id.code): row.cause
            for row in rows.sorted("account_number")
        }

    def test_every_difference_has_its_cause(self):
        """Z02: what is equal is counted, what differs is explained; nothing reaches the ledger."""
        self.months()
        shadow = self.compared()
        self.assertEqual(shadow.match_count, 7)
        self.assertEqual(
            self.causes(shadow),
            {
                ("2", "cold_water"): "tariff_date",
                ("3", "cold_water"): "residents",
                ("4", "cold_water"): "rounding",
                ("5", "housing_maintenance"): "area",
                ("6", "cold_water"): "reading",
            },
        )
        self.assertFalse(
            self.env["utility.charge"].search_count([("company_id", "=", self.company.id)])
        )
        self.assertFalse(
            self.env["utility.bill"].search_count([("company_id", "=", self.company.id)])
        )
        row = self.env["utility.shadow.difference"].search(
            [("shadow_id", "=", shadow.id), ("cause", "=", "tariff_date")]
        )
        self.assertIn("Order 1", row.evidence)
        self.assertIn("4.745", row.explanation)
        self.assertIn("523.94", row.explanation)

    def test_gate(self):
        """Z02: going live is refused while something is unexplained, then who and when is kept."""
        self.months()
        self.old(7, "cold_water", 100)
        self.old(1, "intercom", 65)
        self.accounts[1].service_ids[1].unlink()
        shadow = self.compared()
        causes = self.causes(shadow)
        self.assertEqual(causes["7", "cold_water"], "account_here")
        self.assertEqual(causes["1", "intercom"], "service_here")
        self.assertEqual(causes["2", "housing_maintenance"], "service_here")
        self.assertEqual(shadow.unexplained_count, 1)
        with self.assertRaises(UserError):
            shadow.action_allow()
        row = shadow.cause_ids.filtered(lambda r: r.state == "unexplained")
        with self.assertRaises(UserError):
            row.action_accept()
        with self.assertRaises(UserError):
            row.with_user(self.billing_user()).write({"state": "accepted"})
        row.reason = "Closed in January, the other program forgot it"
        row.action_accept()
        self.assertEqual((row.state, row.user_id), ("accepted", self.env.user))
        shadow.action_allow()
        self.assertEqual((shadow.state, shadow.allowed_by_id), ("allowed", self.env.user))
        self.assertTrue(shadow.allowed_at)

    def billing_user(self):
        return new_test_user(
            self.env, "billing_shadow", groups="utility_base.group_billing",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip

    def test_unexplained_and_again(self):
        """Z02: an odd sum is unexplained; after the correction the comparison is made again."""
        self.months()
        odd = self.old(1, "intercom", 1)
        odd.unlink()
        wrong = self.env["utility.shadow.charge"].search(
            [("account_number", "=", "1"), ("service_id", "=", self.services["cold_water"].id)]
        )
        wrong.amount = 333.33
        shadow = self.compared()
        self.assertEqual(self.causes(shadow)["1", "cold_water"], "other")
        wrong.amount = 523.94
        shadow.action_compare_now()
        self.assertNotIn(("1", "cold_water"), self.causes(shadow))
        self.assertEqual(shadow.match_count, 7)
        self.assertFalse(shadow.unexplained_count)

    def test_problem_and_missing_there(self):
        """Z02: an account that cannot be charged says why; one unknown there is told."""
        self.months()
        self.account("8", ["housing_maintenance"])
        pets = self.account("9", ["pets"])
        pets.service_ids.units = 1
        self.accounts.append(self.env["utility.account"])
        self.env["utility.shadow.charge"].create(
            {
                "account_number": "9",
                "account_id": pets.id,
                "period_date": "2026-02-01",
                "service_id": self.services["pets"].id,
                "amount": 40,
            }
        )
        shadow = self.compared()
        causes = self.causes(shadow)
        self.assertEqual(causes["8", "housing_maintenance"], "account_there")
        self.assertEqual(causes["9", "pets"], "problem")
        row = self.env["utility.shadow.difference"].search(
            [("shadow_id", "=", shadow.id), ("cause", "=", "problem")]
        )
        self.assertIn("no tariff", row.evidence)

    def test_workbook(self):
        """Z02: the differences leave as a workbook."""
        self.months()
        book = openpyxl.load_workbook(io.BytesIO(self.compared()._workbook()))
        rows = list(book["Differences"].values)
        self.assertEqual(len(rows), 6)
        found = next(row for row in rows if row[0] == "3")
        self.assertEqual(found[2:5], (785.91, 523.94, -261.97))
        self.assertEqual(found[7], "Residents")

    def test_jobs(self):
        """Z02: a comparison goes portion by portion as jobs and can be stopped."""
        self.months()
        shadow = self.env["utility.shadow"].create({"period_id": self.period.id})
        shadow.action_compare()
        self.assertEqual((shadow.state, shadow.portion_count), ("running", 1))
        shadow.action_stop()
        shadow._job_compare()
        self.assertEqual(shadow.state, "draft")
        shadow.action_compare()
        shadow._job_compare()
        self.assertEqual(shadow.state, "compared")
        with self.assertRaises(UserError):
            self.env["utility.shadow"].create(
                {"period_id": self.env["utility.period"]._get(date(2026, 3, 1)).id}
            ).action_compare()

    def test_rights(self):
        """Z02: readers look, billing staff compares, others see nothing."""
        self.months()
        shadow = self.compared()
        reader = new_test_user(
            self.env, "reader_shadow", groups="utility_base.group_reader",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        self.assertTrue(shadow.with_user(reader).difference_count)
        with self.assertRaises(AccessError):
            shadow.with_user(reader).action_compare_now()
        self.assertEqual(
            self.env["utility.shadow"].with_user(self.billing_user()).browse(shadow.id).name,
            shadow.name,
        )
        shadow.with_user(self.billing_user_again()).action_compare_now()
        self.assertEqual(shadow.state, "compared")

    def billing_user_again(self):
        return self.env["res.users"].search([("login", "=", "billing_shadow")])


@tagged("post_install", "-at_install", "utility_import")
class TestShadowImport(ImportsCommon):
    ROWS = (
        ("Лицевой счёт", "Период", "Услуга", "Начислено", "Объем", "Тариф"),
        ("0001001", "02.2026", "cold_water", "523,94", "9,49", "55,21"),
        ("0001002", "02.2026", "cold_water", "100,00", "", ""),
        ("7777777", "02.2026", "heating", "1,00", "", ""),
        ("0001003", "02.2026", "no such service", "1,00", "", ""),
    )

    def test_file(self):
        """Z02, P07: old charges come through the one import; unknown accounts are kept."""
        record = self._run("shadow_charge", self._csv(self.ROWS, "cp1251"))
        self.assertEqual(self._states(record), ["created", "created", "created", "error"])
        rows = self.env["utility.shadow.charge"].search([], order="account_number")
        self.assertEqual(
            [(r.account_number, bool(r.account_id), r.has_volume) for r in rows],
            [("0001001", True, True), ("0001002", True, False), ("7777777", False, False)],
        )
        again = self._run("shadow_charge", self._csv(self.ROWS, "cp1251"))
        self.assertEqual(self._states(again)[:3], ["unchanged"] * 3)

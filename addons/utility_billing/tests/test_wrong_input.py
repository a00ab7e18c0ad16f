from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestWrongInput(RunCommon):
    """C22, C25: a wrong input is a problem of its account; the others of the house are charged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("housing_maintenance", 20)
        cls.good = cls.account("1", ["housing_maintenance"])

    def problem(self, account, code, *words):
        """The run has this one problem, with text and remedy; the good account has its line."""
        run = self.charged("2026-02")
        found = run.problem_ids
        self.assertEqual([(p.account_id, p.code) for p in found], [(account, code)])
        for word in words:
            self.assertIn(word, found.message)
        self.assertTrue(found.remedy)
        self.assertEqual(self.sums(self.good, "2026-02"), {"housing_maintenance": 1000.0})
        self.assertFalse(self.lines(account, "2026-02"))

    def test_no_tariff(self):
        self.norm("cold_water", 4)
        self.problem(self.account("2", ["cold_water"]), "NO_TARIFF", "2026-02-01")

    def test_no_norm_and_no_meter(self):
        self.tariff("cold_water", 50)
        self.problem(self.account("2", ["cold_water"]), "NO_NORM")

    def test_no_area(self):
        account = self.account("2", ["housing_maintenance"])
        account.premise_id.area_ids.unlink()
        self.problem(account, "NO_OWN_AREA")

    def test_nobody(self):
        """Neither residents nor owners; with one owner told the month is charged."""
        self.tariff("cold_water", 50)
        self.norm("cold_water", 4)
        account = self.account("2", ["cold_water"], residents=0, declared_owner_count=0)
        self.problem(account, "NOBODY")
        account.declared_owner_count = 1
        run = self.charged("2026-02")
        self.assertFalse(run.problem_ids)
        self.assertEqual(self.sums(account, "2026-02", run=run), {"cold_water": 200.0})

    def test_no_units(self):
        self.tariff("pets", 30)
        self.problem(self.account("2", ["pets"]), "NO_UNITS")

    def test_units_of_one_service_are_not_those_of_another(self):
        """C12, C19: two animals do not make an office of the flat."""
        self.tariff("pets", 30)
        self.tariff("solid_waste", 600)
        self.norm("solid_waste", 2.4, base="year")
        self.norm("solid_waste", 0.9, per="unit", base="year")
        account = self.account("2", ["pets", "solid_waste"])
        account.service_ids.filtered(lambda line: line.service_id.code == "pets").units = 2
        run = self.charged("2026-02")
        self.assertFalse(run.problem_ids)
        self.assertEqual(self.sums(account, "2026-02"), {"pets": 60.0, "solid_waste": 240.0})

    def test_formula(self):
        """C04: a formula that divides by nothing."""
        self.services["intercom"].write({"basis": "formula", "formula": "1000 / units"})
        self.problem(self.account("2", ["intercom"]), "BAD_FORMULA", "zero")

    def test_no_heat_norm(self):
        """C07, C10: hot water of two components that nobody told the heat of."""
        water = self.services["hot_water"]
        heat = self.env["utility.service.component"].create(
            {
                "service_id": water.id,
                "name": "Heat",
                "code": "heat",
                "uom_id": self.env.ref("utility_base.uom_gcal").id,
            }
        )
        self.norm("hot_water", 3)
        self.tariff("hot_water", 2500, component_id=heat.id)
        self.problem(self.account("2", ["hot_water"]), "NO_HEAT_NORM")

    def test_common_needs_without_common_area(self):
        """C16: the house has no common area written down."""
        self.tariff("common_cold_water", 50)
        self.norm("common_cold_water", 0.03, per="m2")
        self.problem(self.account("2", ["common_cold_water"]), "NO_COMMON_AREA")

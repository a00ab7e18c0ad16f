from datetime import date

from odoo.tests import Form, tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestFormulaTester(RunCommon):
    """C04: a formula is tried on an account before it is saved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["utility.service"].create(
            {
                "name": "Lift",
                "code": "lift",
                "basis": "formula",
                "formula": "area * tariff",
                "company_id": cls.company.id,
                "uom_id": cls.services["cold_water"].uom_id.id,
            }
        )
        cls.services["lift"] = cls.service
        cls.tariff("lift", 3)
        cls.one = cls.account("1", ["lift"], area=40, residents=2)
        cls.other = cls.account("2", [], area=60)
        cls.period = cls.env["utility.period"]._get(date(2026, 2, 1))

    def form(self, formula, account=None):
        form = Form(
            self.env["utility.formula.test"].with_context(
                default_service_id=self.service.id, default_formula=formula
            )
        )
        form.account_id = account or self.one
        form.month = "2026-02-10"
        return form

    def test_trial_equals_the_charge(self):
        """C04: what the tester shows for the unsaved text is what the run charges by it."""
        form = self.form("area * tariff + residents * 10.5")
        self.assertTrue(form.is_good)
        self.assertIn("141.00", form.result_html)
        self.assertEqual(self.service.formula, "area * tariff")
        action = form.save().action_use()
        self.service.formula = action["infos"]["formula"]
        self.charged("2026-02")
        self.assertEqual(self.sums(self.one, "2026-02"), {"lift": 141.00})

    def test_variables_have_values(self):
        """C04: every name is shown with what it is on the account."""
        html = str(self.form("area").result_html)
        for word in ("month_days", "28", "residents", "40", "tariff"):
            self.assertIn(word, html)

    def test_account_without_the_service(self):
        """C04: an account that does not have the service is tried as if it had it."""
        form = self.form("area * tariff", self.other)
        self.assertIn("180.00", form.result_html)
        self.assertIn("does not have this service", form.result_html)

    def test_refusals_name_place_and_remedy(self):
        """C04: a refused text says where and why, and nothing is charged by it."""
        for text, words in (
            ("area * flor", ("unknown variable flor", "column 8", "Correct the formula")),
            ("area.__class__", ("Attribute is not allowed", "column 1")),
            ("area * (2 +", ("cannot be read",)),
            ("area / (owners - owners)", ("division by zero", "Correct the formula")),
        ):
            form = self.form(text)
            self.assertFalse(form.is_good, text)
            for word in words:
                self.assertIn(word, form.result_html)

    def test_saved_formula_tells_its_error(self):
        """C04: the screen of the service tells that its formula is refused."""
        self.service.formula = "area * flor"
        self.assertIn("unknown variable flor (column 8)", self.service.formula_error)
        self.service.formula = "area * 2"
        self.assertFalse(self.service.formula_error)

    def test_nothing_is_written(self):
        """C04: trying leaves no charge, bill or problem behind."""
        charges = self.env["utility.charge"].search_count([])
        self.form("area * 7")
        self.form("nothing")
        self.assertEqual(self.env["utility.charge"].search_count([]), charges)
        self.assertFalse(self.env["utility.billing.problem"].search_count([]))

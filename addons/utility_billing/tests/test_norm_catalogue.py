from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestNormCatalogue(RunCommon):
    """The catalogue of norms and the directory of beneficiaries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sample = cls._sample("cold_water", 4.33, "House with baths")

    @classmethod
    def _sample(cls, code, value, name, **values):
        return cls.env["utility.norm.sample"].create(
            {
                "service_id": cls.services[code].id,
                "name": name,
                "value": value,
                "country_id": cls.env.ref("base.ru").id,
                "legal_reference": "Order 1",
                **values,
            }
        )

    def apply(self, samples, day="2026-03-01", **values):
        return self.env["utility.norm.apply"].create(
            {"sample_ids": [(6, 0, samples.ids)], "date_from": day, **values}
        )

    def test_sample_charges_nothing_until_applied(self):
        """C14: the catalogue is shown; the norm charges from the day on which it is applied."""
        account = self.account("1", ["cold_water"])
        self.tariff("cold_water", 10)
        run = self.charged("2026-03")
        self.assertEqual(run.problem_ids.mapped("code"), ["NO_NORM"])
        wizard = self.apply(self.sample, building_ids=[(6, 0, self.building.ids)])
        self.assertEqual(wizard.line_ids.mapped("state"), ["new"])
        wizard.action_apply()
        norm = self.env["utility.norm"].search([("company_id", "=", self.company.id)])
        self.assertEqual((norm.value, norm.legal_reference), (4.33, "Order 1"))
        self.assertEqual(norm.building_ids, self.building)
        run.action_charge_now()
        self.assertEqual(self.sums(account, "2026-03"), {"cold_water": 86.6})

    def test_what_happens_is_shown_before(self):
        """C14: a norm that holds ends the day before; the same one and a later one stay."""
        old = self.norm("cold_water", 3, date_from="2020-01-01")
        wizard = self.apply(self.sample)
        self.assertEqual(wizard.line_ids.mapped("state"), ["replaces"])
        self.assertEqual(wizard.line_ids.norm_id, old)
        self.assertFalse(old.date_to)
        wizard.action_apply()
        self.assertEqual(str(old.date_to), "2026-02-28")
        self.assertEqual(self.apply(self.sample).line_ids.mapped("state"), ["same"])
        earlier = self.apply(self.sample, "2026-02-01")
        self.assertEqual(earlier.line_ids.mapped("state"), ["later"])
        with self.assertRaisesRegex(UserError, "stand already"):
            earlier.action_apply()
        other = self._sample("cold_water", 5, "House with showers")
        both = self.apply(self.sample + other, "2027-01-01")
        self.assertEqual(both.line_ids.mapped("state"), ["same", "twice"])

    def test_form_shows_the_lines(self):
        """C14: the wizard opened from the list knows the chosen norms."""
        model = self.env["utility.norm.apply"].with_context(active_ids=self.sample.ids)
        with Form(model) as form:
            form.date_from = "2026-03-01"
            self.assertEqual(form.todo_count, 1)

    def test_company_sees_its_country(self):
        """C14, D05: rows of other countries are not offered."""
        other = self._sample("cold_water", 7, "Elsewhere", country_id=self.env.ref("base.kz").id)
        found = self.env["utility.norm.sample"].search([("own_country", "=", True)])
        self.assertIn(self.sample, found)
        self.assertNotIn(other, found)
        self.assertFalse(other.own_country)

    def test_privilege_takes_the_terms_of_its_category(self):
        """D05: percent, services, norm and persons come from the directory."""
        category = self.env["utility.privilege.category"].create(
            {
                "name": "Veterans",
                "code": "VET",
                "percent": 50,
                "within": "norm",
                "service_ids": [(6, 0, self.services["cold_water"].ids)],
                "legal_reference": "Law 1",
            }
        )
        account = self.account("1", ["cold_water"])
        privilege = self.env["utility.privilege"].create(
            {"account_id": account.id, "category_id": category.id, "date_from": "2026-01-01"}
        )
        self.assertEqual(
            (privilege.name, privilege.percent, privilege.persons), ("Veterans", 50, 1)
        )
        self.tariff("cold_water", 10)
        self.norm("cold_water", 4)
        self.charged("2026-03")
        # two residents, one entitled: 2 * 4 * 10 - 50% * 4 * 10
        self.assertEqual(self.sums(account, "2026-03"), {"cold_water": 60.0})

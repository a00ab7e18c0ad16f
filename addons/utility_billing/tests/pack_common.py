"""What every country pack must keep, as a mixin of its tests."""

from datetime import date, timedelta

from ..gateway.production_calendar import production_calendar
from ..loader.reader import exact_cursor
from ..loader.world import WorldLoader
from .run_common import RunCommon

#: codes that the month of every country needs, without a gap since that day
SINCE = date(2022, 1, 1)
REQUIRED = {"vat_rate", "due_day", "average_months_max", "average_months_min"}
REQUIRED |= {"average_limit_periods"}


class PackCommon(RunCommon):
    """A company of the country of the pack that the test stands in."""

    country = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pack = f"utility_l10n_{cls.country}"
        cls.country_record = cls.env.ref(f"base.{cls.country}")
        cls.company.country_id = cls.country_record
        cls.locality.country_id = cls.country_record

    def of_pack(self, model):
        """Records of a model that the pack has brought."""
        ids = self.env["ir.model.data"].search([("module", "=", self.pack), ("model", "=", model)])
        return self.env[model].browse(ids.mapped("res_id"))

    def load_chart(self, chart):
        self.env["account.chart.template"].try_loading(chart, self.company, install_demo=False)
        self.assertEqual(self.company.chart_template, chart)


class PackChecks:
    """The checks; a test class of a pack takes them beside :class:`PackCommon`."""

    allow_inherited_tests_method = True
    chart = ""
    required = frozenset()

    def test_rows_name_their_country_and_act(self):
        """C23: no row of a pack holds for companies of other countries, or without its act."""
        for model in (
            "utility.rule.parameter",
            "utility.privilege.category",
            "utility.norm.sample",
        ):
            rows = self.of_pack(model)
            self.assertTrue(rows, model)
            self.assertEqual(rows.country_id, self.country_record)
            self.assertEqual(rows.filtered(lambda row: not row.legal_reference), rows.browse())

    def test_parameters_have_no_gap(self):
        """C23: one value of every required code holds on each day, and one alone."""
        rows = self.of_pack("utility.rule.parameter").filtered("active")
        keyed = {}
        for row in rows:
            key = (row.code, row.service_id, row.customer_category_id, row.house_meter)
            keyed.setdefault(key, []).append(row)
        for key, found in keyed.items():
            found.sort(key=lambda row: row.date_from or date.min)
            for row, following in zip(found, found[1:], strict=False):
                with self.subTest(key=key, row=row.date_from):
                    self.assertTrue(row.date_to, "an open row is followed by another")
                    self.assertEqual(following.date_from, row.date_to + timedelta(days=1))
        none = self.env["utility.service"], self.env["utility.customer.category"], False
        for code in REQUIRED | self.required:
            with self.subTest(code):
                found = keyed.get((code, *none))
                self.assertTrue(found, "missing")
                self.assertLessEqual(found[0].date_from or date.min, SINCE)
                self.assertFalse(found[-1].date_to)

    def test_parameters_of_other_countries_do_not_leak(self):
        """C23: a company of another country never gets a parameter of this one."""
        seen = {}
        for code in ("ru", "ua", "kz"):
            self.company.country_id = self.env.ref(f"base.{code}")
            self.env.flush_all()
            with exact_cursor(self.env) as cursor:
                loader = WorldLoader(self.env, self.company, cursor, "2026-03")
            seen[code] = {(row.code, row.ref) for _state, row in loader._parameters if row.ref}
        pack = self.of_pack("utility.rule.parameter").filtered("active")
        own = {(row.code, row.legal_reference) for row in pack}
        self.assertLessEqual(own, seen[self.country])
        for code in {"ru", "ua", "kz"} - {self.country}:
            self.assertFalse(own & seen[code], code)

    def test_chart_takes_the_postings(self):
        """G01: the usual rules use the accounts of the country's chart; a month posts and agrees."""
        self.load_chart(self.chart)
        self.company._utility_prepare_posting()
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        self.assertLessEqual(
            {"charge", "penalty", "costs", "opening", "payment", "suspense"},
            set(rules.mapped("document")),
        )
        account = self.account("1", ["cold_water", "capital_repair"])
        self.tariff("cold_water", 55)
        self.norm("cold_water", 4)
        self.tariff("capital_repair", 15)
        run = self.approved("2026-03")
        run.action_post()
        lines = self.env["account.move.line"].search([("company_id", "=", self.company.id)])
        self.assertEqual(set(lines.mapped("parent_state")), {"posted"})
        total = round(sum(self.lines(account, "2026-03").mapped("amount")), 2)
        control = rules.filtered(lambda rule: rule.document == "charge").account_id
        held = lines.filtered(lambda line: line.account_id in control)
        self.assertEqual(round(sum(held.mapped("balance")), 2), total)
        self.assertEqual(self.env["utility.posting"]._check(self.company)["difference"], 0)

    def test_privilege_directory_charges(self):
        """D05: a category of the directory, chosen on an account, lowers the charge."""
        category = self.of_pack("utility.privilege.category").filtered(
            lambda row: self.services["cold_water"] in row.service_ids
        )[:1]
        account = self.account("1", ["cold_water"], residents=1)
        self.tariff("cold_water", 50)
        self.norm("cold_water", 4)
        self.env["utility.privilege"].create(
            {"account_id": account.id, "category_id": category.id, "date_from": "2026-01-01"}
        )
        self.charged("2026-03")
        expected = 200 * (100 - category.percent) / 100
        self.assertEqual(self.sums(account, "2026-03"), {"cold_water": round(expected, 2)})

    def test_norm_catalogue_applies(self):
        """C14: each norm of the catalogue can become a norm of the company."""
        for sample in self.of_pack("utility.norm.sample"):
            with self.subTest(sample.name), self.env.cr.savepoint() as savepoint:
                wizard = self.env["utility.norm.apply"].create(
                    {"sample_ids": [(6, 0, sample.ids)], "date_from": "2026-03-01"}
                )
                if sample.component:
                    self.assertEqual(wizard.line_ids.state, "component")
                else:
                    wizard.action_apply()
                    self.assertTrue(self.env["utility.norm"].search_count([]))
                savepoint.rollback()

    def test_production_calendar(self):
        """F10: the year of the country's calendar is known."""
        off, worked = production_calendar(self.country.upper(), 2022, 2026)
        self.assertIn(date(2022, 1, 1), off)
        self.assertFalse(set(off) & set(worked))

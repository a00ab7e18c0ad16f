from datetime import date

from lxml import etree

from odoo.tests import Form, tagged

from .desk_common import DeskCommon


@tagged("post_install", "-at_install")
class TestAccountCard(DeskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls._household("1")
        cls.account = cls.home["utility.account"]
        cls.operator = cls._user("desk_operator", "operator")

    def _open(self, user=None):
        """Number of queries that opening the card takes with an empty cache."""
        account = self.account.with_user(user or self.operator)
        self.env.flush_all()
        self.env.invalidate_all()
        spec = Form(account)._view["fields_spec"]
        account.web_read(spec)  # rights and settings are kept in the registry from here on
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        [values] = account.web_read(spec)
        return self.env.cr.sql_log_count - before, values

    def _fill(self, count):
        """``count`` more of everything that the card shows."""
        account = self.account
        for n in range(count):
            self.env["utility.residency"].create(
                {
                    "account_id": account.id,
                    "partner_id": self.env["res.partner"].create({"name": f"R{n}"}).id,
                    "date_from": date(2020, 1, 1),
                }
            )
            service = self.env["utility.service"].create({"name": f"S{n}", "code": f"desk_{n}"})
            self.env["utility.account.service"].create(
                {"account_id": account.id, "service_id": service.id}
            )
            meter = self.env["utility.meter"].create(
                {"serial": f"M{n}", "model_id": self.meter_model.id}
            )
            self.env["utility.meter.installation"].create(
                {
                    "meter_id": meter.id,
                    "service_id": self.service.id,
                    "account_id": account.id,
                    "date_from": date(2024, 1, 1),
                }
            )
            self.env["utility.meter.verification"].create(
                {"meter_id": meter.id, "date": date(2018, 1, 1), "valid_until": date(2024, 6, 1)}
            )
            for month in range(1, 5):
                self.env["utility.reading"].create(
                    {
                        "register_id": meter.register_ids.id,
                        "date": date(2024, month, 20),
                        "value": 10 * month,
                    }
                )
            self.env["utility.absence"].create(
                {
                    "account_id": account.id,
                    "departure": date(2024, n + 1, 1),
                    "arrival": date(2024, n + 1, 9),
                }
            )
        self.env.flush_all()

    def test_queries_do_not_grow(self):
        """A04: the card takes the same number of queries whatever the account has."""
        few, _values = self._open()
        self._fill(5)
        many, values = self._open()
        self.assertEqual(len(values["residency_ids"]), 6)
        self.assertEqual(len(values["installation_ids"]), 6)
        self.assertLessEqual(many, few)
        self.assertLess(few, 40)

    def test_lists_do_not_grow(self):
        """A04: lists of accounts and meters take the same number of queries for any page."""
        others = [self._household(number) for number in ("31", "32", "33")]
        for model in ("utility.account", "utility.meter", "utility.building", "utility.premise"):
            with self.subTest(model=model):
                records = self.env[model].with_user(self.operator)
                spec = {
                    name: {"fields": {"display_name": {}}} if field.type == "many2one" else {}
                    for name, field in records._fields.items()
                    if name in self._list_fields(model)
                }
                counts = []
                more = self.home[model].union(*(made[model] for made in others))
                for page in (self.home[model], more):
                    page.with_user(self.operator).web_read(spec)
                    self.env.flush_all()
                    self.env.invalidate_all()
                    before = self.env.cr.sql_log_count
                    page.with_user(self.operator).web_read(spec)
                    counts.append(self.env.cr.sql_log_count - before)
                self.assertLessEqual(counts[1], counts[0])

    def _list_fields(self, model):
        arch = self.env[model].with_user(self.operator).get_view(view_type="list")["arch"]
        return {node.get("name") for node in etree.fromstring(arch).iter("field")}

    def test_what_the_card_shows(self):
        """A05: payer, address, people of today, last readings and expired verification."""
        self._fill(1)
        _count, values = self._open()
        self.assertEqual(values["partner_name"], "Payer 1")
        self.assertIn("Лесная", values["address"])
        self.assertEqual(values["resident_count"], 2)
        self.assertEqual(values["owner_count"], 1)
        self.assertEqual(values["total_area"], 50)
        meters = {
            self.env["utility.meter"].browse(row["meter_id"]).serial: row
            for row in values["installation_ids"]
        }
        expired = meters["M0"]
        self.assertEqual(expired["verification_state"], "expired")
        self.assertEqual(expired["last_value"], "40.000")
        self.assertEqual(expired["last_date"], date(2024, 4, 20))
        self.assertEqual(meters["S-1"]["last_value"], "12.000")

    def test_card_of_a_limited_user(self):
        """R01: the card opens for one who sees individuals of this house only."""
        clerk = self._user(
            "desk_limited",
            "operator",
            utility_customer_scope="individual",
            utility_building_ids=self.home["utility.building"].ids,
        )
        company = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        premise = self.home["utility.premise"]
        premise.ownership_ids.write({"share_denominator": 2, "kind": "shared"})
        hidden = self.env["utility.ownership"].create(
            {
                "premise_id": premise.id,
                "partner_id": company.id,
                "share_denominator": 2,
                "kind": "shared",
            }
        )
        _count, values = self._open(clerk)
        self.assertNotIn(hidden.id, [row["id"] for row in values["ownership_ids"]])
        # the figure is that of the law, not of what the reader may see by name
        self.assertEqual(values["owner_count"], 2)

    def test_closing_ends_everything(self):
        """A04: a closed account has no service and no resident after its last day."""
        self.account.with_user(self.operator).action_close(date(2031, 3, 15), "Sold")
        self.assertEqual(self.account.state, "closed")
        self.assertEqual(self.account.service_ids.date_to, date(2031, 3, 15))
        self.assertEqual(self.account.residency_ids.date_to, date(2031, 3, 15))
        self.assertEqual(self.account.resident_count, 1)
        self.account.action_reopen()
        self.assertFalse(self.account.date_close)

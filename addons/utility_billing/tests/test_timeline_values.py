from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestTimelineValues(RunCommon):
    """C17: gaps are told everywhere, a new value ends the old one, the act stands beside."""

    def change(self, record, day, **values):
        action = record.action_new_value()
        form = Form(self.env["utility.value.change"].with_context(**action["context"]))
        form.date_from = day
        for name, value in values.items():
            form[name] = value
        opened = form.save().action_apply()
        return self.env[opened["res_model"]].browse(opened["res_id"])

    def test_gaps_of_a_list(self):
        """C17: the filter finds rows behind a gap, of their own key alone."""
        self.tariff("cold_water", 50, date_to="2026-05-31")
        later = self.tariff("cold_water", 60, date_from="2026-07-01")
        category = self.env.ref("utility_base.customer_category_organisation")
        self.tariff("cold_water", 70, customer_category_id=category.id, date_from="2026-06-15")
        model = self.env["utility.tariff"]
        self.assertEqual(model.search([("has_gap", "=", True)]), later)
        self.assertNotIn(later, model.search([("has_gap", "=", False)]))
        later.date_from = "2026-06-01"
        self.assertFalse(model.search([("has_gap", "=", True)]))

    def test_warning_while_typing(self):
        """C17: the form says at once that days are left without a price."""
        self.tariff("cold_water", 50, date_to="2026-05-31")
        record = self.env["utility.tariff"].new(
            {"service_id": self.services["cold_water"].id, "date_from": "2026-07-01",
             "company_id": self.company.id}
        )  # fmt: skip
        self.assertIn("Days without", record._onchange_dates()["warning"]["title"])

    def test_run_tells_the_gaps_of_its_month(self):
        """C17: a run lists the gaps of its month and prices that end in it; other months are none
        of its affair."""
        self.tariff("cold_water", 50, date_to="2026-05-10")
        self.tariff("cold_water", 60, date_from="2026-05-21")
        self.tariff("housing_maintenance", 20, date_to="2026-05-20")
        note = self.run_of("2026-05").timeline_warning
        self.assertEqual(len(note.splitlines()), 2)
        self.assertFalse(self.run_of("2026-04").timeline_warning)

    def test_new_value_from_a_day(self):
        """C17: the new price begins on its day, the old one ends before it, ranges come along."""
        old = self.tariff(
            "cold_water", 0,
            block_ids=[(0, 0, {"limit": 3, "value": 10}), (0, 0, {"limit": 0, "value": 20})],
        )  # fmt: skip
        new = self.change(old, "2026-07-01", value=61.25, legal_reference="Order 5")
        self.assertEqual(str(old.date_to), "2026-06-30")
        self.assertEqual(
            (str(new.date_from), new.value, len(new.block_ids)), ("2026-07-01", 61.25, 2)
        )
        self.assertEqual((new.legal_reference, new.gap_note), ("Order 5", False))
        with self.assertRaisesRegex(UserError, "choose a day"):
            self.change(old, "2019-01-01", value=1)

    def test_shared_parameter_is_left_alone(self):
        """C23: a value of the country pack stays; the company gets its own from the day."""
        shared = self.env["utility.rule.parameter"].create(
            {"code": "uplift_coefficient", "value": "1.5", "company_id": False}
        )
        own = self.change(shared, "2026-07-01", text_value="1.6")
        self.assertEqual((shared.date_to, shared.value), (False, "1.5"))
        self.assertEqual((own.company_id, own.value), (self.company, "1.6"))
        day = self.day
        holding = self.env["utility.rule.parameter"]._holding
        self.assertEqual(holding("uplift_coefficient", day("2026-07-01"), self.company), own)

    def test_history_and_document(self):
        """C17: who changed what stands in the log, the order beside the value."""
        tariff = self.env["utility.tariff"].with_context(tracking_disable=False).create(
            {"service_id": self.services["cold_water"].id, "value": 50, "date_from": "2026-01-01",
             "document": b"JVBERi0=", "document_name": "order.pdf"}
        )  # fmt: skip
        self.env.cr.precommit.run()
        tariff.with_context(tracking_disable=False).value = 51
        self.env.cr.precommit.run()
        self.assertIn("value", tariff.message_ids.tracking_value_ids.field_id.mapped("name"))
        self.assertTrue(tariff.document)

    def test_picture(self):
        """C17: the picture of the timeline shows every value and marks the gap."""
        self.tariff("cold_water", 50, date_to="2026-05-31")
        later = self.tariff("cold_water", 60, date_from="2026-07-01")
        self.assertIn('class="gap"', later.timeline_html)
        for text in (">50<", ">60<"):
            self.assertIn(text, later.timeline_html)

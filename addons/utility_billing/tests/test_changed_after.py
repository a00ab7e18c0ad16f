from odoo.tests import tagged

from .changed_common import ChangedCommon


@tagged("post_install", "-at_install")
class TestChangedAfter(ChangedCommon):
    """X33: what changes between the charging and the closing of a month is found, and not lost."""

    def setUp(self):
        super().setUp()
        self.march = self.approved("2026-03")
        self.period = self.march.period_id

    def test_people(self):
        """X33: residents who left, were changed or came, each on the account that they live in."""
        people = self.people
        people.persons = 3
        self.assertEqual(self.found(), {("utility.residency", "changed", "1")})
        people.persons = 2
        self.assertFalse(self.found(), "a change that was undone is none")
        people.date_to = "2026-04-10"
        self.assertFalse(self.found(), "only April changes")
        people.date_to = "2026-03-10"
        line = self.line()
        self.assertEqual(str(line.date_from), "2026-03-11")
        people.date_to = False
        self.late(people.copy({"account_id": self.second.id, "persons": 1}))
        self.assertEqual(self.found(), {("utility.residency", "added", "2")})
        people.unlink()
        self.assertIn(("utility.residency", "deleted", "1"), self.found())

    def test_notes(self):
        """X33: notes, documents and names change no charge."""
        self.first.note = "Called"
        self.people.document = "Extract 5"
        self.water.installation_ids.document = "Act 7"
        self.water.note = "Sealed"
        self.price.legal_reference = "Order 9"
        self.event.note = "Pipe"
        self.assertFalse(self.found())

    def test_reading(self):
        """X33: a reading of the month corrected or rejected; those of the next month are none."""
        self.late(self.reading(self.water, "2026-04-02", 125))
        self.assertFalse(self.found())
        self.late(self.reading(self.water, "2026-03-28", 122))
        self.assertEqual(self.found(), {("utility.reading", "added", "2")})
        self.env.cr.execute(
            "UPDATE utility_reading SET state = 'rejected' WHERE meter_id = %s AND date = %s",
            (self.water.id, "2026-03-24"),
        )
        self.assertIn(("utility.reading", "deleted", "2"), self.found())

    def test_meter(self):
        """X33: place and ratio of a meter concern its account; a replaced one counts from its day."""
        self.water.ratio = 2
        self.assertEqual(self.found(), {("utility.meter", "changed", "2")})
        self.water.ratio = 1
        self.water.installation_ids.date_to = "2026-03-20"
        self.assertEqual(self.found(), {("utility.meter.installation", "changed", "2")})
        self.assertEqual(str(self.line().date_from), "2026-03-21")

    def test_prices(self):
        """X33: prices, norms and rules of the month concern everybody; later ones nobody."""
        self.price.date_to = "2026-03-31"
        self.late(self.tariff("cold_water", 60, date_from="2026-04-01"))
        self.assertFalse(self.found())
        self.price.value = 52
        self.norm_of_water.value = 5
        self.late(
            self.env["utility.rule.parameter"].create(
                {
                    "code": "uplift_no_meter",
                    "value": "1.5",
                    "date_from": "2026-03-01",
                    "company_id": self.company.id,
                }
            )
        )
        self.assertEqual(
            self.found(),
            {
                ("utility.tariff", "changed", None),
                ("utility.norm", "changed", None),
                ("utility.rule.parameter", "added", None),
            },
        )
        self.march.action_look_for_changes()
        self.assertEqual(self.march.change_count, self.march.billed_count)

    def test_services_and_areas(self):
        """X33: a service that ends, an area, an owner: of their accounts alone."""
        self.first.service_ids[:1].date_to = "2026-03-15"
        self.second.premise_id.area_ids.value = 60
        self.first.declared_owner_count = 3
        self.assertEqual(
            self.found(),
            {
                ("utility.account.service", "changed", "1"),
                ("utility.area", "changed", "2"),
                ("utility.account", "changed", "1"),
            },
        )

    def test_privilege(self):
        """X33, F: a privilege entered late, its percent, and the services that it holds for."""
        privilege = self.env["utility.privilege"].create(
            {
                "account_id": self.first.id,
                "percent": 50,
                "date_from": "2026-03-01",
                "service_ids": [(6, 0, self.services["cold_water"].ids)],
            }
        )
        self.late(privilege)
        self.assertEqual(self.found(), {("utility.privilege", "added", "1")})
        # an edit after it was made: the run charged again begins later
        self.event.note = "Seen"
        self.approved("2026-03")
        self.assertFalse(self.found(), "the run charged again knows it")
        privilege.service_ids = [(6, 0, self.services["intercom"].ids)]
        self.assertEqual(self.found(), {("utility.privilege", "changed", "1")})

    def test_event(self):
        """X33, D02: a new outage comes with the next charge by itself; a charged one that changes not."""
        self.assertEqual(self.event.charged_period, "2026-03")
        self.outage("2026-03-20")
        self.assertFalse(self.found())
        self.event.end = "2026-03-12 06:00:00"
        self.assertEqual(
            self.found(),
            {("utility.event", "changed", "1"), ("utility.event", "changed", "2")},
        )

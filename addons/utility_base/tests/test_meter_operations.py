from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from .meters_common import MetersCommon


@tagged("post_install", "-at_install")
@freeze_time("2025-08-25")
class TestMeterOperations(MetersCommon):
    """Work on meters (B03, B05, B07, B08, B09)."""

    def _work(self, meter, kind, **values):
        work = (
            self.env["utility.meter.operation"]
            .with_user(self.operator)
            .create({"kind": kind, "meter_id": meter.id, "date": date(2025, 8, 20), **values})
        )
        return work

    def _fill(self, lines, *values):
        for line, value in zip(lines, values, strict=True):
            line.value = value

    def test_replacement_is_one_action(self):
        """B05: end values, new meter, first values, seals and verification together."""
        meter = self._meter("E1", self.power, zones=("day", "night"))
        self.env["utility.meter.seal"].create({"meter_id": meter.id, "number": "old-seal"})
        with Form(
            self.env["utility.meter.operation"].with_context(
                default_kind="replace", default_meter_id=meter.id
            )
        ) as form:
            form.date = date(2025, 8, 20)
            form.document = "act 7"
            form.new_serial = "E2"
            form.verified_on = date(2025, 8, 1)
            form.seal_numbers = "s1, s2"
            for index, value in enumerate(["120,5", "60"]):
                with form.old_value_ids.edit(index) as line:
                    line.value = value
            with form.new_value_ids.edit(1) as line:
                line.value = "0.7"
        action = form.record.action_apply()
        new = self.env["utility.meter"].browse(action["res_id"])
        self.assertEqual(meter.state, "archived")
        self.assertEqual(meter.installation_ids.date_to, date(2025, 8, 20))
        self.assertEqual(meter.installation_ids.removal_reason, "replacement")
        ends = meter.reading_ids.filtered(lambda r: r.source == "removal")
        self.assertEqual(sorted(ends.mapped("value")), [60, 120.5])
        self.assertEqual(meter.seal_ids.state, "removed")
        self.assertEqual(new.account_id, self.account)
        self.assertEqual(new.service_id, self.power)
        self.assertEqual(new.register_ids.mapped("zone"), ["day", "night"])
        self.assertEqual(new.current_installation_id.previous_id, meter.installation_ids)
        self.assertEqual(sorted(new.seal_ids.mapped("number")), ["s1", "s2"])
        self.assertEqual(new.verified_until, date(2031, 7, 31))
        starts = {r.zone: r.value for r in new.reading_ids}
        self.assertEqual(starts, {"day": 0, "night": 0.7})

    def test_replacement_refuses_wrong_values_and_changes_nothing(self):
        meter = self._meter("C1")
        self._read(meter, date(2025, 8, 1), 50)
        work = self._work(meter, "replace", new_serial="C2")
        self._fill(work.old_value_ids, "40")
        with self.assertRaisesRegex(UserError, "Negative consumption"), self.cr.savepoint():
            work.action_apply()
        self._fill(work.old_value_ids, "abc")
        with self.assertRaisesRegex(UserError, "not a number"), self.cr.savepoint():
            work.action_apply()
        self.assertEqual(meter.state, "installed")
        self.assertFalse(self.env["utility.meter"].search([("serial", "=", "C2")]))
        self._fill(work.old_value_ids, "55")
        work.date = date(2024, 12, 1)
        with self.assertRaisesRegex(UserError, "before installation"), self.cr.savepoint():
            work.action_apply()

    def test_from_stock(self):
        """B07: a registered meter from the shelf takes the place."""
        meter, shelf = self._meter("C1"), self._meter("C2", installed=None)
        self.assertEqual(shelf.state, "stock")
        work = self._work(meter, "replace", from_stock=True, new_meter_id=shelf.id)
        self._fill(work.old_value_ids, "5")
        work.action_apply()
        self.assertEqual(shelf.state, "installed")
        with self.assertRaisesRegex(UserError, "Remove it there first"):
            shelf._install(
                {"service_id": self.cold.id, "account_id": self.account.id},
                date(2025, 8, 21),
                {"total": 0},
            )

    def test_install_house_and_group_meters(self):
        """B08, B09: of a house, and of a group of houses that it serves."""
        other = self.env["utility.building"].create(
            {"locality_id": self.locality.id, "number": "2"}
        )
        for purpose, served in (("house", []), ("group", [self.building.id, other.id])):
            meter = self._meter(f"H-{purpose}", installed=None, purpose=purpose)
            work = self._work(
                meter,
                "install",
                service_id=self.cold.id,
                building_id=self.building.id,
                served_building_ids=served,
                place="Cellar",
            )
            self._fill(work.old_value_ids, "12")
            work.action_apply()
            self.assertEqual(
                (meter.state, meter.building_id, meter.place),
                ("installed", self.building, "Cellar"),
            )
            self.assertFalse(meter.account_id)
            self.assertEqual(meter.installation_ids.served_building_ids.ids, served)
            self.assertEqual(meter.reading_ids.value, 12)
            self.assertEqual(self._read(meter, date(2025, 8, 24), 20).building_id, self.building)

    def test_install_needs_a_place(self):
        work = self._work(self._meter("C1", installed=None), "install", service_id=self.cold.id)
        with self.assertRaisesRegex(UserError, "where it stands"):
            work.action_apply()

    def test_removal_and_reinstallation(self):
        """B05: the history of a meter that moved."""
        meter = self._meter("C1")
        with self.assertRaisesRegex(UserError, "still stands"):
            meter.action_archive()
        work = self._work(meter, "remove", reason="repair", archive_old=False)
        self._fill(work.old_value_ids, "9")
        work.action_apply()
        self.assertEqual((meter.state, meter.account_id.id), ("stock", False))
        meter._install(
            {"service_id": self.cold.id, "account_id": self.accounts[1].id},
            date(2025, 8, 22),
            {"total": 3},
        )
        self.assertEqual(meter.installation_ids.account_id, self.account | self.accounts[1])
        self.assertEqual(meter.reading_ids.sorted("id").mapped("value"), [0, 9, 3])

    def test_verification(self):
        """B03: passed with values begins a new count and ends the days away."""
        meter = self._meter("C1")
        self._read(meter, date(2025, 8, 1), 50)
        self._work(meter, "defect", defect_kind="away", date=date(2025, 8, 5)).action_apply()
        self.assertTrue(meter.out_of_order)
        self._work(meter, "verify", result="failed").action_apply()
        self.assertFalse(meter.verified_until)
        work = self._work(
            meter, "verify", result="passed", verified_until=date(2031, 8, 19), certificate="c-1"
        )
        self._fill(work.old_value_ids, "0")
        work.action_apply()
        self.assertEqual(meter.verified_until, date(2031, 8, 19))
        self.assertEqual(meter.defect_ids.date_to, date(2025, 8, 20))
        self.assertEqual(meter.verification_ids.reading_ids.value, 0)
        self.assertEqual(self._read(meter, date(2025, 8, 24), 2).state, "accepted")

    def test_registers_of_the_model(self):
        """X24: one to four zones come from the model; none is refused."""
        power = self.models["electricity"]
        for count, zones in (
            (1, ["total"]),
            (2, ["day", "night"]),
            (4, ["day", "night", "peak", "half_peak"]),
        ):
            power.zone_count = count
            meter = self.env["utility.meter"].create({"serial": f"Z{count}", "model_id": power.id})
            self.assertEqual(meter.register_ids.mapped("zone"), zones)
        with self.assertRaisesRegex(ValidationError, "one to four"):
            meter.register_ids = [Command.clear()]

    def test_seal(self):
        """B03: seals by their numbers."""
        meter = self._meter("C1")
        with self.assertRaisesRegex(UserError, "number of the seal"):
            self._work(meter, "seal").action_apply()
        self._work(meter, "seal", seal_numbers="a,b", seal_kind="antimagnetic").action_apply()
        self.assertEqual(meter.seal_ids.mapped("kind"), ["antimagnetic"] * 2)

    def test_consumption(self):
        """B03: volumes by month, with ratio, roll-over and replacement of a wrong value."""
        meter = self._meter("C1", digits=2, ratio=1.2)
        for month, value in ((2, 5), (3, 60), (4, 97), (5, 3)):
            self._read(meter, date(2025, month, 1), value)
        self._read(meter, date(2025, 3, 1), 50, source="correction")
        self.env.flush_all()
        rows = self.env["utility.consumption"].search([("meter_id", "=", meter.id)], order="date")
        self.assertEqual([round(v, 3) for v in rows.mapped("volume")], [0, 6, 54, 56.4, 7.2])
        self.assertIn("o_utility_chart_bar", meter.consumption_chart)


@tagged("post_install", "-at_install")
class TestMeterOperationTour(HttpCase, MetersCommon):
    def test_tour(self):
        """B05: a meter is replaced by keyboard on one form; a wrong value is refused first."""
        meter = self._meter("OLD-1")
        self._read(meter, date(2025, 7, 20), 50)
        self.start_tour(
            f"/odoo/utility-meters/{meter.id}", "utility_meter_replace", login="meters_operator"
        )
        new = self.env["utility.meter"].search([("serial", "=", "NEW-1")])
        self.assertEqual(
            (meter.state, new.state, new.account_id), ("archived", "installed", self.account)
        )
        self.assertEqual(meter.reading_ids.sorted("id")[-1].value, 60.5)
        self.assertEqual(sorted(new.seal_ids.mapped("number")), ["S-1", "S-2"])

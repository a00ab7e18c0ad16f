from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .meters_common import MetersCommon


@tagged("post_install", "-at_install")
@freeze_time("2025-08-25")
class TestReadings(MetersCommon):
    """Entry of single readings (B03, B07, X22)."""

    def test_form_refuses_with_remedy(self):
        """X22: what is wrong is refused with its reason and the way out."""
        meter = self._meter("C1")
        self._read(meter, date(2025, 7, 20), 50)
        with self.assertRaisesRegex(UserError, "Negative consumption.*enter a correction"):
            self._read(meter, date(2025, 8, 20), 40)
        with self.assertRaisesRegex(UserError, "future"):
            self._read(meter, date(2025, 9, 20), 60)
        with self.assertRaisesRegex(UserError, "before installation"):
            self._read(meter, date(2024, 9, 20), 60)
        meter.installation_ids.date_to = date(2025, 8, 1)
        with self.assertRaisesRegex(UserError, "after removal"):
            self._read(meter, date(2025, 8, 20), 60)
        self.assertEqual(len(meter.reading_ids), 2)

    def test_expired_and_archived(self):
        """X22: expired verification, archived meter."""
        meter = self._meter("C1")
        self.env["utility.meter.verification"].create(
            {"meter_id": meter.id, "date": date(2019, 1, 1), "valid_until": date(2025, 7, 1)}
        )
        with self.assertRaisesRegex(UserError, "verification .* expired"):
            self._read(meter, date(2025, 8, 20), 5)
        self.company.utility_expired_readings = "suspect"
        self.assertEqual(self._read(meter, date(2025, 8, 20), 5).state, "suspect")
        meter.active = False
        with self.assertRaisesRegex(UserError, "archived"):
            self._read(meter, date(2025, 8, 21), 6)

    def test_jump_is_kept_to_be_checked(self):
        """B03: nobody can declare a suspect reading accepted by passing the state."""
        meter = self._meter("C1")
        self._history(meter)
        reading = self.env["utility.reading"].create(
            {
                "register_id": meter.register_ids.id,
                "date": date(2025, 7, 20),
                "value": 500,
                "state": "accepted",
            }
        )
        self.assertEqual((reading.state, reading.checks), ("suspect", "jump"))
        self.assertNotIn(date(2025, 7, 20), [day for day, _v in meter._last_readings().values()])

    def test_rows_are_immutable(self):
        """Only the decision about a reading changes."""
        meter = self._meter("C1")
        reading = self._read(meter, date(2025, 2, 20), 5).with_user(self.operator)
        with self.assertRaisesRegex(UserError, "never changed"):
            reading.value = 6
        with self.assertRaisesRegex(UserError, "never deleted"):
            reading.sudo().unlink()
        with self.assertRaises(AccessError):
            reading.unlink()
        reading.note = "told by phone"
        self._read(meter, date(2025, 2, 20), 4, source="correction")
        self.assertEqual(float(meter._last_readings()[meter.register_ids.id][1]), 4.0)

    def test_last_readings_are_exact(self):
        meter = self._meter("C1", digits=9, decimals=6)
        self._read(meter, date(2025, 2, 20), 23.123457)
        _day, value = meter._last_readings()[meter.register_ids.id]
        self.assertEqual(str(value), "23.123457")

    def test_place_of_the_reading(self):
        """The reading belongs to the account where the meter stood on its day (B05)."""
        meter = self._meter("C1")
        meter.installation_ids.date_to = date(2025, 3, 1)
        self.env["utility.meter.installation"].create(
            {
                "meter_id": meter.id,
                "service_id": self.cold.id,
                "account_id": self.accounts[1].id,
                "date_from": date(2025, 3, 1),
            }
        )
        early, late = self._read(meter, date(2025, 2, 1), 5), self._read(meter, date(2025, 4, 1), 6)
        self.assertEqual(early.account_id, self.account)
        self.assertEqual(late.account_id, self.accounts[1])
        self.assertEqual(late.building_id, self.building)
        self.assertEqual(late.service_id, self.cold)

    def test_swapped_zones(self):
        """B03, X24: day and night exchanged."""
        meter = self._meter("E1", self.power, zones=("day", "night"))
        for month in range(2, 6):
            self._read(meter, date(2025, month, 20), 1000 * month, zone="day")
            self._read(meter, date(2025, month, 20), 100 * month, zone="night")
        day, night = meter.register_ids.sorted("zone")
        with self.assertRaisesRegex(UserError, "changed places"):
            self.env["utility.reading"].create(
                [
                    {"register_id": day.id, "date": date(2025, 6, 20), "value": 600},
                    {"register_id": night.id, "date": date(2025, 6, 20), "value": 6000},
                ]
            )

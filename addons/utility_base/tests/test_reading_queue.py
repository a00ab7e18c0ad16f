from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged

from .meters_common import MetersCommon


@tagged("post_install", "-at_install")
@freeze_time("2025-08-25")
class TestReadingQueue(MetersCommon):
    """Readings to check (B03, X22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meter = cls._meter("C1")
        cls._history(cls.meter)
        cls.suspect = cls._read(cls.meter, date(2025, 7, 20), 400).with_user(cls.operator)

    def test_what_the_queue_shows(self):
        """X22: what was found, the reading before and the volume."""
        self.assertEqual(self.suspect.checks_text, "unusually much")
        self.assertEqual(self.suspect.previous_date, date(2025, 6, 20))
        self.assertEqual((self.suspect.previous_value, self.suspect.volume), (60, 340))

    def test_accept_and_undo(self):
        """B03: a decision can be taken back."""
        notice = self.suspect.action_accept()
        self.assertEqual(notice["tag"], "utility_undo_notice")
        self.assertEqual(
            (self.suspect.state, self.suspect.decided_by_id), ("accepted", self.operator)
        )
        with self.assertRaisesRegex(UserError, "nothing to decide"):
            self.suspect.action_accept()
        self.suspect.browse(notice["params"]["ids"]).action_undo_decision()
        self.assertEqual(self.suspect.state, "suspect")

    def test_decisions_go_by_the_buttons(self):
        """B03, R01: a plain write by RPC accepts nothing, and no reading lands at another place."""
        for values in ({"state": "accepted"}, {"decided_by_id": self.operator.id}):
            with self.subTest(values), self.assertRaises(UserError):
                self.suspect.with_context(utility_transition=True).write(values)
        self.suspect.note = "Called back"
        other = self._meter("C2")
        values = {"register_id": self.meter.register_ids[:1].id, "date": date(2025, 7, 21)}
        with self.assertRaisesRegex(UserError, "stands elsewhere"):
            self.suspect.create(
                {**values, "value": 70, "installation_id": other.installation_ids[:1].id}
            )

    def test_reject_with_reply(self):
        """B03: the customer is told why; the reading does not count."""
        wizard = self.env["utility.reading.reject"].with_context(active_ids=self.suspect.ids)
        wizard.create({"reply": "Please send a photo"}).action_reject()
        self.assertEqual(
            (self.suspect.state, self.suspect.reply), ("rejected", "Please send a photo")
        )
        self.assertEqual(self._read(self.meter, date(2025, 7, 21), 70).state, "accepted")

    def test_contradiction_with_later_reading(self):
        """What was entered since is looked at when somebody accepts."""
        self._read(self.meter, date(2025, 8, 20), 80)
        with self.assertRaisesRegex(UserError, "Negative consumption"):
            self.suspect.action_accept()

    def test_correction(self):
        """B03: a wrong accepted value is corrected by a newer row that counts instead."""
        wrong = self.meter.reading_ids.filtered(lambda r: r.date == date(2025, 6, 20))
        with Form(
            self.env["utility.reading"].with_context(**wrong.action_correct()["context"])
        ) as form:
            form.value = 55
        self.assertEqual((form.record.state, form.record.source), ("accepted", "correction"))
        self.assertEqual(self.meter._last_readings()[self.meter.register_ids.id][1], 55)
        self.assertEqual(wrong.value, 60)

    def test_accept_after_closing(self):
        """R02: of a closed month it is accepted as a correction."""
        period = self.env["utility.period"]._get(date(2025, 7, 1))
        period.action_close()
        self.suspect.action_accept()
        self.assertEqual(self.suspect.state, "rejected")
        newest = self.meter.reading_ids.sorted("id")[-1]
        self.assertEqual(
            (newest.source, newest.value, newest.state), ("correction", 400, "accepted")
        )
        self.assertEqual(newest.account_id, self.account)


@tagged("post_install", "-at_install")
class TestReadingQueueTour(HttpCase, MetersCommon):
    def test_tour(self):
        """B03: accept two readings at once, take it back by the notice, reject one with a reply."""
        for number in (1, 2):
            meter = self._meter(f"Q{number}", account=self.accounts[number - 1])
            self._history(meter)
            self._read(meter, date(2025, 7, 20), 400)
        self.start_tour(
            "/odoo/utility-readings-to-check", "utility_reading_queue", login="meters_operator"
        )
        first, second = self.env["utility.reading"].search([("value", "=", 400)], order="id")
        self.assertEqual((first.state, first.reply), ("rejected", "Please send a photo"))
        self.assertEqual(second.state, "accepted")

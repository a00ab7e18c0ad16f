from odoo.exceptions import UserError
from odoo.tests import tagged

from .changed_common import ChangedCommon


@tagged("post_install", "-at_install")
class TestChangedKept(ChangedCommon):
    """X33: what becomes of a change before the month is closed, at its closing, and after it."""

    def setUp(self):
        super().setUp()
        self.march = self.approved("2026-03")
        self.period = self.march.period_id

    def test_closing_keeps_it(self):
        """X33: at closing a change becomes a request of its house, once, and April charges it."""
        self.people.date_to = "2026-03-15"
        self.first.declared_owner_count = 1
        self.assertFalse(self.requests())
        self.period.action_close()
        request = self.requests()
        self.assertRecordValues(request, [{"building_id": self.building.id, "state": "open"}])
        self.assertEqual(str(request.date_from), "2026-03-16")
        self.assertEqual(set(self.changes().mapped("state")), {"asked"})
        self.approved("2026-04")
        # 15 of 31 days of two residents, then one owner; the outage took its part of both
        corrected = self.corrected(self.first, "2026-04")
        self.assertEqual(set(corrected), {("2026-03", "cold_water")})
        self.assertLess(corrected["2026-03", "cold_water"], -90)
        self.assertFalse(self.corrected(self.second, "2026-04"))
        self.assertEqual(request.state, "done")

    def test_once(self):
        """X33: closed, opened and closed again, a change is asked for once; nothing asks without one."""
        self.people.persons = 3
        self.period.action_close()
        request = self.requests()
        self.period.action_reopen("Wrong button")
        self.period.action_close()
        self.assertEqual(self.requests(), request)
        self.approved("2026-04").period_id.action_close()
        self.assertEqual(self.requests(), request)
        self.assertEqual(request.state, "done")

    def test_everybody(self):
        """X33: a price changed before the closing is a request of the whole company."""
        self.price.value = 52
        self.period.action_close()
        self.assertRecordValues(self.requests(), [{"building_id": False, "state": "open"}])
        self.approved("2026-04")
        # 11 m³ less what the outage took of them
        self.assertAlmostEqual(
            self.corrected(self.second, "2026-04")["2026-03", "cold_water"], 22, delta=1
        )

    def test_after_closing(self):
        """X33: the other side of the moment: the change itself asks, the closing asked for nothing."""
        self.period.action_close()
        self.assertFalse(self.requests())
        self.people.persons = 3
        self.assertEqual(len(self.requests()), 1)

    def test_charged_event_changes(self):
        """X33, D02: a charged outage that is cancelled after the closing is given back."""
        self.period.action_close()
        self.event.note = "Longer than said"
        self.assertFalse(self.requests())
        self.event._transition(state="cancelled")
        self.assertEqual(len(self.requests()), 1)
        self.approved("2026-04")
        self.assertGreater(self.corrected(self.first, "2026-04")["2026-03", "cold_water"], 0)

    def test_correct_before_closing(self):
        """X33: "correct next month" of an open month: the next charge has it, though nothing is closed."""
        self.people.persons = 3
        self.march.action_look_for_changes()
        self.assertEqual((self.march.change_count, self.march.change_waiting), (1, True))
        self.march.action_correct_changed()
        self.assertFalse(self.march.change_waiting)
        self.assertEqual(len(self.requests()), 1)
        self.approved("2026-04")
        self.assertGreater(self.corrected(self.first, "2026-04")["2026-03", "cold_water"], 190)
        self.period.action_close()
        self.assertEqual(self.requests().mapped("state"), ["done"], "not asked for again")
        self.approved("2026-05")
        self.assertFalse(self.corrected(self.first, "2026-05"))

    def test_charge_again_before_closing(self):
        """X33: a run of the changed accounts takes the place of their bills; nothing is left."""
        self.people.persons = 3
        with self.enter_registry_test_mode():
            action = self.march.with_context(utility_charge_now=True).action_charge_changes_again()
        again = self.env["utility.billing.run"].browse(action["res_id"])
        self.assertEqual(again.account_ids, self.first)
        again.action_approve()
        self.assertFalse(self.changes())
        self.period.action_close()
        self.assertFalse(self.requests())
        with self.assertRaisesRegex(UserError, "Nothing changed"):
            self.march.action_correct_changed()

    def test_posted(self):
        """X33: a posted run is not charged again: the next month corrects it."""
        self.company._utility_prepare_posting()
        self.people.persons = 3
        self.march.action_post()
        with self.assertRaises(UserError):
            self.march.action_charge_changes_again()
        self.march.action_correct_changed()
        self.assertEqual(len(self.requests()), 1)

    def test_between_charging_and_approval(self):
        """X33: what comes while a run is in review is not taken for charged by its approval."""
        self.period.action_close()
        april = self.charged("2026-04")
        self.price.value = 51
        request = self.requests()
        self.assertEqual(request.state, "open")
        late = self.outage("2026-04-20")
        april.action_approve()
        self.assertEqual(request.state, "open", "April was charged before")
        self.assertFalse(late.charged_period, "April does not have it")
        april.period_id.action_close()
        # an edit after the event was made: May begins later than both
        self.event.note = "Seen"
        self.approved("2026-05")
        self.assertEqual(request.state, "done")
        self.assertEqual(late.charged_period, "2026-05")
        self.assertLess(self.corrected(self.first, "2026-05")["2026-04", "cold_water"], 0)

    def test_cockpit(self):
        """Z11, X33: the cockpit tells of the changes; they do not stand in the way."""
        self.people.persons = 3
        check = self.env["utility.closing.check"]._start(self.period)
        check._execute()
        line = check.line_ids.filtered(lambda x: x.invariant_id.code == "facts_changed")
        self.assertEqual((line.count, line.state), (1, "info"))

"""Events of acts, messages of bills and requests: written by their methods, within the limits."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .act_common import ActCommon


@tagged("post_install", "-at_install")
class TestGuardedFacts(ActCommon):
    def as_role(self, role, model, **values):
        user = new_test_user(
            self.env,
            f"facts_{role}_{model}_{len(values)}",
            f"utility_base.group_{role}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
            **values,
        )
        return self.env[model].with_user(user).with_company(self.company)

    def test_events_of_acts_keep_what_the_act_says(self):
        """D03, R01: an operator neither edits nor forges the event of an act."""
        days = {"date_from": "2026-03-01", "date_to": "2026-03-05", "capacity": 1}
        act = self.in_force("tampering", "2026-03-10", self.first, **days)
        events = self.as_role("operator", "utility.event")
        event = act.event_ids.with_env(events.env)
        for values in (
            {"state": "cancelled"},
            {"date_to": "2026-03-02"},
            {"capacity": 0},
            {"act_id": False},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                event.write(values)
        event.note = "Seen by the neighbour"
        own = {"kind": "tampering", "account_id": self.first.id, "date_from": "2026-03-01"}
        for values in ({"state": "confirmed"}, {"act_id": act.id}, {"charged_period": "2026-02"}):
            with self.subTest(values), self.assertRaises(UserError):
                events.create({**own, **values})

    def test_messages_of_bills_are_made_by_the_queue(self):
        """H02, R01: nobody sends the bill of another house to an address of his own."""
        run = self.approved("2026-02")
        bill = self.env["utility.bill"].search([("run_id", "=", run.id)], limit=1)
        mails = self.as_role("operator", "utility.bill.mail")
        with self.assertRaises(UserError):
            mails.create(
                {
                    "company_id": self.company.id,
                    "bill_id": bill.id,
                    "account_id": bill.account_id.id,
                    "period_date": bill.period_date,
                    "email": "me@example.com",
                }
            )

    def test_requests_of_recalculation_stay_within_the_limits(self):
        """D01, R01: a request of a house that the user does not see is unseen; its state is kept."""
        house = self.env["utility.building"].create(
            {"locality_id": self.building.locality_id.id, "number": "79"}
        )
        values = {"company_id": self.company.id, "date_from": "2026-01-01", "reason": "Norm"}
        rows = self.env["utility.recalculation"].create(
            [{**values, "building_id": building.id} for building in (self.building, house)]
        )
        requests = self.as_role("billing", "utility.recalculation")
        request = rows[1].with_env(requests.env)
        with self.assertRaises(UserError):
            request.state = "done"
        request.action_cancel()
        self.assertEqual(request.state, "cancelled")
        limited = self.as_role(
            "billing", "utility.recalculation", utility_building_ids=[(6, 0, house.ids)]
        )
        self.assertEqual(limited.search([("id", "in", rows.ids)]).ids, rows[1].ids)
        with self.assertRaises(AccessError):
            rows[0].with_env(limited.env).read(["reason"])

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .act_common import ActCommon

#: what a role may do with acts: draw up (c), read (r), nothing (-); put in force
ROLES = {
    "reader": ("r", False),
    "operator": ("c", False),
    "controller": ("c", False),
    "cashier": ("r", False),
    "billing": ("c", True),
    "debt": ("r", False),
    "dispatcher": ("r", False),
    "crew": ("-", False),
    "accountant": ("r", False),
    "administrator": ("c", True),
}


@tagged("post_install", "-at_install")
class TestActRules(ActCommon):
    """What an act must have, who may do what, deadlines, papers."""

    def user(self, role, **values):
        return new_test_user(
            self.env,
            f"act_{role}_{len(values)}",
            f"utility_base.group_{role}",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
            **values,
        )

    def refused(self, code, *args, **values):
        act = self.act(*args, **values)
        with self.assertRaisesRegex(UserError, code), self.env.cr.savepoint():
            act.action_file()

    def test_wrong_input(self):
        """D07, X38: what is missing or impossible is named with its code and its remedy."""
        first = self.first
        days = {"date_from": "2026-02-01", "date_to": "2026-02-10"}
        self.refused("ACT_EMPTY", "tampering", "2026-02-10", first)
        self.refused("ACT_EMPTY", "claim", "2026-02-10", first, claim_kind="outage")
        self.refused("ACT_FUTURE", "access_refused", "2100-01-01", first)
        self.refused("ACT_DATES", "tampering", "2026-02-05", first, **days)
        self.refused("ACT_NO_METER", "access_refused", "2026-02-10", first)
        self.refused("ACT_NO_SERVICE", "tampering", "2026-02-10", first, "heating", **days)
        self.refused("ACT_NOBODY", "tampering", "2026-02-10", first, participant_ids=[], **days)
        loose = self.env["utility.meter"].create({"serial": "S", "model_id": self.model.id})
        self.refused("ACT_NO_METER", "sealing", "2026-02-10", meter_id=loose.id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Exception, "days_check"),
            self.env.cr.savepoint(),
        ):
            self.act("tampering", "2026-02-10", first, date_from="2026-02-10", date_to="2026-02-01")

    def test_witnesses(self):
        """D07: a claim that the company did not come to needs the signatures of two neighbours."""
        people = [(0, 0, {"role": "consumer", "name": "Payer"})]
        values = {"claim_kind": "outage", "start": "2026-02-10 06:00:00"}
        values["end"] = "2026-02-11 06:00:00"
        people.append((0, 0, {"role": "neighbour", "name": "Flat 2"}))
        args = ("claim", "2026-02-11", self.first)
        self.refused("ACT_WITNESSES", *args, participant_ids=people, **values)
        people.append((0, 0, {"role": "neighbour", "name": "Flat 3"}))
        act = self.act(*args, participant_ids=people, **values)
        act.action_file()
        self.assertEqual(act.state, "filed")
        self.refused("ACT_NOBODY", *args, participant_ids=people[1:], **values)

    def test_deadlines_of_a_claim(self):
        """D07: come within a day of the call, answer within five working days, or be reminded."""
        act = self.act(
            "claim",
            "2026-03-05",
            self.first,
            claim_kind="not_rendered",
            date_from="2026-03-01",
            date_to="2026-03-03",
            check_on="2026-03-20",
            called_at="2026-03-04 08:00:00",
            visited_at="2026-03-05 09:00:00",
        )
        self.assertEqual(str(act.visit_deadline), "2026-03-05 08:00:00")
        self.assertTrue(act.late_visit)
        # Thursday; 8 March is Sunday and moves to Monday the 9th
        self.assertEqual(act.answer_deadline, self.day("2026-03-13"))
        act.action_file()
        self.assertEqual(
            sorted(act.activity_ids.mapped("date_deadline")),
            [self.day("2026-03-13"), self.day("2026-03-20")],
        )
        with self.assertRaisesRegex(UserError, "ACT_EMPTY"):
            act.action_refuse()
        act.answer = "Rendered on the next day"
        act.action_refuse()
        self.assertEqual(act.state, "refused")
        self.assertEqual(act.activity_ids.date_deadline, act.check_on)
        self.assertFalse(act.event_ids)

    def test_numbers_and_states(self):
        """Each kind has its own journal of the company; an act in force keeps what it says."""
        days = {"date_from": "2026-02-01", "date_to": "2026-02-10"}
        one = self.in_force("tampering", "2026-02-10", self.first, **days)
        two = self.in_force("tampering", "2026-02-10", self.second, **days)
        claim = self.in_force("claim", "2026-02-12", self.first, claim_kind="not_rendered", **days)
        self.assertEqual([one.number, two.number, claim.number], [
            "2026-00001", "2026-00002", "2026-00001",
        ])  # fmt: skip
        mine = one.with_user(self.user("billing"))
        changes = (lambda: mine.write({"capacity": 5}), mine.unlink, mine.event_ids.action_cancel)
        for change in changes:
            with self.assertRaises(UserError):
                change()
        with self.assertRaisesRegex(UserError, "ACT_EMPTY"):
            one.action_contest()
        one.objection = "Not mine"
        one.action_contest()
        self.assertEqual((one.state, one.event_ids.state), ("contested", "confirmed"))
        one._cancel("The objection is right")
        self.assertEqual((one.state, one.event_ids.state), ("cancelled", "cancelled"))

    def test_sealing(self):
        """C22: seals stand on the meter from the day of the act, and go with it."""
        meter = self.meter(self.first, "cold_water", 100)
        act = self.in_force(
            "sealing", "2026-02-10", self.first, meter_id=meter.id, seal_numbers="101, 102"
        )
        self.assertEqual(sorted(meter.seal_ids.mapped("number")), ["101", "102"])
        self.assertIn(act.number, meter.current_installation_id.document)
        act._cancel("Wrong meter")
        self.assertEqual(set(meter.seal_ids.mapped("state")), {"removed"})
        self.assertFalse(meter.current_installation_id.document)

    def test_roles(self):
        """R01: who draws up an act, and who puts it in force."""
        for role, (right, decides) in ROLES.items():
            user = self.user(role)
            acts = self.env(user=user)["utility.act"]
            with self.subTest(role=role):
                self.assertEqual(acts.has_access("read"), right != "-")
                self.assertEqual(acts.has_access("create"), right == "c")
                if right != "c":
                    continue
                act = self.act(
                    "tampering",
                    "2026-02-10",
                    self.first,
                    date_from="2026-02-01",
                    date_to="2026-02-10",
                ).with_user(user)
                act.action_file()
                if decides:
                    act.action_confirm()
                    act._cancel("Over")
                else:
                    with self.assertRaisesRegex(AccessError, "ACT_RIGHT"):
                        act.action_confirm()
                with self.assertRaises(UserError):
                    act.state = "draft"

    def test_other_companies_and_limits(self):
        """R01: acts of other companies and other houses stay unseen."""
        act = self.act("access_refused", "2026-02-10", self.first)
        house = self.env["utility.building"].create(
            {"locality_id": self.locality.id, "number": "9"}
        )
        user = self.user("operator", utility_building_ids=[(6, 0, house.ids)])
        self.env.invalidate_all()
        self.assertFalse(self.env(user=user)["utility.act"].search([]))
        with self.assertRaises(AccessError):
            act.participant_ids.with_user(user).read(["name"])
        main = self.env.ref("base.main_company")
        stranger = new_test_user(
            self.env,
            "act_stranger",
            "utility_base.group_billing",
            company_id=main.id,
            company_ids=[(6, 0, main.ids)],
        )
        theirs = act.with_user(stranger).with_context(allowed_company_ids=main.ids)
        with self.assertRaises(AccessError):
            theirs.read(["number"])

    def test_papers(self):
        """D07, X38: every kind prints in four languages."""
        act = self.act("claim", "2026-02-10", self.first, claim_kind="quality")
        act.measurement_ids = [(0, 0, {"place": "Room", "value": 15, "norm": 18})]
        for kind in dict(act._fields["kind"].get_description(self.env)["selection"]):
            act.kind = kind
            for lang in ("ru", "uk", "kk", "en"):
                template = act._document_template(lang)
                labels = template._labels(lang)
                self.assertIn(f"act_title_{kind}", labels)
                pages = template._render(act._document_data(lang), lang, "png")
                self.assertEqual(len(pages), 1)
        action = act.action_print()
        self.assertIn("/web/content/", action["url"])
        # who may only read acts may print them, and sees the file
        reader = self.user("reader")
        again = act.with_user(reader).action_print()
        self.assertEqual(again["url"], action["url"])
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "utility.act"), ("res_id", "=", act.id)]
        )
        self.assertTrue(files.with_user(reader).raw)
        self.assertEqual(len(files), 1, "a later print takes the place of the earlier")

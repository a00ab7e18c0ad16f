"""Moving out and in as one action."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestMove(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(cls.env, "mover", "utility_base.group_operator")
        cls.old = cls._resident(cls.account, cls.payer)
        cls.owned = cls.env["utility.ownership"].create(
            {"premise_id": cls.flat.id, "partner_id": cls.payer.id, "date_from": "2020-01-01"}
        )
        cls._service(cls.account, cls.water)
        cls._service(cls.account, cls.heating)
        cls.meter = cls._meter(cls.account, "M1", value=100)
        cls.env["utility.reading"].create(
            {"register_id": cls.meter.register_ids.id, "date": "2026-02-20", "value": 150}
        )

    def _form(self, **values):
        context = {"active_model": "utility.account", "active_ids": self.account.ids}
        model = self.env["utility.move"].with_user(self.operator).with_context(**context)
        form = Form(model)
        form.date_out = date(2026, 3, 31)
        for name, value in values.items():
            form[name] = value
        return form

    def test_new_account(self):
        """A12, A04: one action closes the old account and opens the new one with all it needs."""
        form = self._form(partner_name="Новосёлова  Ұлжан", number="100002", new_owner=True)
        self.assertEqual(form.date_in, date(2026, 4, 1))
        with form.value_ids.edit(0) as line:
            self.assertEqual(line.last_value, 150)
            line.value = "163,250"
        with form.resident_ids.new() as line:
            line.name = "Новосёлов Ян"
            line.kind = "permanent"
        with form.resident_ids.new() as line:
            line.kind = "declared"
            line.persons = 2
        action = form.save().action_move()
        new = self.env["utility.account"].browse(action["res_id"])
        self.assertEqual((new.number, new.partner_id.name), ("100002", "Новосёлова Ұлжан"))
        self.assertEqual(new.previous_account_id, self.account)
        self.assertEqual(self.account.state, "closed")
        self.assertEqual(self.account.date_close, date(2026, 3, 31))
        self.assertEqual(self.old.date_to, date(2026, 3, 31))
        self.assertEqual(self.old.departure_reason, "moved")
        self.assertEqual(self.owned.date_to, date(2026, 3, 31))
        self.assertEqual(self.flat.ownership_ids._on(date(2026, 4, 1)).partner_id, new.partner_id)
        self.assertEqual(new._resident_counts(date(2026, 4, 1)), {new.id: 3})
        self.assertEqual(new.service_ids.service_id, self.water | self.heating)
        self.assertEqual(set(new.service_ids.mapped("date_from")), {date(2026, 4, 1)})
        self.assertEqual(set(self.account.service_ids.mapped("date_to")), {date(2026, 3, 31)})
        stands = self.meter.installation_ids.sorted("date_from")
        self.assertEqual(stands.account_id, self.account | new)
        self.assertEqual(
            (stands[0].date_to, stands[1].date_from), (date(2026, 3, 31), date(2026, 4, 1))
        )
        self.assertEqual(self.meter.account_id, new)
        last = stands[0].reading_ids.sorted("date")[-1]
        self.assertEqual(
            (last.value, last.source, last.account_id), (163.25, "removal", self.account)
        )
        first = stands[1].reading_ids
        self.assertEqual(
            (first.value, first.source, first.account_id), (163.25, "installation", new)
        )

    def test_without_final_reading(self):
        """A12: without a final value the new account begins from the last known reading."""
        self._form(partner_name="N", number="100002").save().action_move()
        stands = self.meter.installation_ids.sorted("date_from")
        self.assertEqual(stands[1].reading_ids.value, 150)
        self.assertIn("2026-02-20", stands[1].reading_ids.note)

    def test_later_readings_belong_to_somebody(self):
        """B05: a reading after the last day forbids the move: whose consumption would it be?"""
        form = self._form(partner_name="N", number="100002", date_out=date(2026, 2, 10))
        with self._refused(UserError, "has a reading of 2026-02-20"):
            form.save().action_move()

    def test_keep_account(self):
        """A12: the account stays, its payer and residents change, the reading is kept."""
        form = self._form(mode="keep", partner_id=self._person("Новая"))
        with form.value_ids.edit(0) as line:
            line.value = "160"
        form.save().action_move()
        self.assertEqual(self.account.state, "active")
        self.assertEqual(self.account.partner_id.name, "Новая")
        self.assertEqual(self.old.date_to, date(2026, 3, 31))
        self.assertEqual(self.meter.account_id, self.account)
        self.assertEqual(len(self.meter.installation_ids), 1)
        self.assertEqual(self.meter.reading_ids.sorted("date")[-1].value, 160)
        self.assertFalse(any(self.account.service_ids.mapped("date_to")))

    def test_move_out_only(self):
        """A12: nobody comes: the account closes, the meter stays in the premise."""
        self._form(mode="out").save().action_move()
        self.assertEqual(self.account.state, "closed")
        standing = self.meter.current_installation_id
        self.assertFalse(standing.account_id)
        self.assertEqual(standing.premise_id, self.flat)

    def test_landlord_takes_over(self):
        """X36: where a tenant leaves and nobody comes, the landlord's account goes on the next day."""
        landlord = self.env["res.partner"].create({"name": "Landlord"})
        self.flat.landlord_id = landlord
        form = self._form(mode="out")
        self.assertEqual(form.landlord_id, landlord)
        wizard = form.save()
        wizard.number = "0000099001"
        wizard.action_move()
        self.assertEqual((self.account.state, self.account.date_close),
                         ("closed", date(2026, 3, 31)))  # fmt: skip
        own = self.env["utility.account"].search([("partner_id", "=", landlord.id)])
        self.assertEqual((own.premise_id, own.date_open), (self.flat, date(2026, 4, 1)))
        self.assertEqual(own.service_ids.service_id, self.water | self.heating)
        self.assertEqual(self.meter.account_id, own)

    def test_landlord_is_offered(self):
        """X36: the landlord stands as the new payer until another is named; never after himself."""
        landlord = self.env["res.partner"].create({"name": "Landlord"})
        self.flat.landlord_id = landlord
        self.assertEqual(self._form().partner_id, landlord)
        self.flat.landlord_id = self.account.partner_id
        self.assertFalse(self._form().partner_id)
        self._form(mode="out").save().action_move()
        self.assertFalse(self.meter.account_id, "the landlord himself has left")

    def test_who_stays_is_carried(self):
        """A12: a resident who does not leave goes on living on the new account."""
        stays = self._resident(self.account, self._person("Бабушка"), relationship="мать")
        form = self._form(partner_name="N", number="100002")
        form.leaving_ids.remove(id=stays.id)
        new = self.env["utility.account"].browse(form.save().action_move()["res_id"])
        self.assertEqual(new.residency_ids.partner_id, stays.partner_id)
        self.assertEqual(new.residency_ids.relationship, "мать")
        self.assertEqual(stays.date_to, date(2026, 3, 31))

    def test_contract_of_the_leaving_ends(self):
        """A06: the contract that covers this account alone is terminated with the move."""
        contract = self.env["utility.contract"].create(
            {
                "number": "C1",
                "partner_id": self.payer.id,
                "date_from": "2020-01-01",
                "state": "active",
            }
        )
        self.account.contract_id = contract
        form = self._form(partner_name="N", number="100002")
        self.assertTrue(form.end_contract)
        form.save().action_move()
        self.assertEqual((contract.state, contract.date_to), ("terminated", date(2026, 3, 31)))

    def test_refusals(self):
        """A12: what does not fit is refused and nothing is changed."""
        for values, text in (
            ({"date_in": date(2026, 3, 31)}, "after the leaving"),
            ({"date_out": date(2019, 1, 1)}, "was opened"),
        ):
            form = self._form(partner_name="N", number="100002", **values)
            with self._refused(UserError, text):
                form.save().action_move()
        form = self._form(partner_name="N", number="100002")
        with form.value_ids.edit(0) as line:
            line.value = "many"
        with self._refused(UserError, "not a number"):
            form.save().action_move()
        form = self._form(partner_name="N", number="100002")
        with form.value_ids.edit(0) as line:
            line.value = "140"
        with self.assertRaises(UserError):
            form.save().action_move()
        self.assertEqual(self.account.state, "active")
        self.assertFalse(self.old.date_to)

"""The registration desk: arrival, birth, departure, death; checks of residence and ownership."""

from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestRegistration(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(cls.env, "registrar", "utility_base.group_operator")
        cls.lives = cls._resident(cls.account, cls.payer)

    def _form(self, operation, **values):
        context = {"active_model": "utility.account", "active_ids": self.account.ids}
        model = self.env["utility.registration"].with_user(self.operator).with_context(**context)
        form = Form(model)
        form.operation = operation
        form.date = date(2026, 3, 10)
        for name, value in values.items():
            form[name] = value
        return form

    def _new(self):
        return self.account.residency_ids - self.lives

    def test_arrival(self):
        """A12: an arrival makes the person and the residence with all its facts."""
        form = self._form("arrival", name="Петров  Ұлан", relationship="брат", document="Лист 7")
        self.assertEqual(form.current_ids[:].ids, self.lives.ids)
        form.kind = "temporary"
        form.date_to = date(2026, 9, 1)
        form.save().action_register()
        new = self._new()
        self.assertEqual(new.partner_id.name, "Петров Ұлан")
        self.assertEqual(
            (new.kind, new.date_from, new.date_to),
            ("temporary", date(2026, 3, 10), date(2026, 9, 1)),
        )
        self.assertEqual((new.relationship, new.document), ("брат", "Лист 7"))

    def test_permanent_registration_moves(self):
        """A12: a person has one permanent registration: the one elsewhere ends the day before."""
        person = self._person("Сидоров")
        other = self._account("2", self._premise("2"), person)
        before = self._resident(other, person)
        form = self._form("arrival", partner_id=person)
        self.assertEqual(form.elsewhere_ids[:].ids, before.ids)
        form.save().action_register()
        self.assertEqual(before.date_to, date(2026, 3, 9))
        self.assertEqual(before.departed_to, self.account.address)
        self.assertEqual(self._new().arrived_from, other.address)

    def test_birth(self):
        """A12: the date of birth is that of the registration unless it is changed."""
        form = self._form("birth", name="Иванов Ян")
        self.assertEqual(form.birth_date, date(2026, 3, 10))
        form.save().action_register()
        self.assertEqual(self._new().birth_date, date(2026, 3, 10))

    def test_departure_and_death(self):
        """A12: who leaves is ended on the day, and a gone payer is not forgotten."""
        form = self._form("departure", departed_to="Астана")
        form.residency_ids.add(self.lives)
        form.save().action_register()
        self.assertEqual(
            (self.lives.date_to, self.lives.departure_reason), (date(2026, 3, 10), "moved")
        )
        self.assertEqual(self.lives.departed_to, "Астана")
        self.assertIn("who pays", self.account.activity_ids.summary)
        other = self._resident(self.account, self._person("Дед"))
        form = self._form("death")
        form.residency_ids.add(other)
        form.save().action_register()
        self.assertEqual(other.departure_reason, "died")
        self.assertEqual(len(self.account.activity_ids), 1, "the grandfather was not the payer")

    def test_refusals(self):
        for operation, values, text in (
            ("arrival", {}, "give a name"),
            ("departure", {}, "Tick who"),
        ):
            with self._refused(UserError, text):
                self._form(operation, **values).save().action_register()
        form = self._form("departure", date=date(2019, 1, 1))
        wizard = form.save()
        wizard.residency_ids = self.lives
        with self._refused(UserError, "cannot be earlier"):
            wizard.action_register()
        self.account.action_close("2026-03-01")
        with self._refused(UserError, "closed already"):
            self._form("arrival", name="X").save().action_register()

    def test_nobody_lives_twice(self):
        """A11: one person's residences on one account never overlap; on two accounts they may."""
        with self._refused(ValidationError, "twice on 2026-01-01"):
            self._resident(self.account, self.payer, "2026-01-01", kind="temporary")
        self.lives.date_to = "2025-12-31"
        again = self._resident(self.account, self.payer, "2026-01-01")
        with self.assertRaises(ValidationError):
            again.date_from = "2025-12-31"
        self._resident(self._account("2", self._premise("2"), self.payer), self.payer)

    def test_shares(self):
        """A14: shares of no day exceed the whole, whatever the order of entering them."""
        model = self.env["utility.ownership"]
        half = {"premise_id": self.flat.id, "kind": "shared", "share_denominator": 2}
        model.create({**half, "partner_id": self.payer.id, "date_from": "2022-01-01"})
        model.create({**half, "partner_id": self._person("B").id, "date_from": "2024-01-01"})
        with self._refused(ValidationError, "on 2024-01-01 add up to 3/2"):
            model.create({**half, "partner_id": self._person("C").id, "date_from": "2023-01-01"})
        model.create(
            {
                **half,
                "partner_id": self._person("C").id,
                "date_from": "2023-01-01",
                "date_to": "2023-12-31",
            }
        )
        with self._refused(ValidationError, "owns .* twice"):
            model.create(
                {**half, "kind": "joint", "partner_id": self.payer.id, "date_from": "2025-01-01"}
            )

"""Intake of residents' number, areas and absences."""

from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestIntake(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(cls.env, "intaker", "utility_base.group_operator")

    def _form(self, day="2026-03-01", **values):
        context = {"active_model": "utility.account", "active_ids": self.account.ids}
        form = Form(self.env["utility.intake"].with_user(self.operator).with_context(**context))
        form.document_number, form.document_date = "17", date(2026, 2, 25)
        form.date_from = date.fromisoformat(day)
        for name, value in values.items():
            form[name] = value
        return form

    def _count(self, day):
        return self.account._resident_counts(date.fromisoformat(day)).get(self.account.id, 0)

    def test_residents(self):
        """A23: a declared number holds from its day; the days before keep theirs."""
        self._form("2026-01-01", change_residents=True, residents=2).save().action_apply()
        form = self._form("2026-03-01", change_residents=True)
        self.assertEqual((form.residents_now, form.residents), (2, 2))
        form.residents = 5
        form.save().action_apply()
        self.assertEqual(
            [self._count(d) for d in ("2025-12-31", "2026-02-28", "2026-03-01")], [0, 2, 5]
        )
        last = self.account.residency_ids.sorted("date_from")[-1]
        self.assertEqual((last.kind, last.document), ("declared", "No. 17 of 2026-02-25"))
        self._form("2026-02-01", change_residents=True, residents=3).save().action_apply()
        self.assertEqual(
            [self._count(d) for d in ("2026-01-31", "2026-02-01", "2026-03-01")], [2, 3, 5]
        )
        self._form("2026-02-01", change_residents=True, residents=4).save().action_apply()
        self.assertEqual(
            [self._count(d) for d in ("2026-01-31", "2026-02-28", "2026-03-01")], [2, 4, 5]
        )

    def test_named_residents_count(self):
        """A23: those on record by name are part of the declared number, never more than it."""
        self._resident(self.account, self.payer)
        self._form(change_residents=True, residents=3).save().action_apply()
        self.assertEqual(self._count("2026-03-01"), 3)
        self.assertEqual(len(self.account.residency_ids), 2)
        with self._refused(UserError, "1 persons are on record by name"):
            self._form("2026-04-01", change_residents=True, residents=0).save().action_apply()
        self._form("2026-04-01", change_residents=True, residents=1).save().action_apply()
        self.assertEqual(self._count("2026-04-01"), 1)

    def test_areas(self):
        """A23: areas hold from their day with the document; earlier and later days keep theirs."""
        area = self.env["utility.area"]
        self._form("2026-01-01", change_areas=True, total_area=50).save().action_apply()
        self._form(
            "2026-03-01", change_areas=True, total_area=54.2, living_area=30
        ).save().action_apply()
        self._form("2026-02-01", change_areas=True, total_area=52).save().action_apply()

        def total(day):
            values = area._values_on("premise_id", self.flat.ids, date.fromisoformat(day))
            return values.get((self.flat.id, "total"))

        days = ("2025-12-31", "2026-01-31", "2026-02-28", "2026-03-01")
        self.assertEqual([total(day) for day in days], [None, 50, 52, 54.2])
        row = self.flat.area_ids.filtered(lambda a: a.value == 54.2)
        self.assertEqual((row.document, row.date_to), ("No. 17 of 2026-02-25", False))

    def test_refusals(self):
        with self._refused(UserError, "Nothing has changed"):
            self._form().save().action_apply()
        with self._refused(UserError, "parts of the total"):
            self._form(change_areas=True, total_area=30, living_area=31).save().action_apply()

    def _absence(self, departure, arrival, **values):
        return (
            self.env["utility.absence"]
            .with_user(self.operator)
            .create(
                {
                    "account_id": self.account.id,
                    "departure": departure,
                    "arrival": arrival,
                    **values,
                }
            )
        )

    def test_absence_is_confirmed_or_refused(self):
        """A23: an application is confirmed with a proof, or refused with a reason."""
        lives = self._resident(self.account, self.payer)
        absence = self._absence("2026-02-01", "2026-02-11", residency_id=lives.id)
        self.assertEqual((absence.state, absence.full_days), ("draft", 9))
        with self._refused(UserError, "proves the absence"):
            absence.action_confirm()
        absence.document = "Hospital certificate 5"
        absence.action_confirm()
        self.assertEqual(absence.state, "confirmed")
        with self._refused(ValidationError, "Say why"):
            absence.state = "refused"
        wizard = self.env["utility.absence.refuse"].with_user(self.operator)
        wizard.with_context(active_ids=absence.ids).create({"reason": "Forged"}).action_refuse()
        self.assertEqual((absence.state, absence.refusal_reason), ("refused", "Forged"))

    def test_absence_checks(self):
        """A23: who is absent lives there, once at a time, and not more than live there."""
        lives = self._resident(self.account, self.payer, date_to="2026-06-30")
        self._resident(self.account, persons=2, kind="declared")
        self._absence("2026-02-01", "2026-02-20", residency_id=lives.id)
        with self._refused(ValidationError, "absent twice"):
            self._absence("2026-02-19", "2026-03-01", residency_id=lives.id)
        with self._refused(ValidationError, "3 residents on 2026-02-10, but 4"):
            self._absence("2026-02-10", "2026-03-01", persons=3)
        self._absence("2026-02-20", "2026-03-01", residency_id=lives.id)
        with self._refused(ValidationError, "does not live"):
            self._absence("2026-07-10", "2026-07-20", residency_id=lives.id)

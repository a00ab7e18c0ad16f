"""Follow-up of contracts: return of signed documents, expiry, mass creation."""

from ast import literal_eval
from datetime import date, timedelta

import pymupdf

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, freeze_time, new_test_user, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestContractFollowUp(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(cls.env, "follower", "utility_base.group_operator")
        cls.contract = cls._contract("C1")
        cls.account.contract_id = cls.contract

    @classmethod
    def _contract(cls, number, **values):
        return cls.env["utility.contract"].create(
            {
                "number": number,
                "partner_id": cls.payer.id,
                "date_from": "2026-01-01",
                "date_signed": "2025-12-20",
                "state": "active",
                "user_id": cls.operator.id,
                "auto_renew": False,
                **values,
            }
        )

    def _run(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"utility_base.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _unreturned(self):
        self.env.flush_all()
        return (
            self.env["utility.unreturned.document"]
            .with_user(self.operator)
            .search([("contract_id", "in", self.contract.ids)])
        )

    def test_sent_and_returned(self):
        """A22: a sent document has a deadline, a copy of what was sent, and leaves the list."""
        self.company.utility_return_days = 10
        amendment = self.env["utility.contract.amendment"].create(
            {"contract_id": self.contract.id, "number": "1", "date_from": "2026-02-01"}
        )
        self.assertFalse(self._unreturned())
        (self.contract.with_user(self.operator)).action_mark_sent()
        amendment.action_mark_sent()
        self.assertEqual(
            self.contract.return_deadline - self.contract.sent_date, timedelta(days=10)
        )
        attachment = self.contract.message_ids.attachment_ids
        self.assertEqual((attachment.name, attachment.raw[:5]), ("C1.pdf", b"%PDF-"))
        documents = self._unreturned()
        self.assertEqual(sorted(documents.mapped("name")), ["C1", "C1 / 1"])
        self.assertEqual(documents.partner_id, self.payer)
        documents.action_mark_returned()
        self.assertEqual((self.contract.sign_state, amendment.sign_state), ("returned", "returned"))
        self.assertTrue(self.contract.returned_date)
        self.assertFalse(self._unreturned())

    def test_late_return_is_reminded_once(self):
        """A22: past the deadline the responsible gets one activity; the return ends it."""
        today = fields.Date.context_today(self.contract)
        self.contract.write(
            {
                "sign_state": "sent",
                "sent_date": today - timedelta(days=40),
                "return_deadline": today - timedelta(days=1),
            }
        )
        in_time = self._contract("C2", sign_state="sent", return_deadline=today)
        for _day in range(2):
            self._run("cron_return_documents")
        activity = self.contract.activity_ids
        self.assertEqual((len(activity), activity.user_id), (1, self.operator))
        self.assertFalse(in_time.activity_ids)
        self.assertEqual(self._unreturned().days_late, 1)
        self.contract.action_mark_returned()
        self.assertFalse(self.contract.activity_ids)

    def test_reminder_letters(self):
        """A22: one letter a customer with all that they have not returned."""
        other = self._contract("C9", partner_id=self._person("Сидорова Ұ.").id)
        (self.contract | other).action_mark_sent()
        self.env.flush_all()
        documents = self.env["utility.unreturned.document"].search(
            [("contract_id", "in", (self.contract | other).ids)]
        )
        letters = documents._reminders_pdf()
        self.assertEqual(len(letters), 2)
        with pymupdf.open(stream=letters[1], filetype="pdf") as pdf:
            text = pdf[0].get_text()
        self.assertIn("Сидорова Ұ.", text)
        self.assertIn("C9", text)
        self.assertNotIn("C1", text)

    def test_expiry(self):
        """A21: thirty days before the end an activity, once; after the end it is terminated."""
        today = fields.Date.context_today(self.contract)
        self.contract.date_to = today + timedelta(days=30)
        later = self._contract("C3", date_to=today + timedelta(days=31))
        over = self._contract("C4", date_to=today - timedelta(days=1))
        for _day in range(2):
            self._run("cron_contract_follow_up")
        self.assertEqual(len(self.contract.activity_ids), 1)
        self.assertEqual(self.contract.activity_ids.date_deadline, self.contract.date_to)
        self.assertFalse(later.activity_ids)
        self.assertEqual((over.state, over.date_to), ("terminated", today - timedelta(days=1)))

    @freeze_time("2026-03-15")
    def test_prolonged(self):
        """A06: a contract that prolongs itself goes on for whole years."""
        self.contract.write(
            {"date_to": "2024-02-29", "auto_renew": True, "date_from": "2023-01-01"}
        )
        self.contract._follow_up(date(2026, 3, 15))
        self.assertEqual(
            (self.contract.state, self.contract.date_to), ("active", date(2027, 2, 28))
        )

    def test_follow_up_screen(self):
        """A21: days left, amendments in force; accounts without a contract."""
        today = fields.Date.context_today(self.contract)
        self.contract.date_to = today + timedelta(days=5)
        self.env["utility.contract.amendment"].create(
            {
                "contract_id": self.contract.id,
                "number": "1",
                "date_from": "2026-02-01",
                "state": "active",
            }
        )
        self.assertEqual((self.contract.days_left, self.contract.amendment_count), (5, 1))
        self.assertEqual(self.contract.last_amendment_date, date(2026, 2, 1))
        soon = self.env["utility.contract"].search(
            [("days_left", "<=", 5), ("id", "=", self.contract.id)]
        )
        self.assertEqual(soon, self.contract)
        action = self.env.ref("utility_base.utility_account_no_contract_action")
        domain = literal_eval(action.domain)
        loose = self._account("2", self._premise("2"), self.payer)
        found = self.env["utility.account"].search(domain)
        self.assertIn(loose, found)
        self.assertNotIn(self.account, found)

    def test_mass_creation(self):
        """A21: contracts for accounts without one; an organisation gets one for all of them."""
        firm = self._person("ТОО Шаруа", is_company=True)
        accounts = self._account("O1", self._premise("O1"), firm, kind="organisation")
        accounts |= self._account("O2", self._premise("O2"), firm, kind="organisation")
        accounts |= self._account("I1", self._premise("I1"), self.payer)
        accounts |= self.account
        self.contract.term_ids = [
            (
                0,
                0,
                {
                    "parameter_id": self.env.ref("utility_base.contract_parameter_due_day").id,
                    "value": "7",
                },
            )
        ]
        context = {"active_model": "utility.account", "active_ids": accounts.ids}
        form = Form(
            self.env["utility.contract.mass"].with_user(self.operator).with_context(**context)
        )
        self.assertIn("2 contracts for 3 accounts; 1 have one", form.summary)
        form.number_pattern = "{account}/{year}"
        form.date_from = date(2026, 2, 1)
        form.pattern_id = self.contract
        contracts = self.env["utility.contract"].search(form.save().action_create()["domain"])
        self.assertEqual(sorted(contracts.mapped("number")), ["I1/2026", "O1/2026"])
        common = contracts.filtered(lambda c: c.kind == "organisation")
        self.assertEqual(common.account_ids, accounts[:2])
        self.assertEqual(common.term_ids.value, "7")
        self.assertEqual(common.state, "draft")
        with self._refused(UserError, "has a contract"):
            Form(self.env["utility.contract.mass"].with_context(**context)).save().action_create()

    def test_mass_creation_numbers(self):
        """A21: a number that exists is told before anything is made."""
        loose = self._account("2", self._premise("2"), self.payer)
        wizard = self.env["utility.contract.mass"].create(
            {"account_ids": loose.ids, "number_pattern": "C1"}
        )
        with self._refused(UserError, "exist already or come twice: C1"):
            wizard.action_create()


@tagged("post_install", "-at_install")
class TestDocumentRoutes(HttpCase):
    def test_rights(self):
        """A20, A22: printed documents are given to those who may read them."""
        contract = self.env["utility.contract"].create(
            {"number": "R1", "partner_id": self.env.user.partner_id.id, "sign_state": "sent"}
        )
        self.env.flush_all()
        document = self.env["utility.unreturned.document"].search(
            [("contract_id", "=", contract.id)]
        )
        template = self.env.ref("utility_base.document_template_contract_ru")
        urls = (
            f"/utility/contract/{contract.id}",
            f"/utility/document/{template.id}/preview?lang=ru",
            f"/utility/document/reminders?ids={document.id}",
        )
        for login, group, status in (
            ("document_reader", "utility_base.group_reader", 200),
            ("document_portal", "base.group_portal", 403),
        ):
            new_test_user(self.env, login, group)
            self.authenticate(login, login)
            for url in urls:
                response = self.url_open(url)
                self.assertEqual(response.status_code, status, f"{login} {url}")
                if status == 200:
                    self.assertEqual(response.content[:5], b"%PDF-")
        self.assertEqual(self.url_open("/utility/contract/999999999").status_code, 404)

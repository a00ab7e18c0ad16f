"""Contracts from intake to termination, amendments, printed documents."""

from datetime import date

import pymupdf

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestContractWorkflow(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(cls.env, "contractor", "utility_base.group_operator")
        cls.lawyer = new_test_user(cls.env, "lawyer", "utility_base.group_operator")
        new_test_user(cls.env, "watcher", "utility_base.group_reader")
        cls.contract = cls._contract("1207-В", reviewer_id=cls.lawyer.id)
        cls.due = cls.env.ref("utility_base.contract_parameter_due_day")
        cls.volume = cls.env.ref("utility_base.contract_parameter_contract_volume")

    @classmethod
    def _contract(cls, number, **values):
        return (
            cls.env["utility.contract"]
            .create(
                {
                    "number": number,
                    "partner_id": cls.payer.id,
                    "date_from": "2026-01-01",
                    "user_id": cls.operator.id,
                    **values,
                }
            )
            .with_user(cls.operator)
        )

    def _complete(self, contract):
        contract.date_signed = "2025-12-20"
        self.account.contract_id = contract
        return contract

    def _text(self, pdf):
        with pymupdf.open(stream=pdf, filetype="pdf") as document:
            return " ".join("".join(page.get_text() for page in document).split())

    def test_agreement(self):
        """A20: draft, in agreement with an activity of the responsible, in force."""
        self._complete(self.contract).action_review()
        activity = self.contract.activity_ids
        self.assertEqual((self.contract.state, activity.user_id), ("review", self.lawyer))
        with self._refused(UserError, "has to agree"):
            self.contract.action_activate()
        self.contract.action_back_to_draft()
        self.assertEqual((self.contract.state, len(self.contract.activity_ids)), ("draft", 0))
        self.contract.action_review()
        self.contract.with_user(self.lawyer).action_activate()
        self.assertEqual(self.contract.state, "active")
        self.assertFalse(self.contract.activity_ids)

    def test_missing(self):
        """A20: what is missing is told whole, before and when bringing into force."""
        firm = self._person("ООО Ромашка", is_company=True)
        contract = self._contract("F1", partner_id=firm.id, kind="organisation")
        for text in ("date of signing", "supply points", "registration number"):
            self.assertIn(text, contract.missing)
        with self._refused(UserError, "cannot come into force yet"):
            contract.action_activate()
        firm.vat = "7707083893"
        self._complete(contract)
        self.assertFalse(contract.missing)
        contract.action_activate()
        with self._refused(UserError, "only in: Draft"):
            contract.action_review()

    def test_papers(self):
        """A20: documents are received and analysed; a contract waits for those it needs."""
        contract = self._complete(self.contract)
        contract.action_usual_papers()
        contract.action_usual_papers()
        self.assertEqual(
            contract.paper_ids.mapped("name"),
            ["Identity document", "Document of ownership or lease"],
        )
        identity, ownership = contract.paper_ids
        identity.received_date = "2026-01-10"
        self.assertEqual(identity.verdict, "received")
        ownership.required = False
        with self._refused(UserError, "“Identity document” is not accepted yet"):
            contract.action_activate()
        identity.note = "Expired"
        identity.action_reject()
        self.assertIn("was rejected: Expired", contract.missing)
        identity.action_accept()
        contract.action_activate()
        self.assertEqual(contract.state, "active")

    def test_suspend_and_terminate(self):
        """A06: suspended and resumed; terminated with a day and a reason, never before it began."""
        contract = self._complete(self.contract)
        contract.action_activate()
        contract.action_suspend()
        contract.action_resume()
        wizard = self.env["utility.contract.terminate"].with_user(self.operator)
        wizard = wizard.with_context(active_ids=contract.ids)
        with self._refused(UserError, "cannot end earlier"):
            wizard.create({"date": "2025-12-31", "reason": "x"}).action_terminate()
        wizard.create({"date": "2026-06-30", "reason": "Sold"}).action_terminate()
        self.assertEqual(
            (contract.state, contract.date_to, contract.termination_reason),
            ("terminated", date(2026, 6, 30), "Sold"),
        )

    def _amend(self, **values):
        model = self.env["utility.contract.amend"].with_user(self.operator)
        form = Form(model.with_context(active_id=self.contract.id))
        form.date_from = date(2026, 4, 1)
        for name, value in values.items():
            form[name] = value
        return form

    def _set(self, form, parameter, value):
        index = [line["parameter_id"] for line in form.line_ids._records].index(parameter.id)
        with form.line_ids.edit(index) as line:
            line.value = value
            return line.current

    def test_amendment(self):
        """A07, A08: the wizard shows what holds now; what is changed holds from its day."""
        self.contract.term_ids = [(0, 0, {"parameter_id": self.due.id, "value": "10"})]
        self._complete(self.contract).action_activate()
        form = self._amend(date_signed=date(2026, 3, 20), at_once=True)
        self.assertEqual(form.number, "1")
        self.assertEqual(self._set(form, self.due, "25"), "10")
        self._set(form, self.volume, "12,5")
        amendment = self.env["utility.contract.amendment"].browse(
            form.save().action_create()["res_id"]
        )
        self.assertEqual(amendment.state, "active")
        self.assertEqual(len(amendment.term_ids), 2)

        def term(day, code):
            return self.contract._terms_on(date.fromisoformat(day))[self.contract].get(code)

        self.assertEqual([term(d, "due_day") for d in ("2026-03-31", "2026-04-01")], ["10", "25"])
        self.assertEqual(term("2026-04-01", "contract_volume"), "12,5")
        form = self._amend(date_from=date(2026, 5, 1))
        self.assertEqual(form.number, "2")
        self.assertEqual(self._set(form, self.due, "28"), "25")
        draft = self.env["utility.contract.amendment"].browse(form.save().action_create()["res_id"])
        self.assertEqual(term("2026-05-01", "due_day"), "25", "a draft changes nothing")
        with self._refused(UserError, "date of signing"):
            draft.action_activate()
        amendment.action_cancel()
        self.assertEqual(term("2026-04-01", "due_day"), "10", "the terms before hold again")

    def test_amendment_refusals(self):
        """A07: nothing changed, a wrong value, a contract that is not in force."""
        with self._refused(UserError, "at least one term"):
            self._amend().save().action_create()
        form = self._amend()
        self._set(form, self.due, "soon")
        with self._refused(UserError, "not a number"):
            form.save().action_create()
        form = self._amend(at_once=True, date_signed=date(2026, 3, 20))
        self._set(form, self.due, "25")
        with self._refused(UserError, "contract itself into force first"):
            form.save().action_create()

    def test_printed_contract(self):
        """A20: the contract in the customer's language with its accounts, services and terms."""
        self._service(self.account, self.water)
        self.contract.term_ids = [(0, 0, {"parameter_id": self.due.id, "value": "17"})]
        self._complete(self.contract)
        for lang, code, words in (
            ("ru_RU", "ru", ("Договор № 1207-В", "до 17-го числа")),
            ("uk_UA", "uk", ("Договір № 1207-В", "Споживач")),
        ):
            self.env["res.lang"]._activate_lang(lang)
            self.payer.lang = lang
            text = self._text(self.contract._render_document())
            for word in (*words, self.account.number, "кв. 1", "20.12.2025"):
                self.assertIn(word, text, code)
        template = self.env.ref("utility_base.document_template_contract_kk")
        text = self._text(template._render(self.contract._document_data("kk"), "kk"))
        self.assertIn("№ 1207-В шарт", text)
        self.assertIn("17 күнінен", text)

    def test_printed_amendment(self):
        """A07: the amendment names the terms with their former and new values."""
        self.contract.term_ids = [(0, 0, {"parameter_id": self.due.id, "value": "10"})]
        self._complete(self.contract).action_activate()
        form = self._amend(date_signed=date(2026, 3, 20), at_once=True)
        self._set(form, self.due, "25")
        amendment = self.env["utility.contract.amendment"].browse(
            form.save().action_create()["res_id"]
        )
        data = amendment._document_data("ru")
        self.assertEqual(data["changes"], [{"name": self.due.name, "before": "10", "value": "25"}])
        self.assertIn("01.04.2026", self._text(amendment._render_document()))

    def test_reader_changes_nothing(self):
        watcher = self.env["res.users"].search([("login", "=", "watcher")])
        with self.assertRaises(AccessError):
            self._complete(self.contract).with_user(watcher).action_review()

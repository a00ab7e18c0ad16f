"""Certificates of the registration desk."""

import base64

import pymupdf

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged, users

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestCertificate(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = new_test_user(cls.env, "desk", "utility_base.group_operator,base.group_user")
        new_test_user(cls.env, "onlooker", "utility_base.group_reader,base.group_user")
        cls.child = cls._person("Иванов Ұлан")
        cls._resident(cls.account, cls.payer, "2020-01-01", birth_date="1985-04-17")
        cls._resident(cls.account, cls.child, "2021-05-02", relationship="сын")
        cls.gone = cls._person("Петров Пётр")
        cls._resident(cls.account, cls.gone, "2010-02-03", date_to="2019-12-31")
        cls._service(cls.account, cls.water)
        cls.model = cls.env["utility.certificate"]

    def _text(self, certificate):
        pdf = base64.b64decode(certificate.pdf)
        with pymupdf.open(stream=pdf, filetype="pdf") as document:
            return " ".join("".join(page.get_text() for page in document).split())

    def test_family(self):
        """X45: the certificate of residents names those of the day and nobody else."""
        text = self._text(self.model._issue(self.account, "family", lang="ru"))
        self.assertIn("Справка о составе семьи", text)
        self.assertIn("Иванов Ұлан", text)
        self.assertIn("02.05.2021", text)
        self.assertIn("Всего человек: 2", text)
        self.assertNotIn("Петров", text)
        earlier = self.model._issue(
            self.account, "family", lang="ru", date=self._date("2015-01-01")
        )
        self.assertIn("Петров", self._text(earlier))

    def _date(self, text):
        return self.env["utility.residency"]._fields["date_from"].to_date(text)

    def test_history_covers_earlier_accounts(self):
        """X45: the history tells of those of the premise's earlier accounts too."""
        self.account.action_close()
        after = self._account("100002", self.flat, self._person("Новосёлова"))
        text = self._text(self.model._issue(after, "history", lang="ru"))
        self.assertIn("Петров Пётр", text)
        self.assertIn("31.12.2019", text)

    def test_extract_and_person(self):
        """X45: the extract shows services and areas; the certificate of one person only theirs."""
        self.flat.total_area = 54.25
        text = self._text(self.model._issue(self.account, "account", lang="ru"))
        self.assertIn("54,25", text)
        self.assertIn(self.water.name, text)
        text = self._text(self.model._issue(self.account, "person", partner=self.child, lang="kk"))
        self.assertIn("Тіркелу және тұру туралы анықтама", text)
        self.assertIn("Иванов Ұлан", text)
        self.assertNotIn("Иванова Әлия", text)
        with self.assertRaisesRegex(UserError, "no residence"):
            self.model._issue(self.account, "person", partner=self._person("Stranger"))
        with self.assertRaisesRegex(UserError, "Choose the person"):
            self.model._issue(self.account, "person")

    def test_language_of_the_recipient(self):
        """X45: the paper is in the recipient's language."""
        self.env["res.lang"]._activate_lang("uk_UA")
        self.payer.lang = "uk_UA"
        certificate = self.model._issue(self.account, "family", partner=self.payer)
        self.assertEqual(certificate.lang, "uk")
        self.assertIn("Станом на", self._text(certificate))

    def test_numbers_have_no_gaps(self):
        """X45: numbers follow one another; a failed one takes none."""
        first = self.model._issue(self.account, "family")
        template = self.env.ref("utility_base.document_template_certificate_family")
        source, template.source = template.source, "#nothing"
        with self.assertRaises(UserError), self.cr.savepoint():
            self.model._issue(self.account, "family")
        template.source = source
        second = self.model._issue(self.account, "family")
        self.assertEqual(int(second.number[-5:]), int(first.number[-5:]) + 1)

    def test_every_company_has_its_journal(self):
        """X45: numbers of another company's certificates do not make gaps in ours."""
        first = self.model._issue(self.account, "family")
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.model._next_number(other, first.date)[-5:], "00001")
        second = self.model._issue(self.account, "family")
        self.assertEqual(int(second.number[-5:]), int(first.number[-5:]) + 1)
        next_year = first.date.replace(year=first.date.year + 1)
        self.assertEqual(
            self.model._next_number(self.company, next_year), f"{next_year.year}-00001"
        )

    @users("desk")
    def test_frozen(self):
        """X45: the journal keeps what was issued; a wrong one is annulled with a reason."""
        model = self.model.with_env(self.env)
        certificate = model._issue(self.account.with_env(self.env), "family", purpose="Bank")
        self.assertEqual(certificate.user_id, self.desk)
        for vals in ({"purpose": "x"}, {"state": "annulled"}, {"state": "annulled", "number": "1"}):
            with self.assertRaises(UserError):
                certificate.write(vals)
        with self.assertRaises(UserError):
            certificate.unlink()
        with self.assertRaises(AccessError):
            model.create({"number": "7"})
        wizard = self.env["utility.certificate.annul"].create(
            {"certificate_id": certificate.id, "reason": "Wrong name"}
        )
        wizard.action_annul()
        self.assertEqual(certificate.state, "annulled")
        self.assertEqual(certificate.annulled_by_id, self.desk)
        with self.assertRaises(UserError):
            certificate.write({"state": "annulled", "annul_reason": "again"})

    @users("desk")
    def test_dialog(self):
        """X45: the dialog takes the account of the screen, previews and issues."""
        context = {"active_model": "utility.account", "active_ids": self.account.ids}
        form = Form(self.env["utility.certificate.issue"].with_context(**context))
        self.assertEqual(form.account_id.id, self.account.id)
        self.assertEqual(form.partner_id.id, self.payer.id)
        self.assertIn("data:image/png", form.preview)
        form.purpose = "Social department"
        action = form.save().action_issue()
        certificate = self.env["utility.certificate"].browse(action["res_id"])
        self.assertEqual(certificate.purpose, "Social department")

    @users("onlooker")
    def test_reader_issues_nothing(self):
        """X45: who may only read does not issue."""
        with self.assertRaises(AccessError):
            self.env["utility.certificate.issue"].create({"account_id": self.account.id})

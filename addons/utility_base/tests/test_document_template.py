"""Document templates: choice, labels, preview, messages."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestDocumentTemplate(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = cls.env["utility.document.template"]

    def _template(self, **values):
        return self.model.create(
            {"name": "Mine", "kind": "certificate_family", "source": "x", **values}
        )

    def test_choice(self):
        """X45: a company's own template goes before the shipped one, a foreign one never."""
        shipped = self.env.ref("utility_base.document_template_certificate_family")
        self._template(country_id=self.env.ref("base.jp").id, is_default=True)
        self.assertEqual(self.model._find("certificate_family", "ru"), shipped)
        own = self._template(company_id=self.company.id)
        self.assertEqual(self.model._find("certificate_family", "ru"), own)
        own.lang = "kk"
        self.assertEqual(self.model._find("certificate_family", "ru"), shipped)
        self.assertEqual(self.model._find("certificate_family", "kk"), own)

    def test_language_of_the_country(self):
        """A20: where no contract is in the customer's language, it is in that of the country."""
        for country, lang in (("base.ru", "ru"), ("base.ua", "uk"), ("base.kz", "kk")):
            company = self.env["res.company"].create(
                {"name": country, "country_id": self.env.ref(country).id}
            )
            self.assertEqual(self.model._find("contract", "en", company).lang, lang)

    def test_none_left(self):
        self.model.search([("kind", "=", "certificate_family")]).active = False
        with self.assertRaisesRegex(UserError, "Residents of the premise|residents of the premise"):
            self.model._find("certificate_family", "ru")

    def test_labels(self):
        """X45: a template's own label overrides the shared one; English stands in for a gap."""
        template = self._template(
            label_ids=[(0, 0, {"key": "payer", "en": "Customer", "ru": "Абонент"})]
        )
        self.assertEqual(template._labels("ru")["payer"], "Абонент")
        self.assertEqual(template._labels("kk")["payer"], "Customer")
        self.assertEqual(template._labels("kk")["address"], "Мекенжай")

    def test_shipped_labels_are_whole(self):
        """X45: every shipped label has its text in all four languages."""
        for label in self.env["utility.document.label"].search([]):
            for lang in ("ru", "uk", "kk", "en"):
                self.assertTrue(label[lang], f"{label.key} has no text in {lang}")

    def test_shipped_templates_render(self):
        """X45: every shipped template prints its sample in every language, all labels known."""
        for template in self.model.search([]):
            for lang in (template.lang and [template.lang]) or ("ru", "uk", "kk", "en"):
                pdf = template._render(template._sample_data(), lang)
                self.assertEqual(pdf[:5], b"%PDF-", f"{template.name} in {lang}")

    def test_error_names_the_line(self):
        """X45: a wrong source says where it is wrong, on the form and when printing."""
        template = self._template(source="fine\n#nothing", sample="{}")
        self.assertIn("line 2, column 2", template.preview_error)
        self.assertFalse(template.preview)
        with self.assertRaisesRegex(UserError, "line 2, column 2: unknown variable: nothing"):
            template._render({}, "ru")

    def test_preview_follows_the_form(self):
        form = Form(self.model)
        form.name, form.kind = "New", "certificate_family"
        form.source = "#nothing"
        self.assertIn("unknown variable", form.preview_error)
        form.source = '#import "/utility.typ": *\n#t("payer")'
        self.assertFalse(form.preview_error)
        self.assertIn("data:image/png", form.preview)

    def test_sample_is_json(self):
        with self.assertRaisesRegex(ValidationError, "not JSON"):
            self._template(sample="{")
        with self.assertRaisesRegex(ValidationError, "object"):
            self._template(sample="[1]")

    def test_versions(self):
        """X45: an edited source can be taken back, step by step or to the original."""
        template = self._template(source="one")
        template.source = "one"
        self.assertFalse(template.version_ids, "nothing was changed")
        template.write({"source": "two"})
        template.write({"source": "three", "name": "Ours"})
        older, newer = template.version_ids.sorted("id")
        self.assertEqual((older.source, newer.source), ("one", "two"))
        newer.action_restore()
        self.assertEqual(template.source, "two")
        template.action_restore_original()
        self.assertEqual(template.source, "one")
        self.assertIn("three", template.version_ids.mapped("source"), "nothing is lost")

    def test_versions_are_not_edited(self):
        """R02: readers see versions; not even administrators change one."""
        template = self._template(source="one")
        template.source = "two"
        administrator = new_test_user(
            self.env, "template_administrator", "utility_base.group_administrator"
        )
        own = template.with_user(administrator)
        own.source = "three"
        with self.assertRaises(AccessError):
            own.version_ids[0].write({"source": "forged"})
        own.version_ids[0].action_restore()
        self.assertEqual(own.source, "two")

import base64
import json

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..gateway.typst_document import DocumentError, render
from .utility_document_label import LANGUAGES

PREVIEW_PAGES = 5
_HOME_LANGUAGES = {"RU": "ru", "UA": "uk", "KZ": "kk"}


class UtilityDocumentTemplate(models.Model):
    """Layout of a printed document: Typst source, its labels and data to try it with.

    Other addons extend ``kind`` by ``selection_add``, ship records, and call :meth:`_find` and
    :meth:`_render` with their data. What a source may use is told in ``gateway/utility.typ``.
    """

    _name = "utility.document.template"
    _description = "Document template"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("certificate_family", "Certificate: residents of the premise"),
            ("certificate_history", "Certificate: history of residence"),
            ("certificate_account", "Extract from the account"),
            ("certificate_person", "Certificate: one person"),
            ("contract", "Contract"),
            ("amendment", "Contract amendment"),
            ("return_reminder", "Reminder of documents to return"),
            ("reading_sheet", "Reading sheet of a controller"),
        ],
        required=True,
        index=True,
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    country_id = fields.Many2one("res.country", help="Empty: for companies of all countries.")
    lang = fields.Selection(
        LANGUAGES,
        string="Language",
        help="Empty: for all languages, the words come from the labels.",
    )
    variant = fields.Selection(
        [("large", "Large print")],
        help="Empty: the usual form. Large print is taken for people who asked for it.",
    )
    is_default = fields.Boolean(
        "Preferred", help="Taken first among the templates that suit equally well."
    )
    active = fields.Boolean(default=True)
    source = fields.Text(required=True, help="Typst source of the document.")
    label_ids = fields.One2many("utility.document.label", "template_id", copy=True)
    sample = fields.Text(help="Data that the preview is made of, as JSON.")
    preview_lang = fields.Selection(
        LANGUAGES, compute="_compute_preview_lang", readonly=False, string="Preview In"
    )
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    preview_error = fields.Text(compute="_compute_preview")

    @api.constrains("sample")
    def _check_sample(self):
        for template in self:
            template._sample_data()

    @api.depends("lang")
    @api.depends_context("lang")
    def _compute_preview_lang(self):
        for template in self:
            template.preview_lang = template.lang or self._language(self.env.user.partner_id)

    @api.depends(
        "source", "sample", "preview_lang", "label_ids.key", "label_ids.en", "label_ids.ru"
    )
    def _compute_preview(self):
        """Pictures of the first pages, or what is wrong; asked for by the form only."""
        for template in self:
            template.preview = template.preview_error = False
            if not template.source:
                continue
            try:
                data = template._sample_data() | {"lang": template.preview_lang}
                pages = template._render(data, template.preview_lang, "png")
            except (UserError, ValidationError) as error:
                template.preview_error = str(error)
                continue
            image = Markup('<img class="w-100 border mb-2" src="data:image/png;base64,%s"/>')
            template.preview = Markup().join(
                image % base64.b64encode(page).decode() for page in pages[:PREVIEW_PAGES]
            )

    @api.model
    def _find(self, kind, lang=False, company=None, variant=False):
        """The template of ``kind`` that suits ``company`` and ``lang`` best.

        The wished variant goes before everything else; where there is none, the usual form is taken.

        A template of the company goes before a common one, then the preferred, then one of the
        country, then one of the language. Where none suits the language, that of the country is
        taken, else any.

        :raises UserError: there is none
        """
        company = company or self.env.company
        domain = Domain(
            [
                ("kind", "=", kind),
                ("company_id", "in", (False, company.id)),
                ("country_id", "in", (False, company.country_id.id)),
                ("variant", "in", (False, variant)),
            ]
        )
        suiting = self.search(domain)
        suiting = suiting.filtered(lambda t: variant and t.variant == variant) or suiting
        home = _HOME_LANGUAGES.get(company.country_id.code)
        found = (
            suiting.filtered(lambda t: t.lang in (False, lang))
            or suiting.filtered(lambda t: t.lang == home)
            or suiting
        ).sorted(
            lambda t: (bool(t.company_id), t.is_default, bool(t.country_id), bool(t.lang)),
            reverse=True,
        )
        if not found:
            label = dict(self._fields["kind"]._description_selection(self.env)).get(kind, kind)
            raise UserError(
                self.env._(
                    "There is no document template “%(kind)s” for %(company)s. "
                    "Add one in Settings, Document Templates.",
                    kind=label,
                    company=company.name,
                )
            )
        return found[0]

    @api.model
    def _language(self, partner=None):
        """Language of papers for ``partner``: theirs, else the company's, else the user's."""
        known = dict(LANGUAGES)
        langs = (partner and partner.lang, self.env.company.partner_id.lang, self.env.lang)
        for lang in langs:
            if lang and lang[:2] in known:
                return lang[:2]
        return "en"

    @api.model
    def _installed(self, lang):
        """Code of the installed language that begins with ``lang``, else the user's."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        found = [code for code in codes if lang and code.startswith(lang)]
        return found[0] if found else self.env.lang

    def _labels(self, lang):
        """Labels in ``lang``: ``{key: text}``; English where the language has no text."""
        self.ensure_one()
        lang = lang if lang in dict(LANGUAGES) else "en"
        shared = self.env["utility.document.label"].search([("template_id", "=", False)])
        return {
            label.key: label[lang] or label.en or label.key for label in shared + self.label_ids
        }

    def _render(self, data, lang, fmt="pdf", **options):
        """The document as bytes (``pdf``) or a list of pictures, one a page (``png``, ``svg``).

        :param dict data: plain values, see :func:`~..gateway.typst_document.render`
        :param options: ``assets files created seconds``, see there
        :raises UserError: the source is wrong; names the template and the line
        """
        self.ensure_one()
        filled = {"lang": lang, "labels": self._labels(lang), **data}
        try:
            return render(self.source, filled, fmt, **options)
        except DocumentError as error:
            raise UserError(self._error_text(error)) from error

    def _error_text(self, error):
        message = "\n".join([error.message, *error.hints])
        if error.timeout:
            return self.env._(
                "Template “%s” was stopped because it took too long. Look for a loop that never "
                "ends, or print fewer documents at once.",
                self.name,
            )
        if not error.line:
            return self.env._("Template “%(name)s”: %(message)s", name=self.name, message=message)
        lines = (self.source or "").splitlines()
        return self.env._(
            "Template “%(name)s”, line %(line)s, column %(column)s: %(message)s\n%(text)s",
            name=self.name,
            line=error.line,
            column=error.column,
            message=message,
            text=lines[error.line - 1].strip() if error.line <= len(lines) else "",
        )

    def _sample_data(self):
        """The sample as a dictionary.

        :raises ValidationError: it is no JSON object
        """
        self.ensure_one()
        try:
            data = json.loads(self.sample or "{}")
        except ValueError as error:
            raise ValidationError(self.env._("The sample data is not JSON: %s", error)) from error
        if not isinstance(data, dict):
            raise ValidationError(self.env._("The sample data must be a JSON object."))
        return data

    def action_preview_pdf(self):
        """Open the sample as PDF in a new tab."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/document/{self.id}/preview?lang={self.preview_lang}",
            "target": "new",
        }

import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..models.utility_certificate import KINDS
from ..models.utility_document_label import LANGUAGES


class UtilityCertificateIssue(models.TransientModel):
    """Issue a certificate from the registration desk (X45).

    1. choose the account, the kind and whom it is given to; 2. look at the preview; 3. issue: the
    certificate gets its number and stays in the journal with its PDF.
    """

    _name = "utility.certificate.issue"
    _description = "Issue a certificate"

    account_id = fields.Many2one(
        "utility.account",
        required=True,
        default=lambda self: self.env["utility.account"]._from_context()[:1],
    )
    kind = fields.Selection(KINDS, required=True, default="family")
    as_of = fields.Date("Facts On", required=True, default=fields.Date.context_today)
    person_ids = fields.Many2many("res.partner", compute="_compute_person_ids")
    partner_id = fields.Many2one(
        "res.partner",
        string="Given To",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', person_ids)]",
        help="Residents and owners of the premise and the payer.",
    )
    lang = fields.Selection(
        LANGUAGES, "Language", compute="_compute_lang", store=True, readonly=False, required=True
    )
    purpose = fields.Char("To Be Presented To")
    note = fields.Char()
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("account_id")
    def _compute_person_ids(self):
        for wizard in self:
            premise = wizard.account_id.premise_id
            residents = self.env["utility.residency"].search([("premise_id", "=", premise.id)])
            wizard.person_ids = (
                residents.partner_id
                | premise.ownership_ids.partner_id
                | wizard.account_id.partner_id
            )

    @api.depends("account_id")
    def _compute_partner_id(self):
        for wizard in self:
            wizard.partner_id = wizard.account_id.partner_id

    @api.depends("partner_id")
    def _compute_lang(self):
        for wizard in self:
            wizard.lang = self.env["utility.document.template"]._language(wizard.partner_id)

    @api.depends("account_id", "kind", "as_of", "partner_id", "lang", "purpose", "note")
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = False
            if wizard.account_id and wizard.as_of and wizard.lang:
                try:
                    pages = wizard._preview_pages()
                except (UserError, ValidationError) as error:
                    wizard.preview = Markup('<div class="alert alert-warning">%s</div>') % error
                    continue
                image = Markup('<img class="w-100 border mb-2" src="data:image/png;base64,%s"/>')
                wizard.preview = Markup().join(
                    image % base64.b64encode(page).decode() for page in pages
                )

    def _preview_pages(self):
        """Pictures of the certificate without a number."""
        self.ensure_one()
        model = self.env["utility.certificate"]
        data = model._data(self.account_id, self.kind, self.as_of, self.partner_id, self.lang)
        data |= {
            "purpose": self.purpose or "",
            "note": self.note or "",
            "issued_by": self.env.user.name,
            "number": "",
            "date": fields.Date.context_today(self),
        }
        template = self.env["utility.document.template"]._find(
            f"certificate_{self.kind}", self.lang, self.account_id.company_id
        )
        return template._render(data, self.lang, "png")

    def action_issue(self):
        """Issue and show the certificate with its PDF."""
        self.ensure_one()
        certificate = self.env["utility.certificate"]._issue(
            self.account_id,
            self.kind,
            date=self.as_of,
            partner=self.partner_id,
            lang=self.lang,
            purpose=self.purpose,
            note=self.note,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "utility.certificate",
            "res_id": certificate.id,
            "view_mode": "form",
        }

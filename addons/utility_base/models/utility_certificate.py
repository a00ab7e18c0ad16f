import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..gateway.typst_document import dump
from ..tools.sequences import next_number
from .utility_document_label import LANGUAGES

KINDS = [
    ("family", "Residents of the premise"),
    ("history", "History of residence"),
    ("account", "Extract from the account"),
    ("person", "One person"),
]


class UtilityCertificate(models.Model):
    """Journal of the certificates issued by the registration desk (A12, X45).

    A row is written once, with its number, its data and its PDF, and never changes; a wrong one
    is annulled with a reason and another is issued.
    """

    _name = "utility.certificate"
    _description = "Issued certificate"
    _rec_name = "number"
    _order = "date desc, id desc"
    _check_company_auto = True

    number = fields.Char(required=True, readonly=True, index=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    date = fields.Date(required=True, readonly=True)
    as_of = fields.Date("Facts On", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    lang = fields.Selection(LANGUAGES, "Language", required=True, readonly=True)
    account_id = fields.Many2one(
        "utility.account",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    address = fields.Char(readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Given To", readonly=True, index=True, ondelete="restrict"
    )
    purpose = fields.Char(readonly=True)
    note = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="Issued By", required=True, readonly=True)
    template_id = fields.Many2one("utility.document.template", readonly=True, ondelete="set null")
    # dates of birth stand in these two
    data = fields.Json(readonly=True, groups="utility_base.group_operator")
    pdf = fields.Binary("PDF", attachment=True, readonly=True, groups="utility_base.group_operator")
    pdf_name = fields.Char(compute="_compute_pdf_name")
    state = fields.Selection(
        [("issued", "Issued"), ("annulled", "Annulled")],
        required=True,
        default="issued",
        readonly=True,
    )
    annul_reason = fields.Char(readonly=True)
    annulled_at = fields.Datetime(readonly=True)
    annulled_by_id = fields.Many2one("res.users", readonly=True)

    _number_uniq = models.UniqueIndex(
        "(company_id, number)", "A certificate with this number exists already."
    )

    @api.depends("number", "kind")
    def _compute_pdf_name(self):
        for certificate in self:
            certificate.pdf_name = f"{certificate.kind}-{certificate.number}.pdf"

    def write(self, vals):
        """Issued certificates are frozen; the only change is to annul one, with a reason."""
        annulling = (
            vals.get("state") == "annulled"
            and (vals.get("annul_reason") or "").strip()
            and set(vals) == {"state", "annul_reason"}
            and all(certificate.state == "issued" for certificate in self)
        )
        if not annulling:
            raise UserError(
                self.env._("An issued certificate cannot be changed. Annul it and issue another.")
            )
        stamp = {"annulled_at": fields.Datetime.now(), "annulled_by_id": self.env.uid}
        return super().write(vals | stamp)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        raise UserError(
            self.env._(
                "The journal of certificates keeps every row. Annul the certificate instead."
            )
        )

    @api.model
    def _issue(self, account, kind, *, date=None, partner=None, lang=None, purpose="", note=""):
        """Number, print and freeze a certificate of ``account``; returns its journal row.

        :param kind: one of ``family``, ``history``, ``account``, ``person``
        :param date: day of the facts, today if empty
        :param partner: who it is given to; compulsory for ``person``
        :raises UserError: nobody was named, or the template is wrong
        """
        company, today = account.company_id, fields.Date.context_today(self)
        partner = partner or self.env["res.partner"]
        lang = lang or self.env["utility.document.template"]._language(partner)
        template = self.env["utility.document.template"]._find(f"certificate_{kind}", lang, company)
        # the number is taken last but for the print itself: the sequence has no gaps
        data = self._data(account, kind, date or today, partner, lang)
        data |= {"purpose": purpose or "", "note": note or "", "issued_by": self.env.user.name}
        number = self._next_number(company, today)
        data |= {"number": number, "date": today}
        pdf = template._render(data, lang)
        # operators have no right to write the journal by hand: rows come from here only
        return (
            self.sudo()
            .create(
                {
                    "number": number,
                    "company_id": company.id,
                    "date": today,
                    "as_of": data["as_of"],
                    "kind": kind,
                    "lang": lang,
                    "account_id": account.id,
                    "address": account.address,
                    "partner_id": partner.id,
                    "purpose": purpose,
                    "note": note,
                    "user_id": self.env.uid,
                    "template_id": template.id,
                    "data": json.loads(dump(data)),
                    "pdf": base64.b64encode(pdf),
                }
            )
            .sudo(False)
        )

    @api.model
    def _next_number(self, company, date):
        """Next number of the company's own journal; each year begins with one."""
        return next_number(self.env, "utility_base.sequence_certificate", self._name, company, date)

    @api.model
    def _data(self, account, kind, date, partner, lang):
        """Plain values of the certificate, without number and purpose."""
        account.check_access("read")
        if kind == "person" and not partner:
            raise UserError(self.env._("Choose the person whom the certificate is about."))
        data = account._document_data(date, lang) | {"as_of": date}
        data["history"] = account._document_history()
        data["person"] = account._document_person(partner)
        if kind == "person" and not data["person"]["stays"]:
            raise UserError(
                self.env._(
                    "%(person)s has no residence recorded at %(address)s. "
                    "Register the arrival first.",
                    person=partner.name,
                    address=account.address,
                )
            )
        return data

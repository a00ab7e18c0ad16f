from odoo import fields, models
from odoo.tools import float_repr

from odoo.addons.utility_base.tools.downloads import kept_file

#: kinds of papers that do not follow the common form
OWN_FORMS = ("claim",)


class UtilityAct(models.Model):
    """The printed act, in the language of the payer."""

    _inherit = "utility.act"

    def action_print(self):
        """Print, and keep the PDF with the act; a later print takes its place."""
        self.ensure_one()
        self.check_access("read")
        lang = self.env["utility.document.template"]._language(self.partner_id)
        pdf = self._document_template(lang)._render(self._document_data(lang), lang)
        name = f"{self.display_name.replace('/', '-')}.pdf"
        return kept_file(self, name, pdf, "application/pdf")

    def _document_template(self, lang):
        kind = "act_claim" if self.kind in OWN_FORMS else "act"
        return self.env["utility.document.template"]._find(kind, lang, self.company_id)

    def _document_data(self, lang):
        """Plain values of the act for a template: dates as dates, numbers as texts."""
        self.ensure_one()
        act = self.with_context(lang=self.env["utility.document.template"]._installed(lang))
        return {
            "company": act.company_id._document_company(),
            "kind": act.kind,
            "number": act.number or "",
            "date": act.date,
            "legal": act._parameter(f"legal_act_{act.kind}") or "",
            "account": {"number": act.account_id.number or "", "payer": act.partner_id.name or ""},
            "address": act.address or "",
            "services": (act.service_id | act.service_ids).mapped("name"),
            "meter": act.meter_id.serial or "",
            "seals": act.seal_numbers or "",
            "date_from": act.date_from or None,
            "date_to": act.date_to or None,
            "start": act._moment(act.start),
            "end": act._moment(act.end),
            "called_at": act._moment(act.called_at),
            "visited_at": act._moment(act.visited_at),
            "late_visit": act.late_visit,
            "answer_deadline": act.answer_deadline or None,
            "claim_kind": act.claim_kind or "",
            "mode": act.mode or "",
            "conclusion": act.conclusion or "",
            "disconnection": act.disconnection_id.number or "",
            "fee": act.fee_service_id.name or "",
            "capacity": act._number(act.capacity),
            "pipe_mm": act._number(act.pipe_mm),
            "unit": act.service_id.uom_id.name or "",
            "circumstances": act.circumstances or "",
            "note": act.note or "",
            "objection": act.objection or "",
            "measurements": [
                {
                    "time": act._moment(row.measured_at),
                    "place": row.place,
                    "quantity": row.quantity,
                    "value": act._number(row.value),
                    "norm": act._number(row.norm),
                    "device": row.device or "",
                }
                for row in act.measurement_ids
            ],
            "participants": [
                {
                    "role": row.role,
                    "name": row.name,
                    "position": row.position or "",
                    "signature": row.signature,
                }
                for row in act.participant_ids
            ],
            "consequence": act.preview or None,
            "currency": act.currency_id.name,
        }

    def _moment(self, moment):
        """A time as ``2026-02-10 09:30`` in the zone of the company, or nothing."""
        if not moment:
            return ""
        zone = self.company_id.partner_id.tz or self.env.user.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return local.strftime("%Y-%m-%d %H:%M")

    @staticmethod
    def _number(value):
        """Digits without trailing zeros; nothing for zero."""
        return float_repr(value, 4).rstrip("0").rstrip(".") if value else ""

from odoo import fields, models


class UtilityCertificateAnnul(models.TransientModel):
    """Annul a wrongly issued certificate; its row stays in the journal."""

    _name = "utility.certificate.annul"
    _description = "Annul a certificate"

    certificate_id = fields.Many2one("utility.certificate", required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_annul(self):
        self.ensure_one()
        self.certificate_id.write({"state": "annulled", "annul_reason": self.reason})
        return {"type": "ir.actions.act_window_close"}

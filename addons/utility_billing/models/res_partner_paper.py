from odoo import fields, models


class ResPartner(models.Model):
    """Requisites on papers of organisations."""

    _inherit = "res.partner"

    utility_kpp = fields.Char(
        "Registration Reason Code", help="КПП of the tax office; printed on papers (Russia)."
    )

    def _document_requisites(self):
        """Name, address, numbers and the first bank account: plain texts."""
        self.ensure_one()
        bank = self.bank_ids[:1]
        return self._document_partner() | {
            "kpp": self.utility_kpp or "",
            "bank": bank.bank_id.name or "",
            "bic": bank.bank_id.bic or "",
            "bank_account": bank.acc_number or "",
            "correspondent": bank.utility_correspondent_account or "",
        }

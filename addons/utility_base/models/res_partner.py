from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _document_partner(self):
        """Name, address and numbers for printed documents: plain texts."""
        self.ensure_one()
        address = self._display_address(without_company=True)
        return {
            "name": self.name or "",
            "address": ", ".join(part.strip() for part in address.splitlines() if part.strip()),
            "phone": self.phone or "",
            "email": self.email or "",
            "code": self.vat or "",
            "is_company": self.is_company,
        }

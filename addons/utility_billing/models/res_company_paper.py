from odoo import fields, models


class ResCompany(models.Model):
    """Papers for organisations: which, and who signs them."""

    _inherit = "res.company"

    utility_papers = fields.Selection(
        [
            ("full", "Invoice, tax invoice, act of acceptance"),
            ("transfer", "Invoice, universal transfer document"),
            ("act", "Invoice, act of acceptance"),
        ],
        string="Papers of an Invoice",
        required=True,
        default="full",
    )
    utility_director = fields.Char("Director", help="Signs papers for organisations.")
    utility_accountant = fields.Char("Chief Accountant", help="Signs papers for organisations.")

    def _document_requisites(self):
        self.ensure_one()
        return self.partner_id._document_requisites() | {
            "country": self.country_id.code or "",
            "director": self.utility_director or "",
            "accountant": self.utility_accountant or "",
        }

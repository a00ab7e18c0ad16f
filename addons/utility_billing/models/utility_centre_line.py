from odoo import api, fields, models
from odoo.exceptions import UserError


class UtilityCentreLine(models.Model):
    """What an external settlement centre charged and took for a service of an account (N02, N04)."""

    _name = "utility.centre.line"
    _description = "Line of a settlement centre's statement"
    _order = "statement_id desc, account_id, service_id"
    _rec_name = "account_id"
    _check_company_auto = True

    statement_id = fields.Many2one(
        "utility.centre.statement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(
        "utility.account", required=True, index=True, check_company=True, ondelete="restrict"
    )
    service_id = fields.Many2one("utility.service", required=True, check_company=True)
    supplier_id = fields.Many2one("res.partner", check_company=True)
    volume = fields.Float(digits=(18, 6))
    opening = fields.Monetary(
        readonly=True, help="The closing of the statement before, else what is owed here."
    )
    charged = fields.Monetary()
    recalculated = fields.Monetary()
    paid = fields.Monetary()
    paid_on = fields.Date("Day of Payment", help="Empty: the last day of the month.")
    closing = fields.Monetary(help="As the centre says.")
    has_closing = fields.Boolean("Closing Told", readonly=True)
    difference = fields.Monetary(
        readonly=True, help="Closing by the centre less opening, charges and payments."
    )

    _key_uniq = models.UniqueIndex(
        "(statement_id, account_id, service_id)", "The service stands twice in the statement."
    )
    _difference_idx = models.Index("(statement_id) WHERE difference <> 0")

    @api.model_create_multi
    def create(self, vals_list):
        self.env["utility.centre.statement"].browse(
            {vals["statement_id"] for vals in vals_list}
        )._check_open()
        return super().create(vals_list)

    def write(self, vals):
        self.statement_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if self.statement_id.filtered(lambda s: s.state not in ("draft", "checked")):
            raise UserError(self.env._("A statement that is approved stays. Take it back instead."))

from odoo import fields, models


class UtilityPostingCode(models.Model):
    """How another accounting program calls an account of ours, and its dimensions (G10)."""

    _name = "utility.posting.code"
    _description = "Account in another program"
    _order = "account_id"
    _check_company_auto = True
    _rec_name = "code"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    account_id = fields.Many2one("account.account", required=True, check_company=True)
    code = fields.Char(required=True, help="Number of the account there.")
    tax_code = fields.Char(help="SAP: MWSKZ.")
    cost_centre = fields.Char(help="SAP: KOSTL.")
    profit_centre = fields.Char(help="SAP: PRCTR.")

    _account_uniq = models.UniqueIndex(
        "(company_id, account_id)", "This account has a code in the other program already."
    )

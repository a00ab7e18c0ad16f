from odoo import fields, models


class UtilityShadowCharge(models.Model):
    """What another program charged an account for a service in a month, imported to compare (Z02)."""

    _name = "utility.shadow.charge"
    _description = "Charge of another program"
    _rec_name = "account_number"
    _order = "period_date desc, account_number, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_date = fields.Date("Period", required=True, index=True, help="First day of the month.")
    account_number = fields.Char(required=True, help="As the other program names the account.")
    account_id = fields.Many2one(
        "utility.account", check_company=True, ondelete="cascade", help="Empty: unknown here."
    )
    building_id = fields.Many2one(related="account_id.building_id")
    service_id = fields.Many2one("utility.service", required=True, check_company=True)
    amount = fields.Monetary(required=True)
    volume = fields.Float(digits=(18, 6))
    has_volume = fields.Boolean(help="The file told the volume.")
    price = fields.Float(digits=(18, 6), aggregator=None)
    method = fields.Char(help="As the other program calls it.")

    _account_idx = models.Index("(account_id, period_date)")
    _key_uniq = models.UniqueIndex(
        "(company_id, period_date, account_number, service_id)",
        "The other program's charge of this account, service and month is known already.",
    )

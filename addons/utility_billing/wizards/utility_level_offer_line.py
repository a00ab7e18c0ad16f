from odoo import fields, models


class UtilityLevelOfferLine(models.TransientModel):
    """What the level of an account would be."""

    _name = "utility.level.offer.line"
    _description = "Levelled payment of an account, tried"
    _order = "id"

    offer_id = fields.Many2one("utility.level.offer", required=True, ondelete="cascade")
    account_id = fields.Many2one("utility.account", required=True)
    currency_id = fields.Many2one(related="account_id.currency_id")
    partner_id = fields.Many2one(related="account_id.partner_id", string="Payer")
    level = fields.Monetary()
    lowest = fields.Monetary("Lowest Month")
    highest = fields.Monetary("Highest Month")
    known_months = fields.Integer("Months by History")
    problem = fields.Char()

from odoo import fields, models


class UtilityAgentActLine(models.Model):
    """A day of an agent's act."""

    _name = "utility.agent.act.line"
    _description = "Day of an act with a payment agent"
    _order = "date, source"

    act_id = fields.Many2one("utility.agent.act", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="act_id.company_id", store=True)
    currency_id = fields.Many2one(related="act_id.currency_id")
    date = fields.Date(readonly=True)
    source = fields.Char(readonly=True)
    count = fields.Integer("Payments", readonly=True)
    total = fields.Monetary("Taken", readonly=True)
    fee = fields.Monetary("Fee by the Contract", readonly=True)
    fee_told = fields.Monetary("Fee by the Agent", readonly=True)
    beside = fields.Monetary("Fee from Payers by the Contract", readonly=True)
    beside_told = fields.Monetary("Fee from Payers by the Agent", readonly=True)

from odoo import fields, models


class UtilityContractAmendLine(models.TransientModel):
    """One term: what holds now and what is to hold."""

    _name = "utility.contract.amend.line"
    _description = "Term of a new amendment"

    wizard_id = fields.Many2one("utility.contract.amend", required=True, ondelete="cascade")
    parameter_id = fields.Many2one("utility.contract.parameter", required=True)
    choices = fields.Char(related="parameter_id.choices")
    current = fields.Char("Now", readonly=True)
    value = fields.Char("New Value")

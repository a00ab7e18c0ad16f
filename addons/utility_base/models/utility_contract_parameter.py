from odoo import fields, models


class UtilityContractParameter(models.Model):
    """A term that contracts can set: due day, rounding policy, contract volume, ... (A08)."""

    _name = "utility.contract.parameter"
    _description = "Contract parameter"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    value_type = fields.Selection(
        [
            ("text", "Text"),
            ("number", "Number"),
            ("date", "Date"),
            ("flag", "Yes or no"),
            ("choice", "One of a list"),
        ],
        required=True,
        default="text",
    )
    choices = fields.Char(help="For a list: the allowed values, separated by commas.")
    default_value = fields.Char(help="Holds where the contract says nothing.")
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)
    note = fields.Char(translate=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A contract parameter with this code exists already."
    )

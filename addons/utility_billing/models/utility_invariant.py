from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..closing import INVARIANTS

STAGES = [
    ("readings", "Readings"),
    ("charges", "Charges"),
    ("bills", "Bills"),
    ("money", "Payments"),
    ("ledger", "Ledger"),
    ("balances", "Balances"),
    ("next", "Next Month"),
]


class UtilityInvariant(models.Model):
    """What must hold when a month is closed (Z11). Its query stands in ``closing/`` by the code."""

    _name = "utility.invariant"
    _description = "Invariant of a month"
    _order = "sequence, id"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    explanation = fields.Char(translate=True, help="Why it matters.")
    remedy = fields.Char(translate=True, help="What to do about it.")
    stage = fields.Selection(STAGES, required=True)
    sequence = fields.Integer(default=10)
    severity = fields.Selection(
        [
            ("block", "Blocks Closing"),
            ("sign", "Needs a Signature"),
            ("info", "For Information"),
        ],
        required=True,
        default="sign",
    )
    threshold = fields.Float(
        digits=(16, 2), help="Days or a sum, where the rule asks for more than something."
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code)", "There is an invariant with this code.")

    @api.constrains("code")
    def _check_code(self):
        for record in self:
            if record.code not in INVARIANTS:
                raise ValidationError(
                    self.env._("There is no query of the invariant “%s”.", record.code)
                )

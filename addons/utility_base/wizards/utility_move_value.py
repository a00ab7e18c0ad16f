from odoo import fields, models
from odoo.exceptions import UserError

from ..gateway.problem import Problem
from ..gateway.values import parse_decimal


class UtilityMoveValue(models.TransientModel):
    """Final value of one register, as typed; empty where nobody has read it."""

    _name = "utility.move.value"
    _description = "Final reading"

    wizard_id = fields.Many2one("utility.move", required=True, ondelete="cascade")
    installation_id = fields.Many2one("utility.meter.installation", required=True)
    register_id = fields.Many2one("utility.meter.register", required=True)
    service_id = fields.Many2one(related="installation_id.service_id")
    last_date = fields.Date("Previous Reading", readonly=True)
    last_value = fields.Float("Previous Value", digits=(18, 6), readonly=True)
    value = fields.Char("Final Value")

    def _number(self):
        """The value as Decimal, None where it is empty.

        :raises UserError: it is no number
        """
        self.ensure_one()
        number = parse_decimal(self.value or None)
        if isinstance(number, Problem):
            raise UserError(
                self.env._(
                    "%(meter)s: “%(value)s” is not a number.",
                    meter=self.register_id.display_name,
                    value=self.value,
                )
            )
        return number

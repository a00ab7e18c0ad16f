from odoo import fields, models
from odoo.exceptions import UserError


class UtilityClosingSign(models.TransientModel):
    """The reason why a month may be closed with a red line."""

    _name = "utility.closing.sign"
    _description = "Sign a red line"

    line_id = fields.Many2one("utility.closing.line", required=True, readonly=True)
    name = fields.Char(related="line_id.name")
    explanation = fields.Char(related="line_id.explanation")
    count = fields.Integer(related="line_id.count")
    reason = fields.Char(required=True)

    def action_sign(self):
        self.ensure_one()
        line = self.line_id
        if line.state != "unsigned":
            raise UserError(self.env._("There is nothing to sign in “%s”.", line.name))
        self.env["utility.closing.signature"].create(
            {
                "period_id": line.check_id.period_id.id,
                "invariant_id": line.invariant_id.id,
                "count": line.count,
                "amount": line.amount,
                "reason": self.reason,
            }
        )
        return line.check_id.period_id._cockpit(line.check_id)

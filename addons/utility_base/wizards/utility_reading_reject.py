from odoo import fields, models


class UtilityReadingReject(models.TransientModel):
    """Refuse readings with a reply in one's own words."""

    _name = "utility.reading.reject"
    _description = "Reject readings"

    reading_ids = fields.Many2many(
        "utility.reading",
        required=True,
        default=lambda self: self.env["utility.reading"].browse(
            self.env.context.get("active_ids", [])
        ),
    )
    reply = fields.Char(required=True, help="What the customer is told.")

    def action_reject(self):
        return self.reading_ids.action_reject(self.reply)

from odoo import fields, models


class UtilityMeterSeal(models.Model):
    _name = "utility.meter.seal"
    _description = "Seal of a meter"
    _inherit = ["utility.dated.mixin"]
    _rec_name = "number"
    _order = "date_from desc, id desc"

    meter_id = fields.Many2one("utility.meter", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="meter_id.company_id", store=True, index=True)
    number = fields.Char(required=True, index=True)
    kind = fields.Selection(
        [("seal", "Seal"), ("antimagnetic", "Antimagnetic sticker"), ("clamp", "Clamp")],
        required=True,
        default="seal",
    )
    place = fields.Char()
    set_by_id = fields.Many2one("res.users", default=lambda self: self.env.user)
    state = fields.Selection(
        [("intact", "Intact"), ("broken", "Broken"), ("removed", "Removed")],
        required=True,
        default="intact",
    )
    document = fields.Char()

    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE date_to IS NULL", "A seal with this number is in use already."
    )

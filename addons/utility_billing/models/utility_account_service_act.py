from odoo import fields, models


class UtilityAccountService(models.Model):
    _inherit = "utility.account.service"

    act_id = fields.Many2one(
        "utility.act", readonly=True, index="btree_not_null", copy=False, ondelete="restrict"
    )

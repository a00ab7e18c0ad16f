from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    utility_run_id = fields.Many2one(
        "utility.billing.run",
        string="Billing Run",
        readonly=True,
        index="btree_not_null",
        copy=False,
    )
    utility_payment_ids = fields.One2many("utility.payment", "move_id", readonly=True)

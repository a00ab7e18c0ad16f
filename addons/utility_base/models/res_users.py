from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    utility_customer_scope = fields.Selection(
        [
            ("all", "Individuals and organisations"),
            ("individual", "Individuals only"),
            ("organisation", "Organisations only"),
        ],
        default="all",
        required=True,
        string="Visible Customers",
        help="Which personal accounts, and all that belongs to them, the user may see (R01).",
    )
    utility_building_ids = fields.Many2many(
        "utility.building",
        "utility_building_res_users_rel",
        "user_id",
        "building_id",
        string="Visible Buildings",
        help="Empty: all buildings of the user's companies.",
    )

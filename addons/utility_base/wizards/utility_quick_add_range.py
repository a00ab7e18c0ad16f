from odoo import fields, models


class UtilityQuickAddRange(models.TransientModel):
    """A range of commercial premises, parking places or store rooms."""

    _name = "utility.quick.add.range"
    _description = "Quick addition: other premises"

    wizard_id = fields.Many2one("utility.quick.add", required=True, ondelete="cascade")
    kind = fields.Selection(
        selection=lambda self: (
            self.env["utility.premise"]._fields["kind"]._description_selection(self.env)
        ),
        required=True,
        default="parking",
    )
    numbers = fields.Char(required=True, help="Single numbers and ranges: 1-40, К1-К5")
    floor = fields.Integer()
    total_area = fields.Float(digits=(16, 4), help="Of each, m2.")
    with_accounts = fields.Boolean("Open Accounts", default=True)

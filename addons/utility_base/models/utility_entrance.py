from odoo import fields, models


class UtilityEntrance(models.Model):
    _name = "utility.entrance"
    _description = "Entrance of a building"
    _order = "building_id, number"

    building_id = fields.Many2one("utility.building", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="building_id.company_id", store=True, index=True)
    number = fields.Integer(required=True)
    floors = fields.Integer()
    has_elevator = fields.Boolean()
    intercom_code = fields.Char(groups="utility_base.group_operator")

    _number_uniq = models.UniqueIndex(
        "(building_id, number)", "The building has this entrance already."
    )

    def _compute_display_name(self):
        for entrance in self:
            entrance.display_name = self.env._("Entrance %s", entrance.number)

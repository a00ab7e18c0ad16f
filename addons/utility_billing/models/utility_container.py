from odoo import api, fields, models


class UtilityContainer(models.Model):
    """Waste containers of a building or of an organisation's account, with their pickups."""

    _name = "utility.container"
    _description = "Waste containers"
    _order = "building_id, account_id, id"
    _check_company_auto = True

    building_id = fields.Many2one(
        "utility.building",
        compute="_compute_building",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="cascade",
    )
    account_id = fields.Many2one(
        "utility.account", index=True, ondelete="cascade", help="Empty: of the whole building."
    )
    company_id = fields.Many2one(related="building_id.company_id", store=True, index=True)
    volume = fields.Float("Volume, m3", digits=(16, 6), required=True, default=1)
    count = fields.Integer("Containers", required=True, default=1)
    persons_total = fields.Integer(help="Persons who share them; 0: those of the building.")
    area_total = fields.Float("Area That Shares Them, m2", digits=(16, 4))
    pickup_ids = fields.One2many("utility.container.pickup", "container_id")
    active = fields.Boolean(default=True)

    _volume_check = models.Constraint(
        'CHECK (volume > 0 AND "count" > 0)', "Volume and number are above zero."
    )

    @api.depends("account_id")
    def _compute_building(self):
        for container in self:
            container.building_id = container.account_id.building_id or container.building_id

    @api.depends("building_id.address", "volume", "count")
    def _compute_display_name(self):
        for container in self:
            container.display_name = (
                f"{container.building_id.address}: {container.count} × {container.volume:g}"
            )

from odoo import api, fields, models

# Units of the service a month: never a jump below, a jump above where there is no history
_BY_RESOURCE = {
    "cold_water": (10, 60),
    "hot_water": (10, 60),
    "sewerage": (20, 120),
    "heat": (3, 30),
    "electricity": (300, 3000),
    "gas": (100, 2000),
}


class UtilityService(models.Model):
    _inherit = "utility.service"

    jump_floor = fields.Float(
        "Never Unusual Below",
        compute="_compute_jump",
        store=True,
        readonly=False,
        precompute=True,
        digits=(16, 3),
        help="Volume a month of one account that is never suspected.",
    )
    jump_limit = fields.Float(
        "Unusual Above",
        compute="_compute_jump",
        store=True,
        readonly=False,
        precompute=True,
        digits=(16, 3),
        help="Volume a month of one account that is suspected where there is no history; 0: none.",
    )

    @api.depends("resource")
    def _compute_jump(self):
        for service in self:
            floor, limit = _BY_RESOURCE.get(service.resource, (0, 0))
            service.jump_floor = service.jump_floor or floor
            service.jump_limit = service.jump_limit or limit

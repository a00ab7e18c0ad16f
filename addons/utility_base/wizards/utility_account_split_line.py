from odoo import api, fields, models


class UtilityAccountSplitLine(models.TransientModel):
    """One of the new accounts."""

    _name = "utility.account.split.line"
    _description = "New account of a split"
    _check_company_auto = True

    wizard_id = fields.Many2one("utility.account.split", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="wizard_id.company_id")
    account_id = fields.Many2one(related="wizard_id.account_id")
    source_premise_id = fields.Many2one(related="wizard_id.premise_id", string="Divided Premise")
    number = fields.Char("Account Number", help="Empty: the next of the sequence.")
    partner_id = fields.Many2one("res.partner", "Payer", check_company=True)
    name = fields.Char("New Payer", help="A new payer is made with this name.")
    premise_id = fields.Many2one(
        "utility.premise",
        domain="['|', ('id', '=', source_premise_id), ('parent_id', '=', source_premise_id)]",
        help="Empty: the premise of the old account, or the new room.",
    )
    room = fields.Char("New Room", help="A room with this number is made in the flat.")
    room_area = fields.Float(digits=(16, 4), help="Total area of the new room, m2.")
    residency_ids = fields.Many2many(
        "utility.residency",
        string="Residents",
        domain="[('account_id', '=', account_id), ('date_to', '=', False)]",
    )
    service_ids = fields.Many2many(
        "utility.account.service",
        string="Services",
        compute="_compute_service_ids",
        store=True,
        readonly=False,
        domain="[('account_id', '=', account_id), ('date_to', '=', False)]",
    )
    installation_ids = fields.Many2many(
        "utility.meter.installation",
        string="Meters",
        domain="[('account_id', '=', account_id), ('date_to', '=', False)]",
    )

    @api.depends("wizard_id.account_id")
    def _compute_service_ids(self):
        """All services go on by default, on every new account."""
        for line in self:
            services = line.wizard_id.account_id.service_ids
            line.service_ids = services.filtered(lambda s: not s.date_to)

    def _target_premise(self, date):
        """The premise of the new account; a new room is made in the flat."""
        self.ensure_one()
        flat = self.wizard_id.premise_id
        if not self.room:
            return self.premise_id or flat
        parent = flat.parent_id or flat
        room = self.env["utility.premise"].create(
            {
                "building_id": flat.building_id.id,
                "kind": "room",
                "parent_id": parent.id,
                "number": self.room.strip(),
                "entrance_id": flat.entrance_id.id,
                "floor": flat.floor,
                "property_kind": flat.property_kind,
            }
        )
        if self.room_area:
            self.env["utility.area"].create(
                {
                    "premise_id": room.id,
                    "kind": "total",
                    "value": self.room_area,
                    "date_from": date,
                }
            )
        return room

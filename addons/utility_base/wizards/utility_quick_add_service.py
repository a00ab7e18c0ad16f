from odoo import fields, models

APPLIES_TO = [
    ("flat", "Flats"),
    ("commercial", "Commercial premises"),
    ("other", "Parking and storage"),
    ("all", "All"),
]


def applies(applies_to, kind):
    """Whether a line for ``applies_to`` concerns a premise of ``kind``."""
    groups = {"flat": "flat", "room": "flat", "house": "flat", "commercial": "commercial"}
    return applies_to in ("all", groups.get(kind, "other"))


class UtilityQuickAddService(models.TransientModel):
    """A service that the new accounts get."""

    _name = "utility.quick.add.service"
    _description = "Quick addition: service"
    _check_company_auto = True

    wizard_id = fields.Many2one("utility.quick.add", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="wizard_id.company_id")
    service_id = fields.Many2one("utility.service", required=True, check_company=True)
    applies_to = fields.Selection(APPLIES_TO, required=True, default="flat")
    date_from = fields.Date("From", help="Empty: the day of the whole addition.")
    basis = fields.Selection(
        selection=lambda self: (
            self.env["utility.account.service"]._fields["basis"]._description_selection(self.env)
        ),
        string="Charged By",
        help="Empty: as the service says.",
    )
    no_meter_reason = fields.Selection(
        selection=lambda self: (
            self.env["utility.account.service"]
            ._fields["no_meter_reason"]
            ._description_selection(self.env)
        ),
        required=True,
        default="impossible",
    )
    supplier_id = fields.Many2one("res.partner", check_company=True, help="Empty: the usual one.")
    units = fields.Float(digits=(16, 6))

from odoo import fields, models


class UtilityMeterInstallation(models.Model):
    _inherit = "utility.meter.installation"

    charged_until = fields.Date(
        help="Readings up to this day were charged by the system used before: the first charge "
        "here begins with the reading of this day."
    )

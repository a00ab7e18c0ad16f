from odoo import fields, models
from odoo.http import request


class AuditlogHttpRequest(models.Model):
    """From which address and with which program a change was made (X72)."""

    _inherit = "auditlog.http.request"

    utility_address = fields.Char(
        "Network Address",
        default=lambda self: request.httprequest.remote_addr if request else False,
    )
    utility_device = fields.Char(
        "Program and Device",
        default=lambda self: request.httprequest.user_agent.string if request else False,
    )

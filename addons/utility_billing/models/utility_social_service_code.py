from odoo import fields, models


class UtilitySocialServiceCode(models.Model):
    """What a social protection body calls a service in its files."""

    _name = "utility.social.service.code"
    _description = "Code of a service in registers"
    _order = "program_id, code"

    program_id = fields.Many2one(
        "utility.social.program", string="Programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    service_id = fields.Many2one("utility.service", required=True, ondelete="cascade")
    code = fields.Char(required=True)

    _service_uniq = models.UniqueIndex(
        "(program_id, service_id)", "The service has a code in this programme already."
    )

from odoo import fields, models


class UtilityTariffStudyTotal(models.Model):
    """Revenue of a study by service, customer category and month. Written by COPY, never edited."""

    _name = "utility.tariff.study.total"
    _description = "Revenue in a tariff study"
    _inherit = ["utility.lean.mixin"]
    _auto = False
    _log_access = False
    _rec_name = "service_id"
    _order = "study_id, period_date, service_id, id"

    study_id = fields.Many2one("utility.tariff.study", required=True, readonly=True)
    portion_id = fields.Many2one("utility.tariff.study.portion", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    service_id = fields.Many2one("utility.service", required=True, readonly=True)
    customer_category_id = fields.Many2one("utility.customer.category", readonly=True)
    period_date = fields.Date("Month", required=True, readonly=True)
    amount_old = fields.Float("Revenue Now", digits=(16, 2), readonly=True)
    amount_new = fields.Float("Revenue With the Draft", digits=(16, 2), readonly=True)
    difference = fields.Float(digits=(16, 2), readonly=True)
    privilege_old = fields.Float("Privileges Now", digits=(16, 2), readonly=True)
    privilege_new = fields.Float("Privileges With the Draft", digits=(16, 2), readonly=True)
    volume_old = fields.Float("Volume Now", digits=(16, 6), readonly=True, aggregator=None)
    volume_new = fields.Float(
        "Volume With the Draft", digits=(16, 6), readonly=True, aggregator=None
    )

    _study_idx = models.Index("(study_id)")
    _portion_idx = models.Index("(portion_id)")

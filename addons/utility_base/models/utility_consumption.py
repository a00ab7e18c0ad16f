from odoo import fields, models
from odoo.tools import SQL

from .utility_meter_model import ZONES
from .utility_reading import SOURCES


class UtilityConsumption(models.Model):
    """Volumes between accepted readings, for graphs and pivots (B03).

    A view of the readings: of several rows of a register and day the newest counts, a new count
    (installation, verification) begins from nothing, a roll-over is added. Billing does its own,
    exact arithmetic; this is what people look at.
    """

    _name = "utility.consumption"
    _description = "Consumption"
    _rec_name = "account_id"
    _auto = False
    _order = "date desc, id desc"

    date = fields.Date(readonly=True)
    meter_id = fields.Many2one("utility.meter", readonly=True)
    register_id = fields.Many2one("utility.meter.register", readonly=True)
    zone = fields.Selection(ZONES, readonly=True)
    account_id = fields.Many2one("utility.account", readonly=True)
    building_id = fields.Many2one("utility.building", readonly=True)
    service_id = fields.Many2one("utility.service", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    source = fields.Selection(SOURCES, readonly=True)
    value = fields.Float("Reading", digits=(18, 6), readonly=True, aggregator=None)
    volume = fields.Float(digits=(18, 6), readonly=True)

    @property
    def _table_query(self):
        """Cut by account, building and meter, so that PostgreSQL reads only the rows of the one
        which a graph is opened for."""
        return SQL(
            """
            SELECT r.id, r.date, r.meter_id, r.register_id, r.zone, r.account_id, r.building_id,
                   r.service_id, r.company_id, r.source, r.value,
                   CASE WHEN r.before IS NULL OR r.source IN ('installation', 'verification') THEN 0
                        WHEN r.value >= r.before THEN (r.value - r.before) * m.ratio
                        WHEN r.value + 10 ^ m.digits - r.before < 10 ^ m.digits / 10
                        THEN (r.value + 10 ^ m.digits - r.before) * m.ratio
                        ELSE 0 END AS volume
              FROM (
                SELECT d.*, lag(d.value) OVER (
                    PARTITION BY d.account_id, d.building_id, d.meter_id, d.register_id
                    ORDER BY d.date
                ) AS before
                  FROM (
                    SELECT DISTINCT ON (account_id, building_id, meter_id, register_id, date)
                           id, date, meter_id, register_id, zone, account_id, building_id,
                           service_id, company_id, source, value
                      FROM utility_reading
                     WHERE state = 'accepted'
                     ORDER BY account_id, building_id, meter_id, register_id, date, id DESC
                  ) d
              ) r
              JOIN utility_meter m ON m.id = r.meter_id
            """
        )

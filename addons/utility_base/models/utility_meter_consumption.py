from collections import defaultdict

from odoo import api, fields, models

from .utility_meter_model import ZONES

CHART_MONTHS = 24


class UtilityMeter(models.Model):
    """What a meter has counted, month by month."""

    _inherit = "utility.meter"

    consumption_ids = fields.One2many("utility.consumption", "meter_id")
    consumption_chart = fields.Html(compute="_compute_consumption_chart", sanitize=False)

    @api.depends("reading_ids.value", "reading_ids.state")
    def _compute_consumption_chart(self):
        """Bars of the last two years, one colour a zone; months without a reading stay empty."""
        self.env["utility.reading"].flush_model()
        today = fields.Date.context_today(self).replace(day=1)
        first = fields.Date.subtract(today, months=CHART_MONTHS - 1)
        months = [fields.Date.add(first, months=i) for i in range(CHART_MONTHS)]
        groups = self.env["utility.consumption"]._read_group(
            [("meter_id", "in", self.ids), ("date", ">=", first)],
            ["meter_id", "date:month", "zone"],
            ["volume:sum"],
        )
        labels = dict(
            self.env["utility.meter.register"]._fields["zone"]._description_selection(self.env)
        )
        volumes = defaultdict(lambda: defaultdict(float))
        for meter, month, zone, volume in groups:
            volumes[meter.id][month, zone] += volume
        for meter in self:
            values = volumes[meter.id]
            zones = [zone for zone, _label in ZONES if any(z == zone for _m, z in values)]
            sums = [sum(values[month, zone] for zone in zones) for month in months]
            top = max(sums, default=0) or 1
            bars = [
                {
                    "label": month.strftime("%m.%y"),
                    "total": f"{total:g}",
                    "parts": [(zone, 100 * values[month, zone] / top) for zone in zones],
                }
                for month, total in zip(months, sums, strict=True)
            ]
            meter.consumption_chart = any(sums) and self.env["ir.qweb"]._render(
                "utility_base.meter_consumption_chart",
                {"bars": bars, "zones": [(zone, labels[zone]) for zone in zones]},
            )

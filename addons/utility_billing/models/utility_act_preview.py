from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ..loader.act_preview import preview


class UtilityAct(models.Model):
    """What the act would change, seen before it is in force: by month, as the engine charges."""

    _inherit = "utility.act"

    currency_id = fields.Many2one(related="company_id.currency_id")
    preview = fields.Json(readonly=True, copy=False)
    preview_html = fields.Html("Consequence", compute="_compute_preview_html", sanitize=False)

    def action_preview(self):
        """Reckon what the act adds to the next charge or takes off it."""
        for act in self:
            act._check_filled()
            act._check_dates()
            act.preview = act._preview()
        return True

    def _preview(self):
        """``{period, rows: [{month, service, volume, amount}], amount}``; numbers as text."""
        self.ensure_one()
        period = self.env["utility.billing.run"].with_company(self.company_id)._default_period()
        rows = (
            preview(self.env, self.company_id, period.code, self._event_values()) if period else []
        )
        return {
            "period": period.code or "",
            "rows": [
                {"month": m, "service": s, "volume": f"{v:.6f}", "amount": f"{a:.2f}"}
                for m, s, v, a in rows
            ],
            "amount": f"{sum(row[3] for row in rows):.2f}",
        }

    def action_file(self):
        """A filed act tells what it would change."""
        result = super().action_file()
        for act in self:
            act.preview = act._preview()
        return result

    @api.depends("preview")
    @api.depends_context("lang")
    def _compute_preview_html(self):
        for act in self:
            act.preview_html = act._preview_table() if act.preview else False

    def _preview_table(self):
        found = self.preview
        if not found["rows"]:
            return Markup("<p>%s</p>") % self._preview_nothing()
        services = self.env["utility.service"].browse({row["service"] for row in found["rows"]})
        names = {service.id: (service.name, service.uom_id.name) for service in services}

        def money(text):
            return formatLang(self.env, float(text), currency_obj=self.currency_id)

        rows = Markup().join(
            Markup('<tr><td>%s</td><td>%s</td><td class="text-end">%s %s</td>')
            % (
                format_date(self.env, f"{row['month']}-01", date_format="LLLL yyyy"),
                names[row["service"]][0],
                formatLang(self.env, float(row["volume"]), digits=3),
                names[row["service"]][1],
            )
            + Markup('<td class="text-end">%s</td></tr>') % money(row["amount"])
            for row in found["rows"]
        )
        head = Markup("<th>%s</th><th>%s</th>") % (self.env._("Month"), self.env._("Service"))
        head += Markup('<th class="text-end">%s</th><th class="text-end">%s</th>') % (
            self.env._("Volume"),
            self.env._("Amount"),
        )
        total = Markup('<tr><th colspan="3">%s</th><th class="text-end">%s</th></tr>') % (
            self.env._("In the charge of %s", found["period"]),
            money(found["amount"]),
        )
        return (
            Markup('<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s%s</tbody>')
            % (head, rows, total)
        ) + Markup("</table>")

    def _preview_nothing(self):
        if self.kind == "access_refused":
            return self.env._(
                "From the second refusal on the next month is charged by the norm with its "
                "coefficient."
            )
        if self.kind == "reconnection":
            return self.env._("The service is charged again from %s on.", self.date_from)
        if self.kind == "no_meter":
            if self.conclusion == "possible":
                return self.env._(
                    "From %s on the norm is charged with its coefficient.", self.date_from
                )
            return self.env._(
                "From %s on the norm is charged without a coefficient.", self.date_from
            )
        return self.env._("Nothing changes in the charge of %s.", self.preview["period"])

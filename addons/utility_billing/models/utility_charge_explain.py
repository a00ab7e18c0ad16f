from decimal import Decimal

from markupsafe import Markup

from odoo import api, fields, models

from ..engine import explain
from ..loader.reader import exact_cursor, rows
from ..loader.trace import line_of
from .charge_texts import ChargeTexts

_COLUMNS = (
    "id account_id service_id period_date kind component zone of_period method reason cause volume"
    " price amount net vat vat_rate trace"
).split()


class UtilityCharge(models.Model):
    """Why a line is what it is: formula with its numbers, readings, days, price order (Z01)."""

    _inherit = "utility.charge"

    explanation = fields.Html(compute="_compute_explanation", sanitize=False)

    def _compute_explanation(self):
        found = {item["id"]: item for item in self.explain_charge()}
        for charge in self:
            charge.explanation = _as_html(self.env, found.get(charge.id))

    def explain_charge(self):
        """Explanations of charge lines for screens and integrators.

        :return: per line a dict: ``id service method text`` (sentences with the numbers),
            ``formula variables steps readings days tariff_ref legal amount``; numbers are texts and
            the amounts of ``steps`` add up to ``amount``
        """
        self.check_access("read")
        with exact_cursor(self.env) as cursor:
            stored = {
                row[0]: dict(zip(_COLUMNS, row, strict=True))
                for row in rows(
                    cursor,
                    "SELECT id, account_id, service_id, period_date, kind, component, zone,"
                    " of_period, method, reason, cause, volume, price, amount, net, vat, vat_rate,"
                    " trace FROM utility_charge WHERE id = ANY(%s)",
                    self.ids,
                )
            }
        return [
            self._explain_row(charge, stored[charge.id]) for charge in self if charge.id in stored
        ]

    @api.model
    def _explain_row(self, charge, row):
        for name in ("volume", "net", "vat", "vat_rate"):
            row[name] = row[name] if row[name] is not None else Decimal(0)
        line = line_of(row, charge.service_id.code)
        found = explain(line) if line.trace[0][0] else {"key": "", "variables": {}, "steps": []}
        texts = ChargeTexts(self.env, charge)
        return {
            **found,
            "id": charge.id,
            "service": charge.service_id.name,
            "method": charge.method or "",
            "text": texts.sentences(found, line),
            "readings": texts.readings(line),
            "legal": texts.legal(found),
            "amount": f"{row['amount']:.2f}",
        }


def _as_html(env, item):
    if not item:
        return False
    parts = [Markup("<p>%s</p>") % sentence for sentence in item["text"]]
    if item["readings"]:
        head = (env._("Meter"), env._("Zone"), env._("Before"), env._("Now"), env._("Difference"))
        parts.append(
            Markup(
                '<table class="table table-sm w-auto"><thead><tr>%s</tr></thead><tbody>%s</tbody></table>'
            )
            % (
                Markup().join(Markup("<th>%s</th>") % text for text in head),
                Markup().join(
                    Markup(
                        "<tr><td>%s</td><td>%s</td><td>%s (%s)</td><td>%s (%s)</td><td>%s</td></tr>"
                    )
                    % (
                        reading["meter"],
                        reading["zone"],
                        reading["before"],
                        reading["before_date"],
                        reading["value"],
                        reading["date"],
                        reading["difference"],
                    )
                    for reading in item["readings"]
                ),
            )
        )
    parts.append(
        Markup("<ul>%s</ul>") % Markup().join(Markup("<li>%s</li>") % ref for ref in item["legal"])
    )
    return Markup().join(parts)

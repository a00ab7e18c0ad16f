from decimal import Decimal

from markupsafe import Markup

from odoo import api, fields, models

from ..engine import explain
from ..loader.reader import exact_cursor, rows
from ..loader.trace import line_of
from .charge_figures import Figures, number
from .charge_texts import ChargeTexts
from .charge_texts_formulas import formula_words

_COLUMNS = (
    "id account_id service_id period_date kind component zone of_period method reason cause volume"
    " price amount net vat vat_rate trace"
).split()


class UtilityCharge(models.Model):
    """Why a line is what it is: formula with its numbers, readings, days, price order (Z01)."""

    _name = "utility.charge"
    _inherit = ["utility.charge", "utility.explained.mixin"]

    explanation = fields.Html(compute="_compute_explanation", sanitize=False)

    def _compute_explanation(self):
        found = {item["id"]: item for item in self.explain_charge()}
        for charge in self:
            charge.explanation = _as_html(self.env, found.get(charge.id))

    def explain_charge(self, lang=None):
        """Explanations of charge lines for screens, the portal and integrators.

        Portal users get the lines of approved bills of their own accounts alone.

        :param lang: language of the texts, an installed code or its beginning (``ru``); None: the user's
        :return: per line a dict: ``id service title kind method volume unit price days text``
            (sentences with the numbers), ``formula variables steps readings tariff_ref legal acts
            cause of_period amount``; numbers are texts and the amounts of ``steps`` add up to
            ``amount``
        """
        charges = self._explained(lang)
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
        known = {}
        return [
            charges._explain_row(charge, stored[charge.id], known)
            for charge in charges
            if charge.id in stored
        ]

    def _explained_bills(self):
        return self.bill_id

    @api.model
    def _explain_row(self, charge, row, known=None):
        for name in ("volume", "net", "vat", "vat_rate"):
            row[name] = row[name] if row[name] is not None else Decimal(0)
        line = line_of(row, charge.service_id.code)
        if line.trace[0][0]:
            found = explain(line)
        else:
            step = {"text": line.kind, "amount": f"{row['amount']:.2f}"}
            found = {"key": "", "variables": {}, "steps": [step], "days": [None, None]}
        texts = ChargeTexts(self.env, charge, known)
        return {
            **found,
            "formula": formula_words(self.env, found["key"], found.get("formula", "")),
            "id": charge.id,
            "service_id": charge.service_id.id,
            "service": charge.service_id.name or "",
            "title": texts.title(),
            "kind": charge.kind,
            "cause": charge.cause or "",
            "of_period": line.of_period or "",
            "method": charge.method or "",
            "volume": number(line.volume),
            "unit": texts.unit,
            "price": number(line.price) if line.price is not None else "",
            "text": texts.sentences(found, line),
            "readings": texts.readings(line),
            "legal": texts.legal(found),
            "acts": charge._explain_acts(found["variables"]),
            "amount": f"{row['amount']:.2f}",
        }

    def _event_kinds(self, variables):
        """Kinds of events that tell why the line is what it is."""
        if self.kind == "recalculation":
            known = self.env["utility.event"]._fields["kind"].get_values(self.env)
            return known if self.cause == "correction" else [self.cause]
        kinds = ["access_refused"] if self.reason == "refused" else []
        if variables.get("days") != variables.get("month_days"):
            # a service that was cut off is charged for the other days
            kinds.append("suspension")
        return kinds

    @api.model
    def _explain_values(self, place, values):
        """The explanation of a line that is not in the ledger.

        :param place: record with the account, service, period and company of the line
        :param values: its columns, numbers as texts
        """
        row = {"id": False, "account_id": place.account_id.id, "period_date": place.period_date}
        for name in ("volume", "price", "amount", "net", "vat", "vat_rate"):
            row[name] = None if values[name] is None else Decimal(values[name])
        for name in ("kind", "component", "zone", "method", "reason", "cause", "trace"):
            row[name] = values[name]
        row["of_period"] = fields.Date.to_date(values["of_period"])
        names = ("kind", "component", "zone", "cause", "of_period", "method", "reason")
        charge = self.new(
            {
                "account_id": place.account_id.id,
                "building_id": place.building_id.id,
                "company_id": place.company_id.id,
                "service_id": place.service_id.id,
                "period_date": place.period_date,
                **{name: row[name] for name in names},
            }
        )
        return self._explain_row(charge, row)

    def _explain_acts(self, variables):
        """Acts and proofs behind a line: ``[{name, document, from, to}]`` as texts."""
        self.ensure_one()
        kinds = self._event_kinds(variables)
        if self.kind != "privilege" and self.cause != "absence" and not kinds:
            return []
        month = self.of_period or self.period_date
        last = fields.Date.end_of(month, "month")
        if self.kind == "privilege":
            records = self.env["utility.privilege"].search(
                [
                    ("account_id", "=", self.account_id.id),
                    ("service_ids", "in", self.service_id.ids),
                    ("date_from", "<=", last),
                    "|", ("date_to", "=", False), ("date_to", ">=", month),
                ]
            )  # fmt: skip
            spans = [(r, r.name or r.display_name, r.date_from, r.date_to) for r in records]
        elif self.cause == "absence":
            records = self.env["utility.absence"].search(
                [
                    ("account_id", "=", self.account_id.id),
                    ("state", "=", "confirmed"),
                    ("departure", "<=", last),
                    ("arrival", ">=", month),
                ]
            )
            spans = [(r, self.env._("Absence"), r.departure, r.arrival) for r in records]
        else:
            records = self.env["utility.event"].search(
                [
                    ("kind", "in", kinds),
                    ("state", "=", "confirmed"),
                    ("date_from", "<=", last),
                    "|", ("kind", "=", "access_refused"),
                    "|", ("date_to", "=", False), ("date_to", ">=", month),
                    "|", ("service_id", "=", False), ("service_id", "=", self.service_id.id),
                    "|", ("account_id", "=", self.account_id.id),
                    "&", ("account_id", "=", False), ("building_id", "=", self.building_id.id),
                ]
            )  # fmt: skip
            kinds = dict(records._fields["kind"]._description_selection(self.env))
            spans = [(r, kinds[r.kind], r.date_from, r.date_to) for r in records]
        return [
            {
                "name": name,
                "document": record.document or "",
                "from": fields.Date.to_string(start) or "",
                "to": fields.Date.to_string(end) or "",
            }
            for record, name, start, end in spans
        ]


def _as_html(env, item):
    if not item:
        return False
    figures = Figures(env, env.company.currency_id)
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
                        figures.number(reading["before"]),
                        reading["before_date"],
                        figures.number(reading["value"]),
                        reading["date"],
                        figures.number(reading["difference"]),
                    )
                    for reading in item["readings"]
                ),
            )
        )
    acts = [f"{act['name']}: {act['document']}" for act in item["acts"] if act["document"]]
    parts.append(
        Markup("<ul>%s</ul>")
        % Markup().join(Markup("<li>%s</li>") % ref for ref in [*acts, *item["legal"]])
    )
    return Markup().join(parts)

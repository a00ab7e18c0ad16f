"""Explanations of charge lines in sentences of the reader's language."""

from decimal import Decimal

from odoo.tools import format_date

from .charge_figures import Figures, number
from .charge_texts_house import HouseTexts
from .charge_texts_reductions import ReductionTexts

#: parameters whose acts stand behind a formula
LEGAL = {
    "uplift": "uplift_coefficient",
    "average": "average_months_max",
    "absence": "absence_min_full_days",
    "instalment": "agreement_interest_margin",
}


class ChargeTexts(HouseTexts, ReductionTexts, Figures):
    """Texts of one charge line.

    ``known``: references found so far, shared by the lines of a bill.
    """

    def __init__(self, env, charge, known=None):
        super().__init__(env, charge.currency_id or charge.company_id.currency_id)
        self.known = {} if known is None else known
        self.charge = charge
        self.unit = charge.uom_id.name or ""

    def title(self):
        """What the line is: service, component, zone, and what is not a plain charge."""
        charge = self.charge
        part = charge.service_id.component_ids.filtered(lambda c: c.code == charge.component)
        words = [charge.service_id.name or "", part.name, self._label("zone")]
        if charge.zone == "total":
            words.pop()
        if charge.kind != "charge":
            words.append(self._label("cause") or self._label("kind"))
        return ", ".join(word for word in words if word)

    def _label(self, name):
        """The chosen value of a selection field in words, or an empty text."""
        return dict(self.charge._fields[name]._description_selection(self.env)).get(
            self.charge[name], ""
        )

    def sentences(self, found, line):
        """What was counted, what it cost, what was added: one sentence each."""
        result = []
        first = self._volume(found, line)
        if first:
            result.append(first)
        # lines that follow from a charge need not repeat its reason
        reason = self._reason(line.reason) if line.kind == "charge" else None
        if reason:
            result.append(reason)
        result += self._money(found, line)
        return result

    def _volume(self, found, line):
        values = found["variables"]
        maker = getattr(self, f"_volume_{found['key']}", None)
        if maker is not None:
            return maker(values, line)
        known = ", ".join(f"{name} {self.plain(value)}" for name, value in values.items() if value)
        if found.get("formula"):
            return self.env._(
                "%(formula)s, where %(values)s", formula=found["formula"], values=known or "–"
            )
        return ""

    def _volume_meter(self, values, line):
        settled = values.get("settled") or "0"
        text = self.env._(
            "You used %(volume)s %(unit)s%(readings)s.",
            volume=self.number(line.volume),
            unit=self.unit,
            readings=self._shown(line),
        )
        if Decimal(settled):
            text += " " + self.env._(
                "%(settled)s %(unit)s that were charged without readings before are taken off.",
                settled=self.number(settled),
                unit=self.unit,
            )
        return text

    def _shown(self, line):
        """The readings that gave the volume, in brackets."""
        parts = [
            self.env._(
                "reading %(value)s on %(day)s − %(before)s on %(base)s",
                value=self.number(reading["value"]),
                day=reading["date"],
                before=self.number(reading["before"]),
                base=reading["before_date"],
            )
            for reading in self.readings(line)
        ]
        return f" ({'; '.join(parts)})" if parts else ""

    def _volume_average(self, values, line):
        return self.env._(
            "By the average, months counted %(months)s: %(sum)s / %(months)s = %(volume)s %(unit)s.",
            months=values.get("months"),
            sum=self.number(values.get("sum") or 0),
            volume=self.number(line.volume),
            unit=self.unit,
        )

    def _persons(self, count):
        shown = self.number(count)
        return self.env._("1 person") if shown == "1" else self.env._("%s persons", shown)

    def _volume_norm(self, values, line):
        base = {
            "person": self._persons(values["base"]),
            "m2": self.env._("%s m2", self.number(values["base"])),
        }.get(values["per"], self.env._("%s units", self.number(values["base"])))
        text = self.env._(
            "By norm: %(base)s × %(norm)s %(unit)s",
            base=base,
            norm=self.number(values["norm"]),
            unit=self.unit,
        )
        if values["days"] != values["month_days"]:
            text += self.env._(
                " × %(days)s of %(month)s days", days=values["days"], month=values["month_days"]
            )
        if values.get("season") not in (None, "1"):
            text += f" × {self.number(values['season'])}"
        return f"{text} = {self.number(line.volume)} {self.unit}."

    def _volume_base(self, values, line):
        label = {
            "area": self.env._("By area"),
            "person": self.env._("By persons"),
            "unit": self.env._("By units"),
            "fixed": self.env._("Fixed sum"),
            "once": self.env._("Done once"),
            "contract": self.env._("Contract volume"),
        }.get(values["per"], values["per"])
        text = f"{label}: {self.number(values['base'])}"
        if values["days"] != values["month_days"]:
            text += self.env._(
                " × %(days)s of %(month)s days", days=values["days"], month=values["month_days"]
            )
        return f"{text} = {self.number(line.volume)} {self.unit}."

    def _volume_capacity(self, values, line):
        return self.env._(
            "Connected capacity: %(capacity)s × %(hours)s h a day × %(days)s days = "
            "%(volume)s %(unit)s.",
            capacity=self.number(values["capacity"]),
            hours=self.number(values["hours"]),
            days=values["days"],
            volume=self.number(line.volume),
            unit=self.unit,
        )

    def _volume_per_meter(self, values, line):
        return self.env._(
            "For each meter: %(meters)s meters, %(days)s of %(month)s days together = %(volume)s.",
            meters=values["meters"],
            days=values["days"],
            month=values["month_days"],
            volume=self.number(line.volume),
        )

    def _volume_sum(self, values, line):
        parts = " + ".join(
            f"{self._service_name(code)} {self.number(volume)}"
            for code, volume, *_how in values["parts"]
        )
        return self.env._(
            "The sum of other services: %(parts)s = %(volume)s %(unit)s.",
            parts=parts,
            volume=self.number(line.volume),
            unit=self.unit,
        )

    def _service_name(self, code):
        """Name of a service by the engine's code, which may tell a supplier and basis too."""
        known = self.charge.service_id.volume_source_ids
        return known.filtered(lambda s: s.code == code.split("@")[0])[:1].name or code

    def _volume_uplift(self, values, line):
        return self.env._(
            "No meter although one is possible: %(volume)s %(unit)s × %(price)s × (%(k)s − 1).",
            volume=self.number(values["volume"]),
            unit=self.unit,
            price=self.number(values["tariff"] or 0),
            k=self.number(values["coefficient"]),
        )

    def _volume_formula(self, values, _line):
        named = values.get("variables") or []
        known = ", ".join(
            f"{name} = {self.plain(value)}"
            for name, value in (named.items() if isinstance(named, dict) else named)
        )
        return self.env._(
            "By the formula %(formula)s, where %(values)s.",
            formula=values.get("text", ""),
            values=known or "–",
        )

    def _reason(self, reason):
        return {
            "not_sent": self.env._("No reading was sent for this month."),
            "unusable": self.env._(
                "The meter may not be used: its verification has ended or it failed."
            ),
            "refused": self.env._("Access to the meter was refused twice."),
            "away": self.env._("The meter was away for repair or verification."),
            "no_meter": self.env._("There is no meter."),
        }.get(reason)

    def _money(self, found, line):
        if line.kind in ("penalty", "interest"):
            return [self._penalty(line)]
        if line.kind != "charge":
            return [f"{self.env._('Amount')}: {self.money(line.amount)}."]
        result = []
        for step in found["steps"]:
            if step["text"] == "vat":
                result.append(
                    self.env._(
                        "VAT %(rate)s%%: %(amount)s.",
                        rate=self.number(step["rate"]),
                        amount=self.sum(step["amount"]),
                    )
                )
            elif step["text"] == "rounding":
                result.append(self.env._("Rounding: %s.", self.sum(step["amount"])))
            elif step.get("price"):
                result.append(
                    f"{self.number(step['quantity'])} {self.unit} × {self.number(step['price'])}"
                    f" = {self.money(step['amount'])}."
                )
        if line.vat_included and line.vat:
            result.append(
                self.env._(
                    "Of it VAT %(rate)s%%: %(amount)s.",
                    rate=self.number(line.vat_rate),
                    amount=self.sum(line.vat),
                )
            )
        return result

    def readings(self, line):
        """The readings that the line rests on."""
        return [
            {
                "meter": serial,
                "zone": zone or "",
                "date": format_date(self.env, day),
                "value": number(value),
                "before_date": format_date(self.env, base),
                "before": number(before),
                "difference": number(Decimal(value) - Decimal(before)),
            }
            for serial, zone, day, value, base, before in line.used
        ]

    def legal(self, found):
        """The orders and acts behind the price, the norm, the coefficient and the method."""
        key = found["key"]
        refs = [found.get("tariff_ref"), found["variables"].get("norm_row")]
        if key in LEGAL:
            refs.append(self._parameter_ref(LEGAL[key]))
        if key:
            refs.append(self._parameter_ref(f"legal_{key}"))
        return list(dict.fromkeys(ref for ref in refs if ref))

    def _parameter_ref(self, code):
        charge = self.charge
        day = charge.of_period or charge.period_date
        key = (code, day, charge.company_id, charge.service_id)
        if key not in self.known:
            parameter = self.env["utility.rule.parameter"]._holding(*key)
            self.known[key] = parameter.legal_reference
        return self.known[key]

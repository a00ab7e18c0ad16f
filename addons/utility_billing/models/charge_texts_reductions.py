"""Sentences on what lowers or corrects a charge: reductions, privileges, differences, penalties."""

from decimal import Decimal


def short(text):
    """A number of a trace with at most four decimals, without trailing zeros.

    >>> short("14.00"), short("0.333333333"), short(None)
    ('14', '0.3333', '0')
    """
    value = Decimal(str(text or 0))
    shown = (
        f"{value.quantize(Decimal('0.0001')):f}" if value.as_tuple().exponent < -4 else f"{value:f}"
    )
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


class ReductionTexts:
    """Mixed into the texts of a line; needs ``env`` and ``charge``."""

    def _volume_outage(self, values, _line):
        return self.env._(
            "No supply for %(hours)s h; allowed %(month)s h a month and %(once)s h at once: "
            "%(excess)s h beyond, %(percent)s%% of the charge for each.",
            hours=short(values["hours"]),
            month=short(values["allowed_month"]),
            once=short(values["allowed_once"]),
            excess=short(values["excess"]),
            percent=short(values["percent"]),
        )

    def _volume_planned_outage(self, values, _line):
        return self.env._(
            "Planned repair: %(days)s of %(total)s days without supply are not charged.",
            days=short(values["days"]),
            total=short(values["of_days"]),
        )

    def _volume_quality(self, values, _line):
        parts = [
            self.env._(
                "measured or missing degrees %(value)s, rate or limit %(percent)s, %(hours)s h",
                value=short(value),
                percent=short(percent),
                hours=short(hours),
            )
            for value, percent, hours in values["measurements"]
        ]
        return self.env._("Quality beside the norm: %s.", "; ".join(parts))

    def _volume_not_rendered(self, values, _line):
        return self.env._(
            "The service was not rendered on %(days)s of %(total)s days.",
            days=short(values["days"]),
            total=short(values["of_days"]),
        )

    def _volume_missed_pickup(self, values, _line):
        return self.env._(
            "Waste was taken away %(hours)s h late: %(steps)s full days × %(percent)s%%.",
            hours=short(values["hours"]),
            steps=short(values["steps"]),
            percent=short(values["percent"]),
        )

    def _volume_absence(self, values, _line):
        return self.env._(
            "Absent: %(days)s person-days of %(persons)s persons × %(total)s days.",
            days=short(values["person_days"]),
            persons=short(values["persons"]),
            total=short(values["days"]),
        )

    def _volume_privilege(self, values, _line):
        text = self.env._(
            "Privilege: %(percent)s%% of %(fee)s",
            percent=short(values["percent"]),
            fee=short(values["fee"]),
        )
        if short(values["share"]) != "1":
            text += ", " + self.env._("entitled share %s", short(values["share"]))
        if short(values["kept"]) != "1":
            text += ", " + self.env._("share kept after reductions %s", short(values["kept"]))
        return f"{text}."

    def _volume_tampering(self, values, line):
        if values["by"] == "capacity":
            text = self.env._(
                "Unauthorised consumption: capacity %(quantity)s a day × %(days)s days",
                quantity=short(values["quantity"]),
                days=short(values["days"]),
            )
        else:
            text = self.env._(
                "Unauthorised consumption: the norm of %(days)s days × %(quantity)s",
                quantity=short(values["quantity"]),
                days=short(values["days"]),
            )
        return f"{text} = {short(line.volume)} {self.unit}."

    def _volume_annual(self, values, _line):
        return self.env._(
            "Yearly correction: the real fee of the year is %(real)s, charged were %(charged)s.",
            real=short(values["real"]),
            charged=short(values["charged"]),
        )

    def _volume_correction(self, values, line):
        text = self.env._(
            "Should be %(now)s, was charged %(charged)s, difference %(difference)s.",
            now=f"{Decimal(values['now']):.2f}",
            charged=f"{Decimal(values['charged']):.2f}",
            difference=f"{Decimal(values['now']) - Decimal(values['charged']):.2f}",
        )
        if line.of_period:
            month = self.env._("For %s.", f"{line.of_period[5:]}.{line.of_period[:4]}")
            text = f"{month} {text}"
        return text

    def _penalty(self, line, currency):
        """Penalties carry their days as volume and the month of the debt."""
        kind = self.env._("Penalty") if line.kind == "penalty" else self.env._("Interest")
        month = line.of_period or line.period
        return self.env._(
            "%(kind)s on the debt of %(month)s for %(days)s days: %(amount)s %(currency)s.",
            kind=kind,
            month=f"{month[5:]}.{month[:4]}",
            days=short(line.volume),
            amount=f"{line.amount:.2f}",
            currency=currency,
        )

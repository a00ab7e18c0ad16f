"""Sentences on what lowers or corrects a charge: reductions, privileges, differences, penalties."""

from decimal import Decimal

from odoo.tools import format_date


class ReductionTexts:
    """Mixed into the texts of a line; needs ``env`` and ``charge``."""

    def _volume_outage(self, values, _line):
        return self.env._(
            "No supply for %(hours)s h; allowed %(month)s h a month and %(once)s h at once: "
            "%(excess)s h beyond, %(percent)s%% of the charge for each.",
            hours=self.short(values["hours"]),
            month=self.short(values["allowed_month"]),
            once=self.short(values["allowed_once"]),
            excess=self.short(values["excess"]),
            percent=self.short(values["percent"]),
        )

    def _volume_planned_outage(self, values, _line):
        return self.env._(
            "Planned repair: %(days)s of %(total)s days without supply are not charged.",
            days=self.short(values["days"]),
            total=self.short(values["of_days"]),
        )

    def _volume_quality(self, values, _line):
        parts = [
            self.env._(
                "measured or missing degrees %(value)s, rate or limit %(percent)s, %(hours)s h",
                value=self.short(value),
                percent=self.short(percent),
                hours=self.short(hours),
            )
            for value, percent, hours in values["measurements"]
        ]
        return self.env._("Quality beside the norm: %s.", "; ".join(parts))

    def _volume_not_rendered(self, values, _line):
        return self.env._(
            "The service was not rendered on %(days)s of %(total)s days.",
            days=self.short(values["days"]),
            total=self.short(values["of_days"]),
        )

    def _volume_missed_pickup(self, values, _line):
        return self.env._(
            "Waste was taken away %(hours)s h late: %(steps)s full days × %(percent)s%%.",
            hours=self.short(values["hours"]),
            steps=self.short(values["steps"]),
            percent=self.short(values["percent"]),
        )

    def _volume_absence(self, values, _line):
        return self.env._(
            "Absent: %(days)s person-days of %(persons)s persons × %(total)s days.",
            days=self.short(values["person_days"]),
            persons=self.short(values["persons"]),
            total=self.short(values["days"]),
        )

    def _volume_privilege(self, values, _line):
        text = self.env._(
            "Privilege: %(percent)s%% of %(fee)s",
            percent=self.short(values["percent"]),
            fee=self.short(values["fee"]),
        )
        if self.short(values["share"]) != "1":
            text += ", " + self.env._("entitled share %s", self.short(values["share"]))
        if self.short(values["kept"]) != "1":
            text += ", " + self.env._("share kept after reductions %s", self.short(values["kept"]))
        return f"{text}."

    def _volume_tampering(self, values, line):
        if values["by"] == "capacity":
            text = self.env._(
                "Unauthorised consumption: capacity %(quantity)s a day × %(days)s days",
                quantity=self.short(values["quantity"]),
                days=self.short(values["days"]),
            )
        else:
            text = self.env._(
                "Unauthorised consumption: the norm of %(days)s days × %(quantity)s",
                quantity=self.short(values["quantity"]),
                days=self.short(values["days"]),
            )
        return f"{text} = {self.short(line.volume)} {self.unit}."

    def _volume_annual(self, values, _line):
        return self.env._(
            "Yearly correction: the real fee of the year is %(real)s, charged were %(charged)s.",
            real=self.short(values["real"]),
            charged=self.short(values["charged"]),
        )

    def _volume_correction(self, values, line):
        text = self.env._(
            "Should be %(now)s, was charged %(charged)s, difference %(difference)s.",
            now=self.sum(values["now"]),
            charged=self.sum(values["charged"]),
            difference=self.sum(Decimal(values["now"]) - Decimal(values["charged"])),
        )
        if line.of_period:
            month = self.env._("For %s.", self.month(line.of_period))
            text = f"{month} {text}"
        return text

    def _volume_instalment(self, values, line):
        sums = "; ".join(
            self.env._(
                "%(first)s – %(last)s: on %(rest)s",
                first=format_date(self.env, first),
                last=format_date(self.env, last),
                rest=self.sum(rest),
            )
            for first, last, rest in values["spans"]
        )
        text = self.env._(
            "Instalment agreement %(number)s, %(rate)s %% a year, for %(days)s days: %(sums)s.",
            number=values["number"],
            rate=self.short(values["rate"]),
            days=self.short(line.volume),
            sums=sums or "–",
        )
        so_far = self.env._(
            "So far %(now)s, charged before %(before)s, now %(whole)s for all services.",
            now=self.sum(values["now"]),
            before=self.sum(values["before"]),
            whole=self.sum(values["whole"]),
        )
        return f"{text} {so_far}"

    def _penalty(self, line):
        """Penalties carry their days as volume and the month of the debt."""
        kind = self.env._("Penalty") if line.kind == "penalty" else self.env._("Interest")
        month = line.of_period or line.period
        return self.env._(
            "%(kind)s on the debt of %(month)s for %(days)s days: %(amount)s.",
            kind=kind,
            month=self.month(month),
            days=self.short(line.volume),
            amount=self.money(line.amount),
        )

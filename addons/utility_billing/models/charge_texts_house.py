"""Sentences on volumes that the house divides: heating, common needs, shared flats, waste."""

from decimal import Decimal


def number(text):
    """A number without trailing zeros.

    >>> number("9.490000"), number("10"), number("0E-6")
    ('9.49', '10', '0')
    """
    value = Decimal(str(text))
    if not value:
        return "0"
    shown = f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


class HouseTexts:
    """Mixed into the texts of a line; needs ``env`` and ``unit``."""

    def _volume_heating(self, values, line):
        text = self.env._(
            "The house used %(volume)s %(unit)s; your area is %(area)s of %(house)s m2",
            volume=number(values["house_volume"]),
            unit=self.unit,
            area=number(values["area"] or 0),
            house=number(values["house_area"]),
        )
        if values.get("reading") not in (None, "None"):
            text += ", " + self.env._("your meter shows %s", number(values["reading"]))
        return f"{text}. " + self.env._(
            "Your share is %(share)s %(unit)s.", share=number(line.volume), unit=self.unit
        )

    def _volume_common(self, values, line):
        text = self.env._(
            "Common needs: the house used %(house)s %(unit)s, its accounts %(own)s",
            house=number(values["house_volume"]),
            unit=self.unit,
            own=number(values["own_volumes"]),
        )
        if values.get("carried") and Decimal(values["carried"]):
            text += ", " + self.env._("carried from earlier months %s", number(values["carried"]))
        return f"{text}. " + self.env._(
            "The rest × %(area)s of %(total)s m2 = %(share)s %(unit)s.",
            area=number(values["area"]),
            total=number(values["house_area"]),
            share=number(line.volume),
            unit=self.unit,
        )

    def _volume_common_norm(self, values, line):
        return self.env._(
            "Common needs by norm: %(norm)s × %(common)s m2 of common area × %(area)s of "
            "%(total)s m2 = %(share)s %(unit)s.",
            norm=number(values["norm"]),
            common=number(values["common_area"]),
            area=number(values["area"]),
            total=number(values["house_area"]),
            share=number(line.volume),
            unit=self.unit,
        )

    def _volume_flat(self, values, line):
        return self.env._(
            "The flat is shared: %(persons)s of %(total)s persons = %(volume)s %(unit)s.",
            persons=number(values["persons"]),
            total=number(values["total"]),
            volume=number(line.volume),
            unit=self.unit,
        )

    def _volume_containers(self, values, line):
        parts = [
            number(whole)
            if base in (None, "None")
            else f"{number(whole)} × {number(share)} / {number(base)}"
            for whole, share, base in values["containers"]
        ]
        return self.env._(
            "Taken away: %(parts)s = %(volume)s %(unit)s.",
            parts=" + ".join(parts),
            volume=number(line.volume),
            unit=self.unit,
        )

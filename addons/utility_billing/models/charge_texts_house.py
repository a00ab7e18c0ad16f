"""Sentences on volumes that the house divides: heating, common needs, shared flats, waste."""

from decimal import Decimal


class HouseTexts:
    """Mixed into the texts of a line; needs ``env`` and ``unit``."""

    def _volume_heating(self, values, line):
        text = self.env._(
            "The house used %(volume)s %(unit)s; your area is %(area)s of %(house)s m2",
            volume=self.number(values["house_volume"]),
            unit=self.unit,
            area=self.number(values["area"] or 0),
            house=self.number(values["house_area"]),
        )
        if values.get("reading") not in (None, "None"):
            text += ", " + self.env._("your meter shows %s", self.number(values["reading"]))
        return f"{text}. " + self.env._(
            "Your share is %(share)s %(unit)s.", share=self.number(line.volume), unit=self.unit
        )

    def _volume_common(self, values, line):
        text = self.env._(
            "Common needs: the house used %(house)s %(unit)s, its accounts %(own)s",
            house=self.number(values["house_volume"]),
            unit=self.unit,
            own=self.number(values["own_volumes"]),
        )
        if values.get("carried") and Decimal(values["carried"]):
            text += ", " + self.env._(
                "carried from earlier months %s", self.number(values["carried"])
            )
        return f"{text}. " + self.env._(
            "The rest × %(area)s of %(total)s m2 = %(share)s %(unit)s.",
            area=self.number(values["area"]),
            total=self.number(values["house_area"]),
            share=self.number(line.volume),
            unit=self.unit,
        )

    def _volume_common_norm(self, values, line):
        return self.env._(
            "Common needs by norm: %(norm)s × %(common)s m2 of common area × %(area)s of "
            "%(total)s m2 = %(share)s %(unit)s.",
            norm=self.number(values["norm"]),
            common=self.number(values["common_area"]),
            area=self.number(values["area"]),
            total=self.number(values["house_area"]),
            share=self.number(line.volume),
            unit=self.unit,
        )

    def _volume_flat(self, values, line):
        return self.env._(
            "The flat is shared: %(persons)s of %(total)s persons = %(volume)s %(unit)s.",
            persons=self.number(values["persons"]),
            total=self.number(values["total"]),
            volume=self.number(line.volume),
            unit=self.unit,
        )

    def _volume_containers(self, values, line):
        parts = [
            self.number(whole)
            if base in (None, "None")
            else f"{self.number(whole)} × {self.number(share)} / {self.number(base)}"
            for whole, share, base in values["containers"]
        ]
        return self.env._(
            "Taken away: %(parts)s = %(volume)s %(unit)s.",
            parts=" + ".join(parts),
            volume=self.number(line.volume),
            unit=self.unit,
        )

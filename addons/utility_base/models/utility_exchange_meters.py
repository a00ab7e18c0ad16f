from decimal import Decimal

from odoo import models

from ..gateway import exchange_model as shape
from ..importers import exchange_words as words
from ..importers.zones import RATE_ZONES


class UtilityExchange(models.AbstractModel):
    """Meters and readings in the open exchange file."""

    _inherit = "utility.exchange"

    def _counters(self, buildings, premises):
        """Every installation is a counter; a meter that moved stands there twice."""
        installations = self.env["utility.meter.installation"].search(
            ["|", ("premise_id", "in", premises.ids), ("building_id", "in", buildings.ids)],
            order="id",
        )
        readings = self.env["utility.reading"].search(
            [("installation_id", "in", installations.ids), ("state", "=", "accepted")],
            order="date, id",
        )
        by_place = readings.grouped("installation_id")
        seen = set()
        for installation in installations:
            meter = installation.meter_id
            number = self._number(meter)
            if number in seen:
                number = f"{number}/{installation.id}"
            seen.add(number)
            yield self._counter(installation, meter, number, by_place.get(installation, ()))

    def _counter(self, installation, meter, number, readings):
        rates = min(len(meter.register_ids), 3)
        service_resource = installation.service_id.resource
        premise = installation.premise_id
        room = premise if premise.kind == "room" else premise.browse()
        return shape.Counter(
            id=number,
            type=words.COUNTER_TYPES.get((service_resource, rates))
            or words.COUNTER_TYPES.get((service_resource, 1), ""),
            title=installation.place or "",
            serial=meter.serial,
            brand=meter.model_id.manufacturer or "",
            model=meter.model_id.name,
            install_date=installation.date_from,
            check_date=meter.verified_until or None,
            replace_date=installation.date_to or None,
            ratio=Decimal(repr(meter.ratio)) if meter.ratio != 1 else None,
            capacity=meter.digits or None,
            gis_id=meter.gis_id or "",
            houses_cards_id="" if premise else self._number(installation.building_id),
            flats_id=self._number(premise) if premise and not room else "",
            rooms_id=self._number(room) if room else "",
            values=tuple(self._values(readings, RATE_ZONES[len(meter.register_ids)])),
        )

    def _values(self, readings, zones):
        """Values of a day together; the newest row of a register and day counts."""
        names = {zone: f"T{place}" for place, zone in enumerate(zones, start=1)}
        names["total"] = "B"
        days = {}
        for reading in readings:
            first = reading.source == "installation"
            day = days.setdefault((reading.date, first), {})
            day[names[reading.zone]] = Decimal(f"{reading.value:.6f}").normalize()
        for (date, first), values in days.items():
            yield shape.CounterValue(
                period=None if first else date.replace(day=1),
                date=date,
                is_start=True if first else None,
                values=values,
            )

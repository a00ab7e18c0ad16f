"""Meters of a scenario as records: installations, readings, verifications, failures."""

from datetime import date, timedelta
from decimal import Decimal

from odoo.exceptions import UserError, ValidationError

BEGINNING = date(1900, 1, 1)
RESOURCES = {"heating": "heat", "sewerage": "water"}
METERED = {"cold_water", "hot_water", "electricity", "gas"}
#: what the entry of readings refuses and a charge has to refuse too
WRONG = ("negative consumption", "before installation", "after removal")
#: a meter whose digits are not known never passes zero
UNKNOWN_DIGITS = 12


class MeterBuilder:
    """Part of :class:`~.orm_world.OrmWorld`: meters of accounts, communal flats and houses."""

    def meter(self, owner, place, index, row, before):
        """Make or correct a meter of an account or a flat."""
        key = (*owner, row["service"], row.get("serial") or index)
        meter = self.meters.get(key)
        if meter is None:
            meter = self.meters[key] = self._new_meter(key, place, row)
        elif before:
            self._corrected_meter(meter, row, before)
        installation = meter.installation_ids[:1]
        if row.get("removed") != before.get("removed"):
            installation.date_to = row["removed"]
        self._verifications(meter, installation, row, before)
        if row.get("failed_from") != before.get("failed_from"):
            self.env["utility.meter.defect"].create(
                {"meter_id": meter.id, "kind": "failed", "date_from": row["failed_from"]}
            )
        known = before.get("readings", {})
        for day, value in sorted(row.get("readings", {}).items()):
            if known.get(day) != value:
                self._read(meter, day, value, day in known)
        if not self.initial:
            self._check_order(meter, row, known)

    def _model(self, code, digits):
        resource = code if code in METERED else RESOURCES.get(code, "water")
        key = (resource, digits)
        if key not in self.meter_models:
            self.meter_models[key] = self.env["utility.meter.model"].create(
                {
                    "name": f"{self.scenario.id} {resource} {digits}",
                    "resource": resource,
                    "digits": digits,
                    "decimals": 6,
                    "zone_count": 4,
                    "verification_months": 0,
                }
            )
        return self.meter_models[key]

    def _new_meter(self, key, place, row):
        code = row["service"]
        service = self.service(code)
        service.metered = True
        zones = [self.zone(name) for name in row.get("zones", ())] or ["total"]
        meter = self.env["utility.meter"].create(
            {
                "serial": " ".join(str(part) for part in key[1:]),
                "company_id": self.company.id,
                "model_id": self._model(code, row.get("digits", UNKNOWN_DIGITS)).id,
                "digits": row.get("digits", UNKNOWN_DIGITS),
                "ratio": float(row.get("ratio", 1)),
                "purpose": "individual" if "account_id" in place else "shared",
                "register_ids": [
                    (0, 0, {"zone": zone, "sequence": n}) for n, zone in enumerate(zones, 1)
                ],
            }
        )
        initial = row.get("initial")
        start = initial["date"] if initial else row.get("installed", BEGINNING)
        self.env["utility.meter.installation"].create(
            {
                "meter_id": meter.id,
                "service_id": service.id,
                "date_from": start,
                "date_to": row.get("removed", False),
                **place,
            }
        )
        if initial:
            self._append(meter, start, initial["value"], source="installation")
        return meter

    def _corrected_meter(self, meter, row, before):
        """What was told wrong of a meter: ratio, digits, the value it began with."""
        for name, default in (("ratio", 1), ("digits", UNKNOWN_DIGITS)):
            if row.get(name) != before.get(name):
                meter[name] = float(row.get(name, default))
        initial = row.get("initial")
        if initial and initial != before.get("initial"):
            meter.installation_ids[:1].date_from = initial["date"]
            self._append(meter, initial["date"], initial["value"], source="installation")

    def _verifications(self, meter, installation, row, before):
        model = self.env["utility.meter.verification"]
        if row.get("verified_until") and not before.get("verified_until"):
            model.create(
                {
                    "meter_id": meter.id,
                    "date": installation.date_from,
                    "valid_until": row["verified_until"],
                }
            )
        known = before.get("verifications", [])
        for part in sorted(row.get("verifications", ()), key=lambda part: part["date"]):
            if part not in known:
                verification = model.create(
                    {
                        "meter_id": meter.id,
                        "date": part["date"],
                        "valid_until": part.get("until", date(9999, 12, 31)),
                    }
                )
                self._append(
                    meter,
                    part["date"],
                    part["value"],
                    source="verification",
                    verification_id=verification.id,
                )

    def _values(self, meter, value):
        """Pairs of register and value of one day."""
        if isinstance(value, dict):
            value = {self.zone(name): found for name, found in value.items()}
        for register in meter.register_ids.sorted("sequence"):
            found = value.get(register.zone) if isinstance(value, dict) else value
            if found is not None:
                yield register, found

    def _append(self, meter, day, value, source="import", **values):
        """Write values as another program has checked them."""
        installation = meter.installation_ids[:1]
        self.env["utility.reading"]._append(
            [
                {
                    "register_id": register.id,
                    "meter_id": meter.id,
                    "zone": register.zone,
                    "company_id": self.company.id,
                    "installation_id": installation.id,
                    "account_id": installation.account_id.id,
                    "building_id": installation.building_id.id,
                    "service_id": installation.service_id.id,
                    "date": day,
                    "value": float(found),
                    "source": source,
                    "state": "accepted",
                    **values,
                }
                for register, found in self._values(meter, value)
            ]
        )

    def _read(self, meter, day, value, known):
        """Enter readings as an operator does.

        What the law forbids is refused (at once in a change, else by the charge that looks at the day);
        what a clerk would accept after a look is accepted.
        """
        closed = self.env["utility.period"]._closed_until(self.company)
        source = "correction" if known or (closed and day <= closed) else "call"
        for register, found in self._values(meter, value):
            self.deferred = [row for row in self.deferred if row[::2] != (day, register)]
            try:
                with self.env.cr.savepoint():
                    reading = self.env["utility.reading"].create(
                        {
                            "register_id": register.id,
                            "date": day,
                            "value": float(found),
                            "source": source,
                        }
                    )
                    if reading.state == "suspect":
                        reading.state = "accepted"
                    self.env.flush_all()
            except (UserError, ValidationError) as error:
                message = str(error).lower()
                if any(text in message for text in WRONG):
                    if not self.initial:
                        raise
                    self.deferred.append((day, message, register))
                    continue
                names = {code: name for name, code in self.zones.items()}
                several = len(meter.register_ids) > 1
                one = {names[register.zone]: found} if several else found
                self._append(meter, day, one)

    def _check_order(self, meter, row, known):
        """A changed value that the reading before or after it contradicts is refused, with all of
        its change."""
        for day, value in row.get("readings", {}).items():
            if known.get(day) == value:
                continue
            for register, found in self._values(meter, value):
                before = self._beside(register, "<", day)
                after = self._beside(register, ">", day)
                if before and self._goes_back(meter, Decimal(repr(before.value)), found):
                    text = f"negative consumption: {found} after {before.value} on {before.date}"
                    raise ValidationError(text)
                if after and self._goes_back(meter, found, Decimal(repr(after.value))):
                    text = f"negative consumption: {after.value} on {after.date} after {found}"
                    raise ValidationError(text)

    def _beside(self, register, side, day):
        """The accepted reading next to a day, before (``<``) or after it (``>``)."""
        return self.env["utility.reading"].search(
            [
                ("register_id", "=", register.id),
                ("state", "=", "accepted"),
                ("date", side, day),
            ],
            order="date, id desc" if side == ">" else "date desc, id desc",
            limit=1,
        )

    @staticmethod
    def _goes_back(meter, first, second):
        """Whether the dial stands lower and has not passed zero."""
        limit = Decimal(10) ** (meter.digits or UNKNOWN_DIGITS)
        return second < first and (second - first + limit) * 10 >= limit

    # Houses

    def house_meter(self, building, ref, index, row, before):
        """Make or correct a house meter; monthly volumes become readings of the months' ends."""
        key = ("house", ref, index)
        meter = self.meters.get(key)
        service = self.service(row["service"])
        if meter is None:
            service.metered = True
            meter = self.meters[key] = self.env["utility.meter"].create(
                {
                    "serial": f"{ref} {index}",
                    "company_id": self.company.id,
                    "model_id": self._model(row["service"], UNKNOWN_DIGITS).id,
                    "purpose": "house",
                    "register_ids": [(0, 0, {"zone": "total"})],
                }
            )
            self.env["utility.meter.installation"].create(
                {
                    "meter_id": meter.id,
                    "service_id": service.id,
                    "component_id": self.component(service, row.get("component")),
                    "building_id": building.id,
                    "date_from": BEGINNING,
                }
            )
        readings = row.get("readings") or cumulative(row.get("volumes", {}))
        known = before.get("readings") or cumulative(before.get("volumes", {}))
        for day, value in sorted(readings.items()):
            if known.get(day) != value:
                source = "correction" if day in known else "import"
                self._append(meter, day, value, source=source)
        if row.get("failed_from") != before.get("failed_from"):
            self.env["utility.meter.defect"].create(
                {"meter_id": meter.id, "kind": "failed", "date_from": row["failed_from"]}
            )


def cumulative(volumes):
    """Readings of the last days of months that show the volumes, from zero."""
    readings, total = {}, Decimal(0)
    for period, volume in sorted(volumes.items()):
        first = date.fromisoformat(f"{period}-01")
        if not readings:
            readings[first - timedelta(days=1)] = total
        total += volume
        following = (first + timedelta(days=31)).replace(day=1)
        readings[following - timedelta(days=1)] = total
    return readings

"""Buildings, communal flats, containers and events of a scenario as records."""

from datetime import date

BEGINNING = "1900-01-01"


class PlaceBuilder:
    """Part of :class:`~.orm_world.OrmWorld`: what belongs to a house."""

    def building(self, row, before):
        """Make or correct a building."""
        ref = row["ref"]
        building = self.buildings.get(ref)
        if building is None:
            building = self.buildings[ref] = self.env["utility.building"].create(
                {
                    "locality_id": self.locality.id,
                    "number": ref,
                    "company_id": self.company.id,
                }
            )
        if row.get("common_area") != before.get("common_area"):
            self.area("building_id", building, "common", row["common_area"])
        old = before.get("meters", [])
        for index, meter in enumerate(row.get("meters", ())):
            known = old[index] if index < len(old) else {}
            if meter != known:
                self.house_meter(building, ref, index, meter, known)
        for flat in row.get("flats", ()):
            known = next((f for f in before.get("flats", ()) if f["ref"] == flat["ref"]), {})
            if flat != known:
                self._flat(building, ref, flat, known)
        if row.get("containers") != before.get("containers"):
            self._containers({"building_id": building.id}, row.get("containers", ()))
        return building

    def area(self, owner, record, kind, value):
        """The one area of a kind: from the beginning of time."""
        model = self.env["utility.area"]
        model.search([(owner, "=", record.id), ("kind", "=", kind)]).unlink()
        if value is not None:
            model.create(
                {owner: record.id, "kind": kind, "value": float(value), "date_from": BEGINNING}
            )

    def _flat(self, building, building_ref, row, before):
        key = (building_ref, row["ref"])
        flat = self.flats.get(key)
        if flat is None:
            flat = self.flats[key] = self.env["utility.premise"].create(
                {"building_id": building.id, "kind": "flat", "number": f"flat {row['ref']}"}
            )
        if row["area"] != before.get("area"):
            self.area("premise_id", flat, "total", row["area"])
        old = before.get("meters", [])
        for index, meter in enumerate(row.get("meters", ())):
            known = old[index] if index < len(old) else {}
            if meter != known:
                self.meter(("flat", *key), {"premise_id": flat.id}, index, meter, known)

    def _containers(self, place, rows):
        model = self.env["utility.container"]
        owner, record_id = next(iter(place.items()))
        domain = [(owner, "=", record_id)]
        if owner == "building_id":
            domain.append(("account_id", "=", False))
        model.search(domain).unlink()
        for row in rows:
            model.create(
                {
                    **place,
                    "volume": float(row.get("volume", 1)),
                    "count": row.get("count", 1),
                    "persons_total": row.get("persons_total", 0),
                    "area_total": float(row.get("area_total", 0)),
                    "pickup_ids": [
                        (0, 0, {"period_date": f"{period}-01", "count": count})
                        for period, count in row.get("pickups", {}).items()
                    ],
                }
            )

    def event(self, row):
        """An event of an account or a building."""
        kind = row["type"]
        account = self.accounts.get(row.get("account"))
        if kind == "absence":
            self.env["utility.absence"].create(
                {
                    "account_id": account.id,
                    "persons": row["persons"],
                    "departure": row["departure"],
                    "arrival": row["arrival"],
                    "application_date": row["arrival"],
                    "state": "confirmed",
                }
            )
            return
        if kind == "meter_removed_for_repair":
            service = self.service(row["service"])
            meters = account.installation_ids.filtered(lambda i: i.service_id == service).meter_id
            self.env["utility.meter.defect"].create(
                [
                    {
                        "meter_id": meter.id,
                        "kind": "away",
                        "date_from": row["from"],
                        "date_to": row.get("to", False),
                    }
                    for meter in meters
                ]
            )
            return
        values = {"kind": kind, "state": "confirmed", "company_id": self.company.id}
        if account:
            values["account_id"] = account.id
        else:
            values["building_id"] = self.buildings[row["building"]].id
        if "service" in row:
            values["service_id"] = self.service(row["service"]).id
        for values_of_one in _MAKERS[kind](row):
            self.env["utility.event"].create({**values, **values_of_one})


def _timed(row):
    yield {
        "start": row["start"],
        "end": row["end"],
        "planned": row.get("planned", False),
        "value": float(row.get("value", 0)),
        "norm": float(row.get("norm", 0)),
        "hours": float(row.get("hours", 0)),
    }


def _days(row):
    yield {
        "date_from": row["from"],
        "date_to": row["to"],
        "capacity": float(row.get("capacity_m3_day", 0)),
        "pipe_mm": float(row.get("pipe_mm", 0)),
    }


def _month(row):
    start = date.fromisoformat(f"{row['period']}-01")
    end = start.replace(day=28).toordinal() + 4
    last = date.fromordinal(end).replace(day=1).toordinal() - 1
    yield {
        "date_from": start,
        "date_to": date.fromordinal(last),
        "hours": float(row["excess_hours"]),
    }


def _refusals(row):
    for day in row["dates"]:
        yield {"date_from": day, "date_to": day}


_MAKERS = {
    "outage": _timed,
    "quality": _timed,
    "tampering": _days,
    "not_rendered": _days,
    "missed_pickup": _month,
    "access_refused": _refusals,
}

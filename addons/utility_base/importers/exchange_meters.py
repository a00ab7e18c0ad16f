"""Meters and readings of the open exchange file."""

from collections import defaultdict

from odoo.fields import Command

from ..gateway.values import name_key
from . import entities
from . import exchange_words as words
from .rows import RowError
from .work import Change
from .zones import RATE_ZONES

_RATES = ("T1", "T2", "T3", "T4")


def zones_of(values, rates):
    """``{zone: value}`` of values by rate: B is the only rate, T1.. are those of the meter."""
    if "B" in values:
        return {"total": values["B"]}
    return {
        zone: values[rate]
        for zone, rate in zip(RATE_ZONES[rates], _RATES, strict=False)
        if rate in values
    }


class ExchangeMeters:
    """Plans meters where they stand; readings were checked by the program they come from."""

    def prepare_meters(self, rows):
        if not any(row["part"] == "counter" for row in rows):
            return
        models = self.env["utility.meter.model"].search(
            [("company_id", "in", [False, self.company.id])]
        )
        self.models = {(name_key(model.name), model.resource): model.id for model in models}
        self.may_add_models = self.env["utility.meter.model"].has_access("create")

    def plan_counter(self, row, work):
        item = row["item"]
        resource, rates = words.COUNTERS[item.type]
        service = self.services.of_resource(resource)
        if not service:
            raise RowError("IMP-SERVICE-MISSING", "type", item.type)
        place, purpose = self._place(item)
        model = self._model(work, item, resource, rates)
        meter = work.want(
            entities.METER,
            [
                ("external", (self.company.id, item.id)),
                ("serial", (self.company.id, model, item.serial)),
            ],
            {
                "external_id": item.id,
                "ratio": item.ratio,
                "digits": item.capacity,
                "gis_id": item.gis_id or None,
            },
            {
                "company_id": self.company.id,
                "serial": item.serial,
                "model_id": model,
                "purpose": purpose,
                "owner_kind": "common" if purpose == "house" else "customer",
                "register_ids": [
                    Command.create({"zone": zone, "sequence": 10 * number})
                    for number, zone in enumerate(RATE_ZONES[rates], start=1)
                ],
            },
            main=True,
        )
        day = item.install_date or min((v.date for v in item.values), default=self.options.since)
        installation = work.want(
            entities.INSTALLATION,
            [("fact", (meter, day))],
            {"place": item.title or None, "date_to": item.replace_date},
            {"meter_id": meter, "service_id": service.id, "date_from": day, **place},
        )
        if item.check_date:
            work.want(
                entities.VERIFICATION,
                [("until", (meter, item.check_date))],
                {},
                {"meter_id": meter, "date": day, "valid_until": item.check_date},
            )
        if item.values:
            work.note("history", meter, installation, rates, item.values)

    def _place(self, item):
        """Columns of the installation, and the purpose of the meter."""
        number = item.rooms_id or item.flats_id
        premise = self.premise_refs.get(number)
        if premise:
            accounts = self.accounts_in.get(number, [])
            if len(accounts) == 1:
                return {"account_id": accounts[0], "premise_id": premise}, "individual"
            return {"premise_id": premise}, "shared"
        known = self.buildings.get(item.houses_cards_id)
        building = known.id if known else self.fresh_houses.get(item.houses_cards_id)
        if building:
            return {"building_id": building}, "house"
        shown = item.rooms_id or item.flats_id or item.houses_cards_id
        raise RowError("IMP-PREMISE-UNKNOWN", "flats_id", shown)

    def _model(self, work, item, resource, rates):
        name = item.model or item.brand or item.type
        known = self.models.get((name_key(name), resource))
        if known:
            return known
        if not self.may_add_models:
            raise RowError("IMP-METER-MODEL-UNKNOWN", "model", name)
        return work.want(
            entities.METER_MODEL,
            [("name", (False, name, resource))],
            {},
            {
                "name": name,
                "manufacturer": item.brand or None,
                "resource": resource,
                "zone_count": rates,
                "digits": item.capacity,
            },
        )

    def finish_meters(self, work):
        """Readings that the registers do not have yet, in one call for the portion."""
        notes = work.notes["history"]
        if not notes:
            return
        meters = self.env["utility.meter"].browse(meter.id for _row, meter, *_rest in notes)
        registers = {(r.meter_id.id, r.zone): r for r in meters.register_ids}
        known = self._known_values(meters)
        wanted, owners = [], []
        for row, meter, installation, rates, values in notes:
            standing = self.env["utility.meter.installation"].browse(installation.id)
            for value in values:
                for zone, number in zones_of(value.values, rates).items():
                    register = registers.get((meter.id, zone))
                    if not register:
                        raise RowError("IMP-REGISTER-UNKNOWN", "values", meter.id, zone=zone)
                    key = (value.date, round(float(number), 6))
                    if key in known[register.id]:
                        continue
                    known[register.id].add(key)
                    wanted.append(self._reading(register, standing, zone, value, number))
                    owners.append(row)
        if not wanted:
            return
        model = self.env["utility.reading"]
        model.check_access("create")
        for row, reading in zip(owners, model._append(wanted), strict=True):
            work.changes.append(Change(row, model._name, reading.id, "created"))
            if row.state == "unchanged":
                row.state = "updated"

    def _known_values(self, meters):
        known = defaultdict(set)
        for reading in self.env["utility.reading"].search_fetch(
            [("meter_id", "in", meters.ids)], ["register_id", "date", "value"]
        ):
            known[reading.register_id.id].add((reading.date, round(reading.value, 6)))
        return known

    def _reading(self, register, standing, zone, value, number):
        return {
            "register_id": register.id,
            "meter_id": register.meter_id.id,
            "zone": zone,
            "company_id": self.company.id,
            "installation_id": standing.id,
            "account_id": standing.account_id.id,
            "building_id": standing.building_id.id,
            "service_id": standing.service_id.id,
            "date": value.date,
            "value": float(number),
            "source": "installation" if value.is_start else "import",
            "state": "accepted",
        }

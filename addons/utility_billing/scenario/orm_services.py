"""Services of a scenario with their prices, norms and parameters as records."""

from datetime import date

from odoo.exceptions import ValidationError

BEGINNING = "1900-01-01"
UNITS = {
    "m3": "uom.product_uom_cubic_meter",
    "kWh": "uom.product_uom_kwh",
    "Gcal": "utility_base.uom_gcal",
    "m2": "uom.product_uom_square_meter",
    "person": "utility_base.uom_person",
    "piece": "uom.product_uom_unit",
    "month": "utility_base.uom_month",
}
#: settings that services of the catalogue take over from it
COPIED = (
    "name uom_id resource basis metered common_needs capital heating_mode common_method".split()
)


class NotSupportedError(Exception):
    """The records cannot say this yet; the scenario fails with the reason."""

    def __init__(self, what):
        super().__init__(f"not supported yet: {what}")


class ServiceBuilder:
    """Part of :class:`~.orm_world.OrmWorld`: services, prices, norms, parameters."""

    def service(self, code):
        """The company's own service of a code, made from the catalogue where it has one."""
        if code in self.services:
            return self.services[code]
        model = self.env["utility.service"]
        shared = model.search([("code", "=", code), ("company_id", "=", False)], limit=1)
        values = {"name": code, "uom_id": self.env.ref(UNITS["piece"]).id}
        if shared:
            values = {
                name: value.id if hasattr(value, "ids") else value
                for name in COPIED
                for value in (shared[name],)
            }
        service = model.create(
            {
                **values,
                "code": code,
                "company_id": self.company.id,
                "sequence": 10 * (len(self.services) + 1),
            }
        )
        self.services[code] = service
        if shared.volume_source_ids:
            service.volume_source_ids = model.concat(
                *(self.service(source.code) for source in shared.volume_source_ids)
            )
        if shared.common_of_id:
            service.common_of_id = self.service(shared.common_of_id.code)
        return service

    def _configure(self, code, row, before):  # noqa: C901  (one line a field of the format)
        service = self.service(code)
        values = {}
        for name, field in (
            ("basis", "basis"),
            ("formula", "formula"),
            ("capital", "capital"),
            ("heating_mode", "heating_mode"),
            ("waste_accounting", "waste_accounting"),
        ):
            if name in row:
                values[field] = row[name]
        if "unit" in row:
            values["uom_id"] = self.env.ref(UNITS[row["unit"]]).id
        if "season_months" in row:
            values["season_months"] = ",".join(str(number) for number in row["season_months"])
        if "heat_norm" in row:
            house = row["heat_norm"] == "house"
            values["heat_norm_of_house"] = house
            values["heat_norm"] = 0 if house else float(row["heat_norm"])
        common = row.get("heating_common_share", {})
        if "volume" in common:
            values["common_volume"] = float(common["volume"])
        if "share" in common:
            share = common["share"]
            values["common_share"] = float(share / 100 if share > 1 else share)
        if "common_needs" in row:
            values |= {"common_needs": True, "common_method": row["common_needs"]}
            if "basis" not in row:
                values["basis"] = "house_share"
            if not service.common_of_id:
                values["common_of_id"] = self.service(code.removeprefix("common_")).id
        vat = row.get("vat", {})
        if vat:
            values["vat_mode"] = "included" if vat.get("included", True) else "on_top"
            if "rate" in vat:
                values["vat_rate"] = float(vat["rate"])
                if not vat["rate"]:
                    values["vat_mode"] = "none"
        if "waste_accounting" in row:
            values["resource"] = "waste"
        service.write(values)
        for name, value in row.get("reduction", {}).items():
            if before.get("reduction", {}).get(name) != value:
                self._parameter({"code": name, "value": value, "service": code})
        if row.get("tariffs") != before.get("tariffs"):
            self._replace("utility.tariff", service, before, row, "tariffs", self._tariff)
        if row.get("norms") != before.get("norms"):
            self._replace("utility.norm", service, before, row, "norms", self._norm)

    def _replace(self, model, service, before, row, name, make):
        """Replace the rows of a list; rows that stay as they were are not touched."""
        old, new = before.get(name, []), row.get(name, [])
        about = (model, service)
        if any(fact[2] == about for fact in self.deferred):
            self.deferred = [fact for fact in self.deferred if fact[2] != about]
            old = []
        records = self.env[model].search([("service_id", "=", service.id)], order="id")
        kept = [record for record, part in zip(records, old, strict=False) if part in new]
        (records - self.env[model].concat(*kept)).unlink()
        for part in new:
            if part not in old:
                self._create_dated(model, {"service_id": service.id, **make(service, part)}, about)

    def _create_dated(self, model, values, about):
        """A tariff or norm; an overlap that stands from the start is refused by the first charge."""
        try:
            with self.env.cr.savepoint():
                self.env[model].create(values)
        except ValidationError as error:
            message = str(error).lower()
            if not self.initial or "overlap" not in message:
                raise
            self.deferred.append((date.min, message, about))

    def _dates(self, row):
        return {"date_from": row.get("from", BEGINNING), "date_to": row.get("to", False)}

    def component(self, service, code):
        """The component of a service; heat is counted in Gcal."""
        if not code:
            return False
        found = service.component_ids.filtered(lambda part: part.code == code)
        if not found:
            unit = UNITS["Gcal"] if code == "heat" else None
            found = self.env["utility.service.component"].create(
                {
                    "service_id": service.id,
                    "name": code,
                    "code": code,
                    "uom_id": self.env.ref(unit).id if unit else service.uom_id.id,
                    "sequence": 10 * (len(service.component_ids) + 1),
                }
            )
        return found.id

    def _tariff(self, service, row):
        values = {
            **self._dates(row),
            "value": float(row.get("value", 0)),
            "component_id": self.component(service, row.get("component")),
            "zone": self.zone(row.get("zone")),
            "blocks_per": row.get("blocks_per", "account"),
            "without_meter_last": row.get("without_meter") == "last",
        }
        if "customer" in row:
            values["customer_category_id"] = self.category(row["customer"]).id
        if "blocks" in row:
            values["block_ids"] = [
                (0, 0, {"sequence": n, "limit": float(b.get("to", 0)), "value": float(b["value"])})
                for n, b in enumerate(row["blocks"], 1)
            ]
        return values

    def zone(self, name):
        """A tariff zone of the registers: that of the name, else one that the file has not used."""
        if name and name not in self.zones:
            known = [code for code, _label in self.env["utility.tariff"]._fields["zone"].selection]
            wanted = [name] if name in known else reversed(known)
            free = [code for code in wanted if code not in self.zones.values()]
            if not free:
                raise NotSupportedError(f"tariff zone {name} beside {', '.join(self.zones)}")
            self.zones[name] = free[0]
        return self.zones[name] if name else False

    def _norm(self, service, row):
        return {
            **self._dates(row),
            "value": float(row["value"]),
            "per": row["per"],
            "base": row.get("base", "month"),
            "component_id": self.component(service, row.get("component")),
        }

    def _parameter(self, row):
        values = {
            "code": row["code"],
            "value": _text(row["value"]),
            "date_from": row.get("from", False),
            "date_to": row.get("to", False),
            "company_id": self.company.id,
        }
        if "service" in row:
            values["service_id"] = self.service(row["service"]).id
        if row.get("customer") == "house":
            values["house_meter"] = True
        elif "customer" in row:
            values["customer_category_id"] = self.category(row["customer"]).id
        self.env["utility.rule.parameter"].create(values)


def _text(value):
    """A parameter's value as it is written into the record."""
    if isinstance(value, tuple):
        return ",".join(
            ":".join(str(part) for part in item) if isinstance(item, tuple) else str(item)
            for item in value
        )
    return str(value)

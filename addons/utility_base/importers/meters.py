from odoo.fields import Command

from ..gateway.values import name_key
from . import entities
from .lookup import Services
from .marks import _
from .meter_targets import TARGETS
from .place import address_of, building_words, has_place, want_building
from .readings import enter_readings
from .registry import register
from .residents import AccountImporter
from .rows import RowError, found_or_error
from .zones import RATE_ZONES

_RATES = ("value_1", "value_2", "value_3", "value_4")


@register
class MeterImporter(AccountImporter):
    """The meter file: devices, where they stand, verification, seal, first values (P05, B05).

    House meters are told by an address without an account.
    """

    kind = "meters"
    label = _("Meters")
    sequence = 50
    help = _("Meters with model, place, installation, verification and first values.")
    targets = TARGETS
    entities = (
        entities.LOCALITY,
        entities.STREET,
        entities.BUILDING,
        entities.METER_MODEL,
        entities.METER,
        entities.INSTALLATION,
        entities.VERIFICATION,
        entities.SEAL,
    )

    def prepare(self, rows):
        super().prepare(rows)
        self.services = Services(self.env, self.company)
        self._prepare_models()
        self._prepare_meters(rows)

    def _prepare_models(self):
        models = self.env["utility.meter.model"].search(
            [("company_id", "in", [False, self.company.id])]
        )
        self.models = {}
        for model in models:
            self.models.setdefault((name_key(model.name), model.resource), model)
            self.models.setdefault(name_key(model.name), model)
        self.may_add_models = self.env["utility.meter.model"].has_access("create")

    def _prepare_meters(self, rows):
        """Meters that the rows may mean, with where they stand."""
        domain = [
            ("company_id", "=", self.company.id),
            ("serial", "in", [r["serial"] for r in rows]),
        ]
        self.meters = {}
        meters = self.env["utility.meter"].search(domain)
        for meter in meters:
            self.meters.setdefault(meter.serial, []).append(meter)
        standing = self.env["utility.meter.installation"].search(
            [("meter_id", "in", meters.ids)], order="date_from, id"
        )
        self.installations = standing.grouped("meter_id")

    def is_wanted(self, row):
        if row["account"]:
            return super().is_wanted(row)
        if self.options.only_accounts:
            return False
        wanted = self.options.only_buildings
        return not wanted or building_words(address_of(row, self.options)) in wanted

    def plan(self, row, work):
        account = self.account(row) if row["account"] else None
        service = self._service(row)
        model, known = self._model(row, service, work)
        meter = self._meter(row, work, model, known, account)
        day = row["date_from"] or (account.date_open if account else self.options.since)
        values = {"place": row["place"], "date_to": row["date_to"]}
        if account:
            place = {"account_id": account.id, "premise_id": account.premise_id.id}
        else:
            if not has_place(row):
                raise RowError("IMP-REQUIRED", "account", label="Account")
            address = address_of(row, self.options)
            place = {
                "building_id": want_building(
                    work, address, self.options, row["building_external_id"]
                )
            }
        standing = self._standing(known, account, row)
        work.want(
            entities.INSTALLATION,
            [("fact", (meter, day))],
            values,
            {"meter_id": meter, "service_id": service.id, "date_from": day, **place},
            known=standing.id if standing else None,
        )
        self._papers(row, work, meter, day)
        self._first_values(row, work, meter, standing.date_from if standing else day)

    def _service(self, row):
        if row["service"]:
            return found_or_error(self.services.find(row["service"]), "service")
        resource = row["resource"]
        if not resource and row["model"]:
            model = self.models.get(name_key(row["model"]))
            resource = model.resource if model else None
        found = self.services.of_resource(resource) if resource else None
        if not found:
            raise RowError("IMP-SERVICE-MISSING", "service")
        return found

    def _model(self, row, service, work):
        """(model id or Ref, meter that is known already or None)."""
        known = self._known_meter(row)
        resource = row["resource"] or service.resource
        if not row["model"]:
            if not known:
                raise RowError("IMP-REQUIRED", "model", label="Meter Model")
            return known.model_id.id, known
        key = name_key(row["model"])
        found = (
            self.models.get((key, resource))
            or self.models.get((key, "water"))
            or self.models.get(key)
        )
        if found:
            return found.id, known
        if not self.may_add_models:
            raise RowError("IMP-METER-MODEL-UNKNOWN", "model", row["model"])
        rates = row["rates"] or self._given_rates(row)
        model = work.want(
            entities.METER_MODEL,
            [("name", (False, row["model"], resource))],
            {},
            {
                "name": row["model"],
                "resource": resource,
                "zone_count": rates,
                "digits": row["digits"],
            },
        )
        return model, known

    def _known_meter(self, row):
        """The meter of the row where it is in the register: by number, then by account."""
        found = self.meters.get(row["serial"], [])
        if row["external_id"]:
            same = [m for m in found if m.external_id == row["external_id"]]
            found = same or [m for m in found if not m.external_id]
        if row["model"]:
            same = [m for m in found if name_key(m.model_id.name) == name_key(row["model"])]
            found = same
        if row["account"] and len(found) > 1:
            account = self.account(row)
            found = [m for m in found if m.account_id == account] or found
        return found[0] if len(found) == 1 else None

    def _given_rates(self, row):
        return max(
            (n for n, name in enumerate(_RATES, start=1) if row[name] is not None), default=1
        )

    def _meter(self, row, work, model, known, account):
        values = {
            **row.some("digits", "ratio"),
            "external_id": row["external_id"],
        }
        rates = row["rates"] or self._given_rates(row)
        if rates not in RATE_ZONES:
            raise RowError(
                "IMP-CHOICE", "rates", rates, label="Number of Rates", known="1, 2, 3, 4"
            )
        keys = [("serial", (self.company.id, model, row["serial"]))]
        if row["external_id"]:
            keys.insert(0, ("external", (self.company.id, row["external_id"])))
        return work.want(
            entities.METER,
            keys,
            values,
            {
                "company_id": self.company.id,
                "serial": row["serial"],
                "model_id": model,
                "purpose": "individual" if account else "house",
                "owner_kind": "customer" if account else "common",
                "register_ids": [
                    Command.create({"zone": zone, "sequence": 10 * place})
                    for place, zone in enumerate(RATE_ZONES[rates], start=1)
                ],
            },
            main=True,
            known=known.id if known else None,
        )

    def _standing(self, known, account, row):
        """The installation that the row means: of the account, on its day or the open one."""
        if not known:
            return None
        found = self.installations.get(known, self.env["utility.meter.installation"])
        if account:
            found = found.filtered(lambda i: i.account_id == account)
        if day := row["date_from"]:
            found = found.filtered(lambda i: i.date_from == day)
        return found[-1:] or None

    def _papers(self, row, work, meter, day):
        verified = row["verified"]
        if verified or row["valid_until"]:
            work.want(
                entities.VERIFICATION,
                [("date", (meter, verified or day))],
                {"valid_until": row["valid_until"], "document": row["certificate"]},
                {"meter_id": meter, "date": verified or day},
            )
        if row["seal"]:
            work.want(
                entities.SEAL,
                [("number", (meter, row["seal"]))],
                {},
                {"meter_id": meter, "number": row["seal"], "date_from": day},
            )

    def _first_values(self, row, work, meter, day):
        values = [row[name] for name in _RATES if row[name] is not None]
        if values:
            work.note("first", meter, day, values)

    def finish(self, work):
        """First values go in as readings of the installation, when the meters stand."""
        items = [
            (
                row,
                {
                    "meter_id": meter.id,
                    "date": day,
                    "source": "installation",
                    **({"values": values} if len(values) > 1 else {"value": values[0]}),
                },
                False,
            )
            for row, meter, day, values in work.notes["first"]
        ]
        enter_readings(self, work, items)

import time
from collections import defaultdict

from odoo import models

from ..models.auditlog_rule import KEY, NO_AUDIT
from ..models.utility_meter_model import ZONES_BY_COUNT
from .utility_quick_add_service import applies

#: Nothing of a bulk addition goes to chatter and audit: the batch tells who made what and when.
QUIET = {
    KEY: NO_AUDIT,
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


class UtilityQuickAdd(models.TransientModel):
    """Writing: one ``create`` a model, in the order of dependence."""

    _inherit = "utility.quick.add"

    def _write_plan(self, plan):
        """Make what ``plan`` says; returns the batch that can take it back."""
        self.ensure_one()
        started = time.monotonic()
        wizard = self.with_context(**QUIET)
        made = defaultdict(list)
        building = wizard._make_building(made)
        premises = wizard._make_premises(building, plan, made)
        accounts = wizard._make_accounts(premises, plan, made)
        wizard._make_services(accounts, made)
        wizard._make_meters(accounts, made)
        self.env.flush_all()
        # rows computed before they are written linger in the lists of the new house
        self.env.invalidate_all()
        # the batch is written by the addition only: operators have no right to it
        return (
            self.env["utility.quick.batch"]
            .sudo()
            .create(
                {
                    "name": building.address,
                    "company_id": self.company_id.id,
                    "user_id": self.env.uid,
                    "building_id": building.id,
                    "records": dict(made),
                    "premise_count": len(made["utility.premise"]),
                    "account_count": len(made["utility.account"]),
                    "meter_count": len(made["utility.meter"]),
                    "seconds": time.monotonic() - started,
                }
            )
            .sudo(False)
        )

    def _make(self, model, vals_list, made):
        records = self.env[model].with_company(self.company_id).create(vals_list)
        made[model] += records.ids
        return records

    def _make_building(self, made):
        if self.target == "existing":
            return self.building_id
        return self._make(
            "utility.building",
            [
                {
                    "company_id": self.company_id.id,
                    "locality_id": self.locality_id.id,
                    "street_id": self.street_id.id,
                    "number": self.number.strip(),
                    "block": (self.block or "").strip() or False,
                    "code": self.code,
                    "kind": self.building_kind,
                    "floors": self.first_floor + self.floors - 1 if self.numbering != "none" else 0,
                }
            ],
            made,
        )

    def _make_premises(self, building, plan, made):
        known = {entrance.number: entrance.id for entrance in building.entrance_ids}
        wanted = sorted({p.entrance for p in plan if p.entrance} - set(known))
        entrances = self._make(
            "utility.entrance",
            [{"building_id": building.id, "number": n, "floors": self.floors} for n in wanted],
            made,
        )
        known |= {entrance.number: entrance.id for entrance in entrances}
        premises = self._make(
            "utility.premise",
            [
                {
                    "building_id": building.id,
                    "kind": planned.kind,
                    "number": planned.number,
                    "entrance_id": known.get(planned.entrance),
                    "floor": planned.floor or 0,
                    "rooms": planned.rooms,
                }
                for planned in plan
            ],
            made,
        )
        areas = [
            {
                "premise_id": premise.id,
                "kind": kind,
                "value": float(value),
                "date_from": self.date_from,
            }
            for premise, planned in zip(premises, plan, strict=True)
            for kind, value in (
                ("total", planned.total),
                ("living", planned.living),
                ("heated", planned.heated),
            )
            if value
        ]
        self._make("utility.area", areas, made)
        return premises

    def _make_accounts(self, premises, plan, made):
        """Accounts with payers and declared residents: ``[(account, planned)]``."""
        pairs = [pair for pair in zip(premises, plan, strict=True) if pair[1].with_account]
        payers = self._make(
            "res.partner",
            [
                {
                    "name": self._payer_name(planned),
                    "phone": planned.phone or False,
                    "email": planned.email or False,
                    "is_company": planned.kind == "commercial",
                }
                for _premise, planned in pairs
            ],
            made,
        )
        accounts = self._make(
            "utility.account",
            [
                {
                    "number": planned.account or self._account_sequence().next_by_id(),
                    "company_id": self.company_id.id,
                    "premise_id": premise.id,
                    "partner_id": payer.id,
                    "kind": "organisation" if planned.kind == "commercial" else "individual",
                    "date_open": self.date_from,
                }
                for (premise, planned), payer in zip(pairs, payers, strict=True)
            ],
            made,
        )
        result = [
            (account, planned) for account, (_p, planned) in zip(accounts, pairs, strict=True)
        ]
        self._make(
            "utility.residency",
            [
                {
                    "account_id": account.id,
                    "kind": "declared",
                    "persons": planned.residents,
                    "date_from": self.date_from,
                }
                for account, planned in result
                if planned.residents
            ],
            made,
        )
        return result

    def _make_services(self, accounts, made):
        vals_list = [
            {
                "account_id": account.id,
                "service_id": line.service_id.id,
                "date_from": line.date_from or self.date_from,
                "basis": line.basis,
                "no_meter_reason": line.no_meter_reason,
                "units": line.units,
                "supplier_id": line.supplier_id.id or line.service_id.supplier_id.id,
            }
            for account, planned in accounts
            for line in self.service_ids
            if applies(line.applies_to, planned.kind)
        ]
        self._make("utility.account.service", vals_list, made)

    def _make_meters(self, accounts, made):
        wanted = [
            (account, line, planned.serials[line.id])
            for account, planned in accounts
            for line in self.meter_ids
            if planned.serials.get(line.id)
        ]
        meters = self._make(
            "utility.meter",
            [self._meter_vals(line, serial) for _account, line, serial in wanted],
            made,
        )
        installations = self._make(
            "utility.meter.installation",
            [
                {
                    "meter_id": meter.id,
                    "account_id": account.id,
                    "service_id": line.service_id.id,
                    "place": line.place,
                    "date_from": line.date_from or self.date_from,
                }
                for meter, (account, line, _serial) in zip(meters, wanted, strict=True)
            ],
            made,
        )
        readings = []
        for meter, standing, (_a, line, _s) in zip(meters, installations, wanted, strict=True):
            values = line._initial_values()
            values = values * len(meter.register_ids) if len(values) == 1 else values
            readings += [
                {
                    "register_id": register.id,
                    "installation_id": standing.id,
                    "date": standing.date_from,
                    "value": float(value),
                    "source": "installation",
                }
                for register, value in zip(meter.register_ids, values, strict=True)
            ]
        self._make("utility.reading", readings, made)

    def _meter_vals(self, line, serial):
        vals = {
            "serial": serial,
            "company_id": self.company_id.id,
            "model_id": line.model_id.id,
            "register_ids": [
                (0, 0, {"zone": zone, "sequence": sequence})
                for sequence, zone in enumerate(ZONES_BY_COUNT[line.model_id.zone_count])
            ],
        }
        if line.verified_on:
            verification = {"date": line.verified_on}
            if line.verified_until:
                verification["valid_until"] = line.verified_until
            vals["verification_ids"] = [(0, 0, verification)]
        return vals

from decimal import Decimal
from fractions import Fraction

from odoo import api, fields, models

from ..gateway import exchange_json
from ..gateway import exchange_model as shape
from ..gateway.exchange_people import ORGANISATION, PERSON, Entity, Individual, Residence, Resident
from ..importers import exchange_words as words


class UtilityExchange(models.AbstractModel):
    """The register as an open exchange file; what is read back is what was written."""

    _inherit = "utility.exchange"

    @api.model
    def _export(self, buildings):
        """Bytes of a file of ``buildings`` with all inside, as the user may see it."""
        buildings = buildings.sorted("address_key")
        premises = self.env["utility.premise"].search([("building_id", "in", buildings.ids)])
        accounts = self.env["utility.account"].search([("premise_id", "in", premises.ids)])
        world = {
            "areas": self._areas(premises, buildings),
            "accounts": accounts.grouped("premise_id"),
            "premises": premises.filtered(lambda p: not p.parent_id).grouped("building_id"),
            "saldo": self._dump_saldo(accounts),
        }
        exchange = shape.Exchange(
            houses=tuple(self._house(building, world) for building in buildings),
            counters=tuple(self._counters(buildings, premises)),
            accruals=tuple(self._dump_accruals(accounts)),
            payments=tuple(self._dump_payments(accounts)),
        )
        return exchange_json.build(exchange)

    def _areas(self, premises, buildings):
        """``{(model, id, kind): m2}`` of today."""
        today = fields.Date.context_today(self)
        found = {}
        for owner, records in (("premise_id", premises), ("building_id", buildings)):
            values = self.env["utility.area"]._values_on(owner, records.ids, today)
            found.update({(owner, *key): _decimal(value) for key, value in values.items()})
        return found

    def _house(self, building, world):
        street, locality = building.street_id, building.locality_id
        area = world["areas"].get
        label = _locality_label(locality)
        parts = (label, street._label() if street else "", building._number_label())
        return shape.House(
            id=self._number(building),
            address=", ".join(filter(None, parts)),
            fias_houseguid=building.fias_guid or "",
            oktmo=building.oktmo or "",
            cadastral_number=building.cadastral_number or "",
            gis_id=building.gis_id or "",
            locality=label,
            street=street._label() if street else "",
            number=building.number or "",
            block=building.block or "",
            postal_code=building.postal_code or "",
            kind=building.kind,
            year_built=building.year_built or None,
            floors=building.floors or None,
            heating_mode=building.heating_mode,
            hot_water_mode=building.hot_water_mode,
            overall_area=area(("building_id", building.id, "total")),
            common_area=area(("building_id", building.id, "common")),
            latitude=_decimal(building.latitude) or None,
            longitude=_decimal(building.longitude) or None,
            entrances=tuple(
                shape.Entrance(number=str(entrance.number), floors=entrance.floors or None)
                for entrance in building.entrance_ids
            ),
            premises=tuple(
                self._premise(premise, world) for premise in world["premises"].get(building, ())
            ),
        )

    def _premise(self, premise, world):
        area = world["areas"].get
        rooms = premise.child_ids
        accounts = [
            account for place in (premise, *rooms) for account in world["accounts"].get(place, ())
        ]
        kind = words.COMMUNAL if rooms else words.PREMISE_TYPES.get(premise.kind, "")
        return shape.Premise(
            id=self._number(premise),
            flat_number=premise.number or "",
            premises_type=kind,
            overall_area=area(("premise_id", premise.id, "total")),
            living_area=area(("premise_id", premise.id, "living")),
            heated_area=area(("premise_id", premise.id, "heated")),
            number_of_rooms=premise.rooms or None,
            entrance=str(premise.entrance_id.number) if premise.entrance_id else "",
            floor=premise.floor or None,
            gis_id=premise.gis_id or "",
            cadastral_number=premise.cadastral_number or "",
            rooms=tuple(
                shape.Room(
                    id=self._number(room),
                    number=room.number or "",
                    type="Жилая комната",
                    area=area(("premise_id", room.id, "total")),
                    gis_id=room.gis_id or "",
                )
                for room in rooms
            ),
            accounts=tuple(self._account(account, world) for account in accounts),
        )

    def _account(self, account, world):
        premise, contract = account.premise_id, account.contract_id
        amount, month = world["saldo"].get(account.id, (None, None))
        declared = account.residency_ids.filtered(lambda r: not r.partner_id)
        listed = account.residency_ids.filtered(
            lambda r: r.partner_id and r.kind in ("permanent", "temporary")
        )
        today = fields.Date.context_today(self)
        return shape.Account(
            id=self._number(account),
            account=account.number,
            date_from=account.date_open,
            date_to=account.date_close or None,
            registered=sum(listed._on(today).mapped("persons")) if listed else None,
            residents_count=sum(declared._on(today).mapped("persons")) if declared else None,
            saldo=amount,
            saldo_period=month,
            calculated_area=world["areas"].get(("premise_id", premise.id, "calculated")),
            old_account=account.old_number or "",
            property_type=words.PROPERTY_TYPES.get((account.kind, premise.property_kind), ""),
            gis_id=account.unified_number or "",
            rooms_id=self._number(premise) if premise.parent_id else "",
            contract_number=contract.number or "",
            contract_date=contract.date_signed or None,
            contract_date_to=contract.date_to or None,
            services=tuple(self._service(line, account) for line in account.service_ids),
            residents=tuple(self._residents(account)),
        )

    def _service(self, line, account):
        return shape.AccountService(
            code=line.service_id.code,
            date_from=line.date_from if line.date_from != account.date_open else None,
            date_to=line.date_to or None,
            units=_decimal(line.units) if line.units else None,
            no_meter="possible" if line.no_meter_reason == "possible" else "",
        )

    def _residents(self, account):
        """Everybody around an account, once: payer, owners, residents."""
        stays = (
            account.residency_ids.filtered("partner_id").sorted("date_from").grouped("partner_id")
        )
        owners = account.ownership_ids.grouped("partner_id")
        people = (
            account.partner_id | account.ownership_ids.partner_id | account.residency_ids.partner_id
        )
        for partner in people.sorted(lambda p: (len(p.ref or ""), p.ref or "", p.id)):
            owned, lived = owners.get(partner), stays.get(partner)
            yield self._resident(account, partner, owned and owned[-1], lived)

    def _resident(self, account, partner, owned, lived):
        share = Fraction(owned.share_numerator, owned.share_denominator) if owned else None
        entity = Entity(
            title=partner.name, inn=partner.vat or "", legal_address=partner.street or ""
        )
        first = lived[0] if lived else None
        return Resident(
            id=partner.ref or f"res.partner:{partner.id}",
            type=ORGANISATION if partner.is_company else PERSON,
            main_payer=partner == account.partner_id,
            share=share,
            mobile_phone_1=partner.phone or "",
            email=partner.email or "",
            relationship=(first and first.relationship) or "",
            flats_relation=words.OWNER if owned else words.DWELLER if lived else "",
            date_from=owned.date_from if owned else first.date_from if first else None,
            date_to=(owned.date_to or None) if owned else None,
            residence=tuple(
                Residence(
                    type="tmp" if stay.kind == "temporary" else "const",
                    date_from=stay.date_from,
                    date_to=stay.date_to or None,
                    out_reason=words.OUT_WORDS.get(stay.departure_reason, ""),
                )
                for stay in lived or ()
                if stay.kind in ("permanent", "temporary")
            ),
            individual=None if partner.is_company else _individual(partner, first),
            entity=entity if partner.is_company else None,
        )


def _individual(partner, stay):
    last, _space, rest = partner.name.partition(" ")
    first, _space, patronymic = rest.partition(" ")
    return Individual(
        lastname=last,
        firstname=first,
        patronymic=patronymic,
        ssn=partner.vat or "",
        birthdate=(stay and stay.birth_date) or None,
    )


def _locality_label(locality):
    short = {
        "city": "г.",
        "village": "с.",
        "hamlet": "д.",
        "settlement": "пгт",
        "station": "ст.",
        "garden": "снт",
    }
    word = short.get(locality.kind)
    return f"{word} {locality.name}" if word else locality.name


def _decimal(value):
    """Exact number of what the ORM gives as a float, without an end of zeros."""
    return Decimal(repr(value)) if isinstance(value, float) else value

"""Houses, premises, accounts and people of the open exchange file."""

from dataclasses import replace

from odoo.fields import Domain

from ..gateway.address import Address, fold, house_number, locality_name, parse_address, street_name
from ..gateway.problem import Problem
from . import entities
from . import exchange_words as words
from .exchange_people import ExchangePeople
from .lookup import Services
from .place import building_words, want_building
from .rows import RowError, found_or_error


class ExchangePlaces(ExchangePeople):
    """Plans houses, premises and accounts; ids of the file are the numbers in other programs."""

    def prepare_places(self, rows):
        self.services = Services(self.env, self.company)
        houses, premises, accounts = set(), set(), set()
        for row in rows:
            item = row["item"]
            if row["part"] == "house":
                houses.add(item.id)
            elif row["part"] == "premise":
                houses.add(row["house"])
                accounts.update(account.id for account in item.accounts)
            elif row["part"] == "counter":
                houses.add(item.houses_cards_id)
                premises.update((item.flats_id, item.rooms_id))
            else:
                accounts.add(item.accounts_id)
        self.buildings = self._by_external("utility.building", houses)
        self.premises = self._by_external("utility.premise", premises)
        self.accounts = self._by_external("utility.account", accounts)
        # ids or, for what this portion makes, Refs
        self.premise_refs = {number: p.id for number, p in self.premises.items()}
        self.account_refs = {number: a.id for number, a in self.accounts.items()}
        self.fresh_houses = {}
        self.accounts_in = {}
        known = self.env["utility.account"].search(
            [("premise_id", "in", list(self.premise_refs.values())), ("state", "!=", "closed")]
        )
        for account in known:
            self.accounts_in.setdefault(account.premise_id.external_id, []).append(account.id)
        self.prepare_people()

    def _by_external(self, model, numbers):
        """``{number in other programs: record}``."""
        domain = Domain("company_id", "=", self.company.id) & Domain(
            "external_id", "in", list(filter(None, numbers))
        )
        found = self.env[model].with_context(active_test=False).search(domain)
        return {record.external_id: record for record in found}

    def is_wanted_place(self, row):
        """Houses and accounts of a partial transfer (P08)."""
        options = self.options
        if options.only_accounts and row["part"] == "premise":
            return any(account.account in options.only_accounts for account in row["item"].accounts)
        if options.only_buildings and row["part"] == "house":
            names = {fold(row["id"]), building_words(_address(row["item"]))}
            return bool(names & options.only_buildings)
        if options.only_buildings and row["part"] == "premise":
            return row["house"] in self.buildings or row["house"] in self.fresh_houses
        if (options.only_buildings or options.only_accounts) and row["part"] == "counter":
            item = row["item"]
            places = {**self.premise_refs, **self.buildings, **self.fresh_houses}
            return any(
                n in places for n in (item.flats_id, item.rooms_id, item.houses_cards_id) if n
            )
        return True

    def plan_house(self, row, work):
        house = row["item"]
        day = row["since"] or self.options.since
        values = {
            "kind": house.kind or None,
            "year_built": house.year_built,
            "floors": house.floors,
            "heating_mode": house.heating_mode or None,
            "hot_water_mode": house.hot_water_mode or None,
            "latitude": house.latitude,
            "longitude": house.longitude,
            "fias_guid": house.fias_houseguid or None,
            "oktmo": house.oktmo or None,
            "cadastral_number": house.cadastral_number or None,
            "gis_id": house.gis_id or None,
        }
        building = want_building(work, _address(house), self.options, house.id, values, main=True)
        self.fresh_houses[house.id] = building
        for name, kind in (("overall_area", "total"), ("common_area", "common")):
            if getattr(house, name) is not None:
                identity = {"building_id": building, "kind": kind}
                work.note("building_areas", identity, day, {"value": getattr(house, name)})
        for entrance in house.entrances:
            if entrance.number.isdigit():
                self._entrance(work, building, entrance.number, {"floors": entrance.floors})

    def _entrance(self, work, building, number, values):
        number = int(number)
        return work.want(
            entities.ENTRANCE,
            [("number", (building, number))],
            values,
            {"building_id": building, "number": number},
        )

    def plan_premise(self, row, work):
        item = row["item"]
        known = self.buildings.get(row["house"])
        building = known.id if known else self.fresh_houses.get(row["house"])
        if building is None:
            raise RowError("IMP-BUILDING-UNKNOWN", "house", row["house"])
        day = row["since"] or self.options.since
        entrance = None
        if item.entrance.isdigit():
            entrance = self._entrance(work, building, item.entrance, {})
        kind = words.PREMISE_KINDS.get(item.premises_type) or (
            "flat" if item.flat_number else "house"
        )
        property_kind = self._property_kind(item.accounts)
        premise = self._premise(
            work, building, kind, item.id, item.flat_number, False,
            {
                "entrance_id": entrance,
                "floor": item.floor,
                "rooms": item.number_of_rooms,
                "gis_id": item.gis_id or None,
                "cadastral_number": item.cadastral_number or None,
                "property_kind": property_kind,
            },
        )  # fmt: skip
        work.wants[-1][1].main = True
        areas = (
            ("total", item.overall_area),
            ("living", item.living_area),
            ("heated", item.heated_area),
        )
        self._areas(work, premise, areas, day)
        rooms = self._rooms(work, item, building, premise, property_kind, day)
        self.premise_refs.update({item.id: premise, **rooms})
        self.accounts_in.update({number: [] for number in (item.id, *rooms)})
        for account in item.accounts:
            place = rooms.get(account.rooms_id, premise)
            self._areas(
                work, place, (("calculated", account.calculated_area),), account.date_from or day
            )
            self.plan_account(row, work, account, place, day)

    def _property_kind(self, accounts):
        found = [words.PROPERTY_KINDS.get(a.property_type) for a in accounts]
        return next((pair[1] for pair in found if pair), None)

    def _premise(self, work, building, kind, number_elsewhere, number, parent, values):
        company = self.company.id
        number = house_number(number)
        return work.want(
            entities.ROOM if parent else entities.PREMISE,
            [
                ("external", (company, number_elsewhere)),
                ("number", (building, kind, parent, number)),
            ],
            {"external_id": number_elsewhere, **values},
            {
                "building_id": building,
                "kind": kind,
                "number": number or None,
                "parent_id": parent or None,
            },
        )

    def _areas(self, work, premise, areas, day):
        for kind, value in areas:
            if value is not None:
                identity = {"premise_id": premise, "kind": kind}
                work.note("premise_areas", identity, day, {"value": value})

    def _rooms(self, work, item, building, premise, property_kind, day):
        """``{id: Ref}`` of the rooms that have accounts: they are premises of their own."""
        wanted = {account.rooms_id for account in item.accounts} - {""}
        rooms = {}
        for room in item.rooms:
            if room.id in wanted:
                rooms[room.id] = self._premise(
                    work, building, "room", room.id, room.number, premise,
                    {"gis_id": room.gis_id or None, "property_kind": property_kind},
                )  # fmt: skip
                self._areas(work, rooms[room.id], (("total", room.area),), day)
        return rooms

    def plan_account(self, row, work, account, premise, day):
        opened = account.date_from or day
        payer = self.plan_people(work, account, premise, opened)
        kind = words.PROPERTY_KINDS.get(account.property_type, (None,))[0]
        if account.residents and self.payer_of(account).entity:
            kind = "organisation"
        contract = self._contract(work, account, payer, opened)
        values = {
            "external_id": account.id,
            "premise_id": premise,
            "partner_id": payer,
            "contract_id": contract,
            "kind": kind,
            "date_open": account.date_from,
            "date_close": account.date_to,
            "state": "closed" if account.date_to else None,
            "old_number": account.old_account or None,
            "unified_number": account.gis_id or None,
        }
        ref = work.want(
            entities.ACCOUNT,
            [
                ("external", (self.company.id, account.id)),
                ("number", (self.company.id, account.account)),
            ],
            values,
            {"company_id": self.company.id, "number": account.account, "date_open": opened},
        )
        self.account_refs[account.id] = ref
        if not account.date_to:
            self.accounts_in[account.rooms_id or row["item"].id].append(ref)
        self.note_residents(work, account, ref, opened)
        for service in account.services:
            self._service(work, service, ref, opened)
        if account.saldo is not None and account.saldo_period:
            work.note("saldo", ref, account)

    def _contract(self, work, account, payer, opened):
        if not account.contract_number:
            return None
        return work.want(
            entities.CONTRACT,
            [("number", (self.company.id, account.contract_number))],
            {"date_signed": account.contract_date, "date_to": account.contract_date_to},
            {
                "company_id": self.company.id,
                "number": account.contract_number,
                "partner_id": payer,
                "date_from": account.contract_date or opened,
                "state": "active",
            },
        )

    def _service(self, work, line, account, opened):
        service = self.services.find(line.code)
        if isinstance(service, Problem) and line.title:
            service = self.services.find(line.title)
        service = found_or_error(service, "services")
        identity = {"account_id": account, "service_id": service.id, "supply_point": False}
        values = {
            "date_to": line.date_to,
            "units": line.units,
            "no_meter_reason": line.no_meter or None,
        }
        work.note("services", identity, line.date_from or opened, values)


def _address(house):
    """Parts of a house's address: given ones, else out of its one line."""
    parsed = parse_address(house.address)
    address = Address() if isinstance(parsed, Problem) else parsed
    changes = {}
    if house.locality:
        changes["locality_kind"], changes["locality"] = locality_name(house.locality)
    if house.street or house.number:
        changes["street_kind"], changes["street"] = street_name(house.street)
    if house.number:
        changes["house"] = house_number(house.number)
        changes["block"] = house.block
    if house.postal_code:
        changes["postal_code"] = house.postal_code
    return replace(address, **changes)

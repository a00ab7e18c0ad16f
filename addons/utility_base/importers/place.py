"""Places of rows: address parts into locality, street, building, premise; no doubles (A19)."""

from dataclasses import replace

from odoo.fields import Domain

from ..gateway.address import (
    Address,
    fold,
    house_number,
    locality_name,
    parse_address,
    street_name,
)
from ..gateway.problem import Problem
from . import entities
from .rows import RowError

_PARTS = ("address", "street", "house", "premise", "building_external_id", "premise_external_id")


def has_place(row):
    return any(name in row for name in _PARTS)


def address_of(row, options):
    """:class:`Address` of a row from its one text or its parts; parts win over the text."""
    address = Address()
    if "address" in row:
        known = bool(row["locality"] or options.locality)
        address = parse_address(row["address"], has_locality=known)
        if isinstance(address, Problem):
            if not row["house"]:
                raise RowError(address.code, "address", address.value, **address.params)
            address = Address()
    changes = {}
    if row["locality"]:
        changes["locality_kind"], changes["locality"] = locality_name(row["locality"])
    if row["street"]:
        changes["street_kind"], changes["street"] = street_name(row["street"])
    if row["house"]:
        changes.update(_house_parts(row["house"]))
    if row["block"]:
        changes["block"] = house_number(row["block"])
    if row["premise"]:
        changes["premise"] = house_number(row["premise"])
    if row["room"]:
        changes["room"] = house_number(row["room"])
    if row["postal_code"]:
        changes["postal_code"] = row["postal_code"]
    return replace(address, **changes)


def _house_parts(text):
    """House and block out of a column that may hold both: ``5 корп. 2``."""
    parsed = parse_address(f"д. {text}" if text[:1].isdigit() else text, has_locality=True)
    if isinstance(parsed, Problem):
        return {"house": house_number(text)}
    return {"house": parsed.house, **({"block": parsed.block} if parsed.block else {})}


def building_words(address):
    """Key of a house for the list of a partial transfer: street, number and block, folded."""
    return fold(" ".join(filter(None, (address.street, address.house, address.block))))


def want_building(work, address, options, external_id=None, values=None, *, main=False):
    """Wish for the building of ``address`` with its street and locality; they are made once."""
    if not address.house:
        raise RowError("IMP-ADDRESS", "address", "", reason="no house number")
    locality = _want_locality(work, address, options)
    street = _want_street(work, address, locality)
    company = options.company.id
    keys = []
    if external_id:
        keys.append(("external", (company, external_id)))
    keys.append(("address", (company, locality, street, address.house, address.block)))
    return work.want(
        entities.BUILDING,
        keys,
        {"external_id": external_id, "postal_code": address.postal_code or None, **(values or {})},
        {
            "company_id": company,
            "locality_id": locality,
            "street_id": street,
            "number": address.house,
            "block": address.block or None,
        },
        main=main,
    )


def _want_locality(work, address, options):
    if not address.locality:
        if not options.locality:
            raise RowError("IMP-LOCALITY", "locality")
        return options.locality.id
    company, name, kind = options.company.id, address.locality, address.locality_kind
    if kind:
        keys = [("kind", (owner, kind, name)) for owner in (company, False)]
    else:
        keys = [("name", (owner, name)) for owner in (company, False)]
    country = options.company.country_id.id or None
    defaults = {"name": name, "kind": kind or "city", "country_id": country}
    return work.want(entities.LOCALITY, keys, {}, defaults)


def _want_street(work, address, locality):
    if not address.street:
        return False
    name, kind = address.street, address.street_kind
    keys = [("kind", (locality, kind or "street", name))]
    if not kind:
        keys.append(("name", (locality, name)))
    defaults = {"locality_id": locality, "name": name, "kind": kind or "street"}
    return work.want(entities.STREET, keys, {}, defaults)


def want_premise(work, row, address, building, options, kind=None, values=None, *, main=False):
    """Wish for the premise; a room brings the communal flat that it lies in."""
    company = options.company.id
    external_id = row["premise_external_id"]
    number = address.premise
    if not kind:
        kind = address.premise_kind or ("flat" if number else "house")
    parent = False
    if address.room and kind in ("flat", "room") and number:
        parent = work.want(
            entities.PREMISE,
            [("number", (building, "flat", False, number))],
            {},
            {"building_id": building, "kind": "flat", "number": number},
        )
        kind, number = "room", address.room
    keys = [("external", (company, external_id))] if external_id else []
    keys.append(("number", (building, kind, parent, number or "")))
    return work.want(
        entities.ROOM if parent else entities.PREMISE,
        keys,
        {"external_id": external_id, **(values or {})},
        {
            "building_id": building,
            "kind": kind,
            "number": number or None,
            "parent_id": parent or None,
        },
        main=main,
    )


def find_premises(env, options, rows):
    """``{row number: premise or None}`` for rows that name an existing premise by its address."""
    wanted = {}
    external = {row["premise_external_id"] for row in rows if row["premise_external_id"]}
    company = Domain("company_id", "=", options.company.id)
    premises = env["utility.premise"]
    by_external = {}
    if external:
        found = premises.search(company & Domain("external_id", "in", list(external)))
        by_external = {premise.external_id: premise for premise in found}
    for row in rows:
        if found := by_external.get(row["premise_external_id"]):
            wanted[row.number] = found
        elif has_place(row):
            wanted[row.number] = address_of(row, options)
    addresses = {n: a for n, a in wanted.items() if isinstance(a, Address)}
    if not addresses:
        return wanted
    buildings = _find_buildings(env, company, addresses.values())
    found = premises.search_fetch(
        Domain("building_id", "in", sorted({b.id for bs in buildings.values() for b in bs})),
        ["building_id", "kind", "number", "parent_id"],
    )
    by_place = {}
    for premise in found:
        key = (
            premise.building_id.id,
            fold(premise.parent_id.number or ""),
            fold(premise.number or ""),
        )
        by_place.setdefault(key, []).append(premise)
    for number, address in addresses.items():
        wanted[number] = _single_premise(address, buildings, by_place)
    return wanted


def _find_buildings(env, company, addresses):
    """``{(street, house, block) folded: [building, ...]}`` for the houses of addresses."""
    numbers = {a.house for a in addresses} | {a.house.lower() for a in addresses}
    buildings = env["utility.building"].search_fetch(
        company & Domain("number", "in", list(numbers)),
        ["street_id", "number", "block", "locality_id"],
    )
    found = {}
    for building in buildings:
        key = (
            fold(building.street_id.name or ""),
            fold(building.number),
            fold(building.block or ""),
        )
        found.setdefault(key, []).append(building)
    return found


def _single_premise(address, buildings, by_place):
    """The one premise of an address, or None when there is none or several."""
    key = (fold(address.street), fold(address.house), fold(address.block))
    houses = buildings.get(key, [])
    if address.locality:
        houses = [b for b in houses if fold(b.locality_id.name) == fold(address.locality)]
    if len(houses) != 1:
        return None
    parent, number = ("", address.premise)
    if address.room:
        parent, number = address.premise, address.room
    found = by_place.get((houses[0].id, fold(parent), fold(number)), [])
    kinds = [p for p in found if p.kind == address.premise_kind]
    found = kinds or found
    return found[0] if len(found) == 1 else None

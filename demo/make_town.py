"""Write ``addons/utility_base/demo/town.json``: a small town in the open exchange format.

Run it in the project's Python: ``.local/venv/bin/python demo/make_town.py``. The same script always
writes the same bytes. Nine houses: a tall apartment house with shops and a communal flat, a low one
without hot water, a business centre, a parking with storage rooms, five private houses. Meters have
readings of each month from 10.2025 (the month before the first charged one) to 10.2026.
"""

import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import town_names as names
from town_builder import ROOT, Town

from odoo.addons.utility_base.gateway import exchange_json
from odoo.addons.utility_base.gateway.exchange_model import (
    Entrance,
    Exchange,
    Premise,
    Room,
)

TARGET = ROOT / "addons" / "utility_base" / "demo" / "town.json"
FLAT = ("housing_maintenance", "capital_repair", "cold_water", "hot_water", "sewerage", "heating",
        "electricity", "solid_waste", "common_electricity", "intercom")  # fmt: skip
NO_HOT_WATER = tuple(code for code in FLAT if code not in ("hot_water", "intercom"))
PRIVATE = ("cold_water", "electricity", "gas", "solid_waste")
OFFICE = ("housing_maintenance", "cold_water", "sewerage", "heating", "electricity")
PARKING = ("housing_maintenance", "common_electricity")


def make_town():
    """The whole town as an exchange file."""
    town = Town()
    tall_house(town)
    low_house(town)
    business_centre(town)
    parking(town)
    private_houses(town)
    special_meters(town)
    return Exchange(
        houses=tuple(town.houses),
        counters=tuple(town.counters),
        extra={"sender": "demo/make_town.py", "first_month": "2025-11", "last_month": "2026-10"},
    )


def flat(
    town,
    number,
    area,
    entrance,
    floor,
    *,
    rooms,
    services=FLAT,
    residents=None,
    account_number=None,
    **kwargs,
):
    """An ordinary flat with one account and its meters."""
    premise_id = town.id()
    residents = residents or town.family()
    account = town.account(residents, services, area, number=account_number, **kwargs)
    town.flat_meters(services, flats_id=premise_id)
    return Premise(
        id=premise_id,
        flat_number=str(number),
        premises_type="квартира",
        overall_area=area,
        living_area=(area * Decimal("0.62")).quantize(Decimal("0.1")),
        number_of_rooms=rooms,
        entrance=str(entrance),
        floor=floor,
        accounts=(account,),
    )


def special_residents(town, number):
    """Residents and account number of flats that documents and registries of the tests speak of."""
    long = {11: names.LONG[0], 23: names.LONG[1], 35: names.LONG[2]}
    if number == 5:
        return {
            "residents": town.named("Иванов", "Иван", "Иванович"),
            "account_number": "0000012345",
        }
    if number == 6:
        return {"residents": town.named("Петрова", "Анна", ""), "account_number": "0000067890"}
    if number in long:
        return {"residents": town.named(*long[number])}
    if number == 17:
        tenant = town.named("Кузьмина", "Зоя", "Петровна", relation="наниматель")
        return {"residents": tenant, "property_type": "Муниципальная"}
    if number == 44:
        guest = town.resident(town.person(), "нет родственных отношений", temporary=True)
        return {"residents": (*town.family(), guest)}
    return {}


def tall_house(town):
    """ул. Ленина, 1: nine floors, two entrances, 71 flats and a communal one, two shops."""
    house_id = town.id()
    areas = (Decimal("64.7"), Decimal("43.2"), Decimal("51.9"), Decimal("31.4"))
    premises = []
    for index in range(72):
        number, place = index + 1, index % 4
        entrance, floor = index // 36 + 1, index % 36 // 4 + 1
        if number == 48:
            premises.append(communal_flat(town, number, entrance, floor))
            continue
        special = special_residents(town, number)
        premises.append(
            flat(town, number, areas[place], entrance, floor, rooms=(3, 2, 2, 1)[place], **special)
        )
    premises += [office(town, f"{index + 1}Н", 0, area) for index, area in enumerate((182, 47))]
    town.house_meters(house_id, ("ХВС", "ГВС", "Эл. однотарифный", "Отопление"))
    town.house(
        "ул. Ленина", 1, premises, id=house_id, kind="apartment", year_built=1987, floors=9,
        heating_mode="season", hot_water_mode="closed", overall_area=Decimal("4156.9"),
        common_area=Decimal("486.3"), latitude=Decimal("56.4884"), longitude=Decimal("84.9480"),
        entrances=tuple(Entrance(id=town.id(), number=str(n), floors=9) for n in (1, 2)),
    )  # fmt: skip


def communal_flat(town, number, entrance, floor):
    """A flat of three rooms; each room has an account, water meters are common."""
    premise_id = town.id()
    rooms, accounts = [], []
    for index, area in enumerate((Decimal("18.3"), Decimal("14.6"), Decimal("11.2")), start=1):
        room = Room(id=town.id(), number=str(index), type="Жилая комната", area=area)
        rooms.append(room)
        accounts.append(town.account(town.family(), FLAT, area, rooms_id=room.id))
        town.meter("Эл. однотарифный", title=f"Комната {index}", rooms_id=room.id)
    town.meter("ХВС", title="Общая кухня", factor=3, flats_id=premise_id)
    town.meter("ГВС", title="Общая кухня", factor=3, flats_id=premise_id)
    return Premise(
        id=premise_id, flat_number=str(number), premises_type="коммунальная квартира",
        overall_area=Decimal("64.7"), living_area=Decimal("44.1"), number_of_rooms=3,
        entrance=str(entrance), floor=floor, rooms=tuple(rooms), accounts=tuple(accounts),
    )  # fmt: skip


def office(town, number, firm, area):
    """A commercial premise of an organisation."""
    premise_id = town.id()
    size = Decimal(area)
    index = int(number[:-1]) - 1 if number.endswith("Н") else firm
    account = town.account(town.firm(index), OFFICE, size)
    town.meter("ХВС", title="Санузел", flats_id=premise_id)
    town.meter("Эл. однотарифный", title="Щитовая", factor=5, flats_id=premise_id)
    return Premise(
        id=premise_id, flat_number=number, premises_type="нежилое", overall_area=size,
        floor=1, accounts=(account,),
    )  # fmt: skip


def low_house(town):
    """пер. Тихий, 4: two floors, eight flats, no hot water, paid evenly over the year."""
    premises = [
        flat(town, n, Decimal("38.6") + n % 3, 1, (n + 3) // 4, rooms=2, services=NO_HOT_WATER)
        for n in range(1, 9)
    ]
    town.house(
        "пер. Тихий", 4, premises, kind="apartment", year_built=1958, floors=2,
        heating_mode="even", hot_water_mode="none", overall_area=Decimal("349.3"),
        common_area=Decimal("31.5"), latitude=Decimal("56.4901"), longitude=Decimal("84.9533"),
        entrances=(Entrance(id=town.id(), number="1", floors=2),),
    )  # fmt: skip


def business_centre(town):
    """пр-т Мира, 12: three organisations."""
    areas = ((2, 1240), (3, 96), (4, 418))
    premises = [office(town, str(n), firm, area) for n, (firm, area) in enumerate(areas, start=1)]
    town.house(
        "пр-т Мира", 12, premises, kind="commercial", year_built=2011, floors=3,
        heating_mode="season", hot_water_mode="none", overall_area=Decimal("1890"),
        common_area=Decimal("136"),
        latitude=Decimal("56.4862"), longitude=Decimal("84.9571"),
    )  # fmt: skip


def parking(town):
    """пр-т Мира, 14: ten parking places and four storage rooms."""
    premises = []
    for index in range(14):
        kind, area = ("машиноместо", "13.2") if index < 10 else ("кладовая", "4.8")
        account = town.account(town.owner(), PARKING, Decimal(area))
        premises.append(
            Premise(
                id=town.id(),
                flat_number=str(index + 1),
                premises_type=kind,
                overall_area=Decimal(area),
                floor=-1,
                accounts=(account,),
            )  # fmt: skip
        )
    town.house(
        "пр-т Мира", 14, premises, kind="garage", year_built=2011, heating_mode="none",
        hot_water_mode="none", overall_area=Decimal("410"), common_area=Decimal("258.8"),
        latitude=Decimal("56.4860"), longitude=Decimal("84.9577"),
    )  # fmt: skip


def private_houses(town):
    """Houses with gas boilers of their own."""
    for street, number, area in (
        ("ул. Садовая", "3", "84.5"), ("ул. Садовая", "5", "112.0"), ("ул. Садовая", "5а", "61.3"),
        ("ул. Абая", "2", "97.8"), ("ул. Абая", "2/1", "143.6"),
    ):  # fmt: skip
        premise_id, size = town.id(), Decimal(area)
        account = town.account(town.family(), PRIVATE, size)
        town.flat_meters(PRIVATE, flats_id=premise_id)
        premise = Premise(
            id=premise_id, premises_type="жилой дом", overall_area=size, accounts=(account,)
        )
        town.house(
            street, number, [premise], kind="private", floors=1, heating_mode="individual",
            hot_water_mode="none", overall_area=size, year_built=1996,
        )  # fmt: skip


def special_meters(town):
    """What billing must cope with: a replaced meter, an overdue verification, a full dial."""
    cold = [
        index for index, item in enumerate(town.counters) if item.type == "ХВС" and item.flats_id
    ]
    old = town.counters[cold[3]]
    removed = date(2026, 5, 14)
    kept = tuple(value for value in old.values if value.date < removed)
    town.counters[cold[3]] = replace(old, replace_date=removed, values=kept)
    town.meter("ХВС", title=old.title, flats_id=old.flats_id, begin=Decimal("0.000"))
    fresh = town.counters[-1]
    start = replace(fresh.values[0], date=removed)
    values = (start, *(value for value in fresh.values if value.date > removed))
    town.counters[-1] = replace(
        fresh, install_date=removed, stamp_date=removed, check_date=date(2032, 5, 14),
        values=since(values, removed, fresh),
    )  # fmt: skip
    one_rate = [n for n, item in enumerate(town.counters) if item.type == "Эл. однотарифный"]
    town.counters[one_rate[4]] = full_dial(town.counters[one_rate[4]])
    overdue = town.counters[cold[7]]
    town.counters[cold[7]] = replace(overdue, check_date=date(2026, 3, 1))


def since(values, day, meter):
    """Readings of a meter that began to count on ``day``: lowered by what it showed before."""
    before = max((value for value in meter.values if value.date <= day), key=lambda item: item.date)
    lowered = [values[0]]
    for value in values[1:]:
        shown = {zone: number - before.values[zone] for zone, number in value.values.items()}
        lowered.append(replace(value, values=shown))
    return tuple(lowered)


def full_dial(meter):
    """The same meter, whose dial passes its last digit in the middle of the year."""
    limit, middle = Decimal(10**meter.capacity), meter.values[len(meter.values) // 2]
    shift = limit - middle.values["B"]
    values = [meter.values[0]]
    for value in meter.values[1:]:
        values.append(replace(value, values={"B": (value.values["B"] + shift) % limit}))
    return replace(meter, values=tuple(values))


if __name__ == "__main__":
    TARGET.write_bytes(exchange_json.build(make_town()))

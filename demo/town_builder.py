"""People, accounts and meters of the demo town; the houses are in ``make_town``."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import odoo.addons

ROOT = Path(__file__).resolve().parent.parent
odoo.addons.__path__ = [str(ROOT / "addons"), *odoo.addons.__path__]

import town_names as names  # noqa: E402

from odoo.addons.utility_base.gateway.exchange_model import (  # noqa: E402
    Account,
    AccountService,
    Counter,
    CounterValue,
    House,
)
from odoo.addons.utility_base.gateway.exchange_people import (  # noqa: E402
    ORGANISATION,
    PERSON,
    Entity,
    Individual,
    Residence,
    Resident,
)

TOWN = "г. Светлореченск"
START, END = date(2025, 11, 1), date(2026, 10, 1)
OPENED = date(2019, 4, 1)
# kind: services that a meter serves, monthly volume at least and at most, digits, months it lasts
METERS = {
    "ХВС": ("СВ-15", 2, 9, 5, 72),
    "ГВС": ("СВ-15Г", 1, 6, 5, 48),
    "Эл. однотарифный": ("Меркурий 201", 60, 260, 5, 192),
    "Эл. двухтарифный": ("Меркурий 200.02", 40, 180, 6, 192),
    "Газ": ("СГД G4", 15, 220, 5, 120),
    "Отопление": ("ВКТ-7", 30, 240, 6, 48),
}


class Town:
    """Hands out ids and numbers while the houses are built; every draw comes from one seed."""

    def __init__(self):
        self.random = random.Random("town of utility suite")
        self.ids = 0
        self.accounts = 0
        self.counters = []
        self.houses = []

    def id(self):
        self.ids += 1
        return str(self.ids)

    def pick(self, items):
        return items[self.random.randrange(len(items))]

    def day(self, first, last):
        return first + timedelta(days=self.random.randrange((last - first).days))

    def amount(self, least, most, digits=2):
        return Decimal(self.random.randint(least * 10**digits, most * 10**digits)).scaleb(-digits)

    # people

    def person(self, surname=None, female=None, nation=None, adult=True):
        nation = nation or self.pick(names.NATIONS)
        female = self.random.random() < 0.5 if female is None else female
        surname = surname or self.pick(nation[0])
        birth = self.day(date(1941, 1, 1), date(2002, 1, 1))
        if not adult:
            birth = self.day(date(2009, 1, 1), date(2025, 1, 1))
        return Individual(
            lastname=surname[female],
            firstname=self.pick(nation[1 + female]),
            patronymic=self.pick(nation[3 + female]),
            birthdate=birth,
            sex="ж" if female else "м",
        )

    def resident(self, individual, role, *, payer=False, share=None, since=OPENED, temporary=False):
        stay = Residence(
            type="tmp" if temporary else "const",
            date_from=since,
            date_to=date(2026, 12, 31) if temporary else None,
        )
        return Resident(
            id=self.id(),
            type=PERSON,
            main_payer=payer,
            share=share,
            relationship=role,
            flats_relation="Собственник" if share else "Житель",
            mobile_phone_1=f"+7900{self.random.randrange(10**7):07}" if payer else "",
            email=f"account{self.accounts}@example.com" if payer and self.accounts % 3 else "",
            date_from=since,
            residence=(stay,),
            individual=individual,
        )

    def family(self):
        """A payer with up to four others; the flat belongs to the adults in equal shares."""
        nation, size = self.pick(names.NATIONS), self.pick((1, 1, 2, 2, 3, 3, 4, 5))
        surname = self.pick(nation[0])
        adults = [self.person(surname, self.random.random() < 0.6, nation)]
        if size > 1:
            adults.append(self.person(surname, adults[0].sex == "м", nation))
        share = Fraction(1, len(adults))
        people = [self.resident(adults[0], "собственник", payer=True, share=share)]
        for adult in adults[1:]:
            role = "жена" if adult.sex == "ж" else "муж"
            people.append(self.resident(adult, role, share=share))
        for _child in range(size - 2):
            child = self.person(surname, None, nation, adult=False)
            role = "дочь" if child.sex == "ж" else "сын"
            people.append(self.resident(child, role, since=max(OPENED, child.birthdate)))
        return tuple(people)

    def named(self, surname, first, patronymic, relation="собственник"):
        individual = Individual(
            lastname=surname, firstname=first, patronymic=patronymic, birthdate=date(1974, 5, 17)
        )
        share = Fraction(1) if relation == "собственник" else None
        return (self.resident(individual, relation, payer=True, share=share),)

    def owner(self):
        """Somebody who owns a place and lives elsewhere."""
        person = self.resident(self.person(), "собственник", payer=True, share=Fraction(1))
        return (replace(person, residence=()),)

    def firm(self, index):
        title, code, address = names.FIRMS[index]
        entity = Entity(title=title, inn=code, legal_address=address)
        owner = {"main_payer": True, "share": Fraction(1), "flats_relation": "Собственник"}
        return (
            Resident(id=self.id(), type=ORGANISATION, entity=entity, date_from=OPENED, **owner),
        )

    # accounts and meters

    def account(self, residents, services, area, *, number=None, property_type=None, **kwargs):
        self.accounts += 1
        organisation = residents and residents[0].type == ORGANISATION
        kind = "Частная юр. лицо" if organisation else "Частная физ. лицо"
        debt = self.pick((0, 0, 0, 1, 1, -1)) * self.amount(100, 4000)
        if organisation:
            kwargs["contract_number"] = f"Д-{100 + self.accounts}/2024"
            kwargs["contract_date"] = date(2024, 1, 10)
        return Account(
            id=self.id(),
            account=number or f"{1_000_000 + self.accounts * 10:010}",
            date_from=OPENED,
            registered=sum(bool(person.residence) for person in residents),
            saldo=debt.quantize(Decimal("0.01")),
            saldo_period=START,
            calculated_area=area,
            property_type=property_type or kind,
            services=tuple(AccountService(code=code) for code in services),
            residents=residents,
            **kwargs,
        )

    def meter(self, kind, *, title="", factor=1, gaps=0.0, begin=None, digits=None, **place):
        """A meter with its start value and a reading of each month, some missing."""
        model, least, most, usual, months = METERS[kind]
        digits = digits or usual
        installed = self.day(date(2023, 1, 1), date(2024, 6, 1))
        zones = ("T1", "T2") if kind == "Эл. двухтарифный" else ("B",)
        limit = 10**digits
        current = {zone: begin or self.amount(50, 2500, 3) for zone in zones}
        start = dict.fromkeys(zones, Decimal("0.000"))
        values = [CounterValue(date=installed, is_start=True, values=start)]
        month = date(2025, 10, 1)
        while month <= END:
            day = month.replace(day=self.random.randint(20, 25))
            is_first = month < START
            if is_first or month == END or self.random.random() >= gaps:
                values.append(CounterValue(period=month, date=day, values=dict(current)))
            month = (month + timedelta(days=31)).replace(day=1)
            for zone in zones:
                share = Decimal(factor)
                if zone == "T2" or (kind == "Отопление" and 5 <= month.month <= 9):
                    share = share * Decimal("0.4" if zone == "T2" else "0.05")
                current[zone] = (current[zone] + share * self.amount(least, most, 3)) % limit
                current[zone] = current[zone].quantize(Decimal("0.001"))
        check = installed + timedelta(days=months * 30)
        self.counters.append(
            Counter(
                id=self.id(),
                type=kind,
                title=title,
                model=model,
                install_date=installed,
                stamp_date=installed,
                check_date=check,
                capacity=digits,
                serial=f"{self.random.randrange(10**7, 10**8)}",
                unit="Гкал" if kind == "Отопление" else "",
                values=tuple(values),
                **place,
            )  # fmt: skip
        )

    def flat_meters(self, services, **place):
        gaps = self.pick((0.0, 0.0, 0.0, 0.1, 0.3))
        if "cold_water" in services and self.random.random() < 0.85:
            self.meter("ХВС", title="Санузел", gaps=gaps, **place)
            if "hot_water" in services:
                self.meter("ГВС", title="Санузел", gaps=gaps, **place)
        if "electricity" in services:
            two = self.random.random() < 0.25
            kind = "Эл. двухтарифный" if two else "Эл. однотарифный"
            self.meter(kind, title="Щит на площадке", gaps=gaps, **place)
        if "gas" in services:
            self.meter("Газ", title="Кухня", gaps=gaps, **place)

    def house(self, street, number, premises, **kwargs):
        address = f"{TOWN}, {street}, д. {number}"
        self.houses.append(
            House(
                id=kwargs.pop("id", None) or self.id(),
                address=address,
                locality=TOWN,
                street=street,
                number=str(number),
                postal_code="636000",
                premises=tuple(premises),
                **kwargs,
            )  # fmt: skip
        )

    def house_meters(self, house_id, kinds):
        """Meters of the whole house: about what 72 flats use, and a little for all."""
        for kind in kinds:
            factor = 1 if kind == "Отопление" else 80
            self.meter(kind, title="Общедомовой", factor=factor, digits=7,
                       begin=Decimal("10000.000"), houses_cards_id=house_id)  # fmt: skip

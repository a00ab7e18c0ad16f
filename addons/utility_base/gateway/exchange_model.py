"""The open exchange file of housing billing as plain values (``domain`` of the migration format).

Names follow the public kvado/export-format; what it lacks (services of an account, the passport of
a house) stands in additional fields, and anything else may go into ``extra``. Ids are texts, unique
among objects of one kind in one file. Dates are ISO, months are first days, numbers are exact.
"""

from dataclasses import dataclass
from datetime import date as Day  # "date" is a field here
from decimal import Decimal

from .exchange_fields import (
    BIT,
    DATE,
    DECIMAL,
    FLAG,
    INTEGER,
    PERIOD,
    Choice,
    Extra,
    Nested,
    Zones,
    take,
    text,
)
from .exchange_people import Resident

PREMISE_TYPES = (
    "квартира", "совместная квартира", "коммунальная квартира", "жилой дом", "нежилое",
    "кладовая", "машиноместо",
)  # fmt: skip
PROPERTY_TYPES = (
    "Частная физ. лицо", "Частная юр. лицо", "Муниципальная", "Государственная",
    "Свободное помещение", "Застройщик",
)  # fmt: skip
COUNTER_TYPES = (
    "ХВС", "ГВС", "Эл. однотарифный", "Эл. двухтарифный", "Эл. трехтарифный", "Газ", "Отопление",
)  # fmt: skip
HOUSE_KINDS = ("apartment", "private", "dormitory", "commercial", "garage", "technical")
HEATING_MODES = ("none", "individual", "season", "even", "house_boiler")
HOT_WATER_MODES = ("none", "open", "closed", "house")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountService:
    """A service charged on an account (addition of this suite)."""

    code: str = text("Code of the service: cold_water, heating, …", required=True)
    title: str = text("Name, where the receiver does not know the code.")
    date_from: Day | None = take(DATE, "First day; empty: since the account was opened.")
    date_to: Day | None = take(DATE, "Last day.")
    units: Decimal | None = take(DECIMAL, "Number of units, for services charged by units.")
    no_meter: str = take(
        Choice("impossible", "possible"),
        "Why there is no meter: impossible, or possible but absent.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Personal account."""

    id: str = text("Id.", required=True)
    account: str = text("Number.", required=True)
    date_from: Day | None = take(DATE, "Opened.")
    date_to: Day | None = take(DATE, "Closed.")
    registered: int | None = take(INTEGER, "Persons registered, where they are not listed.")
    residents_count: int | None = take(INTEGER, "Persons living, where they are not listed.")
    saldo: Decimal | None = take(DECIMAL, "Opening balance; a debt is positive.")
    saldo_period: Day | None = take(PERIOD, "Month at whose beginning the balance stood.")
    calculated_area: Decimal | None = take(DECIMAL, "Area used in calculations, m².")
    old_account: str = text("Number in the former program.")
    property_type: str = take(Choice(*PROPERTY_TYPES, is_open=True), "Kind of property.")
    gis_id: str = text("Unified account number (ЕЛС).")
    gis_zhkh_id: str = text("Id of the communal service (ЖКУ).")
    rooms_id: str = text("Room of a communal flat that the account belongs to.")
    contract_number: str = text("Number of the contract (organisations).")
    contract_date: Day | None = take(DATE, "Date of the contract.")
    contract_date_to: Day | None = take(DATE, "End of the contract.")
    services: tuple[AccountService, ...] = take(
        Nested(AccountService, many=True), "Services charged (addition of this suite)."
    )
    residents: tuple[Resident, ...] = take(Nested(Resident, many=True), "Owners and residents.")
    extra: dict = take(Extra(), "Anything else.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Room of a flat; only living rooms of communal flats have accounts."""

    id: str = text("Id.", required=True)
    number: str = text("Number.")
    type: str = text("Жилая комната, Кухня, …")
    title: str = text("Name.")
    area: Decimal | None = take(DECIMAL, "Area, m².")
    balcony_area: Decimal | None = take(DECIMAL, "Balcony, m².")
    loggia_area: Decimal | None = take(DECIMAL, "Loggia, m².")
    comment: str = text("Comment.")
    gis_id: str = text("Id in the state register.")
    extra: dict = take(Extra(), "Anything else.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """Flat, private house, commercial premise, storage or parking place."""

    id: str = text("Id.", required=True)
    flat_number: str = text("Number; empty for a private house.")
    premises_type: str = take(Choice(*PREMISE_TYPES), "Kind.")
    overall_area: Decimal | None = take(DECIMAL, "Total area, m².")
    living_area: Decimal | None = take(DECIMAL, "Living area, m².")
    heated_area: Decimal | None = take(DECIMAL, "Heated area, m² (addition of this suite).")
    number_of_rooms: int | None = take(INTEGER, "Number of rooms.")
    entrance: str = text("Number of the entrance.")
    floor: int | None = take(INTEGER, "Floor.")
    gis_id: str = text("Id in the state register.")
    cadastral_number: str = text("Cadastral number.")
    rooms: tuple[Room, ...] = take(Nested(Room, many=True), "Rooms.")
    accounts: tuple[Account, ...] = take(Nested(Account, many=True), "Accounts.")
    extra: dict = take(Extra(), "Anything else.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    id: str = text("Id.")
    number: str = text("Number.", required=True)
    floors: int | None = take(INTEGER, "Floors.")


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A building. Its parts of address and passport are additions of this suite; without them the
    receiver splits ``address``."""

    id: str = text("Id.", required=True)
    address: str = text("Address in one line.", required=True)
    fias_houseguid: str = text("ФИАС/ГАР id.")
    oktmo: str = text("ОКТМО.")
    cadastral_number: str = text("Cadastral number.")
    gis_id: str = text("Id in the state register.")
    locality: str = text("Settlement with its kind: г. Светлореченск.")
    street: str = text("Street with its kind: ул. Садовая.")
    number: str = text("House number.")
    block: str = text("Block (корп.).")
    postal_code: str = text("Postal code.")
    kind: str = take(Choice(*HOUSE_KINDS), "Kind of building.")
    year_built: int | None = take(INTEGER, "Year of construction.")
    floors: int | None = take(INTEGER, "Floors.")
    heating_mode: str = take(Choice(*HEATING_MODES), "How it is heated and charged.")
    hot_water_mode: str = take(Choice(*HOT_WATER_MODES), "Where hot water comes from.")
    overall_area: Decimal | None = take(DECIMAL, "Total area, m².")
    common_area: Decimal | None = take(DECIMAL, "Common property, m².")
    latitude: Decimal | None = take(DECIMAL, "Latitude, degrees.")
    longitude: Decimal | None = take(DECIMAL, "Longitude, degrees.")
    entrances: tuple[Entrance, ...] = take(Nested(Entrance, many=True), "Entrances.")
    premises: tuple[Premise, ...] = take(Nested(Premise, many=True), "Premises.")
    extra: dict = take(Extra(), "Anything else.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterValue:
    """Readings of a meter on a date."""

    period: Day | None = take(PERIOD, "Month the reading is for.")
    date: Day | None = take(DATE, "Day of the reading.", required=True)
    is_start: bool | None = take(FLAG, "True: the reading the meter was installed with.")
    values: dict = take(Zones(), "Values by rate.", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A meter of a house, a flat or a room, with its history of readings."""

    id: str = text("Id.", required=True)
    type: str = take(Choice(*COUNTER_TYPES), "Kind.", required=True)
    title: str = text("Description or place.")
    serial: str = text("Serial number.", required=True)
    brand: str = text("Make.")
    model: str = text("Model.")
    install_date: Day | None = take(DATE, "Installed.")
    stamp_date: Day | None = take(DATE, "Sealed.")
    check_date: Day | None = take(DATE, "Next verification.")
    replace_date: Day | None = take(DATE, "Taken off.")
    ratio: Decimal | None = take(DECIMAL, "Transformation ratio.")
    loss_ratio: Decimal | None = take(DECIMAL, "Loss ratio.")
    unit: str = text("Unit (heat): Гкал, кВт/ч, МВт/ч.")
    houses_cards_id: str = text("House, for a house meter.")
    flats_id: str = text("Premise.")
    rooms_id: str = text("Room of a communal flat.")
    capacity: int | None = take(INTEGER, "Digits before the point.")
    gis_id: str = text("Id in the state register.")
    values: tuple[CounterValue, ...] = take(Nested(CounterValue, many=True), "Readings.")
    extra: dict = take(Extra(), "Anything else.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accrual:
    """A charge of a month."""

    id: str = text("Id.")
    accounts_id: str = text("Account.", required=True)
    period: Day | None = take(PERIOD, "Month.", required=True)
    utilities_id: str = text("Id or code of the service.")
    utilities_title: str = text("Name of the service.", required=True)
    calculated_by: str = take(Choice("counter", "average", "standard"), "Method of the volume.")
    bet: str = take(Choice("Основная", "день", "ночь", "пик", "полупик"), "Tariff zone.")
    cost: Decimal | None = take(DECIMAL, "Tariff.")
    volume: Decimal | None = take(DECIMAL, "Volume.")
    value: Decimal | None = take(DECIMAL, "Charged.", required=True)
    recalc: Decimal | None = take(DECIMAL, "Recalculated, signed.")
    privileges: Decimal | None = take(DECIMAL, "Privileges.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment or a correction of one."""

    id: str = text("Id.")
    accounts_id: str = text("Account.", required=True)
    number: str = text("Number.")
    date: Day | None = take(DATE, "Date.", required=True)
    sum: Decimal | None = take(DECIMAL, "Sum.", required=True)
    period: Day | None = take(PERIOD, "Month that was paid for.")
    comment: str = text("Comment.")
    bank_account: str = text("Settlement account.")
    correction: bool | None = take(BIT, "1: a correction.")
    source: str = text("Source.")
    register_type: str = text("Kind of registry.")
    register_number: str = text("Number of the registry.")
    register_date: Day | None = take(DATE, "Date of the registry.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A whole file; any part may be absent."""

    houses: tuple[House, ...] = take(Nested(House, many=True), "Buildings with all inside.")
    counters: tuple[Counter, ...] = take(Nested(Counter, many=True), "Meters with readings.")
    accruals: tuple[Accrual, ...] = take(Nested(Accrual, many=True), "Charges.")
    payments: tuple[Payment, ...] = take(Nested(Payment, many=True), "Payments.")
    extra: dict = take(Extra(), "Anything else: sender, date, version.")

"""The open exchange file of housing billing as plain values (``domain`` of the migration format).

Names follow the public kvado/export-format; what it lacks (services of an account, the passport of
a house) stands in additional fields, and anything else may go into ``extra``. Ids are texts, unique
among objects of one kind in one file. Dates are ISO, months are first days, numbers are exact.
"""

from dataclasses import dataclass
from datetime import date as Day  # "date" is a field here
from decimal import Decimal
from fractions import Fraction

from .exchange_fields import (
    BIT,
    DATE,
    DECIMAL,
    FLAG,
    INTEGER,
    PERIOD,
    SHARE,
    YES_NO,
    Choice,
    Extra,
    Nested,
    Zones,
    take,
    text,
)

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
OUT_REASONS = (
    "Выехал", "Умер", "Окончание временной регистрации по месту пребывания",
    "Выписан на основании решения суда", "Утрата права собственности", "Иное",
)  # fmt: skip
RELATIONS_TO_FLAT = ("Собственник", "Житель", "Наниматель (соц. найм)", "Квартирант (арендатор)")
HOUSE_KINDS = ("apartment", "private", "dormitory", "commercial", "garage", "technical")
HEATING_MODES = ("none", "individual", "season", "even", "house_boiler")
HOT_WATER_MODES = ("none", "open", "closed", "house")
PERSON, ORGANISATION = "физ. лицо", "юр. лицо"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody came from or went to."""

    country: str = text("Country.")
    region: str = text("Region.")
    district: str = text("District.")
    city: str = text("City.")
    locality: str = text("Village or settlement.")
    street: str = text("Street.")
    house: str = text("House.")
    flat: str = text("Flat.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Residence:
    """A registration of a resident, permanent or temporary."""

    type: str = take(
        Choice("const", "tmp"), "const: permanent registration, tmp: temporary.", required=True
    )
    date_from: Day | None = take(DATE, "First day.")
    date_to: Day | None = take(DATE, "Last day; empty while it lasts.")
    out_reason: str = take(Choice(*OUT_REASONS, is_open=True), "Why it ended.")
    origin: Place | None = take(Nested(Place), "Arrived from.", json_name="from")
    destination: Place | None = take(Nested(Place), "Left for.", json_name="to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Individual:
    """A natural person."""

    lastname: str = text("Surname.", required=True)
    firstname: str = text("First name.")
    patronymic: str = text("Patronymic.")
    previous_lastname: str = text("Former surname.")
    document_type: str = text("Kind of identity document.")
    document_serial: str = text("Its series.")
    document_number: str = text("Its number.")
    document_issued: str = text("Who issued it.")
    document_code: str = text("Code of the office.")
    document_issue_date: Day | None = take(DATE, "When it was issued.")
    ssn: str = text("СНИЛС, РНОКПП or ИИН.")
    birthdate: Day | None = take(DATE, "Date of birth.")
    sex: str = text("Sex.")
    birthplace_country: str = text("Country of birth.")
    birthplace_region: str = text("Region of birth.")
    birthplace_district: str = text("District of birth.")
    birthplace_city: str = text("City of birth.")
    birthplace_locality: str = text("Locality of birth.")
    citizenship: str = text("Citizenship.")
    military_liability: str = text("Military liability.")

    @property
    def name(self):
        """Surname, first name, patronymic.

        >>> Individual(lastname="Ким", firstname="Анна").name
        'Ким Анна'
        """
        return " ".join(part for part in (self.lastname, self.firstname, self.patronymic) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An organisation."""

    title: str = text("Name.", required=True)
    inn: str = text("ИНН, ЄДРПОУ or БИН.")
    kpp: str = text("КПП.")
    ogrn: str = text("ОГРН.")
    legal_address: str = text("Legal address.")
    head_fullname: str = text("Head.")
    head_post: str = text("Post of the head.")
    bic: str = text("БИК or МФО of the bank.")
    bank: str = text("Bank.")
    bank_account: str = text("Settlement account or IBAN.")
    bank_corr_account: str = text("Correspondent account.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """Who owns, rents or lives: a person with registrations, or an organisation."""

    id: str = text("Id.")
    type: str = take(Choice(PERSON, ORGANISATION), "Person or organisation.", required=True)
    main_payer: bool | None = take(YES_NO, "Да: the payer of the account; one of them.")
    share: Fraction | None = take(SHARE, "Share of ownership as 1/2.")
    mobile_phone_1: str = text("Mobile phone.")
    mobile_phone_2: str = text("Second mobile phone.")
    home_phone: str = text("Phone at home.")
    work_phone: str = text("Phone at work.")
    email: str = text("E-mail.")
    email2: str = text("Second e-mail.")
    relationship: str = text("Relation to the payer: собственник, жена, сын, …")
    flats_relation: str = take(Choice(*RELATIONS_TO_FLAT, is_open=True), "Relation to the premise.")
    registration_address: str = text("Address of registration, where it is another.")
    living_address: str = text("Address of living, where it is another.")
    date_from: Day | None = take(DATE, "In the books from.")
    date_to: Day | None = take(DATE, "In the books to.")
    residence: tuple[Residence, ...] = take(Nested(Residence, many=True), "Registrations.")
    individual: Individual | None = take(Nested(Individual), "The person.")
    entity: Entity | None = take(Nested(Entity), "The organisation.")
    extra: dict = take(Extra(), "Anything else.")

    @property
    def name(self):
        """Full name of the person or the organisation."""
        if self.individual:
            return self.individual.name
        return self.entity.title if self.entity else ""


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

"""People and organisations of the open exchange file; the rest of it is in ``exchange_model``."""

from dataclasses import dataclass
from datetime import date as Day
from fractions import Fraction

from .exchange_fields import DATE, SHARE, YES_NO, Choice, Extra, Nested, take, text

OUT_REASONS = (
    "Выехал", "Умер", "Окончание временной регистрации по месту пребывания",
    "Выписан на основании решения суда", "Утрата права собственности", "Иное",
)  # fmt: skip
RELATIONS_TO_FLAT = ("Собственник", "Житель", "Наниматель (соц. найм)", "Квартирант (арендатор)")
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

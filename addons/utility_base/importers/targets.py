"""Target fields that several importers share, with the headings that files use for them."""

from .fields import Target
from .marks import _

ACCOUNT = Target(
    "account",
    _("Account"),
    required=True,
    help=_("Number of the personal account, also the old one or that of another program."),
    aliases=(
        "л/с", "лс", "лицевой счет", "номер лицевого счета", "номер лс", "личный счет", "счет",
        "абонент", "номер абонента", "lic_schet", "ls", "lic",
        "о/р", "особовий рахунок", "номер особового рахунку", "рахунок",
        "жеке шот", "дербес шот", "жеке шоттың нөмірі", "account number", "account no",
        "personal account",
    ),
    example="0001001",
)  # fmt: skip
MONTH = Target(
    "period",
    _("Month"),
    "period",
    aliases=("период", "месяц", "період", "місяць", "кезең", "ай", "period"),
    example="02.2026",
)
EXTERNAL_ID = Target(
    "external_id",
    _("Number in Other Programs"),
    help=_("Id of the row in the program of the file; the next file finds it by this."),
    aliases=(
        "внешний код", "внешний ид", "код в другой программе", "guid", "uuid", "external id",
        "зовнішній код", "сыртқы код",
    ),
    example="A-15",
)  # fmt: skip
FULL_NAME = Target(
    "name",
    _("Full Name"),
    aliases=(
        "фио", "ф и о", "фамилия имя отчество", "наименование", "имя", "fio",
        "піб", "п і б", "прізвище імя по батькові", "найменування",
        "тегі аты әкесінің аты", "тақ", "аты жөні", "атауы", "full name", "person",
    ),
    example="Иванов Иван Иванович",
)  # fmt: skip
LAST_NAME = Target("last_name", _("Last Name"), aliases=("фамилия", "прізвище", "тегі", "surname"))
FIRST_NAME = Target("first_name", _("First Name"), aliases=("имя", "імя", "ім'я", "аты"))
MIDDLE_NAME = Target(
    "middle_name",
    _("Middle Name"),
    aliases=("отчество", "по батькові", "әкесінің аты", "patronymic"),
)
BIRTH_DATE = Target(
    "birth_date",
    _("Date of Birth"),
    "date",
    aliases=("дата рождения", "др", "дата народження", "туған күні", "birthday", "born"),
    example="01.02.1980",
)
PHONE = Target(
    "phone",
    _("Phone"),
    aliases=("телефон", "тел", "моб телефон", "номер телефона", "номер телефону", "телефон нөмірі"),
    example="+7 900 000-00-00",
)
EMAIL = Target(
    "email",
    _("E-mail"),
    aliases=("e mail", "почта", "эл почта", "электронная почта", "електронна пошта", "пошта",
             "электрондық пошта", "адрес электронной почты"),
    example="ivanov@example.com",
)  # fmt: skip
DATE_FROM = Target(
    "date_from",
    _("From"),
    "date",
    aliases=("дата с", "с", "действует с", "дата начала", "начало", "дата регистрации",
             "дата прописки", "дата прибытия", "з", "дата з", "дата початку", "дата реєстрації",
             "басталған күні", "тіркелген күні", "start", "start date", "date from", "since"),
    example="01.01.2020",
)  # fmt: skip
DATE_TO = Target(
    "date_to",
    _("To"),
    "date",
    aliases=("дата по", "по", "действует по", "дата окончания", "окончание", "дата выписки",
             "дата выбытия", "до", "дата до", "дата закінчення", "дата вибуття", "аяқталған күні",
             "end", "end date", "date to", "until"),
)  # fmt: skip
DOCUMENT = Target(
    "document",
    _("Document"),
    aliases=("основание", "документ основание", "підстава", "құжат", "негіздеме", "ground"),
)

ADDRESS = (
    Target(
        "address",
        _("Address in One Text"),
        help=_("The whole address; or map its parts to the fields below."),
        aliases=("адрес", "адреса", "полный адрес", "адрес объекта", "адрес помещения", "adres",
                 "мекенжай", "мекен жай", "мекенжайы"),
        example="г. Энск, ул. Ленина, д. 5, кв. 12",
    ),
    Target(
        "locality",
        _("Locality"),
        aliases=("населенный пункт", "город", "нп", "населений пункт", "місто", "село",
                 "елді мекен", "қала", "city", "town"),
        example="г. Энск",
    ),
    Target("street", _("Street"), aliases=("улица", "вулиця", "көше", "ул", "вул"),
           example="ул. Ленина"),
    Target(
        "house",
        _("House"),
        aliases=("дом", "номер дома", "д", "будинок", "номер будинку", "буд", "үй", "house number"),
        example="5",
    ),
    Target("block", _("Block"), aliases=("корпус", "корп", "строение", "блок", "building")),
    Target(
        "premise",
        _("Flat or Premise"),
        aliases=("квартира", "кв", "номер квартиры", "помещение", "номер помещения", "приміщення",
                 "номер приміщення", "пәтер", "пәтер нөмірі", "үй жай", "flat", "flat number",
                 "apartment"),
        example="12",
    ),
    Target("room", _("Room of a Communal Flat"), aliases=("комната", "кімната", "бөлме")),
    Target("postal_code", _("Postal Code"), aliases=("индекс", "почтовый индекс", "поштовий індекс",
                                                  "пошта индексі", "zip")),
    Target(
        "building_external_id",
        _("House: Number in Other Programs"),
        aliases=("код дома", "ид дома", "код будинку", "үй коды", "house id"),
    ),
    Target(
        "premise_external_id",
        _("Premise: Number in Other Programs"),
        aliases=("код помещения", "код квартиры", "ид помещения", "код приміщення", "пәтер коды",
                 "premise id", "flat id"),
    ),
)  # fmt: skip
PREMISE_KINDS = {
    "flat": ("квартира", "кв", "пәтер"),
    "room": ("комната", "кімната", "бөлме"),
    "house": ("жилой дом", "частный дом", "дом", "житловий будинок", "будинок", "жеке үй"),
    "commercial": ("нежилое", "нежилое помещение", "офис", "магазин", "нежитлове",
                   "нежитлове приміщення", "тұрғын емес"),
    "parking": ("машиноместо", "паркинг", "паркомісце", "тұрақ"),
    "storage": ("кладовая", "комора", "қойма"),
    "technical": ("техническое", "технічне", "техникалық"),
    "land": ("земельный участок", "участок", "земельна ділянка", "жер телімі"),
}  # fmt: skip
SERVICE = Target(
    "service",
    _("Service"),
    aliases=("услуга", "вид услуги", "наименование услуги", "послуга", "вид послуги", "қызмет",
             "қызмет түрі", "usluga"),
    example="cold_water",
)  # fmt: skip

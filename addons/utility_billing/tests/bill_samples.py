"""Bills to render in tests: every language, short and long, with codes of the country."""

from datetime import date, datetime
from decimal import Decimal

from ..gateway import nbu_qr, st00012
from ..gateway.bill_data import (
    BillBalance,
    BillCode,
    BillDocument,
    BillLine,
    BillNotice,
    BillParty,
    BillReading,
)

D = Decimal
PARTIES = {
    "ru": BillParty(
        name='ООО «Управляющая компания "Светлый дом"»',
        code="7017123450",
        code2="701701001",
        address="636000, г. Светлореченск, ул. Ленина, д. 3",
        phone="8 (3822) 55-01-01",
        email="bill@svetlydom.example",
        site="svetlydom.example",
        hours="Пн–Пт 8:00–20:00",
        bank_name="Томское отделение № 8616 ПАО Сбербанк",
        bank_code="046902606",
        account="40702810900000000001",
        correspondent="30101810800000000606",
    ),
    "uk": BillParty(
        name="КП «Світлорічанський водоканал»",
        code="12345678",
        address="м. Світлоріченськ, вул. Київська, 7",
        phone="(044) 123-45-67",
        bank_name="АТ «Ощадбанк»",
        bank_code="322313",
        account="UA213223130000026007233566001",
    ),
    "kk": BillParty(
        name="«Жарық өзен» тұрғын үй-коммуналдық шаруашылығы» ЖШС",
        code="120540001234",
        address="Жарықөзен қ., Достық көшесі, 7",
        phone="+7 (727) 250-11-22",
        bank_name="«Қазақстан Халық Банкі» АҚ",
        bank_code="HSBKKZKX",
        account="KZ75125KZT1001300335",
    ),
    "en": BillParty(name="Bright River Utilities", code="7017123450", phone="8 (3822) 55-01-01"),
}
CURRENCY = {"ru": "RUB", "uk": "UAH", "kk": "KZT", "en": "RUB"}
PAYERS = {
    "ru": "Константинопольская-Преображенская Александра-Виктория Константиновна",
    "uk": "Кривохатько-Задніпровська Святослава-Єлизавета Володимирівна",
    "kk": "Нұрмұхаммедәлімжанов-Құрманғазиев Әбдіқадырғазы Һәкімұлы",
    "en": "Alexandra Constantinople",
}
ADDRESSES = {
    "ru": "г. Светлореченск, ул. Ленина, д. 1, кв. 11",
    "uk": "м. Світлоріченськ, вул. Київська, буд. 1, кв. 11",
    "kk": "Жарықөзен қ., Әл-Фараби даңғылы, 1-үй, 11-пәтер",
    "en": "Svetlorechensk, Lenin street 1, flat 11",
}
# service, unit, group, note; groups: 0 housing, 1 communal
WORDS = {
    "ru": (
        ("Содержание и ремонт жилья", "м²", 0, ""),
        ("Холодное водоснабжение", "м³", 1, "по прибору учёта"),
        ("Горячее водоснабжение: нагрев", "Гкал", 1, "норматив 0,0612 Гкал на м³"),
        ("Отопление", "Гкал", 1, "по общедомовому прибору, 43,2 м²"),
    ),
    "uk": (
        ("Утримання будинку та прибудинкової території", "м²", 0, ""),
        ("Централізоване водопостачання", "м³", 1, "за лічильником"),
        ("Централізоване водовідведення", "м³", 1, "за лічильником"),
        ("Теплова енергія", "Гкал", 1, "за будинковим лічильником"),
    ),
    "kk": (
        ("Тұрғын үйді күтіп ұстау және жөндеу", "м²", 0, ""),
        ("Суық сумен жабдықтау", "м³", 1, "есептеу аспабы бойынша"),
        ("Ыстық су: жылыту", "Гкал", 1, "норматив бойынша"),
        ("Жылумен жабдықтау", "Гкал", 1, "үйдің ортақ аспабы бойынша"),
    ),
    "en": (
        ("Housing maintenance", "m²", 0, ""),
        ("Cold water", "m³", 1, "by meter"),
        ("Hot water: heating", "Gcal", 1, "norm 0.0612 Gcal per m³"),
        ("Heating", "Gcal", 1, "by the meter of the house"),
    ),
}
GROUPS = {
    "ru": ("Жилищные услуги", "Коммунальные услуги"),
    "uk": ("Житлові послуги", "Комунальні послуги"),
    "kk": ("Тұрғын үй қызметтері", "Коммуналдық қызметтер"),
    "en": ("Housing", "Communal services"),
}
FACTS = {
    "ru": (("Общая площадь", "43,2 м²"), ("Зарегистрировано", "3"), ("ЕЛС", "70АА123456"),
           ("ИД ЖКУ", "70АА123456-01")),
    "uk": (("Загальна площа", "43,2 м²"), ("Зареєстровано", "3")),
    "kk": (("Жалпы ауданы", "43,2 м²"), ("Тіркелгендер", "3")),
    "en": (("Area", "43.2 m²"), ("Registered", "3")),
}  # fmt: skip
NOTICES = {
    "ru": (
        ("Передайте показания с 20 по 25 число", "В кабинете, по телефону или в офисе.", False),
        ("Срок поверки счётчика истекает", "Прибор № 1234567 нужно поверить до 01.12.2026, иначе "
         "начисление будет по нормативу.", True),
    ),
    "uk": (("Передайте показання до 25 числа", "У кабінеті, телефоном або в офісі.", False),),
    "kk": (("Көрсеткіштерді ай сайын 25-іне дейін жіберіңіз",
            "Жеке кабинетте, телефон арқылы немесе кеңседе.", True),),
    "en": (("Send your readings by the 25th", "In the cabinet or at the office.", False),),
}  # fmt: skip


def sample_bill(lang="ru", lines=3, account="0000012345", **changes):
    """A consistent bill of ``lines`` services."""
    made = tuple(_line(lang, index, lines) for index in range(lines))
    charged = sum((line.total for line in made), D("0.00"))
    opening, paid, penalty = D("1250.40"), D("1250.40"), D("12.07")
    closing = opening + charged + penalty - paid
    party = PARTIES[lang]
    values = {
        "number": "2026-10/0000123",
        "date": date(2026, 11, 1),
        "period": date(2026, 10, 1),
        "due_date": date(2026, 11, 15),
        "account": account,
        "payer": PAYERS[lang],
        "address": ADDRESSES[lang],
        "supplier": party,
        "lang": lang,
        "currency": CURRENCY[lang],
        "facts": FACTS[lang],
        "lines": made,
        "readings": _readings(lang),
        "balance": BillBalance(
            opening=opening, charged=charged, paid=paid, penalty=penalty, closing=closing
        ),
        "codes": (
            BillCode(payload=_payload(lang, party, account, closing)),
            BillCode(kind="code128", payload=f"7001{account}10260{closing.scaleb(2):.0f}",
                     caption=f"7001 {account} 1026"),
        ),
        "notices": tuple(
            BillNotice(title=title, text=text, important=hard)
            for title, text, hard in NOTICES[lang]
        ),
        "amount_in_words": True,
    }  # fmt: skip
    return BillDocument(**{**values, **changes})


def _line(lang, index, count):
    place = index % 4
    group = 0 if index < max(1, count // 5) else 1
    if group != WORDS[lang][place][2]:
        place = 0 if group == 0 else 1
    name, unit, _group, note = WORDS[lang][place]
    if index >= 4:
        name = f"{name} ({index})"
    volume, tariff = D("4.217000") + index, D("212.38") + index
    charged = (volume * tariff).quantize(D("0.01"))
    recalculated = D("-35.10") if index % 5 == 1 else D("0.00")
    privilege = D("120.00") if index % 7 == 2 else D("0.00")
    return BillLine(
        service=name,
        unit=unit,
        volume=volume,
        tariff=tariff,
        charged=charged,
        recalculated=recalculated,
        privilege=privilege,
        total=charged + recalculated - privilege,
        group=GROUPS[lang][group],
        note=note,
    )


def _readings(lang):
    names = WORDS[lang]
    return (
        BillReading(
            meter="50556431", service=names[1][0], unit="м³", previous=D("2498.212"),
            previous_date=date(2026, 9, 20), current=D("2503.527"), current_date=date(2026, 10, 21),
            volume=D("5.315"), verification=date(2029, 9, 19),
        ),
        BillReading(
            meter="011076138", service=names[2][0], unit="кВт·ч",
            zone={"ru": "день"}.get(lang, "T1"),
            previous=D("99873"), previous_date=date(2026, 9, 20), current=D("141"),
            current_date=date(2026, 10, 21), volume=D("268"), verification=date(2038, 1, 1),
        ),
        BillReading(meter="1234567", service=names[1][0], verification=date(2026, 12, 1)),
    )  # fmt: skip


def _payload(lang, party, account, amount):
    if lang == "uk":
        return nbu_qr.build(
            nbu_qr.NbuPayment(
                recipient=party.name,
                iban=party.account,
                code=party.code,
                amount=amount,
                purpose=f"Комунальні послуги, о/р {account}, 10.2026",
                valid_until=datetime(2026, 12, 31, 23, 59, 59),
            )
        )
    if lang != "ru":
        return f"https://pay.example/{account}/{amount}"
    fields = {
        "Name": party.name,
        "PersonalAcc": party.account,
        "BankName": party.bank_name,
        "BIC": party.bank_code,
        "CorrespAcc": party.correspondent,
        "PayeeINN": party.code,
        "KPP": party.code2,
        "PersAcc": account,
        "PaymPeriod": "102026",
        "Sum": st00012.kopecks(amount),
        "PayerAddress": ADDRESSES[lang],
        "Purpose": "Жилищно-коммунальные услуги",
        "Category": "Коммунальные услуги",
        "TechCode": "02",
    }
    return st00012.build(fields)

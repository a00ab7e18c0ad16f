"""Sums in words for bills and acts: "Две тысячи пятьсот рублей 50 копеек".

Languages ru, uk, kk, en; currencies RUB, UAH, KZT. The whole units are in words, the coins in
digits, as accounting papers of the three countries have it. Numbers come from num2words; grammar of
the currencies stands here, because the library spells «теньге» in Ukrainian and knows only the
tenge in Kazakh.
"""

from decimal import Decimal

from num2words import num2words

from odoo.addons.utility_base.gateway.problem import refuse

#: Language -> code of num2words (it calls Kazakh by the code of the country).
_LANGUAGES = {"ru": "ru", "uk": "uk", "kk": "kz", "en": "en"}
#: (language, currency) -> forms of the unit and of the coin for 1, for 2, for 5.
_FORMS = {
    ("ru", "RUB"): (("рубль", "рубля", "рублей"), ("копейка", "копейки", "копеек")),
    ("ru", "UAH"): (("гривна", "гривны", "гривен"), ("копейка", "копейки", "копеек")),
    ("ru", "KZT"): (("тенге",) * 3, ("тиын", "тиына", "тиынов")),
    ("uk", "RUB"): (("рубль", "рублі", "рублів"), ("копійка", "копійки", "копійок")),
    ("uk", "UAH"): (("гривня", "гривні", "гривень"), ("копійка", "копійки", "копійок")),
    ("uk", "KZT"): (("тенге",) * 3, ("тиїн", "тиїни", "тиїнів")),
    ("kk", "RUB"): (("рубль",) * 3, ("тиын",) * 3),
    ("kk", "UAH"): (("гривна",) * 3, ("тиын",) * 3),
    ("kk", "KZT"): (("теңге",) * 3, ("тиын",) * 3),
    ("en", "RUB"): (("rouble", "roubles", "roubles"), ("kopeck", "kopecks", "kopecks")),
    ("en", "UAH"): (("hryvnia", "hryvnias", "hryvnias"), ("kopiika", "kopiikas", "kopiikas")),
    ("en", "KZT"): (("tenge",) * 3, ("tiyn",) * 3),
}
_FEMININE = {("ru", "UAH"), ("uk", "UAH")}
_ONE_TWO = {"ru": {"один": "одна", "два": "две"}, "uk": {"один": "одна", "два": "дві"}}
_MINUS = {"ru": "минус", "uk": "мінус", "kk": "минус", "en": "minus"}
_LIMIT = Decimal(10**15)


def amount_in_words(amount, currency, lang):
    """The sum in words, beginning with a capital.

    >>> amount_in_words(Decimal("2500.50"), "RUB", "ru")
    'Две тысячи пятьсот рублей 50 копеек'
    >>> amount_in_words(Decimal("341.02"), "UAH", "uk")
    'Триста сорок одна гривня 02 копійки'
    >>> amount_in_words(Decimal("12000.00"), "KZT", "kk")
    'Он екі мың теңге 00 тиын'
    """
    forms = _FORMS.get((lang, currency))
    if not forms or not abs(amount) < _LIMIT:
        refuse("document.words", lang=lang, currency=currency)
    coins = int(abs(amount).scaleb(2))
    whole, part = divmod(coins, 100)
    words = num2words(whole, lang=_LANGUAGES[lang])
    if lang == "en":
        words = words.replace(",", "").replace(" and ", " ")
    words = words.replace("'", "’")
    if (lang, currency) in _FEMININE:
        *rest, last = words.split(" ")
        words = " ".join([*rest, _ONE_TWO[lang].get(last, last)])
    if amount < 0 and coins:
        words = f"{_MINUS[lang]} {words}"
    unit, coin = _form(lang, whole, forms[0]), _form(lang, part, forms[1])
    text = f"{words} {unit} {part:02} {coin}"
    return text[0].upper() + text[1:]


def _form(lang, number, forms):
    """The form of a noun that goes with a number."""
    if lang == "en":
        return forms[0] if number == 1 else forms[1]
    tens, ones = number % 100 // 10, number % 10
    if tens == 1 or ones == 0 or ones > 4:
        return forms[2]
    return forms[0] if ones == 1 else forms[1]

"""Payment code of ГОСТ Р 56042-2014 (``ST00011``, ``ST00012``, ``ST00013``).

``ST`` + version ``0001`` + encoding digit (1 windows-1251, 2 UTF-8, 3 KOI8-R) + separator +
``Key=Value`` pairs. Sums are kopecks. The five payee keys come first, in a fixed order, and take at
most 300 bytes in the chosen encoding. Source: GOST R 56042-2014, sections 4-6 and appendix A.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from odoo.addons.utility_base.gateway.problem import GatewayError, Problem, problem
from odoo.addons.utility_base.gateway.text_encoding import likeness

ENCODINGS = {"1": "cp1251", "2": "utf-8", "3": "koi8-r"}
SEPARATORS = "|#;:^_~{}!$%&()*+,/@"
REQUIRED = ("Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc")
REQUIRED_BYTES = 300

_ACCOUNT = r"[1-9]\d{4}[0-9ABCEHKMPTX]\d{14}"
#: Key -> (pattern of the whole value, what a human should write).
RULES = {
    "Name": (r".{1,160}", "1 to 160 characters"),
    "PersonalAcc": (_ACCOUNT, "20 digits"),
    "BankName": (r".{1,45}", "1 to 45 characters"),
    "BIC": (r"\d{9}", "9 digits"),
    "CorrespAcc": (rf"{_ACCOUNT}|0", "20 digits, or 0 where the bank has none"),
    "Sum": (r"\d{1,18}", "kopecks, digits only"),
    "Purpose": (r".{1,160}", "1 to 160 characters"),
    "PayeeINN": (r"\d{10}|\d{12}", "10 or 12 digits"),
    "PayerINN": (r".{1,12}", "at most 12 characters"),
    "DrawerStatus": (r".{1,2}", "at most 2 characters"),
    "KPP": (r"[0-9A-Z]{1,9}", "at most 9 characters"),
    "CBC": (r".{1,20}", "at most 20 characters"),
    "OKTMO": (r"\d{1,11}", "at most 11 digits"),
    "PaytReason": (r".{1,2}", "at most 2 characters"),
    "TaxPeriod": (r".{1,10}", "at most 10 characters"),
    "DocNo": (r".{1,15}", "at most 15 characters"),
    "DocDate": (r"\d\d\.\d\d\.\d{4}", "dd.mm.yyyy"),
    "TaxPaytKind": (r".{1,2}", "at most 2 characters"),
    "TechCode": (r"0[1-9]|1[0-5]", "01 to 15; 02 is housing and communal services"),
    "AddAmount": (r"\d{1,18}", "kopecks, digits only"),
}
FREE_KEYS = frozenset(
    "LastName FirstName MiddleName PayerAddress PersonalAccount DocIdx PensAcc Contract PersAcc "
    "Flat Phone PayerIdType PayerIdNum ChildFio BirthDate PaymTerm PaymPeriod Category ServiceName "
    "CounterId CounterVal QuittId QuittDate InstNum ClassNum SpecFio "
    "RuleId ExecId RegType UIN".split()
)
KNOWN_KEYS = frozenset(RULES) | FREE_KEYS
#: Mistakes seen in public code -> the key of the standard.
_MISSPELT = {"INN": "PayeeINN", "KBK": "CBC", "Amount": "Sum", "Account": "PersonalAcc"}
_BY_LOWER = {key.lower(): key for key in KNOWN_KEYS}
_HEAD = re.compile(r"ST0001([123])(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """What a code says. ``fields`` keep the order of the code; ``problems`` are not fatal."""

    fields: Mapping[str, str]
    encoding: str = "utf-8"
    separator: str = "|"
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def amount(self):
        """Roubles, or None for an open sum.

        >>> PaymentCode({"Sum": "250050"}).amount
        Decimal('2500.50')
        """
        text = self.fields.get("Sum", "")
        return Decimal(text).scaleb(-2) if re.fullmatch(r"\d{1,18}", text) else None

    @property
    def account(self):
        """Personal account of the payer."""
        return self.fields.get("PersAcc", "")


def kopecks(amount):
    """Sum field of an amount in roubles; empty (the field is left out) for zero and below.

    >>> kopecks(Decimal("2500.50")), kopecks(Decimal("-1"))
    ('250050', '')
    """
    if amount is None or amount <= 0:
        return ""
    return str(int(amount.scaleb(2).quantize(Decimal(1), ROUND_HALF_UP)))


def validate(fields):
    """Problems of the fields, before any encoding."""
    found = [problem("qr.required", column=key) for key in REQUIRED if not fields.get(key)]
    for key, value in fields.items():
        if not value:
            continue
        base = key.split("_")[0]  # CounterVal_1, CounterVal_2
        if base not in KNOWN_KEYS:
            near = _MISSPELT.get(base) or _BY_LOWER.get(base.lower(), "")
            found.append(problem("qr.unknown_key", column=key, expected=near or "…"))
        pattern, expected = RULES.get(base, (None, ""))
        if pattern and not re.fullmatch(pattern, value):
            found.append(problem("qr.format", column=key, value=value, expected=expected))
        elif any(char < " " for char in value):
            found.append(problem("qr.format", column=key, value=value, expected="one line of text"))
    return found


def build(fields, encoding="1"):
    """Bytes of a code. Empty values are left out; the five payee keys are put first.

    ``encoding`` is the wished digit; a text that cp1251 or koi8-r can't hold goes out in UTF-8, and
    so the digit may differ. Raises ``GatewayError`` with the first problem of :func:`validate`.

    >>> payee = {"Name": "ООО Вода", "PersonalAcc": "40702810900000000001", "BankName": "Банк",
    ...          "BIC": "044525225", "CorrespAcc": "0"}
    >>> build({**payee, "Sum": "100"}).decode("cp1251")[:26], build(payee, "2")[:8]
    ('ST00011|Name=ООО Вода|Pers', b'ST00012|')
    """
    fields = {key: str(value) for key, value in fields.items() if value not in (None, "")}
    for wrong in validate(fields):
        raise GatewayError(wrong)
    ordered = {key: fields[key] for key in REQUIRED} | fields
    separator = next((char for char in SEPARATORS if not _occurs(char, ordered)), None)
    if separator is None:
        raise GatewayError(problem("qr.no_separator"))
    body = separator.join(f"{key}={value}" for key, value in ordered.items())
    payee = separator.join(f"{key}={ordered[key]}" for key in REQUIRED)
    digit = encoding if _fits(body, ENCODINGS[encoding]) else "2"
    size = len(payee.encode(ENCODINGS[digit]))
    if size > REQUIRED_BYTES:
        where = ", ".join(REQUIRED)
        raise GatewayError(problem("qr.too_long", column=where, length=size, limit=REQUIRED_BYTES))
    return f"ST0001{digit}{separator}{body}".encode(ENCODINGS[digit])


def _occurs(char, fields):
    return any(char in key or char in value for key, value in fields.items())


def _fits(text, encoding):
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def parse(data):
    """:class:`PaymentCode` of bytes (as decoded from the image) or of what a scanner typed.

    Raises ``GatewayError`` when it is no such code. Wrong fields are told in ``problems``.

    >>> parse(b"ST00012|Name=X|PersAcc=0001|Sum=100|").account
    '0001'
    """
    # bytes may have been through a scanner's program, which took cp1251 for latin-1
    text, recovered = recover(_decode(data) if isinstance(data, bytes) else data)
    head = _HEAD.match(text)
    if not head:
        raise GatewayError(problem("qr.not_payment"))
    separator = head[2]
    fields, problems = {}, []
    for part in text[head.end() :].strip("\r\n\0").split(separator):
        key, equals, value = part.partition("=")
        if not equals:
            if part.strip():
                problems.append(problem("qr.format", column=part, value=part, expected="Key=Value"))
            continue
        fields.setdefault(key.strip(), value.strip())
    if recovered:
        problems.append(problem("qr.recovered", is_warning=True))
    problems.extend(validate(fields))
    return PaymentCode(fields, ENCODINGS[head[1]], separator, tuple(problems))


def _decode(data):
    data = data.removeprefix(b"\xef\xbb\xbf").strip(b"\r\n\0 ")
    if not re.match(rb"ST0001[123].", data, re.DOTALL):
        raise GatewayError(problem("qr.not_payment"))
    declared = ENCODINGS[chr(data[6])]
    # emitters that write utf-8 and declare cp1251 are common; utf-8 hardly ever fits by chance
    for encoding in dict.fromkeys(("utf-8", declared)):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(declared, "replace")


_QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?~|"
_LAYOUTS = (
    "йцукенгшщзхъфывапролджэячсмитьбю.ёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,Ё/",
    "йцукенгшщзхїфівапролджєячсмитьбю.'ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,₴/",
)
_FROM_LAYOUT = [str.maketrans(layout, _QWERTY) for layout in _LAYOUTS]
_TO_LAYOUT = [str.maketrans(_QWERTY, layout) for layout in _LAYOUTS]
_MARGIN = 4.0  # a few rare letters are no proof of a wrong encoding
_MISREAD_AS = ("latin-1", "cp1252", "cp1251", "cp866", "koi8-r")


def retyped(text):
    """The text as the same keys type it in the other layouts.

    >>> retyped("ktybyf 5")[0], retyped("Л1-00012.0007")[0]
    ('ленина 5', 'K1-00012/0007')
    """
    tables = _TO_LAYOUT if text.isascii() else _FROM_LAYOUT
    return list(dict.fromkeys(text.translate(table) for table in tables))


def recover(text):
    """(text, was it damaged) of what a scanner typed in a wrong encoding or keyboard layout.

    A scanner set to another layout loses the Cyrillic values for good, but account and sum survive.

    >>> recover("ST00011|Name=ООО".encode("cp1251").decode("latin-1"))
    ('ST00011|Name=ООО', True)
    >>> recover("ЫЕ00012/ЗукыФсс=000123/Ыгь=100")
    ('ST00012|PersAcc=000123|Sum=100', True)
    """
    text = text.strip("\ufeff\r\n\t \0")
    if not text.startswith("ST0001"):
        for table in _FROM_LAYOUT:
            typed = text.translate(table)
            if typed.startswith("ST0001"):
                return typed, True
        return text, False
    if text.isascii():
        return text, False
    candidates = [text]
    declared = ENCODINGS.get(text[6:7], "utf-8")
    for misread in _MISREAD_AS:
        for real in dict.fromkeys((declared, "utf-8")):
            try:
                candidates.append(text.encode(misread).decode(real))
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
    best = max(candidates, key=likeness)
    if likeness(best) < likeness(text) + _MARGIN:
        return text, False
    return best, True

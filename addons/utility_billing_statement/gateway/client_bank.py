"""Bank statement in 1CClientBankExchange (1.01 to 1.03, and the dialect of Kazakhstan).

Text of lines ``Key=Value`` in sections; cp1251, cp866 or UTF-8, whatever the file says of itself.
Unknown keys are left out, sums have a point or a comma, a document without a booking date was not
executed. Sums are in the currency's main unit with two digits.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from odoo.addons.utility_base.gateway.problem import Problem, problem, refuse
from odoo.addons.utility_base.gateway.text_encoding import decode
from odoo.addons.utility_base.gateway.values import parse_money
from odoo.addons.utility_base.gateway.values_date import parse_date

FIRST_LINE = "1CClientBankExchange"
# keys of Kazakhstan's dialect -> those of the standard
ALIASES = {
    "ПлательщикИИК": "ПлательщикСчет",
    "ПлательщикБИН_ИИН": "ПлательщикИНН",
    "ПлательщикНаименование": "Плательщик",
    "ПолучательИИК": "ПолучательСчет",
    "ПолучательБИН_ИИН": "ПолучательИНН",
    "ПолучательНаименование": "Получатель",
    "НомерДокумента": "Номер",
    "ДатаДокумента": "Дата",
    "ДатаОперации": "ДатаПоступило",
}
_REPEATED = "РасчСчет"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One executed document. ``amount`` is negative for money that left."""

    number: str
    date: date
    booked: date
    amount: Decimal
    name: str = ""
    code: str = ""
    account: str = ""
    purpose: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Lines of one bank account with its balances; None where the file does not say."""

    account: str
    begin: date | None = None
    end: date | None = None
    opening: Decimal | None = None
    received: Decimal | None = None
    spent: Decimal | None = None
    closing: Decimal | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...] = ()
    info: dict = field(default_factory=dict)

    @property
    def is_complete(self):
        """False when the file contradicts itself or was cut."""
        return not any(not item.is_warning for item in self.problems)


def looks_like(data):
    """True when the first line is the one of the format.

    >>> looks_like(b"1CClientBankExchange\\r\\n"), looks_like(b"hello")
    (True, False)
    """
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(FIRST_LINE.encode())


def parse(data):
    """File of bytes; ``GatewayError`` when it is of another format or unreadable."""
    if not looks_like(data):
        refuse("statement.format")
    text, encoding = decode(data, _declared(data))
    sections, documents, problems, ended = _sections(text)
    if not ended:
        problems.append(problem("statement.truncated"))
    by_account = {}
    for number, values in sections:
        account = values.get(_REPEATED, "")
        by_account.setdefault(account, []).append((number, values))
    lines = {account: [] for account in by_account}
    for number, values in documents:
        _take_document(number, values, lines, problems)
    statements = []
    for account, parts in by_account.items():
        statement = _statement(account, parts, lines[account], problems)
        statements.append(statement)
        _check_balance(statement, problems)
    return File(statements=tuple(statements), problems=tuple(problems), info={"encoding": encoding})


def _declared(data):
    """Encoding that fits: UTF-8 where the bytes are, else what the heading says."""
    try:
        data.decode("utf-8-sig")
        return "utf-8-sig"
    except UnicodeDecodeError:
        dos = "Кодировка=DOS".encode("cp866") in data[:2000]
        return "cp866" if dos else "cp1251"


def _sections(text):
    """(account sections, documents, problems, whether the last line came)."""
    sections, documents, problems = [], [], []
    current, closing, begun, ended = None, "", 0, False
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        key, equals, value = line.partition("=")
        key, value = key.strip(), value.strip()
        key = ALIASES.get(key, key)
        if key in ("СекцияРасчСчет", "СекцияДокумент"):
            if current is not None:
                problems.append(problem("statement.section", row=begun))
            is_account = key == "СекцияРасчСчет"
            closing = "КонецРасчСчет" if is_account else "КонецДокумента"
            current, begun = {"": value}, number
            (sections if is_account else documents).append((number, current))
        elif key == closing and current is not None:
            current = None
        elif key == "КонецФайла":
            ended = True
        elif current is not None and equals:
            current[key] = value
    if current is not None:
        problems.append(problem("statement.section", row=begun))
    return sections, documents, problems, ended


def _take_document(number, values, lines, problems):
    """Append the line of a document to the accounts of ours that it concerns."""
    payer = values.get("ПлательщикРасчСчет") or values.get("ПлательщикСчет", "")
    payee = values.get("ПолучательРасчСчет") or values.get("ПолучательСчет", "")
    payers = {payer, values.get("ПлательщикСчет", "")} & set(lines)
    payees = {payee, values.get("ПолучательСчет", "")} & set(lines)
    if not payers and not payees:
        problems.append(problem("statement.foreign", row=number, is_warning=True))
    # a transfer between two accounts of ours is a line of both
    for ours, side, other, booked_key, sign in (
        (payees, "Плательщик", payer, "ДатаПоступило", 1),
        (payers, "Получатель", payee, "ДатаСписано", -1),
    ):
        for account in sorted(ours):
            line = _line(number, values, account, side, other, booked_key, sign, problems)
            if line:
                lines[account].append(line)


def _line(number, values, account, side, other, booked_key, sign, problems):
    booked_text = values.get(booked_key, "")
    if not booked_text:
        problems.append(problem("statement.not_executed", row=number, is_warning=True))
        return None
    amount = parse_money(values.get("Сумма"))
    booked, day = parse_date(booked_text), parse_date(values.get("Дата") or booked_text)
    wrong = False
    for name, value in (("Сумма", amount), (booked_key, booked), ("Дата", day)):
        if isinstance(value, Problem) or value is None:
            found = value or problem("statement.empty", column=name)
            problems.append(found.at(row=number, column=name))
            wrong = True
    if wrong:
        return None
    if amount <= 0:
        problems.append(problem("statement.amount", row=number, value=values.get("Сумма")))
        return None
    purpose = values.get("НазначениеПлатежа") or " ".join(
        filter(None, (values.get(f"НазначениеПлатежа{n}", "") for n in range(1, 7)))
    )
    name = values.get(side) or " ".join(
        filter(None, (values.get(f"{side}{n}", "") for n in range(1, 5)))
    )
    content = (account, sign, day, values.get("Номер", ""), amount, other, purpose)
    return Line(
        number=values.get("Номер", ""),
        date=day,
        booked=booked,
        amount=sign * amount,
        name=name,
        code=values.get(f"{side}ИНН", ""),
        account=other,
        purpose=purpose,
        key=hashlib.sha256("|".join(map(str, content)).encode()).hexdigest()[:32],
    )


def _statement(account, parts, lines, problems):
    """One statement of the sections of an account, which may come a day each."""

    def money(values, number, key):
        value = parse_money(values.get(key))
        if isinstance(value, Problem):
            problems.append(value.at(row=number, column=key))
            return None
        return value

    def day(values, number, key):
        value = parse_date(values.get(key))
        if isinstance(value, Problem):
            problems.append(value.at(row=number, column=key))
            return None
        return value

    def total(key):
        found = [money(values, number, key) for number, values in parts]
        return None if None in found else sum(found)

    begins = [day(values, number, "ДатаНачала") for number, values in parts]
    ends = [day(values, number, "ДатаКонца") for number, values in parts]
    order = sorted(range(len(parts)), key=lambda i: begins[i] or date.min)
    first, last = parts[order[0]], parts[order[-1]]
    return Statement(
        account=account,
        begin=min(filter(None, begins), default=None),
        end=max(filter(None, ends), default=None),
        opening=money(first[1], first[0], "НачальныйОстаток"),
        received=total("ВсегоПоступило"),
        spent=total("ВсегоСписано"),
        closing=money(last[1], last[0], "КонечныйОстаток"),
        lines=tuple(lines),
    )


def _check_balance(statement, problems):
    """Opening + received - spent is the closing, and the documents are what was received."""
    found = sum((line.amount for line in statement.lines), Decimal(0))
    opening, closing = statement.opening, statement.closing
    if None not in (opening, closing) and opening + found != closing:
        problems.append(
            problem(
                "statement.balance",
                value=statement.account,
                expected=closing,
                found=opening + found,
            )
        )

"""A registry of payments, whatever file it came in: the shape that all registry parsers return.

Nothing is lost: a line whose account or number is unreadable is still a :class:`PaymentRow` with
its problems; only a line without a readable sum can't be money and has ``amount`` None. Amounts are
in the currency's main unit with two digits, negative ones are reversals.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from odoo.addons.utility_base.gateway.problem import Problem, problem
from odoo.addons.utility_base.gateway.values import parse_decimal, parse_money
from odoo.addons.utility_base.gateway.values_date import parse_period

TOLERANCE = Decimal("0.01")  # banks round the fee of a line on their own
_READING_KEY = re.compile(r"CounterVal(?:_(\d+))?", re.IGNORECASE)
_READING_ITEM = re.compile(r"(CounterVal(?:_\d+)?)\s*[:=]\s*([\d.,]*\d)", re.IGNORECASE)

#: longest texts of a row; those that name an account or operation are indexed in the database
LIMITS = {
    "external_id": 200,
    "account": 100,
    "payer": 500,
    "address": 500,
    "purpose": 2000,
    "document": 200,
    "order_number": 200,
}
NAMING = ("external_id", "account")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    """One payment. ``line`` is its place in the file (from 1), ``external_id`` is unique per agent.

    ``amount`` is what the payer gave, ``transferred`` what reaches the payee, ``fee`` what the bank
    keeps. ``readings`` are (place of the register in the bank's form or number of the meter,
    value). ``duplicate_of`` is the line that says the same: such a row must not be credited.
    """

    line: int
    external_id: str = ""
    moment: datetime | None = None
    account: str = ""
    amount: Decimal | None = None
    transferred: Decimal | None = None
    fee: Decimal | None = None
    payer: str = ""
    address: str = ""
    period: date | None = None
    purpose: str = ""
    document: str = ""
    office: str = ""
    cashier: str = ""
    order_number: str = ""
    readings: tuple[tuple[str, Decimal], ...] = ()
    duplicate_of: int | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_payment(self):
        """True when the row is money to credit (to an account or to the suspense list)."""
        return bool(self.amount) and self.duplicate_of is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What the file announces about itself; None where it does not say."""

    count: int | None = None
    amount: Decimal | None = None
    transferred: Decimal | None = None
    fee: Decimal | None = None
    order_number: str = ""
    order_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    profile: str
    rows: tuple[PaymentRow, ...]
    announced: Totals = Totals()
    problems: tuple[Problem, ...] = ()
    info: Mapping[str, object] = field(default_factory=dict)

    @property
    def counted(self):
        """Totals of the rows that hold a sum, duplicates left out."""
        rows = [row for row in self.rows if row.amount is not None and row.duplicate_of is None]
        return Totals(
            count=len(rows),
            amount=sum((row.amount for row in rows), Decimal("0.00")),
            transferred=sum((row.transferred or Decimal(0) for row in rows), Decimal("0.00")),
            fee=sum((row.fee or Decimal(0) for row in rows), Decimal("0.00")),
        )

    @property
    def is_complete(self):
        """False when the file contradicts itself: post such a file only by a person's decision."""
        return not any(not item.is_warning for item in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryOptions:
    """Settings of an agent's profile. ``columns`` maps a row's field to a column of a table, whose
    file has the ``kind`` and is read with the options of ``table``. ``readings`` are the columns of
    the readings of a table: (column, number of the meter or "" for its place among them)."""

    encoding: str = ""
    delimiter: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    find_period: Callable = parse_period
    kind: str = "csv"
    table: Mapping[str, object] = field(default_factory=dict)
    readings: tuple[tuple[str, str], ...] = ()


def file_digest(data):
    """SHA-256 of a file: the same file is never imported twice."""
    return hashlib.sha256(data).hexdigest()


def finish(profile, rows, *, announced=None, problems=(), info=None):
    """Registry of parsed rows: ids made where missing, duplicates marked, totals compared."""
    announced = announced or Totals()
    rows = _marked(_identified(_measured(rows)))
    found = [*problems]
    registry = Registry(profile=profile, rows=tuple(rows), announced=announced, info=info or {})
    counted = _with_duplicates(registry)
    if announced.count is not None and announced.count != counted.count:
        wrong = problem("registry.count", announced=announced.count, found=counted.count)
        found.append(wrong)
    for name in ("amount", "transferred", "fee"):
        said, got = getattr(announced, name), getattr(counted, name)
        if said is not None and said != got:
            found.append(problem("registry.total", column=name, announced=said, found=got))
    return replace(registry, problems=tuple(found))


def _measured(rows):
    """Rows whose texts fit: what is too long is told, and cut or, where it names something, left out.

    Money with a number of an account or operation that nobody can have is still money.
    """
    for row in rows:
        changes, wrong = {}, []
        for name, limit in LIMITS.items():
            text = getattr(row, name)
            if "\0" in text:
                text = changes[name] = text.replace("\0", " ").strip()
            if len(text) > limit:
                changes[name] = "" if name in NAMING else text[:limit]
                wrong.append(
                    problem(
                        "value.too_long",
                        row=row.line,
                        column=name,
                        length=len(text),
                        limit=limit,
                        is_warning=True,
                    )
                )
        yield replace(row, problems=(*row.problems, *wrong), **changes) if changes else row


def _with_duplicates(registry):
    """Totals as the bank counts them: a line that stands twice is in its totals twice."""
    return replace(
        registry, rows=tuple(replace(row, duplicate_of=None) for row in registry.rows)
    ).counted


def _identified(rows):
    """Rows without a number get one made of their contents and their count among equal rows.

    The same file thus gives the same numbers again, and two equal payments stay two.
    """
    seen = {}
    for row in rows:
        if row.external_id:
            yield row
            continue
        content = "|".join(
            str(part) for part in (row.moment, row.account, row.amount, row.document, row.payer)
        )
        seen[content] = seen.get(content, 0) + 1
        digest = hashlib.sha256(content.encode()).hexdigest()[:24]
        wrong = problem("registry.no_id", row=row.line, is_warning=True)
        yield replace(
            row, external_id=f"h{digest}-{seen[content]}", problems=(*row.problems, wrong)
        )


def _marked(rows):
    """Mark lines that repeat an earlier one; the same number with other contents is an error.

    Only a full repetition is left out of the money; a conflict stays a payment with a problem.
    """
    first = {}
    for row in rows:
        earlier = first.setdefault(row.external_id, row)
        if earlier is row:
            yield row
            continue
        place = {"row": row.line, "value": row.external_id, "first": earlier.line}
        if (earlier.account, earlier.amount) == (row.account, row.amount):
            wrong = problem("registry.duplicate", is_warning=True, **place)
            yield replace(row, duplicate_of=earlier.line, problems=(*row.problems, wrong))
        else:
            # money of unclear standing: kept under a number of its own, for a person to decide
            wrong = problem("registry.id_conflict", **place)
            number = f"{row.external_id}~{row.line}"
            yield replace(row, external_id=number, problems=(*row.problems, wrong))


class RowBuilder:
    """Collects the problems of one line while its values are parsed."""

    def __init__(self, line):
        self.line = line
        self.problems = []

    def take(self, parsed, column, *, warn=False):
        """The value, or None with the problem kept."""
        if isinstance(parsed, Problem):
            parsed = parsed.at(row=self.line, column=column)
            self.problems.append(replace(parsed, is_warning=True) if warn else parsed)
            return None
        return parsed

    def money(self, text, column, *, required=False):
        value = self.take(parse_money(text), column)
        if required and value is None and not any(p.column == column for p in self.problems):
            self.add("registry.no_amount", column=column)
        if required and value is not None and not value:
            self.add("registry.zero", column=column, is_warning=True)
        return value

    def account(self, text):
        text = (text or "").strip()
        if not text.strip("0"):
            self.add("registry.no_account", is_warning=True)
        return text

    def fee_check(self, amount, transferred, fee):
        """The sum of the operation is the transfer plus the fee, to a kopeck."""
        if None in (amount, transferred, fee):
            return
        if abs(amount - transferred - fee) > TOLERANCE:
            self.add(
                "registry.fee", is_warning=True, amount=amount, transferred=transferred, fee=fee
            )

    def readings(self, items):
        """Readings of (key, text) pairs such as ``CounterVal_1``; other keys are left out."""
        found = []
        for key, text in items:
            match = _READING_KEY.fullmatch(key)
            value = self.take(parse_decimal(text), key, warn=True) if match else None
            if value is not None:
                found.append((match[1] or "1", value))
        return tuple(found)

    def readings_in(self, text):
        """Readings that stand in a free text: ``CounterVal_1:123,45 CounterVal_2=67``."""
        return self.readings(_READING_ITEM.findall(text or ""))

    def add(self, code, **kwargs):
        self.problems.append(problem(code, row=self.line, **kwargs))

    def row(self, **values):
        return PaymentRow(line=self.line, problems=tuple(self.problems), **values)

"""Comparison of what a scenario expects with what came out.

Works on plain rows (:class:`Outcome`), so that the pure runner and the ORM runner share it.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
VOLUME_DIGITS = 6


@dataclass(slots=True)
class Outcome:
    """What the steps left behind, as rows (dicts) of plain values.

    lines: ``account service period kind component zone volume net vat amount of_period``
    (component and
        zone may be None). buildings: account ref to building ref.
    allocations: ``account period service kind amount``. balances: ``account service kind amount
        capital`` (advances as negative rows of kind ``principal``).
    penalties: ``account kind amount days of_period`` (accrued by the steps).
    due_dates: a function of a period. subsidies: ``account amount share``.
    errors: {step number: message} of failed steps.
    """

    lines: list = field(default_factory=list)
    buildings: dict = field(default_factory=dict)
    allocations: list = field(default_factory=list)
    balances: list = field(default_factory=list)
    penalties: list = field(default_factory=list)
    due_dates: object = None
    subsidies: list = field(default_factory=list)
    errors: dict = field(default_factory=dict)


def compare(expect, outcome):
    """All differences as texts such as ``A 2025-11 cold_water uplift: expected 261.97, got
    523.94``.
    """
    found = _errors(expect.get("errors", ()), outcome)
    for row in expect.get("lines", ()):
        found += _line(row, outcome)
    for row in expect.get("totals", ()):
        rows = [
            line
            for line in outcome.lines
            if _belongs(row, line, outcome) and row.get("period") in (None, line["period"])
        ]
        found += _figure(row, "total", row["amount"], _sum(rows, "amount"))
    for row in expect.get("allocations", ()):
        found += _allocation(row, outcome)
    for row in expect.get("balances", ()):
        found += _balance(row, outcome)
    for row in expect.get("penalties", ()):
        found += _penalty(row, outcome)
    for row in expect.get("due_dates", ()):
        got = outcome.due_dates(row["period"])
        if got != row["date"]:
            found.append(f"due date {row['period']}: expected {row['date']}, got {got}")
    for row in expect.get("subsidies", ()):
        found += _subsidy(row, outcome)
    return found


def volume_digits(expected, got):
    """The volume rounded to the digits of the expected one, at most six.

    >>> volume_digits(Decimal("4.5453"), Decimal("4.54525"))
    Decimal('4.5453')
    """
    digits = min(VOLUME_DIGITS, max(0, -expected.as_tuple().exponent))
    return got.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _errors(expected, outcome):
    found = []
    left = dict(outcome.errors)
    for row in expected:
        message = left.pop(row["step"], None)
        if message is None:
            found.append(
                f"step {row['step']}: expected an error with {row['contains']!r}, got none"
            )
        elif row["contains"] not in message:
            found.append(f"step {row['step']}: expected {row['contains']!r}, got {message!r}")
    return found + [f"step {number}: {message}" for number, message in sorted(left.items())]


def _line(row, outcome):
    kind = row.get("kind", "charge")
    rows = [
        line
        for line in outcome.lines
        if _belongs(row, line, outcome)
        and (line["kind"] or "charge") == kind
        and all(
            (line[name] or None) == row[name]
            for name in ("period", "service", "component", "zone", "of_period")
            if name in row
        )
    ]
    found = []
    for name in ("net", "vat", "amount"):
        if name in row:
            found += _figure(row, "" if name == "amount" else name, row[name], _sum(rows, name))
    if "volume" in row:
        got = volume_digits(row["volume"], _sum(rows, "volume"))
        found += _figure(row, "volume", row["volume"], got)
    return found


def _allocation(row, outcome):
    kind = row.get("kind")
    rows = [
        part
        for part in outcome.allocations
        if part["account"] == row["account"]
        and (part["kind"] == kind if kind else part["kind"] != "advance")
        and all((part[name] or None) == row[name] for name in ("period", "service") if name in row)
    ]
    return _figure(row, "allocated", row["amount"], _sum(rows, "amount"))


def _balance(row, outcome):
    kind = row.get("kind", "principal")
    rows = [
        part
        for part in outcome.balances
        if part["account"] == row["account"]
        and part["kind"] == kind
        and (part["service"] == row["service"] if "service" in row else not part["capital"])
    ]
    return _figure(row, "balance", row["amount"], _sum(rows, "amount"))


def _penalty(row, outcome):
    kind = row.get("kind", "penalty")
    rows = [
        part
        for part in outcome.penalties
        if part["account"] == row["account"]
        and part["kind"] == kind
        and row.get("of_period") in (None, part["of_period"])
    ]
    found = _figure(row, kind, row["amount"], _sum(rows, "amount"))
    if "days" in row:
        days = sum(part["days"] for part in rows)
        if days != row["days"]:
            found.append(f"{_name(row)} {kind} days: expected {row['days']}, got {days}")
    return found


def _subsidy(row, outcome):
    rows = [part for part in outcome.subsidies if part["account"] == row["account"]]
    if not rows:
        return [f"{row['account']} subsidy: expected {row['amount']}, got none"]
    found = _figure(row, "subsidy", row["amount"], rows[-1]["amount"])
    if "share" in row:
        got = volume_digits(row["share"], rows[-1]["share"])
        found += _figure(row, "share", row["share"], got)
    return found


def _belongs(row, line, outcome):
    if "building" in row:
        return outcome.buildings.get(line["account"]) == row["building"]
    return row.get("account") in (None, line["account"])


def _sum(rows, name):
    return sum((row[name] for row in rows), ZERO)


def _figure(row, what, expected, got):
    if expected == got:
        return []
    label = " ".join(part for part in (_name(row), what) if part)
    return [f"{label}: expected {expected:f}, got {got:f}"]


def _name(row):
    names = ("account", "building", "period", "service", "kind", "component", "zone", "of_period")
    return " ".join(str(row[name]) for name in names if row.get(name))

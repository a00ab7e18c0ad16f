"""Small builders of engine objects for tests: one service, one account, few words."""

from datetime import date
from decimal import Decimal

from hypothesis import settings

from ... import engine as e

# the same examples every time and no folder of them: a run that is green stays green
settings.register_profile("engine", deadline=None, max_examples=60, derandomize=True, database=None)
settings.load_profile("engine")

PERIOD = "2026-03"


def D(text):
    """A decimal."""
    return Decimal(text)


def meter(readings, initial=("2026-02-25", "0"), serial="W1", used=None, **values):
    """A meter with one register; readings and initial as texts."""
    start = (None, None)
    if initial is not None:
        start = (date.fromisoformat(initial[0]), D(initial[1]))
    register = e.Register(
        values.pop("zone", None),
        *start,
        [(date.fromisoformat(day), D(value)) for day, value in readings.items()],
        date.fromisoformat(used) if used else None,
    )
    for name in ("installed", "removed", "verified_until", "failed_from"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    return e.Meter(serial, [register], **values)


def past(period, volume, method="meter", reason=""):
    """A month of history."""
    return e.Past(period, D(volume), method, reason)


def service(code="cold_water", price="50", norm=None, **values):
    """A service with one price and maybe a norm a person."""
    values.setdefault("tariffs", (e.Tariff(D(price)),))
    if norm is not None:
        values.setdefault("norms", (e.Norm(D(norm)),))
    return e.Service(code, **values)


def parameters(**values):
    """Dated parameters without dates: ``average_months_max=6``, values as numbers or texts."""
    return [
        e.Parameter(code, D(value) if isinstance(value, (int, str)) else value)
        for code, value in values.items()
    ]


AVERAGE = {"average_months_max": 6, "average_months_min": 3, "average_limit_periods": 3}


def account(*lines, residents=2, ref="A", **values):
    """An account; lines are codes or ready rows."""
    rows = [e.AccountService(line) if isinstance(line, str) else line for line in lines]
    people = residents if isinstance(residents, list) else [e.Residents(residents)]
    values.setdefault("area", D("50"))
    return e.Account(ref, rows, residents=people, **values)


def water(*meters, code="cold_water", **values):
    """A service row with meters."""
    return e.AccountService(code, meters=list(meters), **values)


def charge(world, one, period=PERIOD, **values):
    """Lines of an account that must have no problem."""
    lines, problems = e.charge_month(world, one, period, **values)
    assert not problems, [problem.text for problem in problems]
    return lines


def codes(world, one, period=PERIOD):
    """Codes of the problems of an account."""
    lines, problems = e.charge_month(world, one, period)
    assert not lines or not problems
    return [problem.code for problem in problems]


def total(lines, kind=None, name="amount"):
    """Sum of a field over the lines of a kind (None: of all)."""
    return sum((getattr(line, name) for line in lines if kind in (None, line.kind)), D("0"))

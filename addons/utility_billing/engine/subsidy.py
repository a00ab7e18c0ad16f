"""Subsidies: cost by the standards less what the household has to bear itself.

Russia (ПП 761 п.23): ``standard cost * persons - max share * income * min(1, income a person /
living minimum)``, at most the actual cost. Ukraine (ПКМУ 848): the household bears ``income a
person / living minimum / 2 * 15`` percent of its income. Never below zero.
"""

from dataclasses import dataclass
from decimal import Decimal

from .problems import ProblemError
from .rounding import HUNDRED, ONE, ZERO, money


@dataclass(slots=True)
class Income:
    """Inputs of a subsidy. standard_cost: a person (RU) or of the household (UA), a month."""

    household_income: Decimal
    persons: int
    standard_cost: Decimal
    actual_cost: Decimal | None = None


@dataclass(slots=True)
class Subsidy:
    """amount a month; share: percent of the income to be borne; mandatory: that sum."""

    amount: Decimal
    share: Decimal
    mandatory: Decimal
    trace: tuple = ()


METHODS = {}


def method(name):
    """Decorator that registers a way to compute by the name in ``subsidy_method``."""

    def known(function):
        METHODS[name] = function
        return function

    return known


def subsidy(parameters, income, day):
    """The subsidy of a household as of a day, by the method of the country.

    :raises ProblemError: NO_PARAMETER where the method or a figure it needs is not given
    """

    def get(code):
        found = parameters.get(code, day)
        if found is None:
            raise ProblemError("NO_PARAMETER", code=code, day=day.isoformat())
        return found

    name = get("subsidy_method")
    if name not in METHODS:
        raise ProblemError("NO_PARAMETER", code=f"subsidy_method {name}", day=day.isoformat())
    return METHODS[name](get, income)


@method("standard_a_person")
def standard_a_person(get, income):
    """Standard cost a person, and a largest share of the income."""
    a_person = income.household_income / income.persons
    minimum = get("living_minimum")
    factor = min(ONE, a_person / minimum)
    share = get("subsidy_max_share") * factor
    mandatory = share * income.household_income / HUNDRED
    amount = max(ZERO, income.standard_cost * income.persons - mandatory)
    if income.actual_cost is not None:
        amount = min(amount, income.actual_cost)
    return Subsidy(money(amount), share, money(mandatory), (a_person, minimum, factor))


@method("income_share")
def income_share(get, income):
    """Standard cost of the household, and a share that grows with the income."""
    a_person = income.household_income / income.persons
    minimum = get("living_minimum")
    share = a_person / minimum / get("subsidy_base_ratio") * get("subsidy_base_share")
    mandatory = share * income.household_income / HUNDRED
    amount = max(ZERO, income.standard_cost - mandatory)
    if income.actual_cost is not None:
        amount = min(amount, income.actual_cost)
    return Subsidy(money(amount), share, money(mandatory), (a_person, minimum, share))

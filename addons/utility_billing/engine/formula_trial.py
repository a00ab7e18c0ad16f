"""A formula tried on one account before it counts: what it knows, what it gives, what is wrong.

The same steps as :func:`~.charge.charge_building`, so that the trial gives what the charge will.
"""

from dataclasses import dataclass, field

from .account_charge import AccountCharge
from .formula_method import FormulaMethod
from .house import House
from .problems import ProblemError
from .rounding import ZERO


@dataclass(slots=True)
class Trial:
    """variables: every name that the formula may use with its value (None: no such value now).

    lines: what would be charged. problems: coded, with a remedy; then there are no lines.
    """

    variables: dict = field(default_factory=dict)
    lines: list = field(default_factory=list)
    problems: list = field(default_factory=list)


def try_formula(world, building, ref, code, period):
    """Charge service ``code`` of account ``ref`` by its formula, with its house around it.

    :param building: the whole :class:`~.account.Building`; the account has the service
    :return: :class:`Trial`; problems of other services of the account are no concern of it
    """
    month = world.month(period)
    house = House(month, building, period)
    charges = [AccountCharge(month, account, house, period) for account in building.accounts]
    house.charges = charges
    own = next(charge for charge in charges if charge.ref == ref)
    for charge in charges:
        charge.charge_own()
        charge.charge_late(1)
    for charge in charges:
        charge.charge_late(2)
    trial = Trial()
    try:
        plan = own.plan(code)
        line = own.line_of(code)
        trial.variables = _variables(own, plan, line)
    except ProblemError as error:
        trial.problems.append(error.problem)
    trial.lines = [line for line in own.lines if line.service == code]
    trial.problems += [
        problem for problem in own.problems if problem.variables.get("service") == code
    ]
    for problem in trial.problems:
        problem.account = ref
    house.charges = []
    if trial.problems:
        trial.lines = []
    return trial


def _variables(charge, plan, line):
    """All named values; a price that does not hold in the whole month is that of its last days."""
    method = FormulaMethod()
    _start, _end, days = charge.active(line)
    volume = charge.volumes.get(plan.code, ZERO)
    found = method.variables(charge, plan, line, volume, days)
    wanted = {row.component or "tariff" for row in plan.service.tariffs} | {"tariff"}
    found.update(dict.fromkeys(wanted))
    span = plan.spans[-1] if plan.spans else None
    for part in (span.of_zone(None) if span else None) or ():
        if part.price.value is not None:
            found[part.component or "tariff"] = part.price.value
    return found

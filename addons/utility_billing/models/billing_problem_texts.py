"""Texts of the engine's problems in the language of the reader: the same sources as the engine's catalogue."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: code: (message, remedy), see ``engine/problems.py``
TEXTS = {
    "NO_TARIFF": (
        _lt("no tariff for %(service)s on %(day)s"),
        _lt("Enter a tariff of the service that holds on this day for the customer group."),
    ),
    "NO_NORM": (
        _lt("no norm for %(service)s on %(day)s"),
        _lt("Enter a norm of the service, or a meter with a reading."),
    ),
    "NO_SERVICE": (
        _lt("unknown service %(service)s"),
        _lt("Create the service or take it off the account."),
    ),
    "NO_STRATEGY": (
        _lt("unknown charging method %(basis)s of %(service)s"),
        _lt("Choose one of the methods offered in the settings of the service."),
    ),
    "NO_WATER": (
        _lt("%(service)s takes its volume from services that the account does not have"),
        _lt("Add the water services or a norm."),
    ),
    "NO_HOUSE": (
        _lt("%(service)s is shared by the house but the house is not known"),
        _lt("Charge the account together with its house."),
    ),
    "NO_HOUSE_VOLUME": (
        _lt("no volume of the house meter for %(service)s in %(period)s"),
        _lt("Enter the reading of the house meter, or a norm."),
    ),
    "NO_AREA": (
        _lt("no area to share %(service)s by"),
        _lt("Enter the areas of the premises of the house."),
    ),
    "NO_OWN_AREA": (
        _lt("no area for %(service)s"),
        _lt("Enter the area of the premise."),
    ),
    "NOBODY": (
        _lt("neither residents nor owners for %(service)s on %(day)s"),
        _lt("Enter who lives or, where nobody does, how many own the premise."),
    ),
    "NO_UNITS": (
        _lt("no number of units for %(service)s"),
        _lt("Enter the number on the service of the account, or end the service there."),
    ),
    "NO_CONTRACT_VOLUME": (
        _lt("no contract volume of %(service)s"),
        _lt("Enter the agreed volume a month on the service of the account, or another basis."),
    ),
    "NO_CAPACITY": (
        _lt("no connected capacity of %(service)s"),
        _lt("Enter the capacity an hour on the service of the account, or another basis."),
    ),
    "GROUP_BELOW": (
        _lt(
            "group meter %(meter)s shows less in %(period)s than the houses with meters of their own"
        ),
        _lt("Check the readings of the group meter and of the house meters behind it."),
    ),
    "NO_COMMON_AREA": (
        _lt("no common area of the house for %(service)s"),
        _lt("Enter the area of the common property of the house."),
    ),
    "NO_HEAT_NORM": (
        _lt("no heat to warm a unit of %(service)s"),
        _lt("Enter the heat norm of the service, or a norm of its heat component."),
    ),
    "NO_REGISTER": (
        _lt("meter %(meter)s has no register"),
        _lt("Enter the registers of the meter, or take it off the account."),
    ),
    "NO_PERSONS": (
        _lt("nobody to share %(service)s by"),
        _lt("Enter the residents or owners of the house."),
    ),
    "HOUSE_INCOMPLETE": (
        _lt("%(service)s waits for the volume of account %(account)s"),
        _lt("Solve the problem of that account first."),
    ),
    "OVERLAP": (
        _lt("overlap: two rows of %(service)s hold on %(day)s"),
        _lt("Close the older tariff or norm the day before the newer one begins."),
    ),
    "NEGATIVE": (
        _lt("negative consumption: %(value)s on %(day)s after %(before)s (meter %(meter)s)"),
        _lt("Correct the reading, or enter the number of digits if the meter has passed zero."),
    ),
    "BEFORE_INSTALL": (
        _lt("reading of %(day)s is before installation (meter %(meter)s)"),
        _lt("Correct the date of the reading or of the installation."),
    ),
    "AFTER_REMOVAL": (
        _lt("reading of %(day)s is after removal (meter %(meter)s)"),
        _lt("Correct the date of the reading or of the removal."),
    ),
    "CLOSED": (
        _lt("period %(period)s is closed"),
        _lt("Charge an open period; corrections of the past come with it."),
    ),
    "UNKNOWN_ACCOUNT": (
        _lt("unknown account %(account)s"),
        _lt("Check the number of the account."),
    ),
    "BAD_AMOUNT": (
        _lt("the amount %(amount)s is not positive"),
        _lt("Enter an amount above zero."),
    ),
    "FAULT": (
        _lt("the calculation broke off: %(reason)s"),
        _lt(
            "Report this with the number of the account: the data are unusual or the "
            "program is wrong."
        ),
    ),
    "NO_PARAMETER": (
        _lt("no rule parameter %(code)s on %(day)s"),
        _lt("Enter the parameter with its days of validity."),
    ),
    "BAD_FORMULA": (
        _lt("formula of %(service)s: %(reason)s"),
        _lt("Correct the formula of the service."),
    ),
}


def texts_of(env, problem):
    """``(message, remedy)`` of an engine's problem in the language of ``env``."""
    if problem.code not in TEXTS:
        return problem.text, problem.remedy
    return tuple(
        str(env._(text)) % problem.variables  # pylint: disable=translation-not-lazy
        for text in TEXTS[problem.code]
    )

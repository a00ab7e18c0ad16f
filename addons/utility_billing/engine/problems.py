"""Coded problems: wrong or missing input is data with a remedy, never a crash or a silent zero."""

from dataclasses import dataclass, field

#: code: (message, remedy); both are source texts to be translated by the caller, with
#: ``%(name)s`` places filled from the variables of the problem.
CATALOGUE = {
    "NO_TARIFF": (
        "no tariff for %(service)s on %(day)s",
        "Enter a tariff of the service that holds on this day for the customer group.",
    ),
    "NO_NORM": (
        "no norm for %(service)s on %(day)s",
        "Enter a norm of the service, or a meter with a reading.",
    ),
    "NO_SERVICE": (
        "unknown service %(service)s",
        "Create the service or take it off the account.",
    ),
    "NO_STRATEGY": (
        "unknown charging method %(basis)s of %(service)s",
        "Choose one of the methods offered in the settings of the service.",
    ),
    "NO_WATER": (
        "%(service)s takes its volume from services that the account does not have",
        "Add the water services or a norm.",
    ),
    "NO_HOUSE": (
        "%(service)s is shared by the house but the house is not known",
        "Charge the account together with its house.",
    ),
    "NO_HOUSE_VOLUME": (
        "no volume of the house meter for %(service)s in %(period)s",
        "Enter the reading of the house meter, or a norm.",
    ),
    "NO_AREA": (
        "no area to share %(service)s by",
        "Enter the areas of the premises of the house.",
    ),
    "NO_OWN_AREA": (
        "no area for %(service)s",
        "Enter the area of the premise.",
    ),
    "NOBODY": (
        "neither residents nor owners for %(service)s on %(day)s",
        "Enter who lives or, where nobody does, how many own the premise.",
    ),
    "NO_UNITS": (
        "no number of units for %(service)s",
        "Enter the number on the service of the account, or end the service there.",
    ),
    "NO_CONTRACT_VOLUME": (
        "no contract volume of %(service)s",
        "Enter the agreed volume a month on the service of the account, or another basis.",
    ),
    "NO_CAPACITY": (
        "no connected capacity of %(service)s",
        "Enter the capacity an hour on the service of the account, or another basis.",
    ),
    "GROUP_BELOW": (
        "group meter %(meter)s shows less in %(period)s than the houses with meters of their own",
        "Check the readings of the group meter and of the house meters behind it.",
    ),
    "NO_COMMON_AREA": (
        "no common area of the house for %(service)s",
        "Enter the area of the common property of the house.",
    ),
    "NO_HEAT_NORM": (
        "no heat to warm a unit of %(service)s",
        "Enter the heat norm of the service, or a norm of its heat component.",
    ),
    "NO_REGISTER": (
        "meter %(meter)s has no register",
        "Enter the registers of the meter, or take it off the account.",
    ),
    "NO_PERSONS": (
        "nobody to share %(service)s by",
        "Enter the residents or owners of the house.",
    ),
    "HOUSE_INCOMPLETE": (
        "%(service)s waits for the volume of account %(account)s",
        "Solve the problem of that account first.",
    ),
    "OVERLAP": (
        "overlap: two rows of %(service)s hold on %(day)s",
        "Close the older tariff or norm the day before the newer one begins.",
    ),
    "NEGATIVE": (
        "negative consumption: %(value)s on %(day)s after %(before)s (meter %(meter)s)",
        "Correct the reading, or enter the number of digits if the meter has passed zero.",
    ),
    "BEFORE_INSTALL": (
        "reading of %(day)s is before installation (meter %(meter)s)",
        "Correct the date of the reading or of the installation.",
    ),
    "AFTER_REMOVAL": (
        "reading of %(day)s is after removal (meter %(meter)s)",
        "Correct the date of the reading or of the removal.",
    ),
    "CLOSED": (
        "period %(period)s is closed",
        "Charge an open period; corrections of the past come with it.",
    ),
    "UNKNOWN_ACCOUNT": (
        "unknown account %(account)s",
        "Check the number of the account.",
    ),
    "BAD_AMOUNT": (
        "the amount %(amount)s is not positive",
        "Enter an amount above zero.",
    ),
    "FAULT": (
        "the calculation broke off: %(reason)s",
        "Report this with the number of the account: the data are unusual or the program is wrong.",
    ),
    "NO_PARAMETER": (
        "no rule parameter %(code)s on %(day)s",
        "Enter the parameter with its days of validity.",
    ),
    "BAD_FORMULA": (
        "formula of %(service)s: %(reason)s",
        "Correct the formula of the service.",
    ),
}


@dataclass(slots=True)
class Problem:
    """A problem of one account (or of a house: ``account`` is None) with a way out."""

    code: str
    account: object = None
    variables: dict = field(default_factory=dict)

    @property
    def text(self):
        """The message in English.

        >>> Problem("NO_TARIFF", 7, {"service": "gas", "day": "2026-03-01"}).text
        'no tariff for gas on 2026-03-01'
        """
        return CATALOGUE[self.code][0] % self.variables

    @property
    def remedy(self):
        """What to do about it."""
        return CATALOGUE[self.code][1] % self.variables


class ProblemError(Exception):
    """Carries a problem out of a rule; caught where the account is charged."""

    def __init__(self, code, /, **variables):
        self.problem = Problem(code, variables=variables)
        super().__init__(self.problem.text)

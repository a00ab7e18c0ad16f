"""The charge of a month: one account, or a house with all its accounts.

``charge_month`` and ``charge_building`` are pure: the same input gives the same lines in any
order of accounts, and nothing that is passed in is changed.
"""

from .account_charge import AccountCharge
from .house import House
from .lines import BuildingCharge


def charge_month(world, account, period, house=None, as_of=None):
    """Charge one account for a period.

    :param world: :class:`~.model.World`
    :param account: :class:`~.account.Account`
    :param period: text ``YYYY-MM``
    :param house: the prepared :class:`~.house.House`, for services shared by a house
    :param as_of: the period in which this is reckoned (default: ``period``); decides which
        events are known
    :return: (lines, problems); lines are empty where there is a problem
    """
    charge = AccountCharge(world.month(period), account, house, as_of or period)
    charge.charge_own()
    if charge.late:
        charge.charge_late(1)
        charge.charge_late(2)
    if charge.problems:
        return [], charge.problems
    charge.finish()
    return ([], charge.problems) if charge.problems else (charge.lines, [])


def charge_building(world, building, period, as_of=None):
    """Charge all accounts of a house for a period.

    House figures (heating, common needs, shared meters) are found once, from all accounts.

    :return: :class:`~.lines.BuildingCharge`; accounts with problems have no lines
    """
    month = world.month(period)
    result = BuildingCharge()
    house = House(month, building, as_of or period)
    charges = [
        AccountCharge(month, account, house, as_of or period) for account in building.accounts
    ]
    house.charges = charges
    waiting = False
    for charge in charges:
        charge.charge_own()
        if charge.late:
            charge.charge_late(1)
            waiting = True
    if waiting:
        for charge in charges:
            charge.charge_late(2)
    for charge in charges:
        if not charge.problems:
            charge.finish()
        if charge.problems:
            result.problems.extend(charge.problems)
        else:
            result.lines.extend(charge.lines)
    result.carry = house.carry
    house.charges = []  # breaks the cycle: a month of thousands of houses frees itself
    return result

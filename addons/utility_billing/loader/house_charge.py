"""One house through the engine; accounts that break the calculation stand aside with a problem."""

import logging

from ..engine import BuildingCharge, Problem, charge_building, charge_month

_logger = logging.getLogger(__name__)


def charge_house(world, building, period, as_of=None):
    """The :class:`~..engine.BuildingCharge` of a house; what breaks is a problem FAULT."""
    try:
        return charge_building(world, building, period, as_of)
    except Exception:
        _logger.exception("Building %s", building.ref)
    faults = []
    for account in building.accounts:
        try:
            charge_month(world, account, period)
        except Exception as error:
            faults.append(Problem("FAULT", account.ref, {"reason": repr(error)}))
            account.services = []
            account.events = []
    try:
        result = charge_building(world, building, period, as_of)
    except Exception as error:
        result = BuildingCharge()
        broken = {fault.account for fault in faults}
        for account in building.accounts:
            if account.ref not in broken:
                faults.append(Problem("FAULT", account.ref, {"reason": repr(error)}))
    result.problems.extend(faults)
    return result

"""Common needs of a house (ОДН, КР на СОИ; house difference): by norm, or what the house meter
shows beyond its accounts.
"""

from .house_meter import house_volume
from .methods import Method, register
from .pricing import Use
from .problems import ProblemError
from .rounding import ZERO, settle, volume6


@register
class CommonNorm(Method):
    """``norm * common area * S_i / S``."""

    name = "common_norm"

    def uses(self, charge, plan, line):
        return norm_of_house(charge, plan, line)


@register
class CommonNormCorrected(CommonNorm):
    """By norm during the year; :mod:`.annual` corrects it to the house meter."""

    name = "common_norm_with_annual_correction"


@register
class CommonActual(Method):
    """House meter less the volumes of all accounts, by area; a negative rest is carried on."""

    name = "common_actual"
    late = 2

    def uses(self, charge, plan, line):
        house = _house(charge, plan)
        found = house.once(("common", plan.code), lambda: actual_shares(house, plan))
        if found is None:
            return norm_of_house(charge, plan, line)
        shares, values = found
        return [
            Use(
                *charge.active(line),
                [(None, shares[charge.ref])],
                "house",
                ("common", (*values, charge.account.area, house.area)),
            )
        ]


def actual_shares(house, plan):
    """({account ref: volume}, (house volume, own volumes, carried)), or None without a meter.

    ``house.carry`` gets the negative rest.
    """
    base = plan.service.common_of
    found = house_volume(house, base)
    if found.volume is None:
        return None
    own = own_volumes(house, plan, base)
    carried = house.building.carry.get(plan.code, ZERO)
    rest = found.volume - own + carried
    house.carry[plan.code] = min(rest, ZERO)
    volume = max(rest, ZERO)
    return area_shares(house, plan, volume), (found.volume, own, carried)


def own_volumes(house, plan, base):
    """The volumes of a service charged to all accounts of the house.

    :raises ProblemError: HOUSE_INCOMPLETE where an account's volume could not be found.
    """
    total = ZERO
    for charge in house.charges:
        if base in charge.volumes:
            # six digits as the ledger keeps them: the sum is exact in any order
            total += volume6(charge.volumes[base])
        elif charge.problems and any(line.code == base for line in charge.account.services):
            raise ProblemError("HOUSE_INCOMPLETE", service=plan.code, account=charge.ref)
    return total


def area_shares(house, plan, volume):
    """A volume divided by area over all accounts, exactly: {account ref: volume}."""
    if not house.area:
        raise ProblemError("NO_AREA", service=plan.code)
    accounts = house.building.accounts
    exact = [volume * account.area / house.area for account in accounts]
    values = settle(exact, volume, [account.ref for account in accounts])
    return {account.ref: value for account, value in zip(accounts, values, strict=True)}


def norm_of_house(charge, plan, line):
    """Uses by the norm of the common area."""
    house = _house(charge, plan)
    if not plan.has_norm:
        raise ProblemError("NO_HOUSE_VOLUME", service=plan.code, period=charge.period)
    if not house.area:
        raise ProblemError("NO_AREA", service=plan.code)
    start, end, _days = charge.active(line)
    uses = []
    for norms in plan.norm_spans:
        low, high = max(start, norms.date_from), min(end, norms.date_to)
        if low > high:
            continue
        if not norms.rows:
            raise ProblemError("NO_NORM", service=plan.code, day=low.isoformat())
        days = (high - low).days + 1
        norm = norms.rows[0][2]
        common = house.building.common_area
        if not common:
            raise ProblemError("NO_COMMON_AREA", service=plan.code)
        area = charge.account.area
        volume = norm * common * area / house.area
        if days != charge.month.days:
            volume = volume * days / charge.month.days
        trace = ("common_norm", (norm, common, area, house.area, days, charge.month.days))
        uses.append(Use(low, high, days, [(None, volume)], "norm", trace))
    return uses


def _house(charge, plan):
    if charge.house is None:
        raise ProblemError("NO_HOUSE", service=plan.code)
    return charge.house

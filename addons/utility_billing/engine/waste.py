"""Solid waste by containers taken away (ПП 354, Приложение 2, формулы 9(3), 9(4))."""

from .consumption import own_uses
from .methods import Method, register
from .pricing import Use
from .problems import ProblemError
from .rounding import ZERO


@register
class Containers(Method):
    """Own containers, else the share of the house's containers by persons or area."""

    name = "containers"

    def uses(self, charge, plan, line):
        volume, trace = container_volume(charge, plan.code, charge.period)
        if volume is None:
            if plan.has_norm:
                return own_uses(charge, plan, line)
            raise ProblemError("NO_HOUSE_VOLUME", service=plan.code, period=charge.period)
        return [
            Use(
                *charge.active(line),
                [(None, volume)],
                "containers",
                trace,
            )
        ]


def taken_away(container, period):
    """m3 taken away from a container group in a period."""
    return container.volume * container.count * container.pickups.get(period, 0)


def container_volume(charge, code, period):
    """(m3 of the account, trace), or (None, None) where nothing is known of containers."""
    account = charge.account
    if account.containers:
        total = sum((taken_away(container, period) for container in account.containers), ZERO)
        return total, ("containers", ((total, None, None),))
    containers = charge.house.building.containers if charge.house is not None else ()
    if not containers:
        return None, None
    volume = ZERO
    parts = []
    for container in containers:
        whole = taken_away(container, period)
        if container.persons_total:
            share, base = charge.persons, container.persons_total
        elif container.area_total:
            share, base = account.area, container.area_total
        else:
            share, base = charge.persons, charge.house.persons
        if not base:
            raise ProblemError("NO_PERSONS", service=code)
        volume += whole * share / base
        parts.append((whole, share, base))
    return volume, ("containers", tuple(parts))

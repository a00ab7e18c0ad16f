"""Charging methods: strategies registered by name.

A method gets the charge of an account, the plan of a service and the service's line on the account
and returns uses to be priced, or appends lines itself and returns an empty list. A new method is a
new registered class; nothing asks for a country or a service code.
"""

from .consumption import measured_uses, own_uses
from .people import base_spans
from .pricing import MEMO_LIMIT, Use, price_use
from .problems import ProblemError
from .rounding import ONE, ZERO

METHODS = {}


class Method:
    """Base of the charging methods.

    name: registered name. late: it needs the volumes of other services of the account (1) or of
    all accounts of the house (2), so it runs after them.
    """

    name = ""
    late = 0

    def uses(self, charge, plan, line):
        """The uses of the service in the month."""
        raise NotImplementedError

    def run(self, charge, plan, line):
        """Charge the service: find and price its uses."""
        for use in self.uses(charge, plan, line):
            price_use(charge, plan, use)


def register(cls):
    """Class decorator that makes a method known by its name."""
    METHODS[cls.name] = cls()
    return cls


class BaseQuantity(Method):
    """Area, persons, units or one, times the tariff."""

    base = ""

    def uses(self, charge, plan, line):
        month_days = charge.month.days
        found = []
        whole = plan.flat_price and charge.active(line) is charge.whole
        for start, end, days, count in base_spans(charge, self.base, line):
            whole = whole and days == month_days
            use = plan.memo.get(count) if whole else None
            if use is None:
                volume = count if days == month_days else count * days / month_days
                trace = ("base", (self.name, count, days, month_days))
                use = Use(start, end, days, [(None, volume)], self.name, trace)
                if whole:
                    if len(plan.memo) > MEMO_LIMIT:
                        plan.memo.clear()
                    plan.memo[count] = use
                    use.shared = True
            found.append(use)
        return found


@register
class Area(BaseQuantity):
    """m2 of the premise times the tariff."""

    name = "area"
    base = "m2"


@register
class Person(BaseQuantity):
    """Residents (owners where nobody lives) times the tariff."""

    name = "person"
    base = "person"


@register
class Unit(BaseQuantity):
    """Units of the account (seats, pets, lots) times the tariff."""

    name = "unit"
    base = "unit"


@register
class Fixed(BaseQuantity):
    """The tariff itself."""

    name = "fixed"
    base = "one"


@register
class Once(Method):
    """Units of what was done once, on the first day of the row: days of the month do not count."""

    name = "once"

    def uses(self, charge, plan, line):
        day, _end, _days = charge.active(line)
        count = line.units or ONE
        return [Use(day, day, 1, [(None, count)], self.name, ("base", (self.name, count, 1, 1)))]


@register
class MeterOrNorm(Method):
    """By the account's own meters, else by norm."""

    name = "meter_or_norm"

    def uses(self, charge, plan, line):
        if charge.account.flat is not None:
            shared = charge.flat_uses(plan, line)
            if shared is not None:
                return shared
        return own_uses(charge, plan, line)


@register
class FromWater(Method):
    """Sewerage: own meter; else the volume of cold and hot water if one of these is metered or
    the service has no norm; else its norm.
    """

    name = "from_water"
    late = 1

    def uses(self, charge, plan, line):
        if line.meters:
            uses = measured_uses(charge, plan, line)
            if uses is not None:
                return uses
        # a service changed in the month has several rows and one volume
        sources = dict.fromkeys(
            other.code
            for other in charge.account.services
            if other.code in plan.service.volume_from
        )
        metered = any(code in charge.metered for code in sources)
        if plan.has_norm and not metered:
            return own_uses(charge, plan, line)
        if not sources:
            raise ProblemError("NO_WATER", service=plan.code)
        parts = tuple((code, charge.volumes.get(code, ZERO)) for code in sources)
        volume = sum(part for _code, part in parts)
        return [
            Use(
                *charge.active(line),
                [(None, volume)],
                "sum",
                ("sum", (parts,)),
            )
        ]


def strategy_of(service):
    """The method of a service, or None where its name is not registered."""
    name = service.basis
    if name == "meter_or_norm":
        if service.volume_from:
            name = "from_water"
        elif service.resource == "heating":
            name = "heating"
        elif service.waste_accounting == "containers":
            name = "containers"
    elif name == "house_share" and service.common_needs:
        name = f"common_{service.common_needs}"
    return METHODS.get(name)

"""What an event would change, by month, before it is there: the engine with it and without it."""

from decimal import Decimal

from ..engine import Refusal, Tampering, charge_building
from ..engine.corrections import differences
from ..engine.house import House
from ..engine.periods import period_of, period_range
from ..engine.tampering import tampering_lines
from .events import EventLoader, EventRow
from .portion import PortionLoader
from .reader import exact_cursor
from .world import WorldLoader

#: months before the open one that are looked at
MONTHS = 12
NUMBERS = ("value", "norm", "hours", "capacity", "pipe_mm")


def preview(env, company, period, events):
    """``[(month, service id, volume, amount)]`` of what events add to the charge of ``period``.

    :param events: values as for ``utility.event``; of an account or of a whole house
    :param period: the month (``YYYY-MM``) that will be charged next
    """
    found = []
    env.flush_all()
    with exact_cursor(env) as cursor:
        worlds = WorldLoader(env, company, cursor, period)
        for values in events:
            found += _changes(company, period, cursor, worlds, values)
    return found


def _changes(company, period, cursor, worlds, values):
    first = (values.get("date_from") or values["start"].date()).isoformat()[:7]
    months = period_range(min(first, period), period)[-MONTHS:]
    totals = {}
    for month in months:
        loader = PortionLoader(company, month, cursor, worlds)
        houses, _facts = loader.load([values["building_id"]])
        house, account = houses[0], values.get("account_id")
        place = house.building
        if account:
            place = next((a for a in place.accounts if a.ref == account), None)
            if place is None:
                continue
        line = loader.lines.get((account, values["service_id"]))
        code = line.code if line else house.place.code_of(values["service_id"], None, None)
        event = _engine_event(loader, code, values)
        if isinstance(event, Tampering):
            if month == period:
                place.events = [event]
                lines = _tampering(house, place, period)
                _add(totals, house, values, lines)
            continue
        before = charge_building(house.place.world, house.building, month, as_of=period).lines
        place.events = _with(place.events, event)
        after = charge_building(house.place.world, house.building, month, as_of=period).lines
        _add(totals, house, values, differences(after, before, period, month))
    return [(*key, *sums) for key, sums in sorted(totals.items())]


def _with(events, event):
    """Events with one more; a refusal joins those of its service."""
    if isinstance(event, Refusal):
        same = [e for e in events if isinstance(e, Refusal) and e.service == event.service]
        days = tuple(sorted({*event.dates, *(day for e in same for day in e.dates)}))
        return [*(e for e in events if e not in same), Refusal(event.service, days)]
    return [*events, event]


def _engine_event(loader, code, values):
    if values["kind"] == "access_refused":
        return Refusal(code, (values["date_from"],))
    known = {name: values[name] or None for name in EventRow._fields if name in values}
    known |= {name: Decimal(str(values[name])) for name in NUMBERS if values.get(name) is not None}
    row = EventRow(**known)
    return EventLoader(loader, {}, {}, {}, {}).make(code, row)


def _tampering(house, account, period):
    world = house.place.world
    month = House(world.month(period), house.building, period)
    lines, _problems = tampering_lines(world, account, month, period)
    return lines


def _add(totals, house, values, lines):
    account = values.get("account_id")
    for line in lines:
        if account and line.account != account:
            continue
        key = (line.of_period or period_of(line.date_from), house.place.services[line.service])
        volume, amount = totals.get(key, (Decimal(0), Decimal(0)))
        totals[key] = (volume + line.volume, amount + line.amount)

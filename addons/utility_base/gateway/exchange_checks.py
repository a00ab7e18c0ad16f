"""Checks across the objects of an exchange file: ids, references, order of dates."""

from .problem import problem


def check(exchange):
    """Problems of a read file; paths count the objects that were kept."""
    ids = {"houses": {}, "premises": {}, "rooms": {}, "accounts": {}, "counters": {}}
    found = []
    for where, kind, item in _walk(exchange):
        first = ids[kind].setdefault(item.id, where)
        if first != where:
            path = f"{where}.id"
            found.append(problem("exchange.duplicate_id", path=path, value=item.id))
    found.extend(_references(exchange, ids))
    found.extend(_dates(exchange))
    return found


def _walk(exchange):
    """(path, kind, object) of everything that has an id others may point to."""
    for path, house in _each("houses", exchange.houses):
        yield path, "houses", house
        for premise_path, premise in _each(f"{path}.premises", house.premises):
            yield premise_path, "premises", premise
            for room_path, room in _each(f"{premise_path}.rooms", premise.rooms):
                yield room_path, "rooms", room
            for account_path, account in _each(f"{premise_path}.accounts", premise.accounts):
                yield account_path, "accounts", account
    for path, counter in _each("counters", exchange.counters):
        yield path, "counters", counter


def _each(path, items):
    for index, item in enumerate(items):
        yield f"{path}[{index}]", item


def _references(exchange, ids):
    """Ids that lead nowhere. A file without houses is a part of a larger export: nothing to
    compare."""
    if not exchange.houses:
        return
    for path, kind, item in _walk(exchange):
        if kind == "accounts" and item.rooms_id and item.rooms_id not in ids["rooms"]:
            yield problem("exchange.reference", path=f"{path}.rooms_id", value=item.rooms_id)
        if kind == "counters":
            yield from _counter_place(path, item, ids)
    for name in ("accruals", "payments"):
        for path, item in _each(name, getattr(exchange, name)):
            if item.accounts_id not in ids["accounts"]:
                path = f"{path}.accounts_id"
                yield problem("exchange.reference", path=path, value=item.accounts_id)


def _counter_place(path, counter, ids):
    places = (("houses_cards_id", "houses"), ("flats_id", "premises"), ("rooms_id", "rooms"))
    if not any(getattr(counter, name) for name, _kind in places):
        yield problem("exchange.required", path=f"{path}.flats_id")
    for name, kind in places:
        value = getattr(counter, name)
        if value and value not in ids[kind]:
            yield problem("exchange.reference", path=f"{path}.{name}", value=value)


def _dates(exchange):
    for path, kind, item in _walk(exchange):
        if kind == "accounts":
            yield from _ordered(path, item, "date_from", "date_to")
            for number, resident in _each(f"{path}.residents", item.residents):
                yield from _ordered(number, resident, "date_from", "date_to")
                for place, stay in _each(f"{number}.residence", resident.residence):
                    yield from _ordered(place, stay, "date_from", "date_to")
        elif kind == "counters":
            yield from _ordered(path, item, "install_date", "replace_date")


def _ordered(path, item, first, last):
    start, end = getattr(item, first), getattr(item, last)
    if start and end and end < start:
        yield problem("exchange.dates", path=f"{path}.{last}", value=end)

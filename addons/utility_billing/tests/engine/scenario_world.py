"""Houses, accounts and events of a scenario as engine objects, with the state of a period."""

from decimal import Decimal

from ...engine import (
    Absence,
    Account,
    AccountService,
    Away,
    Building,
    Container,
    Flat,
    HouseMeter,
    Meter,
    MissedPickup,
    NotRendered,
    Outage,
    Past,
    Privilege,
    Quality,
    Refusal,
    Register,
    Residents,
    Tampering,
    Verification,
)
from .scenario_services import build_service


class State:
    """What earlier months left: history and used readings, by account (flat) and service."""

    def __init__(self, history, used):
        self.history = history
        self.used = used

    def pasts(self, ref, code, before):
        """The history of a service before a period, ascending."""
        found = [
            past
            for (account, service, period), pasts in self.history.items()
            if account == ref and service == code and period < before
            for past in pasts
        ]
        return sorted(found, key=lambda past: past.period)


def build_building(data, row, state, period, carry, known):
    """A house with its accounts as a period finds them; ``known``: refs of accounts that exist."""
    accounts = [
        build_account(data, account, state, period)
        for account in data["accounts"]
        if account["building"] == row["ref"] and account["ref"] in known
    ]
    return Building(
        row["ref"],
        accounts,
        row.get("common_area", Decimal(0)),
        [_house_meter(meter) for meter in row.get("meters", ())],
        {flat["ref"]: _flat(data, flat, state, period) for flat in row.get("flats", ())},
        [_container(part) for part in row.get("containers", ())],
        [event for key, event in events_of(data) if key == ("building", row["ref"])],
        dict(carry),
    )


def build_account(data, row, state, period):
    """An account with the state that a period starts from."""
    premise = row.get("premise", {})
    residents = row.get("residents", 0)
    if isinstance(residents, int):
        residents = [{"count": residents}]
    kind = row.get("kind", "individual")
    return Account(
        row["ref"],
        [_account_service(data, row, code, state, period) for code in row.get("services", ())],
        kind,
        row.get("customer", kind),
        premise.get("area", Decimal(0)),
        premise.get("heated_area"),
        premise.get("individually_heated", False),
        premise.get("rooms_area_total"),
        premise.get("flat"),
        [Residents(part["count"], part.get("from"), part.get("to")) for part in residents],
        row.get("owners", 1),
        row.get("units", Decimal(0)),
        [_container(part) for part in row.get("containers", ())],
        [
            Privilege(
                part["percent"],
                tuple(part["services"]),
                part.get("within", "actual"),
                part.get("persons"),
                part.get("from"),
                part.get("to"),
            )
            for part in row.get("privileges", ())
        ],
        [event for key, event in events_of(data) if key == ("account", row["ref"])],
    )


def _account_service(data, row, code, state, period):
    meters = [
        _meter(meter, index, lambda serial, zone: (row["ref"], code, serial, zone), state)
        for index, meter in enumerate(row.get("meters", ()))
        if meter["service"] == code
    ]
    history = state.pasts(row["ref"], code, period)
    charged = {past.period for past in history}
    told = row.get("volumes", {}).get(code, {})
    history += [Past(month, volume) for month, volume in told.items() if month not in charged]
    history.sort(key=lambda past: past.period)
    service = build_service(code, data["services"].get(code, {}))
    return AccountService(
        code,
        meters,
        row.get("no_meter", {}).get(code, "impossible"),
        history=history,
        units=row.get("units", Decimal(1) if service.basis == "unit" else None),
    )


def _meter(row, index, key, state):
    serial = row.get("serial") or f"{row['service']}-{index}"
    zones = row.get("zones") or [None]
    initial = row.get("initial")
    registers = []
    for zone in zones:
        registers.append(
            Register(
                zone,
                initial["date"] if initial else None,
                _of_zone(initial["value"], zone) if initial else None,
                [
                    (day, _of_zone(value, zone))
                    for day, value in sorted(row.get("readings", {}).items())
                    if _of_zone(value, zone) is not None
                ],
                state.used.get(key(serial, zone)),
            )
        )
    return Meter(
        serial,
        registers,
        row.get("digits"),
        row.get("ratio", Decimal(1)),
        row.get("installed"),
        row.get("removed"),
        row.get("verified_until"),
        tuple(
            Verification(
                part["date"],
                part.get("until"),
                tuple(_of_zone(part["value"], zone) for zone in zones),
            )
            for part in sorted(row.get("verifications", ()), key=lambda part: part["date"])
        ),
        row.get("failed_from"),
    )


def _of_zone(value, zone):
    return value.get(zone) if isinstance(value, dict) else value


def _flat(data, row, state, period):
    rooms = [
        account["ref"]
        for account in data["accounts"]
        if account.get("premise", {}).get("flat") == row["ref"]
    ]
    services = {}
    for index, meter in enumerate(row.get("meters", ())):
        code = meter["service"]
        line = services.setdefault(code, AccountService(code))

        def key(serial, zone, code=code):
            found = [(ref, code, serial, zone) for ref in rooms]
            return next((place for place in found if place in state.used), None)

        line.meters.append(_meter(meter, index, key, state))
    for code, line in services.items():
        sums = {}
        for ref in rooms:
            for past in state.pasts(ref, code, period):
                place = (past.period, past.zone)
                if place in sums:
                    sums[place].volume += past.volume
                else:
                    sums[place] = type(past)(
                        past.period, past.volume, past.method, past.reason, past.zone
                    )
        line.history = sorted(sums.values(), key=lambda past: past.period)
    return Flat(row["ref"], row["area"], services)


def _house_meter(row):
    return HouseMeter(
        row["service"],
        row.get("component"),
        row.get("volumes", {}),
        sorted(row.get("readings", {}).items()),
        row.get("failed_from"),
    )


def _container(row):
    return Container(
        row.get("volume", Decimal(1)),
        row.get("count", 1),
        row.get("pickups", {}),
        row.get("persons_total"),
        row.get("area_total"),
    )


def events_of(data):
    """Pairs of place (``account`` or ``building``, ref) and event."""
    for row in data["events"]:
        place = ("account", row["account"]) if "account" in row else ("building", row["building"])
        yield place, EVENTS[row["type"]](row)


EVENTS = {
    "absence": lambda row: Absence(row["persons"], row["departure"], row["arrival"]),
    "outage": lambda row: Outage(
        row["service"], row["start"], row["end"], row.get("planned", False)
    ),
    "quality": lambda row: Quality(
        row["service"],
        row["value"],
        row["norm"],
        row["start"],
        row["end"],
        row.get("measure", "temperature"),
        row.get("hours"),
    ),
    "tampering": lambda row: Tampering(
        row["service"], row["from"], row["to"], row.get("capacity_m3_day"), row.get("pipe_mm")
    ),
    "access_refused": lambda row: Refusal(row["service"], tuple(row["dates"])),
    "not_rendered": lambda row: NotRendered(row["service"], row["from"], row["to"]),
    "missed_pickup": lambda row: MissedPickup(row["period"], row["excess_hours"]),
    "meter_removed_for_repair": lambda row: Away(row["service"], row["from"], row.get("to")),
}

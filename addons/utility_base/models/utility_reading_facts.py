"""Loads what the checks of readings need to know, for many meters by a fixed number of queries."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from decimal import Decimal

from odoo.tools import SQL

from ..engine.consumption import Point
from ..engine.readings import RESTART_SOURCES, Meter, Register, Rules, Window

_HISTORY = 26  # accepted values before the day: two years of months
_PAIRS = {"cold_water": "hot_water", "hot_water": "cold_water"}


class _Timeline:
    """Values of one register by day: the newest accepted row of a day counts."""

    __slots__ = ("days", "points", "given")

    def __init__(self):
        self.days, self.points, self.given = [], {}, defaultdict(list)

    def add(self, day, value, source, accepted=True, reading=None):
        self.given[day].append((value, reading))
        if not accepted:
            return
        if day not in self.points:
            self.days.insert(bisect_left(self.days, day), day)
        elif self.points[day].restart:
            source = "installation"  # a correction of a first value is a first value
        self.points[day] = Point(day, value, source in RESTART_SOURCES)

    def register(self, day):
        """The register as an entry of ``day`` sees it."""
        before = [self.points[d] for d in self.days[: bisect_left(self.days, day)]]
        if day in self.points and self.points[day].restart:
            before.append(self.points[day])
        after = self.days[bisect_right(self.days, day) :][:1]
        return Register(
            past=tuple(before[-_HISTORY:]),
            later=self.points[after[0]] if after else None,
            same_day=tuple(value for value, _reading in self.given[day]),
        )


class ReadingFacts:
    """Facts about the meters of ``days`` (``{meter id: earliest day}``), read once.

    Reads as superuser: the checks must not depend on what the user may see; callers have
    made sure that the user may see the meters themselves.
    """

    def __init__(self, env, days, ignore=()):
        self.env = env(su=True)
        self.meters = self._load_meters(days)
        self._load_parts()
        self._load_readings(days, ignore)

    def _load_meters(self, days):
        model = self.env["utility.meter"].with_context(active_test=False)
        meters = model.browse(days)
        paired = meters.filtered(lambda m: m.account_id and m.resource in _PAIRS)
        twins = model.search(
            [
                ("account_id", "in", paired.account_id.ids),
                ("resource", "in", list(_PAIRS)),
                ("state", "=", "installed"),
            ]
        )
        self.twins = defaultdict(list)
        for twin in twins:
            self.twins[twin.account_id.id, twin.resource].append(twin)
        for twin in twins - meters:
            days[twin.id] = min(days[m.id] for m in paired if m.account_id == twin.account_id)
        return meters | twins

    def _load_parts(self):
        meters = self.meters
        self.registers = {(r.meter_id.id, r.zone): r for r in meters.register_ids}
        self.spans = defaultdict(list)
        for span in meters.installation_ids.sorted("date_from"):
            self.spans[span.meter_id.id].append(span)
        self.defects = defaultdict(list)
        for defect in meters.defect_ids:
            if defect.kind != "tampered":
                self.defects[defect.meter_id.id].append((defect.date_from, defect.date_to or None))
        self.windows = self.env["utility.reading.window"]._resolve(meters)
        period = self.env["utility.period"]
        self.closed = {c.id: period._closed_until(c) or None for c in meters.company_id}
        self.rules = {c.id: c._utility_reading_rules() for c in meters.company_id}

    def _load_readings(self, days, ignore):
        """Readings of the registers: some before the day, and all from it on."""
        self.timelines = {register.id: _Timeline() for register in self.registers.values()}
        pairs = [
            (r.id, days[meter]) for (meter, _zone), r in self.registers.items() if meter in days
        ]
        if not pairs:
            return
        self.env["utility.reading"].flush_model()
        query = SQL(
            """
            SELECT r.register_id, r.id, r.date, r.value::text, r.source, r.state
              FROM unnest(%s::int[], %s::date[]) AS t(register_id, day)
             CROSS JOIN LATERAL (
                (SELECT * FROM utility_reading r
                  WHERE r.register_id = t.register_id AND r.date < t.day AND r.state = 'accepted'
                    AND r.id <> ALL(%s)
                  ORDER BY r.date DESC, r.id DESC LIMIT %s)
                UNION ALL
                (SELECT * FROM utility_reading r
                  WHERE r.register_id = t.register_id AND r.date >= t.day AND r.state <> 'rejected'
                    AND r.id <> ALL(%s))
             ) r
             ORDER BY r.register_id, r.date, r.id
            """,
            [register for register, _day in pairs],
            [day for _register, day in pairs],
            list(ignore),
            _HISTORY,
            list(ignore),
        )
        for register, reading, day, value, source, state in self.env.execute_query(query):
            self.timelines[register].add(day, Decimal(value), source, state == "accepted", reading)

    def add(self, register_id, day, value, source):
        """Let the entries that follow know an accepted value that is not in the database yet."""
        self.timelines[register_id].add(day, value, source)

    def known_reading(self, register_id, day, value):
        """Id of the reading with exactly this value, if there is one."""
        found = [i for v, i in self.timelines[register_id].given[day] if v == value and i]
        return found[-1] if found else None

    def rules_of(self, meter_id) -> Rules:
        return self.rules[self.env["utility.meter"].browse(meter_id).company_id.id]

    def installation(self, meter_id, day, source):
        """The installation that a reading of ``day`` belongs to."""
        standing = [
            s
            for s in self.spans[meter_id]
            if s.date_from <= day and (not s.date_to or s.date_to >= day)
        ]
        if not standing:
            return self.env["utility.meter.installation"]
        return standing[0] if source == "removal" else standing[-1]

    def meter(self, meter_id, day, with_counterparts=True):
        """Facts of one meter as an entry of ``day`` sees them."""
        record = self.env["utility.meter"].browse(meter_id)
        spans = self.spans[meter_id]
        service = (spans[-1].service_id if spans else record.service_id) or None
        window = self.windows.get(meter_id)
        single = record.purpose == "individual"
        others = ()
        if with_counterparts and single and record.account_id and record.resource in _PAIRS:
            key = record.account_id.id, _PAIRS[record.resource]
            others = tuple(self.meter(twin.id, day, False) for twin in self.twins[key])
        return Meter(
            serial=record.serial,
            registers={r.zone: self.timelines[r.id].register(day) for r in record.register_ids},
            digits=record.digits,
            decimals=record.decimals,
            ratio=Decimal(str(record.ratio)),
            archived=not record.active,
            verified_until=record.verified_until or None,
            stands=tuple((s.date_from, s.date_to or None) for s in spans),
            out_of_order=tuple(self.defects[meter_id]),
            window=window and Window(window.day_from, window.day_to, window.restricted),
            closed_until=self.closed[record.company_id.id],
            jump_floor=Decimal(str(service.jump_floor)) if service else Decimal(0),
            jump_limit=(
                Decimal(str(service.jump_limit))
                if service and single and service.jump_limit
                else None
            ),
            counterparts=others,
        )

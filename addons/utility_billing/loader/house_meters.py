"""House meters, and group meters that serve several houses (a heat point, a block of houses)."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from ..engine import HouseMeter, MeterGroup
from .reader import rows

HOUSE_MONTHS = timedelta(days=800)
ZERO = Decimal(0)

_COLUMNS = (
    "SELECT i.id, i.building_id, i.service_id, i.component_id, i.date_from, i.date_to,"
    " m.serial, m.digits, m.ratio, r.id, i.share_by"
    " FROM utility_meter_installation i JOIN utility_meter m ON m.id = i.meter_id"
    " JOIN utility_meter_register r ON r.meter_id = m.id"
)


class HouseMeterLoader:
    """Fills house meters into the buildings of a portion.

    A group meter is an installation with served buildings: each of them gets its part, less what
    the served houses with a meter of their own show. A house with its own meter of the service
    has no part in the group.
    """

    def __init__(self, loader):
        self.loader = loader
        self.cursor = loader.cursor
        self.buildings = loader.buildings
        self.registers = defaultdict(list)

    def load(self, found):
        """:param found: rows of installations on the buildings of the portion, see ``MeterLoader``"""
        served = self._served()
        own = {row[14] for row in found} - set(served)
        house_rows = self._rows(list(own)) if own else []
        for row in house_rows:
            self._add(self.buildings[row[1]], row)
        if served:
            self._groups(served)
        if self.registers:
            self._readings()

    def _served(self):
        """{installation: [served buildings]} of the group meters that concern the portion."""
        ids = list(self.buildings)
        found = defaultdict(list)
        for installation, building in rows(
            self.cursor,
            "SELECT s.installation_id, s.building_id FROM utility_installation_building_rel s"
            " WHERE s.installation_id IN (SELECT installation_id"
            " FROM utility_installation_building_rel WHERE building_id = ANY(%s)"
            " UNION SELECT g.installation_id FROM utility_installation_building_rel g"
            " JOIN utility_meter_installation i ON i.id = g.installation_id"
            " WHERE i.building_id = ANY(%s)) ORDER BY s.installation_id, s.building_id",
            ids,
            ids,
        ):
            found[installation].append(building)
        return found

    def _rows(self, installations):
        return rows(
            self.cursor,
            _COLUMNS + " WHERE i.id = ANY(%s) AND i.date_from <= %s"
            " ORDER BY i.building_id, i.service_id, i.date_from, i.id, r.sequence, r.id",
            installations,
            self.loader.last,
        )

    def _add(self, building, row, code=None):
        """The meter of a row, given to a building where it is one of the portion."""
        if code is None:
            code = self.loader.places[building.ref].code_of(row[2], None, None)
        component = self.loader.portion.worlds.components.get(row[3])
        meter = HouseMeter(
            code,
            component,
            serial=row[6],
            digits=row[7] or None,
            ratio=row[8],
            installed=row[4],
            removed=row[5],
        )
        if building is not None:
            building.meters.append(meter)
        self.registers[row[9]].append(meter)
        return meter

    def _groups(self, served):
        houses = sorted({building for ids in served.values() for building in ids})
        with_own = self._own_of(houses, list(served))
        areas, persons = None, None
        for row in self._rows(list(served)):
            kind = (row[2], row[3])
            less = [other for place in served[row[0]] for other in with_own.get((place, *kind), ())]
            sharing = [place for place in served[row[0]] if not with_own.get((place, *kind))]
            if row[10] == "persons":
                weights = persons = persons or self._persons(houses)
            else:
                weights = areas = areas or self._areas(houses)
            shares = tuple((place, weights.get(place, ZERO)) for place in sharing)
            for place in sharing:
                building = self.buildings.get(place)
                if building is None:
                    continue
                meter = self._add(building, row)
                others = [self._add(None, other, meter.service) for other in less]
                meter.group = MeterGroup(shares, place, others)

    def _own_of(self, houses, groups):
        """{(building, service, component): rows} of the houses' own meters of the period."""
        found = defaultdict(list)
        for row in rows(
            self.cursor,
            _COLUMNS + " WHERE i.building_id = ANY(%s) AND i.account_id IS NULL"
            " AND i.premise_id IS NULL AND i.id <> ALL(%s) AND i.date_from <= %s"
            " AND (i.date_to IS NULL OR i.date_to >= %s) ORDER BY i.id, r.id",
            houses,
            groups,
            self.loader.last,
            self.loader.first,
        ):
            found[row[1:4]].append(row)
        return found

    def _areas(self, houses):
        """m2 of the premises with an account, by building: what heating is shared by."""
        return dict(
            rows(
                self.cursor,
                "SELECT a.building_id, SUM(x.value) FROM utility_account a"
                " CROSS JOIN LATERAL (SELECT value FROM utility_area r"
                " WHERE r.premise_id = a.premise_id AND r.kind IN ('calculated', 'total')"
                " AND r.date_from <= %s AND (r.date_to IS NULL OR r.date_to >= %s)"
                " ORDER BY r.kind LIMIT 1) x WHERE a.building_id = ANY(%s) AND a.active"
                " AND a.state <> 'draft' AND a.date_open <= %s"
                " AND (a.date_close IS NULL OR a.date_close >= %s) GROUP BY a.building_id",
                self.loader.last,
                self.loader.last,
                houses,
                self.loader.last,
                self.loader.first,
            )
        )

    def _persons(self, houses):
        """Residents on the last day of the month, by building."""
        found = rows(
            self.cursor,
            "SELECT a.building_id, SUM(p.persons) FROM utility_account a"
            " JOIN utility_residency p ON p.account_id = a.id WHERE a.building_id = ANY(%s)"
            " AND a.active AND p.date_from <= %s AND (p.date_to IS NULL OR p.date_to >= %s)"
            " GROUP BY a.building_id",
            houses,
            self.loader.last,
            self.loader.last,
        )
        return {building: Decimal(count) for building, count in found}

    def _readings(self):
        ids = list(self.registers)
        for register, day, value, _source in self.loader._rows(
            ids, self.loader.first - HOUSE_MONTHS
        ):
            for meter in self.registers[register]:
                if day >= meter.installed and (meter.removed is None or day <= meter.removed):
                    meter.readings.append((day, value))
        for register, day in rows(
            self.cursor,
            "SELECT r.id, MAX(d.date_from) FROM utility_meter_defect d"
            " JOIN utility_meter_register r ON r.meter_id = d.meter_id"
            " WHERE r.id = ANY(%s) AND d.kind = 'failed' AND d.date_from <= %s"
            " AND (d.date_to IS NULL OR d.date_to >= %s) GROUP BY r.id",
            ids,
            self.loader.last,
            self.loader.first,
        ):
            for meter in self.registers[register]:
                meter.failed_from = day

"""Reference information of printed bills: norms, what the house used, its meters (order 43/пр, section 4)."""

from collections import defaultdict
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from ..gateway.bill_data import BillReference
from .open_items import final_runs
from .reader import rows


class _Norm(NamedTuple):
    service: int
    value: object
    category: int | None
    locality: int | None
    buildings: tuple

    def suits(self, building, localities, category):
        if self.buildings and building not in self.buildings:
            return False
        if self.locality and self.locality not in localities:
            return False
        return not self.category or self.category == category

    def rank(self, localities):
        """Nearer norms first: named buildings, then the smallest territory."""
        place = localities.index(self.locality) if self.locality else len(localities)
        return (not self.buildings, place, not self.category)


class BillReferences:
    """Norms and totals of the houses of some bills of one company and month, in four queries."""

    def __init__(self, env, cursor, bills):
        self.env = env
        self.month = min(bills.mapped("period_date"))
        self.buildings = bills.building_id
        self._commons = {}
        self._norms = self._read_norms(cursor, bills.company_id.ids)
        self._totals = self._read_totals(cursor)
        self._meters = self._read_meters(cursor)
        self._localities = {
            building: self._chain(building.locality_id) for building in self.buildings
        }

    def references(self, account, charges, lines, lang):
        """:class:`BillReference` of each service that has something to tell.

        :param lines: :class:`~.bill_lines.BillLines` that name the services
        """
        building = account.building_id
        own, common = {}, {}
        for charge in charges:
            service = lines.record(charge.service)
            if service.common_needs:
                common[service.common_of_id.id or service.id] = service.id
            else:
                own[service.id] = True
        found = []
        for service in dict.fromkeys((*own, *common)):
            shared = common.get(service)
            item = {
                "norm": self._norm(service, account, building) if service in own else None,
                "norm_common": self._norm(shared, account, building) if shared else None,
                "house_premises": self._totals.get((building.id, service)),
                "house_common": self._totals.get((building.id, shared)) if shared else None,
                "house_meters": tuple(self._meters.get((building.id, service), ())),
            }
            if any(item.values()):
                name, unit, _group = lines.service(service, None, None, lang)
                found.append(BillReference(service=name, unit=unit, **item))
        return tuple(found)

    def _norm(self, service, account, building):
        localities = self._localities.get(building) or ()
        suiting = [
            norm
            for norm in self._norms.get(service, ())
            if norm.suits(building.id, localities, account.customer_category_id.id)
        ]
        return min(suiting, key=lambda n: n.rank(localities)).value if suiting else None

    def _chain(self, locality):
        found = []
        while locality:
            found.append(locality.id)
            locality = locality.parent_id
        return found

    def _read_norms(self, cursor, companies):
        """{service id: norms that hold on the last day of the month}; those of parts are left out."""
        found = defaultdict(list)
        for row in rows(
            cursor,
            """
            SELECT n.service_id, n.value, n.customer_category_id, n.locality_id,
                   ARRAY(SELECT r.utility_building_id FROM utility_building_utility_norm_rel r
                          WHERE r.utility_norm_id = n.id)
              FROM utility_norm n
             WHERE n.company_id = ANY(%s) AND n.active AND n.component_id IS NULL
               AND COALESCE(n.date_from, '-infinity') <= %s
               AND COALESCE(n.date_to, 'infinity') >= %s
            """,
            companies,
            self._end(),
            self._end(),
        ):
            found[row[0]].append(_Norm(*row[:4], tuple(row[4])))
        return found

    def _read_totals(self, cursor):
        """{(building id, service id): volume of all its accounts in the month}."""
        return {
            (building, service): volume
            for building, service, volume in rows(
                cursor,
                SQL(
                    """
                    SELECT a.building_id, c.service_id, SUM(c.volume)
                      FROM utility_account a
                      JOIN utility_charge c ON c.account_id = a.id AND c.period_date = %(month)s
                     WHERE a.building_id = ANY(%(buildings)s) AND c.kind = 'charge'
                       AND c.component IS NULL AND %(final)s
                     GROUP BY a.building_id, c.service_id HAVING SUM(c.volume) <> 0
                    """,
                    month=self.month,
                    buildings=self.buildings.ids,
                    final=final_runs(),
                ),
            )
        }

    def _read_meters(self, cursor):
        """{(building id, service id): current values of the house meters, as texts}."""
        found = defaultdict(list)
        query = SQL(
            """
            SELECT i.building_id, i.service_id, m.serial, r.value
              FROM utility_meter_installation i
              JOIN utility_meter m ON m.id = i.meter_id
              JOIN utility_meter_register g ON g.meter_id = m.id
              CROSS JOIN LATERAL (
                   SELECT r.value FROM utility_reading r
                    WHERE r.register_id = g.id AND r.state = 'accepted' AND r.date <= %(end)s
                    ORDER BY r.date DESC, r.id DESC LIMIT 1) r
             WHERE i.building_id = ANY(%(buildings)s) AND i.account_id IS NULL
               AND i.premise_id IS NULL AND i.date_from <= %(end)s
               AND (i.date_to IS NULL OR i.date_to >= %(month)s)
             ORDER BY i.service_id, m.serial, g.sequence, g.id
            """,
            buildings=self.buildings.ids,
            end=self._end(),
            month=self.month,
        )
        for building, service, serial, value in rows(cursor, query):
            text = f"{value:f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            found[building, service].append(f"{text} (№ {serial})")
        return found

    def _end(self):
        return self.month + relativedelta(months=1, days=-1)

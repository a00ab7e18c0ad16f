"""Whole houses with all their accounts as the engine's objects: one query a subject, for many houses.

The facts are those known now that hold in the period; the state of earlier periods (last readings used, past
volumes) is read from the charges of approved bills.
"""

from collections import defaultdict
from decimal import Decimal

from odoo.tools import SQL

from ..engine import Account, AccountService, Building, Flat, Residents
from ..engine.periods import first_day, last_day, shift
from .elsewhere import charged_elsewhere
from .events import EventLoader
from .meters import MeterLoader
from .open_items import FINAL_STATES
from .reader import rows

ZERO = Decimal(0)
DAY_HOURS = Decimal(24)


class AccountFacts:
    """What writing needs and the engine does not: number, house, suppliers by service code."""

    __slots__ = ("number", "building_id", "suppliers", "customer")

    def __init__(self, number, building_id, customer):
        self.number = number
        self.building_id = building_id
        self.customer = customer
        self.suppliers = {}


class House:
    """A house ready for the engine with the world of its place."""

    __slots__ = ("place", "building")

    def __init__(self, place, building):
        self.place = place
        self.building = building


class PortionLoader:
    """Loads houses of a company for a period (text ``YYYY-MM``).

    ``taken``: ``{id(event): (event, month in whose charge it took effect)}``; ``lines``: the service
    rows by account and service of the last load.
    """

    def __init__(self, company, period, cursor, worlds):
        self.company = company
        self.period = period
        self.first = first_day(period)
        self.last = last_day(period)
        self.cursor = cursor
        self.worlds = worlds
        self.taken = {}
        self.lines = {}
        self.ledger = None
        self._shared = {}

    @staticmethod
    def decimal(text):
        """A number of a trace."""
        return Decimal(text)

    def load(self, building_ids, ledger=None):
        """``([House], {account id: AccountFacts})`` of the buildings, in their order.

        :param ledger: lines that the state of earlier months follows from, or a
            :class:`~..engine.history.History` of them; None: the database's
        """
        self.ledger = ledger
        building_ids = list(building_ids)
        places = {
            row[0]: (self.worlds.place(row[0], row[1]))
            for row in rows(
                self.cursor,
                "SELECT id, locality_id FROM utility_building WHERE id = ANY(%s)",
                building_ids,
            )
        }
        buildings = {id_: Building(id_) for id_ in building_ids}
        accounts, facts, premises = self._accounts(buildings)
        if accounts:
            self._areas(buildings, premises)
            self._people(accounts, premises)
            services = self.lines = self._services(accounts, facts, places)
            MeterLoader(self, buildings, accounts, services, places).load()
            EventLoader(self, buildings, accounts, services, places).load()
            self._carry(buildings, places)
        houses = [House(places[id_], buildings[id_]) for id_ in building_ids]
        return houses, facts

    def _accounts(self, buildings):
        accounts, facts, premises = {}, {}, defaultdict(list)
        categories = self.worlds.categories
        for row in rows(
            self.cursor,
            "SELECT a.id, a.building_id, a.number, a.kind, a.customer_category_id,"
            " a.declared_owner_count, a.premise_id, p.individually_heated,"
            " CASE WHEN p.kind = 'room' THEN p.parent_id END, p.rooms_area_total"
            " FROM utility_account a JOIN utility_premise p ON p.id = a.premise_id"
            " WHERE a.company_id = %s AND a.building_id = ANY(%s) AND a.active"
            " AND a.state <> 'draft' AND a.date_open <= %s"
            " AND (a.date_close IS NULL OR a.date_close >= %s)"
            " ORDER BY a.building_id, a.id",
            self.company.id,
            list(buildings),
            self.last,
            self.first,
        ):
            customer = categories.get(row[4]) or row[3]
            account = Account(
                row[0],
                kind=row[3],
                customer=customer,
                individually_heated=bool(row[7]),
                flat=row[8],
                rooms_area_total=row[9] or None,
                owners=row[5] if row[5] is not None else 1,
            )
            accounts[row[0]] = account
            facts[row[0]] = AccountFacts(row[2], row[1], customer)
            premises[row[6]].append(account)
            buildings[row[1]].accounts.append(account)
        return accounts, facts, premises

    def _areas(self, buildings, premises):
        flats = {
            account.flat: building
            for building in buildings.values()
            for account in building.accounts
            if account.flat is not None
        }
        found = defaultdict(dict)
        for premise, kind, value in rows(
            self.cursor,
            "SELECT premise_id, kind, value FROM utility_area WHERE premise_id = ANY(%s)"
            " AND date_from <= %s AND (date_to IS NULL OR date_to >= %s)"
            " AND kind IN ('total', 'heated', 'calculated')",
            [*premises, *flats],
            self.last,
            self.last,
        ):
            found[premise][kind] = value
        for premise, owners in premises.items():
            areas = found.get(premise)
            if not areas:
                continue
            area = areas.get("calculated") or areas.get("total", ZERO)
            for account in owners:
                account.area = area
                account.heated_area = areas.get("heated")
        for flat, building in flats.items():
            areas = found.get(flat, {})
            area = areas.get("calculated") or areas.get("total", ZERO)
            building.flats[flat] = Flat(flat, area)
        for building, value in rows(
            self.cursor,
            "SELECT building_id, value FROM utility_area WHERE building_id = ANY(%s)"
            " AND kind = 'common' AND date_from <= %s AND (date_to IS NULL OR date_to >= %s)",
            list(buildings),
            self.last,
            self.last,
        ):
            buildings[building].common_area = value

    def _people(self, accounts, premises):
        shared = self._shared
        first, last = self.first, self.last
        for account, persons, start, end in rows(
            self.cursor,
            "SELECT account_id, persons, date_from, date_to FROM utility_residency"
            " WHERE account_id = ANY(%s) AND date_from <= %s"
            " AND (date_to IS NULL OR date_to >= %s) ORDER BY account_id, date_from, id",
            list(accounts),
            last,
            first,
        ):
            if start <= first and (end is None or end >= last):
                span = shared.get(persons)
                if span is None:
                    span = shared[persons] = Residents(persons)
            else:
                span = Residents(persons, start, end)
            accounts[account].residents.append(span)
        for rooms in accounts.values():
            if len(rooms.residents) > 1:
                rooms.residents = merged(rooms.residents)
        for premise, count in rows(
            self.cursor,
            "SELECT premise_id, COUNT(*) FROM utility_ownership WHERE premise_id = ANY(%s)"
            " AND date_from <= %s AND (date_to IS NULL OR date_to >= %s) GROUP BY premise_id",
            list(premises),
            last,
            last,
        ):
            for account in premises[premise]:
                account.owners = count

    def _services(self, accounts, facts, places):
        """Fill the services; returns ``{(account id, service id): AccountService}``.

        Rows without meters and days of their own are shared between accounts: the engine reads
        only. A meter makes a row of its own (see ``MeterLoader``).
        """
        first, last = self.first, self.last
        shared = self._shared
        found = {}
        account = None
        for (
            id_,
            service,
            supplier,
            basis,
            reason,
            units,
            volume,
            capacity,
            hours,
            start,
            end,
        ) in rows(
            self.cursor,
            SQL(
                "SELECT s.account_id, s.service_id, s.supplier_id, s.basis, s.no_meter_reason, s.units,"
                " s.contract_volume, s.capacity, s.capacity_hours, s.date_from, s.date_to"
                " FROM utility_account_service s WHERE s.account_id = ANY(%s) AND s.date_from <= %s"
                " AND (s.date_to IS NULL OR s.date_to >= %s) AND NOT %s"
                " ORDER BY s.account_id, s.sequence, s.service_id, s.id",
                list(accounts),
                last,
                first,
                charged_elsewhere(self.company.id, first),
            ),
        ):
            if account is None or account.ref != id_:
                account = accounts[id_]
                fact = facts[id_]
                code_of = places[fact.building_id].code_of
            code = code_of(service, supplier, basis)
            if supplier is not None:
                fact.suppliers[code] = supplier
            if start <= first:
                start = None
            if end is not None and end >= last:
                end = None
            units = units or ZERO
            if start is None and end is None:
                key = (code, reason, units, volume, capacity, hours)
                line = shared.get(key)
                if line is None:
                    line = shared[key] = AccountService(code, [], reason, units=units)
            else:
                line = AccountService(code, [], reason, start, end, units=units)
            if volume or capacity:
                line.contract_volume, line.capacity = volume or None, capacity or None
                line.capacity_hours = DAY_HOURS if hours is None else hours
            account.services.append(line)
            found[id_, service] = line
        return found

    def _carry(self, buildings, places):
        """Negative common needs of the period before, from the newest run that counts."""
        for building, service, volume in rows(
            self.cursor,
            "SELECT DISTINCT ON (k.building_id, k.service_id) k.building_id, k.service_id, k.volume"
            " FROM utility_common_carry k JOIN utility_billing_run r ON r.id = k.run_id"
            " WHERE k.building_id = ANY(%s) AND k.period_date = %s AND r.state IN %s"
            " AND NOT COALESCE(r.simulation, FALSE)"
            " ORDER BY k.building_id, k.service_id, k.id DESC",
            list(buildings),
            first_day(shift(self.period, -1)),
            FINAL_STATES,
        ):
            code = places[building].code_of(service, None, None)
            buildings[building].carry[code] = volume


def merged(spans):
    """Spans without days of their own as one: residents listed by name add up for good."""
    whole = sum(span.count for span in spans if span.date_from is None)
    rest = [span for span in spans if span.date_from is not None]
    return ([Residents(whole)] if whole else []) + rest

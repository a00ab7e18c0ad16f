"""Prices, norms and rule parameters of a company as the engine's ``World``.

A world holds for a place: a tariff or norm of a territory goes before one of the territories that it lies
in, a norm of named buildings before both. Buildings of the same place share one world.
"""

from collections import defaultdict
from decimal import Decimal

from ..engine import Block, Norm, Parameter, Service, Tariff, World
from ..engine.house_meter import HOUSE
from ..engine.parameter_values import month_numbers, parse_value
from ..gateway.production_calendar import production_calendar
from .nearest import nearest
from .reader import rows

#: due dates of debts that old are still asked for
YEARS_BACK = 10
RESOURCES = {"heat": "heating", "waste": "solid_waste"}


class PlaceWorld:
    """The ``World`` of a place, with the codes by which accounts name their services.

    ``code_of`` gives the engine's code for (service, supplier, basis) and makes, when first
    asked, a variant of the service where the supplier has prices of its own or the account is
    charged by another basis. ``services`` maps the code back to the id of the service. ``due``
    keeps the due dates of the period by customer group, ``order`` the place on documents.
    """

    __slots__ = ("world", "codes", "services", "due", "order", "_loader", "_tariffs")

    def __init__(self, loader, parameters, tariffs, norms):
        self._loader = loader
        self._tariffs = tariffs
        self.codes = {}
        self.services = {}
        self.due = {}
        self.order = {}
        found = []
        for service in loader.services.values():
            code = loader.code_of_service[service.id]
            found.append(
                loader.engine_service(service, code, tariffs.get((service.id, None), ()), norms)
            )
            self.codes[service.id, None, None] = code
            self.services[code] = service.id
            self.order[code] = service.sequence
        self.world = World(found, parameters)

    def code_of(self, service_id, supplier_id, basis):
        """The code of a service for an account's supplier and basis."""
        key = (service_id, supplier_id, basis)
        found = self.codes.get(key)
        return found if found is not None else self._variant(*key)

    def _variant(self, service_id, supplier_id, basis):
        own = self._tariffs.get((service_id, supplier_id)) if supplier_id else None
        plain = self.world.services[self.codes[service_id, None, None]]
        if not own and (basis is None or basis == plain.basis):
            code = plain.code
        else:
            code = f"{plain.code}@{supplier_id if own else ''}:{basis or ''}"
            if code not in self.world.services:
                variant = self._loader.engine_service(
                    self._loader.services[service_id], code, own or plain.tariffs, plain.norms
                )
                variant.basis = basis or plain.basis
                variant.resource = plain.resource
                self.world.services[code] = variant
                self.services[code] = service_id
                self.order[code] = self.order[plain.code]
        self.codes[service_id, supplier_id, basis] = code
        return code


class WorldLoader:
    """Reads once what all portions of a company share; gives a :class:`PlaceWorld` a building."""

    def __init__(self, env, company, cursor, period):
        self.env = env
        self.company = company
        self.year = int(period[:4])
        domain = [("company_id", "in", (False, company.id))]
        services = env["utility.service"].with_context(active_test=False).search(domain)
        # a service of the company hides a shared one of the same code
        self.services = {s.id: s for s in services.sorted(lambda s: (not s.company_id, s.id))}
        self.code_of_service = {}
        taken = set()
        for service in self.services.values():
            code = service.code if service.code not in taken else f"{service.code}#{service.id}"
            taken.add(code)
            self.code_of_service[service.id] = code
        self.categories = dict(rows(cursor, "SELECT id, code FROM utility_customer_category"))
        self.components = dict(rows(cursor, "SELECT id, code FROM utility_service_component"))
        self._localities = {
            row[0]: row[1:]
            for row in rows(cursor, "SELECT id, parent_id, state_id FROM utility_locality")
        }
        self._tariffs = self._read_tariffs(cursor)
        self._norms = self._read_norms(cursor)
        self._parameters = self._read_parameters(cursor)
        self._worlds = {}

    # Reading

    def _read_tariffs(self, cursor):
        blocks = defaultdict(list)
        for tariff, limit, value in rows(
            cursor,
            'SELECT b.tariff_id, b."limit", b.value FROM utility_tariff_block b'
            " JOIN utility_tariff t ON t.id = b.tariff_id WHERE t.company_id = %s"
            " ORDER BY b.tariff_id, b.sequence, b.id",
            self.company.id,
        ):
            blocks[tariff].append(Block(limit or None, value))
        found = []
        for row in rows(
            cursor,
            "SELECT id, service_id, supplier_id, locality_id, component_id, zone,"
            " customer_category_id, value, date_from, date_to, blocks_per, without_meter_last,"
            " legal_reference, season_months"
            " FROM utility_tariff WHERE company_id = %s AND active ORDER BY date_from, id",
            self.company.id,
        ):
            tariff = Tariff(
                None if row[0] in blocks else row[7],
                date_from=row[8],
                date_to=row[9],
                customer=self.categories.get(row[6]),
                component=self.components.get(row[4]),
                zone=None if row[5] == "total" else row[5],
                blocks=tuple(blocks.get(row[0], ())),
                blocks_per=row[10] or "account",
                without_meter="last" if row[11] else None,
                ref=row[12] or "",
                months=month_numbers(row[13]),
            )
            found.append((row[1], row[2], row[3], tariff))
        return found

    def _read_norms(self, cursor):
        places = defaultdict(set)
        for norm, building in rows(
            cursor,
            "SELECT r.utility_norm_id, r.utility_building_id"
            " FROM utility_building_utility_norm_rel r"
            " JOIN utility_norm n ON n.id = r.utility_norm_id WHERE n.company_id = %s",
            self.company.id,
        ):
            places[norm].add(building)
        found = []
        for row in rows(
            cursor,
            "SELECT id, service_id, locality_id, component_id, value, per, base, date_from,"
            " date_to, legal_reference, customer_category_id"
            " FROM utility_norm WHERE company_id = %s AND active ORDER BY date_from, id",
            self.company.id,
        ):
            norm = Norm(
                row[4],
                per=row[5],
                base=row[6],
                date_from=row[7],
                date_to=row[8],
                component=self.components.get(row[3]),
                customer=self.categories.get(row[10]),
                ref=row[9] or "",
            )
            found.append((row[1], row[2], places.get(row[0]), norm))
        return found

    def _read_parameters(self, cursor):
        found = []
        country = self.company.country_id.id or 0
        for row in rows(
            cursor,
            "SELECT code, value, date_from, date_to, service_id, customer_category_id, company_id,"
            " state_id, legal_reference, house_meter, country_id FROM utility_rule_parameter"
            " WHERE active AND (company_id = %s OR company_id IS NULL)"
            " AND (country_id = %s OR country_id IS NULL) ORDER BY id",
            self.company.id,
            country,
        ):
            service = self.services.get(row[4])
            if row[4] and service is None:
                continue
            parameter = Parameter(
                row[0],
                parse_value(row[0], row[1]),
                row[2],
                row[3],
                service.code if service else None,
                HOUSE if row[9] else self.categories.get(row[5]),
                _layer(*row[6:8], row[10]),
                row[8] or "",
            )
            found.append((row[7], parameter))
        return found + self._production_calendar()

    def _production_calendar(self):
        """Days off and working weekends of the country; the rows of the database add theirs."""
        country = self.company.country_id.code
        off, worked = production_calendar(country, self.year - YEARS_BACK, self.year + 1)
        return [(None, Parameter("holidays", off)), (None, Parameter("workdays", worked))]

    # Worlds

    def place(self, building_id, locality_id):
        """The world of a building."""
        chain, state = self._chain(locality_id)
        named = frozenset(
            index
            for index, (_service, _locality, buildings, _norm) in enumerate(self._norms)
            if buildings and building_id in buildings
        )
        key = (chain, state, named)
        found = self._worlds.get(key)
        if found is None:
            found = self._worlds[key] = self._build(chain, state, named)
        return found

    def _chain(self, locality_id):
        """Ids of the locality and of all that it lies in that prices are given for; its region."""
        chain, state = [], None
        known = {row[2] for row in self._tariffs} | {row[1] for row in self._norms}
        while locality_id:
            parent, own_state = self._localities[locality_id]
            if locality_id in known:
                chain.append(locality_id)
            state = state or own_state
            locality_id = parent
        return tuple(chain), state

    def _build(self, chain, state, named):
        depth = {locality: index for index, locality in enumerate(chain)}
        general = len(chain)
        keyed = defaultdict(list)
        for service, supplier, locality, tariff in self._tariffs:
            if locality is None or locality in depth:
                rank = depth.get(locality, general)
                key = (tariff.component, tariff.zone, tariff.customer, tariff.months)
                keyed[service, supplier, key].append((rank, tariff))
        tariffs = defaultdict(list)
        for (service, supplier, _key), ranked in keyed.items():
            tariffs[service, supplier].extend(nearest(ranked))
        keyed = defaultdict(list)
        for index, (service, locality, buildings, norm) in enumerate(self._norms):
            if buildings:
                if index in named:
                    keyed[service, norm.per, norm.component, norm.customer].append((-1, norm))
            elif locality is None or locality in depth:
                rank = depth.get(locality, general)
                keyed[service, norm.per, norm.component, norm.customer].append((rank, norm))
        norms = defaultdict(list)
        for (service, *_key), ranked in keyed.items():
            norms[service].extend(nearest(ranked))
        parameters = [p for own_state, p in self._parameters if own_state in (None, state)]
        return PlaceWorld(self, parameters, tariffs, norms)

    def engine_service(self, service, code, tariffs, norms):
        """A service record as the engine's; ``norms`` by service id, or ready ones."""
        by_code = self.code_of_service
        return Service(
            code,
            unit=service.uom_id.name,
            resource=RESOURCES.get(service.resource, service.resource),
            basis=service.basis,
            tariffs=tuple(tariffs),
            norms=tuple(norms.get(service.id, ()) if isinstance(norms, dict) else norms),
            heat_norm="house" if service.heat_norm_of_house else exact(service.heat_norm),
            vat_included=service.vat_mode != "on_top",
            vat_rate=Decimal(0) if service.vat_mode == "none" else exact(service.vat_rate),
            formula=service.formula or None,
            heating_mode=service.heating_mode or None,
            season_months=service._season_numbers(),
            common_volume=exact(service.common_volume),
            common_share=exact(service.common_share),
            common_needs=service.common_method if service.common_needs else None,
            common_of=by_code.get(service.common_of_id.id),
            volume_from=tuple(by_code[s.id] for s in service.volume_source_ids if s.id in by_code),
            waste_accounting=service.waste_accounting if service.resource == "waste" else None,
            capital=service.capital,
        )


def _layer(company, state, country):
    """The company's own rows go before those of the region, of the country, of all."""
    return 3 if company else 2 if state else 1 if country else 0


def exact(value):
    """A float field as Decimal by its shortest spelling; zero means "not given"."""
    return Decimal(repr(value)) if value else None

"""A house in a month: its totals, its meters, its communal flats and what its accounts share."""

from functools import cached_property

from .account import Account
from .account_charge import AccountCharge
from .consumption import measured_uses
from .heating import heating_shares
from .house_meter import house_volume
from .people import average_persons, people_spans
from .pricing import Use
from .problems import ProblemError
from .rounding import ZERO, settle


class House:
    """House figures, each found once and kept while the accounts are charged.

    charges: the :class:`~.account_charge.AccountCharge` of every account, set by the caller.
    carry: negative rests of common needs, as they stand after the month.
    """

    def __init__(self, month, building, as_of):
        self.month = month
        self.building = building
        self.as_of = as_of
        self.charges = []
        self.carry = dict(building.carry)
        self._flats = {}
        self._shares = {}

    @cached_property
    def area(self):
        """m2 of all premises of the house."""
        return sum((account.area for account in self.building.accounts), ZERO)

    @cached_property
    def persons(self):
        """Persons of the house without accounts that have own containers."""
        return sum(
            (
                average_persons(people_spans(account, self.month), self.month)
                for account in self.building.accounts
                if not account.containers
            ),
            ZERO,
        )

    @cached_property
    def rooms(self):
        """Accounts of rooms by communal flat."""
        found = {}
        for account in self.building.accounts:
            if account.flat is not None:
                found.setdefault(account.flat, []).append(account)
        return found

    def room_area(self, account):
        """A room's part of the area of its communal flat, by area of the rooms."""
        flat = self.building.flats.get(account.flat)
        own = account.area if account.heated_area is None else account.heated_area
        if flat is None or not flat.area:
            return own
        rooms = account.rooms_area_total or sum(
            (room.area for room in self.rooms[account.flat]), ZERO
        )
        return flat.area * account.area / rooms if rooms else own

    def flat_line(self, account, code):
        """The service row of the communal flat with its shared meters, or None."""
        flat = self.building.flats.get(account.flat)
        return None if flat is None else flat.services.get(code)

    def flat_uses(self, charge, plan):
        """The room's uses of a service that the communal flat meters, or None."""
        line = self.flat_line(charge.account, plan.code)
        if line is None or not line.meters:
            return None
        key = (charge.account.flat, plan.code)
        if key not in self._flats:
            self._flats[key] = self._share_flat(plan, line, self.rooms[charge.account.flat])
        found = self._flats[key].get(charge.ref)
        if found is not None:
            charge.metered.add(plan.code)
        return found

    def _share_flat(self, plan, line, rooms):
        whole = AccountCharge(
            self.month,
            Account(
                ref=rooms[0].flat,
                kind=rooms[0].kind,
                customer=rooms[0].customer,
                area=self.building.flats[rooms[0].flat].area,
                residents=[row for room in rooms for row in room.residents],
                owners=sum(room.owners for room in rooms),
                services=[line],
                events=[event for room in rooms for event in room.events],
            ),
            None,
            self.as_of,
        )
        uses = measured_uses(whole, plan, line)
        if uses is None:
            return {}
        persons = [average_persons(people_spans(room, self.month), self.month) for room in rooms]
        total = sum(persons)
        if not total:
            raise ProblemError("NO_PERSONS", service=plan.code)
        found = {room.ref: [] for room in rooms}
        for use in uses:
            shares = {}
            for zone, volume in use.volumes:
                shares[zone] = settle(
                    [volume * part / total for part in persons],
                    volume,
                    [room.ref for room in rooms],
                )
            for index, room in enumerate(rooms):
                volumes = [(zone, parts[index]) for zone, parts in shares.items()]
                trace = ("flat", (use.trace, persons[index], total))
                found[room.ref].append(
                    Use(
                        use.date_from,
                        use.date_to,
                        use.days,
                        volumes,
                        use.method,
                        trace,
                        reason=use.reason,
                        uplift=use.uplift,
                        persons=persons[index],
                        border_scale=use.border_scale,
                        used=use.used,
                    )
                )
        return found

    def heat_of_water(self, service):
        """Gcal in one m3 of hot water made in the house, by the house meters of the period."""
        key = ("heat_norm", service.code)
        if key not in self._shares:
            water = house_volume(self, service.code).volume
            heat = house_volume(self, service.code, "heat").volume
            if not water or heat is None:
                raise ProblemError(
                    "NO_HOUSE_VOLUME", service=service.code, period=self.month.period
                )
            self._shares[key] = heat / water
        return self._shares[key]

    def heating(self, plan):
        """Shares of the house's heat, see :func:`~.heating.heating_shares`; None: by norm."""
        key = ("heating", plan.code)
        if key not in self._shares:
            self._shares[key] = heating_shares(self, plan)
        return self._shares[key]

    def once(self, key, find):
        """A figure of the house by key, found the first time it is asked for."""
        if key not in self._shares:
            self._shares[key] = find()
        return self._shares[key]

"""What an ordered service would add to the charge of its first month, by the engine."""

from decimal import Decimal

from ..engine import AccountService, charge_month
from .portion import PortionLoader
from .reader import exact_cursor
from .world import WorldLoader


def order_lines(env, company, account, service_id, order):
    """``(lines, problems)`` of a service that the account does not have yet.

    :param order: (first day, last day or None, quantity as text)
    """
    start, end, quantity = order
    month = f"{start:%Y-%m}"
    env.flush_all()
    with exact_cursor(env) as cursor:
        worlds = WorldLoader(env, company, cursor, month)
        loader = PortionLoader(company, month, cursor, worlds)
        house = loader.load([account.building_id.id])[0][0]
        found = next((row for row in house.building.accounts if row.ref == account.id), None)
        if found is None:
            return [], []
        code = house.place.code_of(service_id, None, None)
        found.services = [
            AccountService(code, date_from=start, date_to=end, units=Decimal(quantity))
        ]
        found.events = []
        found.privileges = []
        return charge_month(house.place.world, found, month)

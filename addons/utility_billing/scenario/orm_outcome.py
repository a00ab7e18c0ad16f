"""What the steps of a scenario left in the database, as plain rows."""

from odoo.tools import SQL

from ..engine import due_date
from ..loader.open_items import final_runs, read_advances, read_open_items
from ..loader.reader import exact_cursor, rows
from ..loader.world import WorldLoader
from .expect import Outcome


def outcome(world, steps):
    """The :class:`~.expect.Outcome` of a world."""
    env = world.env
    refs = {account.id: ref for ref, account in world.accounts.items()}
    codes = {service.id: code for code, service in world.services.items()}
    with exact_cursor(env) as cursor:
        lines = _lines(cursor, world, refs, codes)
        allocations = [
            {
                "account": refs[account],
                "period": _month(day),
                "service": codes.get(service),
                "kind": kind,
                "amount": amount,
            }
            for account, day, service, kind, amount in rows(
                cursor,
                "SELECT account_id, period_date, service_id, kind, amount"
                " FROM utility_allocation WHERE company_id = %s ORDER BY id",
                world.company.id,
            )
        ]

        penalties = [
            {
                "account": refs[account],
                "kind": kind,
                "amount": amount,
                "days": int(days or 0),
                "of_period": _month(of_period),
            }
            for account, kind, amount, days, of_period in rows(
                cursor,
                "SELECT account_id, kind, amount, volume, of_period FROM utility_charge"
                " WHERE company_id = %s AND kind IN ('penalty', 'interest') ORDER BY id",
                world.company.id,
            )
        ]

        def due(period):
            loader = WorldLoader(env, world.company, cursor, period)
            place = loader.place(None, world.locality.id)
            return due_date(place.world.parameters, period)

        due_dates = {
            row["period"]: due(row["period"]) for row in world.scenario.expect.get("due_dates", ())
        }
    return Outcome(
        lines=lines,
        buildings={row["ref"]: row["building"] for row in world.data["accounts"]},
        allocations=allocations,
        balances=_balances(env, refs, codes),
        penalties=penalties,
        due_dates=due_dates.get,
        subsidies=steps.subsidies,
        errors=steps.errors,
    )


def _lines(cursor, world, refs, codes):
    zones = {code: name for name, code in world.zones.items()}
    return [
        {
            "account": refs[account],
            "service": codes.get(service),
            "period": _month(period),
            "kind": kind,
            "component": component,
            "zone": zones.get(zone, zone),
            "volume": volume or 0,
            "net": net,
            "vat": vat,
            "amount": amount,
            "of_period": _month(of_period),
        }
        for account, service, period, kind, component, zone, volume, net, vat, amount, of_period in rows(
            cursor,
            SQL(
                "SELECT c.account_id, c.service_id, c.period_date, c.kind, c.component, c.zone,"
                " c.volume, c.net, c.vat, c.amount, c.of_period FROM utility_charge c"
                " WHERE c.company_id = %s AND c.debt_kind = 'principal' AND c.kind <> 'opening'"
                " AND %s ORDER BY c.id",
                world.company.id,
                final_runs(),
            ),
        )
    ]


def _balances(env, refs, codes):
    found = []
    for account, items in read_open_items(env, list(refs)).items():
        for item in items:
            found.append(
                {
                    "account": refs[account],
                    "service": codes.get(item.service),
                    "kind": item.kind,
                    "amount": item.amount,
                    "capital": item.capital,
                }
            )
    for account, advances in read_advances(env, list(refs)).items():
        for advance in advances:
            found.append(
                {
                    "account": refs[account],
                    "service": codes.get(advance.purpose_service) if advance.capital else None,
                    "kind": "principal",
                    "amount": -advance.amount,
                    "capital": advance.capital,
                }
            )
    return found


def _month(day):
    return f"{day:%Y-%m}" if day else None

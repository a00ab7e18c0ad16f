"""A deterministic town of any size, made by set-based SQL in the database of an ``env``.

One building has 100 flats unless said otherwise, one street 20 buildings. Every figure follows from the number ``n`` of
the flat, so two towns of one size are equal row by row. Stored computed columns are written as the
ORM would write them; ``differences`` proves it on a sample.

Of each 100 flats 60 have cold and hot water meters and 90 an electricity meter; 8 of 100 flats
sent no readings for the charged month.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

FLATS, BUILDINGS = 100, 20  # flats a building, buildings a street
# code, price of the charged month, norm, norm per
SERVICES = (
    ("cold_water", 55.21, 4.5, "person"),
    ("hot_water", 212.38, 3.1, "person"),
    ("sewerage", 41.07, 7.6, "person"),
    ("heating", 2518.44, 0.0193, "m2"),
    ("electricity", 5.38, 71, "person"),
    ("solid_waste", 871.50, 0.1925, "person"),
    ("housing_maintenance", 29.14, None, None),
    ("intercom", 65.00, None, None),
)
# service, of 100 flats that have the meter, least monthly volume and its spread in 1/1000
METERS = (
    ("cold_water", 60, 2_000, 9_000),
    ("hot_water", 60, 1_000, 6_000),
    ("electricity", 90, 60_000, 240_000),
)
STEP = 200_000  # flats a statement: work memory stays bounded whatever the size of the town
STATEMENTS = Path(__file__).with_name("town.sql")


def build(
    env,
    accounts: int,
    month: date,
    progress=lambda text: None,
    *,
    months: int = 1,
    flats: int = FLATS,
) -> dict[str, int]:
    """Fill the database with ``accounts`` accounts ready to be charged for ``month``.

    :param month: first day of the last month to be charged
    :param months: how many months are to be charged; the meters stand since the 25th of the month
        before the first, their readings of each month are of its 24th
    :param flats: of a building
    :return: rows made of each table. Commits after each statement.
    """
    sizes = {
        "street": -(-accounts // (flats * BUILDINGS)),
        "building": -(-accounts // flats),
        "flat": accounts,
    }
    first = month - relativedelta(months=months - 1)
    values = _directories(env, first)
    values |= {"months": months, "flats": flats, "read": month.replace(day=24)}
    for table, _per, _statement in _statements():
        query = SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table))
        values[table] = env.execute_query(query)[0][0]
    rows = {}
    with _unchecked_keys(env.cr):
        for table, per, statement in _statements():
            progress(table)
            _fill_required(env, table, statement)
            rows[table] = 0
            for low in range(1, sizes[per] + 1, STEP):
                high = min(low + STEP - 1, sizes[per])
                env.cr.execute(statement, values | {"low": low, "high": high})
                rows[table] += env.cr.rowcount
                env.cr.commit()
            env.execute_query(
                SQL(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT MAX(id) FROM %s))",
                    table,
                    SQL.identifier(table),
                )
            )
            env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
            env.cr.commit()
    env.invalidate_all()
    env.registry.clear_cache()
    return rows


def _fill_required(env, table, statement):
    """Give columns that other modules require, and the statement does not know, their default."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
        " AND table_schema = current_schema AND is_nullable = 'NO' AND column_default IS NULL",
        [table],
    )
    model = env[table.replace("_", ".")]
    told = set(re.findall(r"\w+", statement.partition(")")[0]))
    columns = [name for (name,) in env.cr.fetchall() if name not in told]
    values = model.default_get(columns)
    for name in columns:
        env.cr.execute(
            SQL(
                "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s",
                SQL.identifier(table),
                SQL.identifier(name),
                values[name],
            )
        )


def _statements():
    """``(table, street|building|flat, INSERT)`` of the SQL file, in its order."""
    for block in STATEMENTS.read_text().split("-- table: ")[1:]:
        head, statement = block.split("\n", 1)
        table, per = head.split(" per ")
        yield table, per.strip(), statement


def _directories(env, month):
    """Locality, services' prices and norms, meter models: the few rows made by the ORM."""
    previous = month - timedelta(days=1)
    services = {s.code: s for s in env["utility.service"].search([])}
    locality = env["utility.locality"].create(
        {"name": "Town of the bench", "country_id": env.ref("base.ru").id}
    )
    year = {"date_from": date(month.year, 1, 1), "company_id": env.company.id}
    for code, price, norm, per in SERVICES:
        service = {"service_id": services[code].id} | year
        env["utility.tariff"].create({"value": price} | service)
        if norm:
            env["utility.norm"].create({"value": norm, "per": per} | service)
    models = {
        code: env["utility.meter.model"].create(
            {"name": f"Bench {code}", "resource": code, "digits": 6}
        )
        for code, *_ in METERS
    }
    env.cr.execute("DROP TABLE IF EXISTS pg_temp.town_service, pg_temp.town_meter")
    env.cr.execute(
        "CREATE TEMP TABLE town_service (k int, id int, sequence int);"
        "CREATE TEMP TABLE town_meter"
        " (k int, service_id int, model_id int, resource text, share int, least int, spread int)"
    )
    for k, (code, *_rest) in enumerate(SERVICES, 1):
        service = services[code]
        env.cr.execute(
            "INSERT INTO town_service VALUES (%s, %s, %s)", (k, service.id, service.sequence)
        )
    for k, (code, share, least, spread) in enumerate(METERS, 1):
        row = (k, services[code].id, models[code].id, code, share, least, spread)
        env.cr.execute("INSERT INTO town_meter VALUES (%s, %s, %s, %s, %s, %s, %s)", row)
    env.flush_all()
    env.cr.commit()
    return {
        "company": env.company.id,
        "uid": env.uid,
        "locality": locality.id,
        "locality_name": locality.complete_name,
        "category": env["utility.customer.category"].search([("code", "=", "individual")]).id,
        "opened": date(month.year - 1, 1, 1),
        "installed": previous.replace(day=25),
        "verified_until": date(month.year + 3, 12, 31),
    }


@contextmanager
def _unchecked_keys(cr):
    """Skip the checks of foreign keys: the ids are right by construction.

    Needs a database role that is a superuser, as that of the private cluster is.
    """
    cr.execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        cr.rollback()
        cr.execute("SET session_replication_role = DEFAULT")
        cr.commit()


def differences(env, sample: int = 40) -> list[str]:
    """Stored computed values that differ from what the ORM computes, as ``model.field``."""
    wrong = set()
    for name in (
        "utility.street",
        "utility.building",
        "utility.premise",
        "utility.account",
        "utility.account.service",
        "utility.residency",
        "utility.area",
        "utility.meter",
        "utility.meter.register",
        "utility.meter.installation",
        "utility.meter.verification",
        "utility.reading",
    ):
        records = env[name].search([], limit=sample, order="id desc")
        stored = [f for f in records._fields.values() if f.store and (f.compute or f.related)]
        before = {f: [record[f.name] for record in records] for f in stored}
        for field in stored:
            env.add_to_compute(field, records)
        wrong |= {f"{name}.{f.name}" for f in stored if [r[f.name] for r in records] != before[f]}
        env.cr.rollback()
        env.invalidate_all()
    return sorted(wrong)

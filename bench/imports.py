"""Imports: 10,000 accounts, residents and meters, 50,000 readings, through the import framework.

The same residents are loaded through stock Odoo's ``load`` (what its own import screen calls) on a
sample, and as plain SQL inserts, in the same run: ``ratio_stock`` and ``ratio_floor``.
"""

import argparse
import base64
import json
import resource
import time

DATABASE = "bench_imports"
HEADS = {
    "premises": ("Лицевой счёт", "Адрес", "ФИО", "Общая площадь", "Дата открытия"),
    "residents": ("Лицевой счёт", "ФИО", "Дата с", "Родство"),
    "meters": ("Лицевой счёт", "Заводской номер", "Тип счётчика", "Ресурс", "Дата установки",
    "Начальное показание"),
    "readings": ("Лицевой счёт", "Номер счётчика", "Дата", "Показание"),
}  # fmt: skip
MONTHS = ("2025-09-20", "2025-10-20", "2025-11-20", "2025-12-20", "2026-01-20")
SAMPLE = 500


def main(argv):
    parser = argparse.ArgumentParser(prog="imports", description=__doc__)
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--json", action="store_true", help="print one JSON object only")
    arguments = parser.parse_args(argv)
    from tools import databases
    from tools.odoo_env import open_env

    databases.drop(DATABASE)
    databases.install(DATABASE, ["utility_base"])
    try:
        with open_env(DATABASE, commit=False) as env:
            result = measure(env, arguments.accounts)
    finally:
        databases.drop(DATABASE)
    if not arguments.json:
        for kind, part in result["parts"].items():
            print(
                f"{kind}: {part['items']} rows, {part['seconds']:.1f} s,"
                f" {part['ms_per_item']:.2f} ms each"
            )
    print(json.dumps(result))
    return 0 if result["exact"] else 1


def rows_of(kind, accounts):
    """Rows of a file of the kind for that many accounts; every figure follows from the number."""
    for n in range(accounts):
        number = f"{n:07d}"
        if kind == "premises":
            house, flat = divmod(n, 100)
            address = f"г. Бенч, ул. Улица {house // 20}, д. {house % 20 + 1}, кв. {flat + 1}"
            yield number, address, f"Житель {n}", f"{30 + n % 50},5", "01.01.2020"
        elif kind == "residents":
            yield number, f"Сожитель {n}", "01.01.2021", "сын"
        elif kind == "meters":
            yield number, f"S{n}", "СВ-15", "ХВС", "01.02.2024", "0"
        else:
            for month, day in enumerate(MONTHS):
                yield number, f"S{n}", day, str(300 + month * 5 + n % 3)


def file_of(kind, accounts):
    rows = [HEADS[kind], *rows_of(kind, accounts)]
    return "\n".join(";".join(row) for row in rows).encode("cp1251")


def run_import(env, kind, accounts):
    """Import a file of the kind to its end in this process, portion by portion as the jobs do."""
    data = base64.b64encode(file_of(kind, accounts))
    start = time.perf_counter()
    record = env["utility.import"].create({"kind": kind, "filename": f"{kind}.csv", "file": data})
    record.action_read()
    record.write({"state": "running"})
    while record._run_portion():
        env.invalidate_all()
    record._finish()
    env.flush_all()
    return record, time.perf_counter() - start


def measure(env, accounts):
    """Figures of all kinds; ``exact``: all rows created, the same file again changes nothing."""
    env["utility.meter.model"].create({"name": "СВ-15", "resource": "cold_water"})
    parts, exact = {}, True
    for kind in HEADS:
        record, seconds = run_import(env, kind, accounts)
        exact = exact and record.created_count == record.row_count > 0
        parts[kind] = _figures(record.row_count, seconds)
    again, _seconds = run_import(env, "residents", accounts)
    exact = exact and again.unchanged_count == again.row_count and not again.change_ids
    residents = parts["residents"]
    stock, floor = _stock(env), _floor(env, accounts)
    total = sum(part["seconds"] for part in parts.values())
    items = sum(part["items"] for part in parts.values())
    return {
        **_figures(items, total),
        "ratio_stock": round(stock / residents["ms_per_item"], 2),
        "ratio_floor": round(residents["ms_per_item"] / floor, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "exact": exact,
        "parts": parts,
    }


def _figures(items, seconds):
    return {
        "items": items,
        "seconds": round(seconds, 3),
        "ms_per_item": round(1000 * seconds / items, 4),
    }


def _stock(env):
    """Milliseconds a row of stock ``load``: a partner and a residence for each of a sample."""
    accounts = env["utility.account"].search([], limit=SAMPLE)
    start = time.perf_counter()
    partners = env["res.partner"].load(
        ["id", "name"], [[f"bench.p{n}", f"Stock {n}"] for n in range(len(accounts))]
    )
    residences = env["utility.residency"].load(
        ["account_id/.id", "partner_id/.id", "date_from", "relationship"],
        [
            [str(account.id), str(partner), "2021-01-01", "сын"]
            for account, partner in zip(accounts, partners["ids"], strict=True)
        ],
    )
    env.flush_all()
    if not residences["ids"]:
        raise RuntimeError(residences["messages"])
    return 1000 * (time.perf_counter() - start) / len(accounts)


def _floor(env, accounts):
    """Milliseconds a row of plain SQL: the same partners and residences by INSERT ... SELECT."""
    start = time.perf_counter()
    env.cr.execute(
        "CREATE TEMPORARY TABLE bench_partner AS SELECT * FROM res_partner"
        " WHERE name LIKE 'Сожитель %%'"
    )
    env.cr.execute(
        "UPDATE bench_partner SET id = nextval('res_partner_id_seq'), commercial_partner_id = NULL"
    )
    env.cr.execute("INSERT INTO res_partner SELECT * FROM bench_partner")
    env.cr.execute(
        "CREATE TEMPORARY TABLE bench_residency AS SELECT * FROM utility_residency"
        " WHERE relationship = 'сын'"
    )
    env.cr.execute("UPDATE bench_residency SET id = nextval('utility_residency_id_seq')")
    env.cr.execute("INSERT INTO utility_residency SELECT * FROM bench_residency")
    return 1000 * (time.perf_counter() - start) / accounts

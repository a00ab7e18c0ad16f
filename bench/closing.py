"""The closing cockpit and the sealed journal of a town.

    ./utility bench closing [--accounts 100000] [--json] [--keep] [--bare]

Two months are charged, the first is closed, a third of the accounts has paid. Then faults are made
by SQL, and the invariants of the second month are evaluated as the cockpit does it.

* ours: all invariants, one after the other in one process;
* floor: one plain aggregate of the month's charges by account;
* besides: sealing the charges at the approval, closing with its seals, verifying the journal.

Stock Odoo has no such check, so there is no ratio to it. Exact when every fault is found, neither
more nor less, and the journal names exactly the one row that was edited.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date

from bench.ground import months
from bench.ground.scratch import add_options, scratch
from tools.odoo_env import open_env

MONTH = date(2026, 9, 1)
AIM_SECONDS = 60  # for 1,000,000 accounts
FAULTS = 7  # rows a kind
TEXT = (
    "{accounts} accounts, {invariants} invariants: {seconds} s ({aim_seconds} s allowed),"
    " {ms_per_item} ms an account, {peak_mb} MB\nplain aggregate: ours takes {ratio_floor} times as"
    " long\nseal of the charges {seal_seconds} s (charging {charge_seconds} s), closing"
    " {close_seconds} s, verification {verify_seconds} s\n{different} faults not found as made;"
    " slowest: {slowest}"
)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./utility bench closing")
    add_options(parser, accounts=100_000)
    options = parser.parse_args(argv)
    with scratch("closing", options.bare, options.keep) as database, open_env(database) as env:
        from bench.ground.debts import report  # noqa: PLC0415  (Odoo must be loaded first)

        return report(_measure(env, options), options, TEXT)


def _measure(env, options):
    from bench import town  # noqa: PLC0415  (Odoo must be loaded first)

    env.company.write({"country_id": env.ref("base.ru").id})
    env.company._utility_prepare_posting()
    town.build(env, options.accounts, MONTH, months=2)
    charging = months.charge_and_close(env, months.first_months(MONTH, 2)[0])
    run = months.start_run(env, MONTH)
    charging = months.charge(env, run) + charging
    run._finish()
    run.action_approve()
    env.flush_all()
    env.cr.commit()
    seal = _seal_again(env, run)
    _pay(env)
    for table in ("utility_charge", "utility_bill", "utility_allocation", "utility_turnover"):
        env.cr.execute(f"ANALYZE {table}")  # pylint: disable=sql-injection
    env.cr.commit()
    before = _found(env, run)[0]
    made = _faults(env, run)
    found, seconds, slowest = _found(env, run)
    env.cr.rollback()  # the faults: the journal is verified without them
    env.invalidate_all()
    different = sum(
        found[code] != before[code] + made.get(code, 0) for code in found if code not in SIDE
    )
    floor = _floor(env, run)
    start = time.monotonic()
    run.period_id.action_close()
    env.flush_all()
    env.cr.commit()
    close = time.monotonic() - start
    start = time.monotonic()
    clean = env["utility.chain.link"]._verify(env.company)
    verify = time.monotonic() - start
    named = _edited(env, run)
    return {
        "bench": "closing",
        "accounts": options.accounts,
        "items": options.accounts,
        "invariants": len(found),
        "seconds": round(seconds, 2),
        "aim_seconds": round(AIM_SECONDS * options.accounts / 1_000_000, 2),
        "ms_per_item": round(1000 * seconds / options.accounts, 4),
        "ratio_stock": None,
        "ratio_floor": round(seconds / floor, 1),
        "floor_seconds": round(floor, 3),
        "charge_seconds": round(charging / 2, 2),
        "seal_seconds": round(seal, 2),
        "close_seconds": round(close, 2),
        "verify_seconds": round(verify, 2),
        "slowest": slowest,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "different": different + len(clean) + (not named),
        "exact": not different and not clean and named,
    }


def _seal_again(env, run):
    """Seconds to seal the charges of an approved run, by writing its seal once more and dropping it."""
    links = env["utility.chain.link"]
    sealed = links.search([("run_id", "=", run.id)])
    start = time.monotonic()
    links._append(
        "charges",
        run.company_id,
        run.period_id.date_from,
        run_id=run.id,
        first_id=int(sealed.first_id),
        last_id=int(sealed.last_id),
    )
    seconds = time.monotonic() - start
    env.cr.rollback()
    env.invalidate_all()
    return seconds


def _pay(env):
    """Every third account paid one of its charges of the month."""
    env.cr.execute(
        """
        WITH owed AS (SELECT DISTINCT ON (account_id) * FROM utility_charge
                       WHERE period_date = %(month)s AND account_id %% 3 = 0 AND amount > 0
                       ORDER BY account_id, id),
             paid AS (INSERT INTO utility_payment (company_id, account_id, building_id, date, amount,
                             source, state)
                      SELECT company_id, account_id, building_id, %(day)s, amount, 'registry',
                             'allocated' FROM owed RETURNING id, account_id)
        INSERT INTO utility_allocation (payment_id, company_id, account_id, date, period_date,
               service_id, supplier_id, kind, amount)
        SELECT p.id, o.company_id, o.account_id, %(day)s, o.period_date, o.service_id, o.supplier_id,
               'principal', o.amount
          FROM owed o JOIN paid p USING (account_id)
        """,
        {"month": MONTH, "day": MONTH.replace(day=20)},
    )
    env.cr.commit()


def _found(env, run):
    """``({code: count}, seconds, slowest)`` of a check of the month."""
    check = env["utility.closing.check"]._start(run.period_id)
    env.flush_all()
    start = time.monotonic()
    check._execute()
    env.flush_all()
    seconds = time.monotonic() - start
    lines = check.line_ids.sorted("seconds", reverse=True)[:3]
    slowest = ", ".join(f"{line.invariant_id.code} {line.seconds:.1f} s" for line in lines)
    return {line.invariant_id.code: line.count for line in check.line_ids}, seconds, slowest


#: what a fault of another kind changes too
SIDE = ("allocations_over_debt", "journal_unverified", "charges_vat_rate")


def _faults(env, run):
    """Make ``FAULTS`` faults of some kinds; ``{code: count}``."""
    rows = "SELECT id FROM {} WHERE run_id = %(run)s ORDER BY id OFFSET {} LIMIT %(count)s"
    made = {
        "charges_vat": "UPDATE utility_charge SET net = net + 1 WHERE id IN"
        f" ({rows.format('utility_charge', 0)})",
        "charges_negative_volume": "UPDATE utility_charge SET volume = -1 WHERE id IN"
        f" ({rows.format('utility_charge', 100)})",
        "bills_due": "UPDATE utility_bill SET date_due = NULL WHERE id IN"
        f" ({rows.format('utility_bill', 0)})",
        "bills_arithmetic": "UPDATE utility_bill SET closing = closing + 1 WHERE id IN"
        f" ({rows.format('utility_bill', 50)})",
        "payments_spread": "UPDATE utility_allocation SET amount = amount + 1 WHERE id IN"
        " (SELECT id FROM utility_allocation ORDER BY id LIMIT %(count)s)",
    }
    for statement in made.values():
        env.cr.execute(statement, {"run": run.id, "count": FAULTS})
    return dict.fromkeys(made, FAULTS)


def _floor(env, run):
    start = time.monotonic()
    env.cr.execute(
        "SELECT COUNT(*) FROM (SELECT account_id, SUM(amount) FROM utility_charge"
        " WHERE run_id = %s GROUP BY account_id) x",
        [run.id],
    )
    return time.monotonic() - start


def _edited(env, run):
    """One charge is edited past the triggers: the journal has to name it and nothing else."""
    env.cr.execute("SELECT MAX(id) FROM utility_charge WHERE run_id = %s", [run.id])
    row = env.cr.fetchone()[0]
    env.cr.execute("ALTER TABLE utility_charge DISABLE TRIGGER USER")
    env.cr.execute("UPDATE utility_charge SET amount = amount + 1 WHERE id = %s", [row])
    problems = env["utility.chain.link"]._verify(env.company)
    env.cr.rollback()
    return [(problem["code"], problem["row"]) for problem in problems] == [("edited", row)]

"""Server time of the subscriber desk's screens in a database of any size, against 300 ms.

    ./utility bench screens [--accounts 100000] [--database NAME] [--sample 60] [--users 0] [--json]

Builds the town of the bench in a scratch database, or takes an existing one, and asks what the web
client asks: the card of an account, lists, the choice of an account by number, payer or address.
As an operator without limits and as one who sees the individuals of 20 houses only. Every call
begins with an empty cache. The ratio to stock is the card of a contact in the same database.
With ``--users 100`` so many sessions use a server of four workers at once; no call may fail.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from datetime import date
from functools import partial

from lxml import etree

from bench.ground import crowd
from bench.ground.scratch import add_options, scratch
from tools.odoo_env import open_env

LIMIT_MS = 300
PROMISED = ("account", "choice")  # what has to stay below the limit; lists are shown beside
MONTH = date(2026, 10, 1)
LISTS = (
    "utility.premise",
    "utility.residency",
    "utility.account.service",
    "utility.meter",
    "utility.meter.installation",
    "utility.meter.verification",
    "utility.reading",
)
PAGE, COUNT_LIMIT = 80, 10_001  # what the web client asks for


def main(argv: list[str]) -> int:
    options = _options(argv)
    if options.database:
        result = _measure_all(options.database, options)
    else:
        with scratch("screens", options.bare, options.keep) as database:
            _build(database, options.accounts)
            result = _measure_all(database, options)
    _print(result, options.json)
    return 0 if result["exact"] else 1


def _measure_all(database, options):
    start = time.monotonic()
    with open_env(database, commit=False) as env:
        accounts = env["utility.account"].search_count([])
        screens = {}
        for user, who in _users(env):
            for name, calls in _screens(env(user=user), options.sample).items():
                screens[f"{name} ({who})"] = _measure(env, calls)
    result = _result(screens, accounts, time.monotonic() - start)
    if options.users:
        result["crowd"] = crowd.meet(database, options.users, _calls_of_person)
        result["exact"] = result["exact"] and not result["crowd"]["errors"]
    return result


def _options(argv):
    parser = argparse.ArgumentParser(prog="./utility bench screens")
    add_options(parser, accounts=100_000)
    parser.add_argument(
        "--database", help="an existing database with accounts; a crowd adds its user"
    )
    parser.add_argument("--sample", type=int, default=60, help="calls of each kind")
    parser.add_argument("--users", type=int, default=0, help="sessions at once, on a real server")
    return parser.parse_args(argv)


def _build(database, accounts):
    from bench import town  # noqa: PLC0415  (needs Odoo)

    with open_env(database) as env:
        env.company.write({"country_id": env.ref("base.ru").id})
        town.build(env, accounts, MONTH)


def _users(env):
    """Two operators who exist in this transaction only."""
    values = {
        "company_id": env.company.id,
        "company_ids": env.company.ids,
        "group_ids": env.ref("utility_base.group_operator").ids,
    }
    users = env["res.users"].with_context(no_reset_password=True)
    yield users.create({"name": "Desk", "login": "bench_desk", **values}), "all"
    limited = {
        "utility_customer_scope": "individual",
        "utility_building_ids": env["utility.building"].search([], limit=20).ids,
    }
    yield (
        users.create({"name": "Limited", "login": "bench_limited", **values, **limited}),
        "limited",
    )


def specification(arch, model):
    """What the web client reads for the view ``arch`` of ``model``."""
    spec = {}
    for node in arch.iter("field"):
        if next(node.iterancestors("field"), None) is not None:
            continue
        field = model._fields[node.get("name")]
        spec[field.name] = part = {}
        if field.type in ("one2many", "many2many"):
            view = node.find("list") if node.find("list") is not None else node.find("kanban")
            part["limit"] = int(view.get("limit", 40)) if view is not None else 40
            comodel = model.env[field.comodel_name]
            part["fields"] = (
                specification(view, comodel) if view is not None else {"display_name": {}}
            )
        elif field.type == "many2one":
            part["fields"] = {"display_name": {}}
    return spec


def _view(env, model, kind):
    arch = env[model].get_view(view_type=kind)["arch"]
    return specification(etree.fromstring(arch), env[model])


def _order(env, model):
    """The order that the web client asks for; None for that of the model."""
    return etree.fromstring(env[model].get_view(view_type="list")["arch"]).get("default_order")


def _screens(env, sample):
    """``{screen: [call]}``; a call does what one request of the web client does."""
    accounts = env["utility.account"]
    total = accounts.search_count([])
    step = max(total // sample, 1)
    spread = accounts.search([], order="id").ids[::step][:sample]
    card, rows = _view(env, "utility.account", "form"), _view(env, "utility.account", "list")
    contact = _view(env, "res.partner", "form")
    facts = accounts.browse(spread).read(
        ["number", "partner_name", "address", "building_id", "partner_id"]
    )

    def search(domain):
        return lambda: accounts.web_search_read(domain, rows, limit=PAGE, count_limit=COUNT_LIMIT)

    def choose(text, model="utility.account"):
        return lambda: env[model].web_name_search(text, {"display_name": {}}, limit=8)

    def page(model):
        spec, order = _view(env, model, "list"), _order(env, model)
        read = env[model].web_search_read
        call = partial(read, [], spec, limit=PAGE, count_limit=COUNT_LIMIT, order=order)
        return [call] * min(sample, 10)

    lists = {f"list of {model}": page(model) for model in LISTS}
    return lists | {
        "account card": [lambda i=i: accounts.browse(i).web_read(card) for i in spread],
        "contact card of stock": [
            lambda f=f: env["res.partner"].browse(f["partner_id"][0]).web_read(contact)
            for f in facts
        ],
        "account list": [search([]) for _ in range(min(sample, 10))],
        "account list of a house": [
            search([("building_id", "=", f["building_id"][0])]) for f in facts
        ],
        "account list by surname": [
            search([("display_name", "ilike", f["partner_name"].split()[0])]) for f in facts
        ],
        "account list by words": [search([("display_name", "ilike", _words(f))]) for f in facts],
        "choice by number": [choose(f["number"]) for f in facts],
        "choice by end of number": [choose(f["number"][-6:]) for f in facts],
        "choice by payer": [choose(f["partner_name"]) for f in facts],
        "choice by surname": [choose(f["partner_name"].split()[0]) for f in facts],
        "choice by two digits": [choose(f["number"][-2:]) for f in facts],
        "choice by address": [choose(f["address"]) for f in facts],
        "choice by words of address": [choose(_words(f)) for f in facts],
        "choice of nothing": [choose(f"нет такого {f['id']}") for f in facts],
        "choice of premise": [choose(_words(f), "utility.premise") for f in facts],
    }


def _calls_of_person(env, number):
    """What one of many people does: look for accounts, open them, look at lists."""
    accounts = env["utility.account"]
    card, rows = _view(env, "utility.account", "form"), _view(env, "utility.account", "list")
    ids = accounts.search([], order="id", limit=1000).ids
    ids = ids[number * 97 % max(len(ids) - 5, 1) :][:5]
    facts = accounts.browse(ids).read(["number", "building_id"])
    readings = _view(env, "utility.reading", "list")
    page = {"limit": PAGE, "count_limit": COUNT_LIMIT}
    calls = []
    for fact in facts:
        house = [("building_id", "=", fact["building_id"][0])]
        words = {"name": fact["number"], "specification": {"display_name": {}}, "limit": 8}
        calls += [
            ("choice", "utility.account", "web_name_search", [], words),
            ("card", "utility.account", "web_read", [[fact["id"]], card], {}),
            ("list", "utility.account", "web_search_read", [house, rows], page),
            ("readings", "utility.reading", "web_search_read", [house, readings], page),
        ]
    return calls


def _words(facts):
    """The address as people type it: street, house and flat without what stands between."""
    street, house, flat = facts["address"].split(", ")[-3:]
    return " ".join(part.split(" ", 1)[-1] for part in (street, house, flat))


def _measure(env, calls):
    """Milliseconds and queries of each call with an empty cache; the first call warms up."""
    times, queries = [], []
    for call in [calls[0], *calls]:
        env.invalidate_all()
        before, start = env.cr.sql_log_count, time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - start))
        queries.append(env.cr.sql_log_count - before)
    times, queries = times[1:], queries[1:]
    return {
        "p50_ms": round(statistics.median(times), 1),
        "p95_ms": round(sorted(times)[max(-(-len(times) * 95 // 100) - 1, 0)], 1),
        "queries": max(queries),
        "calls": len(times),
    }


def _result(screens, accounts, seconds):
    ours = screens["account card (all)"]
    stock = screens["contact card of stock (all)"]
    own = {name: screen for name, screen in screens.items() if "stock" not in name}
    slow = [name for name, screen in own.items() if screen["p95_ms"] > LIMIT_MS]
    return {
        "bench": "screens",
        "accounts": accounts,
        "items": sum(screen["calls"] for screen in own.values()),
        "seconds": round(seconds, 1),
        "ms_per_item": ours["p50_ms"],
        "ratio_stock": round(stock["p50_ms"] / ours["p50_ms"], 2),
        "ratio_floor": round(ours["p95_ms"] / LIMIT_MS, 3),
        "limit_ms": LIMIT_MS,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "exact": not any(name.startswith(PROMISED) for name in slow),
        "slow": slow,
        "screens": screens,
    }


def _print(result, as_json):
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
        return
    print(f"{result['accounts']:,} accounts; limit of p95: {LIMIT_MS} ms")
    for name, screen in result["screens"].items():
        mark = "SLOW" if name in result["slow"] else ""
        print(
            f"{name:42} p50 {screen['p50_ms']:8.1f}  p95 {screen['p95_ms']:8.1f} ms"
            f"  {screen['queries']:3} queries  {mark}"
        )
    if "crowd" in result:
        print(
            "{users} users at once: {calls} calls in {seconds} s, p95 {p95_ms} ms,"
            " errors: {errors}".format(**result["crowd"])
        )

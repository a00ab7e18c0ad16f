"""A town with everything that settles money, each thing prepared for three months to come."""

import uuid
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

from dateutil.relativedelta import relativedelta

from bench import town
from bench.ground import stock

MONTH = date(2026, 10, 1)
ACCOUNTS, MONTHS = 300, 3
# whose accounts they are; what of them is done in one of the months
SCHEDULES, CENTRE, TILL = slice(0, 40), slice(160, 200), slice(290, 296)
DEPOSITS = [slice(40 + 10 * n, 50 + 10 * n) for n in range(MONTHS)]
LEVELS = [slice(100 + 20 * n, 120 + 20 * n) for n in range(MONTHS)]
PAYERS = slice(200, 240)
# jobs that wait until the test wakes them; the runner breaks down over one that waits 25 days
SLEEPING = datetime.now().replace(microsecond=0) + timedelta(days=20)
INTEREST = """
    SELECT deposit_id, amount::text FROM utility_deposit_move WHERE kind = 'interest'
"""


def build(env, device, partner):
    """The town; ids of what the test does. ``device`` and ``partner`` are addresses."""
    env.company.write({"country_id": env.ref("base.ru").id})
    env.company.currency_id = env.ref("base.RUB")
    stock.ensure_chart(env)
    town.build(env, ACCOUNTS, MONTH, months=MONTHS + 1)
    env["ir.config_parameter"].set_param("utility_billing.portion_size", 100)
    env.company._utility_prepare_posting()
    env["ir.cron"].search([]).nextcall = SLEEPING  # the test says when it is night
    accounts = env["utility.account"].search([], order="id")
    months = [MONTH - relativedelta(months=n) for n in range(MONTHS, -1, -1)]
    periods = [env["utility.period"]._get(month) for month in months]
    found = SimpleNamespace(
        accounts=accounts.ids,
        numbers=accounts.mapped("number"),
        months=months,
        periods=[period.id for period in periods],
        night=env.ref("utility_billing.cron_payment_orders").id,
    )
    _deposits(env, accounts, found)
    first = charge(env, periods[0])
    first.action_approve()
    found.runs = [first.id, charge(env, periods[1]).id]
    _schedules(env, accounts[SCHEDULES])
    _levels(env, accounts, found)
    _closings(env, periods, found)
    _centre(env, accounts[CENTRE], months[1:], found)
    _till(env, accounts[TILL], device, found)
    env["ir.config_parameter"].set_param("utility_billing.webhook_hosts", partner)
    env["utility.webhook"].create(
        {"name": "Partner", "url": f"{partner}/hook", "reversals": False, "registries": False,
         "source_ids_text": "import"}
    )  # fmt: skip
    env.flush_all()
    env.cr.commit()
    deposits = env["utility.deposit"].browse([id_ for ids in found.deposits for id_ in ids])
    deposits.action_credit_interest()
    env.flush_all()
    env.cr.execute(INTEREST)
    found.interest = Counter(env.cr.fetchall())
    env.cr.rollback()
    return found


def charge(env, period):
    run = env["utility.billing.run"].create({"period_id": period.id})
    run.action_charge_now()
    return run


def _schedules(env, accounts):
    made = env["utility.payment.schedule"].create(
        [{"account_id": account.id, "date": "2026-07-01"} for account in accounts]
    )
    made.action_activate()


def _deposits(env, accounts, found):
    """Filled by a payment each before anything is charged."""
    found.deposits = []
    for part in DEPOSITS:
        made = env["utility.deposit"].create(
            [
                {"account_id": account.id, "date": "2026-07-01", "take": "all", "rate": 10,
                 "amount_rule": "fixed", "amount": 500}
                for account in accounts[part]
            ]
        )  # fmt: skip
        made.action_activate()
        env["utility.payment"].create(
            [
                {"account_id": account.id, "amount": 500 + index, "date": "2026-07-05"}
                for index, account in enumerate(accounts[part])
            ]
        )
        found.deposits.append(made.ids)


def _levels(env, accounts, found):
    plans = env["utility.level.plan"]
    found.level_jobs = [
        plans.with_delay(eta=SLEEPING)._make_drafts(accounts[part], date(2027, 1, 1), 12).uuid
        for part in LEVELS
    ]


def _closings(env, periods, found):
    """The last job of each closing: it evaluates and closes."""
    found.closings = []
    for period in periods[:MONTHS]:
        check = env["utility.closing.check"]._start(period, closes=True)
        check._transition(state="closing")
        found.closings.append(
            SimpleNamespace(id=check.id, job=check.with_delay(eta=SLEEPING)._job_close().uuid)
        )


def _centre(env, accounts, months, found):
    """Two suppliers with a centre each: one's statements are checked, the other's are files."""
    found.statements = []
    names = [("gas", "Gas Centre"), ("pets", "Second Centre")]
    for code, name in names:
        service = env["utility.service"].search([("code", "=", code)])
        supplier, centre = env["res.partner"].create([{"name": f"S {name}"}, {"name": name}])
        env["utility.supplier.scheme"].create(
            {"supplier_id": supplier.id, "mode": "external", "centre_id": centre.id,
             "date_from": "2026-01-01"}
        )  # fmt: skip
        env["utility.payment.agent"].create(
            {"name": name, "code": code, "kind": "centre", "partner_id": centre.id}
        )
        env["utility.account.service"].create(
            [
                {"account_id": account.id, "service_id": service.id, "supplier_id": supplier.id,
                 "date_from": "2026-01-01"}
                for account in accounts
            ]
        )  # fmt: skip
    for month in months:
        env["utility.centre.statement"].import_receipts(
            [
                {"account": account.number, "period": f"{month:%Y-%m}", "service": "gas",
                 "charged": f"{100 + index}.50", "paid": "50.00"}
                for index, account in enumerate(accounts)
            ]
        )  # fmt: skip
    statements = env["utility.centre.statement"].search([], order="period_date")
    statements.action_check()
    found.statements = statements.ids


def _till(env, accounts, device, found):
    """Two registered receipts a month, to be given back."""
    point = env["utility.cash.point"].create({"name": "Till", "code": "K1"})
    point.device_id = env["utility.fiscal.device"].create(
        {"name": "Device", "url": f"{device}/possystem", "login": "shop", "password": "secret",
         "group_code": "g", "inn": "7707083893", "email": "k@example.org",
         "payment_address": "Tomsk"}
    )  # fmt: skip
    admin = env(user=env.ref("base.user_admin"), context={"queue_job__no_delay": True})
    shifts = admin["utility.cash.shift"]
    shifts._open(point.with_env(shifts.env), Decimal(1000), "float")
    made = [
        admin["utility.cash.desk"].desk_pay(
            {
                "uuid": str(uuid.uuid4()),
                "lines": [{"account_id": account.id, "amount": "900.00"}],
                "tenders": [{"kind": "cash", "amount": "900.00"}],
            }
        )["id"]
        for account in accounts
    ]
    found.receipts = [(made[2 * n], made[2 * n + 1]) for n in range(MONTHS)]
    found.point = point.id

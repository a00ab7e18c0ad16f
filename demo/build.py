"""The demo town: imported from its exchange file, charged for a year, billed, paid and posted.

Run by ``./utility run`` once, in a fresh database, with ``env`` of the superuser, in one
transaction: an interrupted build leaves nothing behind.
"""

from datetime import date

from dateutil.relativedelta import relativedelta

from demo import life, steps
from demo.prices import create_prices

LAST, CLOSED = date(2026, 10, 1), date(2026, 8, 1)
WELCOME = """\
The town of Svetlorechensk: a year of charges, bills, payments and postings.
Logins (demo only, the password is the login): admin, operator (Russian), cashier (Ukrainian),
billing (Kazakh), accountant (Russian).
Look first at: Utility > Subscriber Desk > Accounts, open one, its bills and its statement;
Billing > Billing Runs, Acts, Tariff Laboratory; Payments > Payment Registries;
Ledger > Ledger Check."""


def main(env):
    steps.company(env)
    steps.users(env)
    steps.register(env)
    steps.languages(env)
    create_prices(env)
    life.before(env)
    month, number = steps.FIRST, 1
    while month <= LAST:
        life.happens(env, month)
        steps.charge(env, month)
        steps.pay(env, month, number)
        if month <= CLOSED:
            env["utility.period"]._get(month).action_close()
        month, number = month + relativedelta(months=1), number + 1
    env["utility.posting"]._post_payments(env.company, date(2026, 11, 30))
    life.after(env, LAST)
    env["ir.config_parameter"].set_param("utility.demo.welcome", WELCOME)


main(env)  # noqa: F821  (given by ./utility script)

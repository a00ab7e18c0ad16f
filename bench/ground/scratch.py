"""Scratch databases of the benches.

A bench measures itself and stock Odoo in one database that has the modules of a whole suite, as a
running one would: stock documents cost more with every module that extends them. The template is
built anew when a file of the addons changes.
"""

from contextlib import contextmanager

from tools import databases, settings
from tools.testing import template

#: what the addons of the suite stand on in stock Odoo
MODULES = (
    "account_payment calendar contacts crm fleet hr_skills hr_timesheet maintenance payment"
    " phone_validation portal purchase stock"
).split()
#: charging by the rules of a country
ADDONS = ("utility_base", "utility_billing", "utility_l10n_ru")
TEMPLATE = f"{settings.DATABASE_PREFIX}bench_template"


@contextmanager
def scratch(word: str, bare: bool = False, keep: bool = False):
    """Name of a fresh database with ``ADDONS``; dropped at the end unless ``keep``.

    :param bare: without the other modules of the suite: quick, for tests of the bench
    """
    if bare:
        source = template.ensure(template.FULL)
    else:
        source = template.build(TEMPLATE, [*ADDONS, *MODULES])
    name = f"{settings.DATABASE_PREFIX}bench_{word}"
    databases.copy(source, name)
    try:
        yield name
    finally:
        if not keep:
            databases.drop(name)


def add_options(parser, accounts: int) -> None:
    """The options that every bench with a database has."""
    parser.add_argument("--accounts", type=int, default=accounts)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", action="store_true", help="keep the scratch database")
    parser.add_argument(
        "--bare", action="store_true", help="without the other modules of the suite (for tests)"
    )

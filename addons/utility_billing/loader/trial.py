"""One account tried without writing: the bill of a month as the run would make it, and formulas."""

from ..engine import AccountService
from ..engine.formula_trial import Trial, try_formula
from ..engine.periods import first_day
from ..engine.problems import Problem
from .balances import read_balances
from .draft import DraftWorldLoader
from .ledger import LineTaker
from .portion import PortionLoader
from .portion_charge import PortionCharge
from .reader import exact_cursor


class Preview(LineTaker):
    """Takes the lines in place of the ledger and keeps them: ``{account id: (place, lines)}``."""

    def __init__(self):
        super().__init__()
        self.found = {}

    def write(self, charged, _facts, _due):
        for account, place, lines, _flags in charged:
            self.found[account] = (place, list(lines))


class TrialCharge(PortionCharge):
    """The charge of some accounts by the steps of a run, corrections of the past with it.

    ``preview.found`` and ``problems`` hold the outcome of :meth:`execute`; nothing is written.
    """

    def __init__(self, env, company, period, building_ids, account_ids):
        self.env = env
        self.company = company
        self.period = period
        self.building_ids = building_ids
        self.only = set(account_ids)
        self.problems = []
        self.charged = 0
        self.preview = Preview()

    def _ledger(self, cursor):
        return self.preview


def trial_bill(env, account, period):
    """What the run of ``period`` (text) would charge the account now.

    :return: (PlaceWorld or None, lines of the engine, problems)
    """
    charge = TrialCharge(env, account.company_id, period, account.building_id.ids, account.ids)
    charge.execute()
    place, lines = charge.preview.found.get(account.id, (None, []))
    problems = [
        problem for _building, problem in charge.problems if problem.account in (None, account.id)
    ]
    return place, lines, problems


def trial_balance(env, account, period):
    """``{capital: (opening, penalty, paid)}`` of the month, see :func:`~.balances.read_balances`."""
    with exact_cursor(env) as cursor:
        found = read_balances(cursor, account.company_id.id, first_day(period), account.ids)
    return {capital: sums for (_account, capital), sums in found.items()}


def trial_formula(env, account, service, period, drafts):
    """The service charged to the account with ``drafts`` in force.

    An account without the service is tried as if it had it for the whole month.

    :return: (:class:`~..engine.formula_trial.Trial`, whether the account has the service)
    """
    with exact_cursor(env) as cursor:
        worlds = DraftWorldLoader(env, account.company_id, cursor, period, drafts)
        loader = PortionLoader(account.company_id, period, cursor, worlds)
        houses, _facts = loader.load(account.building_id.ids)
        house = houses[0]
        own = next((a for a in house.building.accounts if a.ref == account.id), None)
        if own is None:
            closed = Problem("UNKNOWN_ACCOUNT", account.id, {"account": account.number})
            return Trial(problems=[closed]), False
        line = loader.lines.get((account.id, service.id))
        code = line.code if line is not None else house.place.code_of(service.id, None, "formula")
        if line is None:
            own.services = [*own.services, AccountService(code)]
        return try_formula(house.place.world, house.building, own.ref, code, period), bool(line)

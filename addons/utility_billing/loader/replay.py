"""A month of a house as it was known at a moment: what stood in the ledger, and what it should be (Z03).

Inputs are read through the tables as known then (:func:`~odoo.addons.utility_base.tools.history.as_known`),
so that the loader and the engine are those of the run. The ledger of a moment is what was approved by
then; a calculation with the knowledge of the moment takes into account what earlier months would be
by that knowledge, written or not. A recalculation is the difference of two such calculations.
"""

from dataclasses import dataclass, field

from odoo.tools import SQL

from odoo.addons.utility_base.tools.history import as_known

from ..engine import charge_building
from ..engine.corrections import belongs, correct_building
from ..engine.history import History
from ..engine.periods import first_day, period_of, shift
from .ledger_lines import read_lines
from .portion import PortionLoader
from .reader import exact_cursor, rows
from .state import MONTHS
from .world import WorldLoader


@dataclass
class Replayed:
    """ledger: lines approved by the moment that belong to the month; fresh: the month calculated
    with the knowledge of the moment; both engine lines of the asked accounts. problems: what the
    calculation could not find. services: ``{engine code: service id}``.
    """

    ledger: list = field(default_factory=list)
    fresh: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    services: dict = field(default_factory=dict)


def replay(env, company, building_id, period, moment, account_ids=None):
    """The month of a house as known at ``moment`` (UTC without zone); writes nothing.

    :param account_ids: only lines of these; None: of the whole house
    """
    with as_known(env, moment, ledger_views(env, moment)), exact_cursor(env) as cursor:
        return _Replay(env, company, cursor, building_id, period).result(account_ids)


class _Replay:
    def __init__(self, env, company, cursor, building_id, period):
        self.company = company
        self.cursor = cursor
        self.building_id = building_id
        self.period = period
        self.worlds = WorldLoader(env, company, cursor, period)
        self.loader = PortionLoader(company, period, cursor, self.worlds)

    def result(self, account_ids):
        if not rows(self.cursor, "SELECT id FROM utility_building WHERE id = %s", self.building_id):
            return Replayed()  # nobody knew of the house yet
        houses, _facts = self.loader.load([self.building_id])
        place = houses[0].place
        self._months = self._charged()
        self._history = History()
        since, until = self._since(), self._until()
        lines = read_lines(
            self.cursor,
            [id_ for (id_,) in self._accounts()],
            first_day(shift(min(since, self.period), -MONTHS)),
            first_day(shift(until, 1)),
            self._code_of(place),
        )
        fixed, problems, carry = self._earlier(place, lines, since, until)
        building = self._load(self.period, [*lines, *fixed], carry)
        now = charge_building(place.world, building, self.period, as_of=until)
        chosen = None if account_ids is None else set(account_ids)

        def asked(line):
            return chosen is None or line.account in chosen

        return Replayed(
            [line for line in lines if belongs(line, self.period) and asked(line)],
            [line for line in now.lines if belongs(line, self.period) and asked(line)],
            [p for p in [*problems, *now.problems] if p.account is None or asked(p)],
            place.services,
        )

    def _load(self, month, ledger, carry):
        # each month has the lines of the one before and its own: only these are taken in
        history = self._history.upto(ledger)
        loader = PortionLoader(self.company, month, self.cursor, self.worlds)
        building = loader.load([self.building_id], ledger=history)[0][0].building
        if carry:
            building.carry = dict(carry)
        return building

    def _earlier(self, place, lines, since, until):
        """Differences of earlier months that nobody had written yet."""
        earlier = [month for month in self._months if since <= month < self.period]
        if not earlier:
            return [], [], {}
        return correct_building(
            place.world, self._load, lines, until, earlier, set(earlier), lambda _ref, _event: True
        )

    def _code_of(self, place):
        def code_of(account, service, supplier):
            line = self.loader.lines.get((account, service))
            return line.code if line is not None else place.code_of(service, supplier, None)

        return code_of

    def _accounts(self):
        return rows(
            self.cursor,
            "SELECT id FROM utility_account WHERE building_id = %s",
            self.building_id,
        )

    def _charged(self):
        """Months of the house with approved bills, ascending."""
        found = rows(
            self.cursor,
            "SELECT DISTINCT b.period_date FROM utility_bill b"
            " WHERE b.account_id IN (SELECT id FROM utility_account WHERE building_id = %s)"
            " AND b.state = 'approved' ORDER BY 1",
            self.building_id,
        )
        return [period_of(day) for (day,) in found]

    def _until(self):
        """The last month charged by then: events that ended by it had taken effect."""
        return max([self.period, *self._months[-1:]])

    def _since(self):
        """The first month that a request of recalculation, not answered yet, asks for.

        Where a house carries negative common needs, answered ones count too: what a corrected
        month carries on is written nowhere and follows from the months again.
        """
        ((day,),) = rows(
            self.cursor,
            "SELECT MIN(r.date_from) FROM utility_recalculation r"
            " LEFT JOIN utility_billing_run n ON n.id = r.run_id"
            " WHERE r.company_id = %s AND COALESCE(r.building_id, %s) = %s"
            " AND (r.state = 'open' OR r.state = 'done' AND (n.state = 'review' OR EXISTS ("
            " SELECT FROM utility_common_carry k WHERE k.building_id = %s)))",
            self.company.id,
            self.building_id,
            self.building_id,
            self.building_id,
        )
        if not day:
            return self.period
        # a fact without a beginning reaches back to the first month that was charged
        return max([period_of(day), *self._months[:1]])


def ledger_views(env, moment):
    """Runs and bills with the state that they had at ``moment``, requests made by then."""
    ((schema,),) = env.execute_query(SQL("SELECT current_schema()"))
    run, bill, charge, request = (
        SQL.identifier(schema, f"utility_{name}")
        for name in ("billing_run", "bill", "charge", "recalculation")
    )
    taken_back = SQL(
        "CASE WHEN r.state = 'reversed' THEN COALESCE(r.reversed_at, r.write_date) END"
    )
    return [
        (
            "utility_billing_run",
            SQL(
                "SELECT %s FROM %s r WHERE r.create_date <= %s",
                _columns(
                    env,
                    "utility.billing.run",
                    SQL.identifier("r"),
                    SQL(
                        "CASE WHEN r.approved_at <= %(m)s THEN CASE WHEN %(back)s > %(m)s"
                        " THEN 'approved' ELSE r.state END ELSE 'review' END::varchar",
                        m=moment,
                        back=taken_back,
                    ),
                ),
                run,
                moment,
            ),
        ),
        (
            "utility_bill",
            SQL(
                "SELECT %s FROM %s b JOIN %s r ON r.id = b.run_id",
                _columns(
                    env,
                    "utility.bill",
                    SQL.identifier("b"),
                    SQL(
                        "CASE WHEN b.state NOT IN ('approved', 'reversed') THEN b.state"
                        " WHEN r.approved_at IS NULL OR r.approved_at > %(m)s THEN 'draft'"
                        " WHEN b.state = 'approved' OR LEAST(%(back)s,"
                        " (SELECT MIN(n.approved_at) FROM %(charge)s c JOIN %(run)s n ON n.id = c.run_id"
                        " WHERE c.account_id = b.account_id AND c.period_date = b.period_date"
                        " AND c.bill_id = b.id AND c.cause = 'reversal' AND n.id <> b.run_id))"
                        " > %(m)s THEN 'approved'"
                        " ELSE 'reversed' END::varchar",
                        m=moment,
                        back=taken_back,
                        charge=charge,
                        run=run,
                    ),
                ),
                bill,
                run,
            ),
        ),
        # the state of their bills says that mirrored rows count no more
        (
            "utility_charge",
            SQL("SELECT c.* FROM %s c WHERE c.cause IS DISTINCT FROM 'reversal'", charge),
        ),
        (
            "utility_recalculation",
            SQL("SELECT q.* FROM %s q WHERE q.create_date <= %s", request, moment),
        ),
    ]


def _columns(env, model, alias, state):
    """The stored columns of a model, its state replaced."""
    names = [name for name, f in env[model]._fields.items() if f.store and f.column_type]
    return SQL(", ").join(
        SQL("%s AS state", state) if name == "state" else SQL("%s.%s", alias, SQL.identifier(name))
        for name in names
    )

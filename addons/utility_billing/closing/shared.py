"""What several invariants read, found in one pass and kept in tables of the transaction.

A million accounts have ten million lines a month: they are read once, not once a rule.
"""

from contextlib import contextmanager

from odoo.tools import SQL

#: of a process that evaluates; sorts of a month fit into it or go on disk in few parts
WORK_MEM = "128MB"
#: name of a pass -> function of the month that fills its table
PASSES = {}


def speed_up(env):
    """Settings of this transaction for statements that read whole months."""
    env.cr.execute(
        SQL(
            "SELECT set_config('work_mem', %s, TRUE),"
            " set_config('max_parallel_workers_per_gather', '4', TRUE),"
            # few rows come back, though the planner cannot know how few break a rule
            " set_config('parallel_setup_cost', '100', TRUE),"
            " set_config('parallel_tuple_cost', '0.001', TRUE)",
            WORK_MEM,
        )
    )


@contextmanager
def sorted_groups(env):
    """Statements in it group by sorting.

    Groups of a month are nearly as many as its rows: sorting them is three times faster than
    hashing, and takes no more memory with more accounts.
    """
    env.cr.execute("SET LOCAL enable_hashagg = off")
    yield
    env.cr.execute("SET LOCAL enable_hashagg = on")


def _pass(function):
    PASSES[function.__name__] = function
    return function


def _table(env, name, query):
    """Make the table of a pass anew."""
    with sorted_groups(env):
        env.cr.execute(
            SQL(
                "DROP TABLE IF EXISTS pg_temp.%(name)s;"
                "CREATE TEMP TABLE %(name)s ON COMMIT DROP AS %(query)s;"
                "ANALYZE %(name)s",
                name=SQL.identifier(name),
                query=query,
            )
        )


@_pass
def balance(month):
    """``utility_closing_balance``: what each account has, by the balances of its services.

    over: paid for services in the month beyond what was owed; advance: not used; debt: that an
    advance may cover (contributions for capital repair stand apart); overdue: owed since before.
    """
    turnovers = month.env["utility.turnover"]
    capital = month.env["utility.service"].with_context(active_test=False)
    _table(
        month.env,
        "utility_closing_balance",
        SQL(
            """
            SELECT x.account_id, SUM(x.opening) AS opening, SUM(x.closing) AS closing,
                   SUM(CASE WHEN x.service_id IS NOT NULL AND x.closing < 0 AND x.paid > 0
                            THEN LEAST(x.paid, -x.closing) END) AS over,
                   SUM(CASE WHEN x.service_id IS NULL AND x.debt_kind = 'principal'
                            THEN -x.closing END) AS advance,
                   SUM(CASE WHEN x.service_id IS NOT NULL AND x.debt_kind = 'principal'
                                 AND x.closing > 0 AND x.service_id <> ALL(%s)
                            THEN x.closing END) AS debt,
                   SUM(CASE WHEN x.debt_kind = 'principal' AND x.opening > 0 AND x.closing > 0
                            THEN LEAST(x.opening, x.closing) END) AS overdue
              FROM (SELECT account_id, service_id, supplier_id, debt_kind, SUM(opening) AS opening,
                           SUM(paid) AS paid, SUM(opening + charged + recalculated - paid) AS closing
                      FROM (%s) r GROUP BY account_id, service_id, supplier_id, debt_kind) x
             GROUP BY x.account_id
            """,
            capital.search([("capital", "=", True)]).ids,
            turnovers._rows(month.period),
        ),
    )


@_pass
def lines(month):
    """``utility_closing_charge``: lines of the month that break a rule, with a column a rule."""
    from .charges import RULES  # noqa: PLC0415  (they register themselves here)

    rules = {code: SQL("(%s)", rule(month)) for code, rule in RULES.items()}
    _table(
        month.env,
        "utility_closing_charge",
        SQL(
            """
            SELECT c.id, c.amount, %s
              FROM utility_charge c LEFT JOIN utility_account a ON a.id = c.account_id
             WHERE c.run_id = ANY(%s) AND (%s)
            """,
            SQL(", ").join(
                SQL("%s AS %s", rule, SQL.identifier(code)) for code, rule in rules.items()
            ),
            month.live,
            SQL(" OR ").join(rules.values()),
        ),
    )


@_pass
def sums(month):
    """``utility_closing_sum``: sum of the month's lines by run and bill; kept: not taken back."""
    _table(
        month.env,
        "utility_closing_sum",
        SQL(
            """
            SELECT run_id, bill_id, SUM(amount) AS amount,
                   SUM(amount) FILTER (WHERE cause IS DISTINCT FROM 'reversal') AS kept
              FROM utility_charge WHERE run_id = ANY(%s) GROUP BY run_id, bill_id
            """,
            month.live,
        ),
    )


@_pass
def changed(month):
    """``utility_billing_change``: facts that changed after they were charged by."""
    if month.period.state != "closed":
        # sudo: who checks need not see the facts themselves
        month.env["utility.billing.change"].sudo()._look(month.period)

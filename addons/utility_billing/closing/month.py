"""What the queries of a month are told, and the registry of the queries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

#: runs whose charges stand; a reversed run counts in sums only, with its mirrored rows
LIVE_STATES = ("approved", "documents", "posted")


class Invariant(NamedTuple):
    """``query(month)`` finds rows of ``model``; ``passes``: what of ``shared`` it reads."""

    model: str
    query: Callable
    passes: tuple = ()


#: code -> Invariant
INVARIANTS: dict[str, Invariant] = {}


def invariant(code, model, *passes):
    """Register a query of ``(id of model, amount)`` under the code of its ``utility.invariant``."""

    def register(query):
        INVARIANTS[code] = Invariant(model, query, passes)
        return query

    return register


@dataclass(frozen=True)
class Month:
    """A month of a company. ``runs`` count in sums, ``live`` are those of them not reversed."""

    env: Any
    period: Any
    company: Any
    first: date
    last: date
    runs: list
    live: list
    threshold: float = 0.0

    @classmethod
    def of(cls, period):
        env = period.env
        rows = env.execute_query(
            SQL(
                "SELECT id, state FROM utility_billing_run WHERE period_id = %s"
                " AND state IN %s AND NOT COALESCE(simulation, FALSE)",
                period.id,
                (*LIVE_STATES, "reversed"),
            )
        )
        runs = [run for run, _state in rows]
        live = [run for run, state in rows if state != "reversed"]
        return cls(env, period, period.company_id, period.date_from, period.date_to, runs, live)

    @property
    def values(self):
        """Parameters of the queries."""
        return {
            "company": self.company.id,
            "first": self.first,
            "last": self.last,
            "before": self.first - relativedelta(months=1),
            "next_last": self.first + relativedelta(months=2, days=-1),
            "runs": self.runs,
            "live": self.live,
            "threshold": self.threshold,
        }

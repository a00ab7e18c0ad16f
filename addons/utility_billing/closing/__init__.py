"""Invariants of a month: set-based queries that find what must not be when a month is closed.

Each is a function of :class:`~.month.Month` that returns the query of ``(id, amount)`` of the
offending rows. Their titles, remedies and severities are the records of ``utility.invariant``.
"""

from . import (
    accounts,
    agreements,
    balances,
    bills,
    charges,
    deposits,
    houses,
    ledger,
    money,
    next_month,
    readings,
    suppliers,
)
from .month import INVARIANTS, Invariant, Month

__all__ = ["INVARIANTS", "Invariant", "Month"]

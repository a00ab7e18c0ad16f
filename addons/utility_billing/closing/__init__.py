"""Invariants of a month: set-based queries that find what must not be when a month is closed.

Each is a function of :class:`~.month.Month` that returns the query of ``(id, amount)`` of the
offending rows. Their titles, remedies and severities are the records of ``utility.invariant``.
"""

from . import accounts, balances, bills, charges, deposits, ledger, money, next_month, readings
from .month import INVARIANTS, Invariant, Month

__all__ = ["INVARIANTS", "Invariant", "Month"]

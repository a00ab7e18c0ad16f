"""Invariants of a month that the cash desk adds; see ``utility_billing/closing``."""

from . import receipts, shifts

__all__ = ["receipts", "shifts"]

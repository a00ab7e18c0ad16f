"""Statements of banks: bytes to records, no Odoo."""

from . import messages  # noqa: F401 - registers the texts

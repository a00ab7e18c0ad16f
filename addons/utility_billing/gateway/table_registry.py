"""Payments in any table (CSV, XLSX, DBF, fixed width) whose columns a person has named.

``options.columns`` maps fields of a payment to headings, or to numbers from 1 where there are none;
``options.table`` are :class:`ReadOptions` of the file and ``options.kind`` its kind.
"""

from odoo.addons.utility_base.gateway.table import read_table

from .dbf_registry import build_row, find_places, find_readings
from .registry import RegistryOptions, finish

PROFILE = "table"


def parse(data, filename="", options=None):
    """Registry of a file; a missing column refuses it, a bad row keeps its problems."""
    options = options or RegistryOptions()
    table = read_table(data, options.kind, dict(options.table))
    places = find_places(table.columns, options.columns)
    readings = find_readings(table.columns, options.readings)
    rows = [build_row(row, places, options, readings) for row in table.rows]
    return finish(PROFILE, rows, problems=table.problems, info=dict(table.info))

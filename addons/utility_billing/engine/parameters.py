"""Lookup of dated rule parameters.

The value of a higher layer (a scenario file, the company) goes before the country pack; within a
layer one that names the service or the customer group goes before a general one; then the one that
began last.

>>> from decimal import Decimal
>>> from .model import Parameter
>>> rows = Parameters([
...     Parameter("uplift_coefficient", Decimal("1.5"), None, date(2025, 12, 5), "cold_water"),
...     Parameter("uplift_coefficient", Decimal("3"), date(2025, 12, 6), None, "cold_water"),
... ])
>>> rows.get("uplift_coefficient", date(2025, 12, 31), service="cold_water")
Decimal('3')
>>> rows.get("uplift_coefficient", date(2025, 12, 31), service="gas", default="-")
'-'
"""

from collections import defaultdict
from datetime import date


class Parameters:
    """All parameters of a world, by code, best match first."""

    __slots__ = ("_by_code",)

    def __init__(self, rows=()):
        by_code = defaultdict(list)
        for row in rows:
            by_code[row.code].append(row)
        for found in by_code.values():
            found.sort(key=_rank, reverse=True)
        self._by_code = dict(by_code)

    def row(self, code, day, service=None, customer=None, resource=None):
        """The :class:`~.model.Parameter` that holds, or None.

        A row for a service also fits services of that resource.
        """
        for row in self._by_code.get(code, ()):
            if (
                (row.service is None or row.service == service or row.service == resource)
                and (row.customer is None or row.customer == customer)
                and (row.date_from is None or row.date_from <= day)
                and (row.date_to is None or row.date_to >= day)
            ):
                return row
        return None

    def get(self, code, day, service=None, customer=None, default=None, resource=None):
        """The value that holds on a day."""
        row = self.row(code, day, service, customer, resource)
        return default if row is None else row.value

    def union(self, code):
        """All values of a list parameter together, whatever their dates (holidays)."""
        found = set()
        for row in self._by_code.get(code, ()):
            found.update(row.value)
        return found


def _rank(row):
    return (
        row.layer,
        (row.service is not None) + (row.customer is not None),
        row.service is not None,
        row.date_from or date.min,
    )

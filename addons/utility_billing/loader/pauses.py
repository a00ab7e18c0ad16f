"""Pauses of penalties of a company: one query, then a lookup for each account."""

from collections import defaultdict
from datetime import date

from .reader import rows


class Pauses:
    """Spans of days that bear nothing, by what they hold for."""

    def __init__(self, cursor, company):
        self._found = {"account": {}, "contract": {}, "building": {}, "locality": {}, None: {}}
        for scope in self._found:
            self._found[scope] = defaultdict(lambda: ((), ()))
        for first, last, interest, *places in rows(
            cursor,
            "SELECT date_from, date_to, interest, account_id, contract_id, building_id, locality_id"
            " FROM utility_penalty_pause WHERE company_id = %s AND active ORDER BY date_from, id",
            company.id,
        ):
            scope, key = next(
                (
                    (scope, key)
                    for scope, key in zip(self._found, places, strict=False)
                    if key is not None
                ),
                (None, None),
            )
            both, penalty = self._found[scope][key]
            span = ((first, last or date.max),)
            self._found[scope][key] = (both + span, penalty) if interest else (both, penalty + span)

    def of(self, account, contract, building, locality):
        """(spans without penalty and interest, spans without penalty only)."""
        both = penalty = ()
        for found, key in zip(
            self._found.values(), (account, contract, building, locality, None), strict=True
        ):
            if found and key in found:
                more, some = found[key]
                both, penalty = both + more, penalty + some
        return both, penalty

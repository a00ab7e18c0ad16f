"""Pauses of penalties of a company: one query, then a lookup for each account."""

from collections import defaultdict
from datetime import date

from .reader import rows


class Pauses:
    """Spans of days that bear nothing, by what they hold for; those of agreements by debt."""

    def __init__(self, cursor, company):
        self._agreed = self._read_agreed(cursor, company)
        self._found = {"account": {}, "contract": {}, "building": {}, "locality": {}, None: {}}
        for scope in self._found:
            self._found[scope] = defaultdict(lambda: ((), ()))
        for first, last, interest, *places in rows(
            cursor,
            "SELECT date_from, date_to, interest, account_id, contract_id, building_id, locality_id"
            " FROM utility_penalty_pause WHERE company_id = %s AND active"
            " AND debt_from IS NULL ORDER BY date_from, id",
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

    def _read_agreed(self, cursor, company):
        """``{account: [(first month, last month, span)]}`` of pauses for chosen debts."""
        found = defaultdict(list)
        for account, first_debt, last_debt, first, last in rows(
            cursor,
            "SELECT account_id, debt_from, debt_to, date_from, date_to FROM utility_penalty_pause"
            " WHERE company_id = %s AND active AND debt_from IS NOT NULL ORDER BY date_from, id",
            company.id,
        ):
            found[account].append((first_debt, last_debt, (first, last or date.max)))
        return found

    def of_debt(self, account, month):
        """Spans without penalty and interest of the debt of a month (its first day)."""
        return tuple(
            span for first, last, span in self._agreed.get(account, ()) if first <= month <= last
        )

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

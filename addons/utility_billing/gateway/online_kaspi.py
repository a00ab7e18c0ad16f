"""Kaspi (KZ): ``command=check|pay``, answers in JSON.

``sum`` of a check is fictitious; a repeated ``txn_id`` gets the first answer as it was.
"""

import json

from . import online_osmp
from .online import clean, money

PROTOCOL = "kaspi"
CONTENT_TYPE = "application/json; charset=utf-8"
REPEAT = "stored"
RESULTS = {"ok": 0, "unknown_account": 1, "account_format": 1, "closed": 2, "temporary": 4}
OTHER = 5

parse = online_osmp.parse  # the request is OSMP's, with YYYYMMDDHHMMSS too


def build(call, outcome, options):
    """The answer's bytes."""
    answer = {"txn_id": call.shown_id[:20]}
    if outcome.reference:
        answer["prv_txn_id"] = outcome.reference
    answer["result"] = RESULTS.get(outcome.code, OTHER)
    if outcome.amount is not None:
        answer["sum"] = money(outcome.amount)
    elif outcome.balance is not None:
        answer["sum"] = money(max(outcome.balance, 0))
    answer["comment"] = clean(outcome.text)
    shown = [("Абонент", outcome.name), ("Адрес", outcome.address)]
    fields = {
        f"field{n}": {"@name": name, "#text": clean(value)}
        for n, (name, value) in enumerate((pair for pair in shown if pair[1]), start=1)
    }
    if fields:
        answer["fields"] = fields
    if options.payee_code and call.action == "check":
        answer["bin"] = options.payee_code
    return json.dumps(answer, ensure_ascii=False).encode()

"""Parallel run: houses charged beside another program's sums, nothing written to the ledger (Z02)."""

import json
from collections import defaultdict
from decimal import Decimal
from io import StringIO

from ..engine.periods import first_day
from ..engine.shadow import MATCH, Book, OldCharge, Verdict, classify
from .reader import exact_cursor, rows
from .trace import Tracer
from .trial import TrialCharge

COLUMNS = (
    "shadow_id company_id period_date account_id building_id account_number service_id amount_old"
    " amount_new difference volume_old volume_new cause facts lines"
).split()
NULL = r"\N"
ZERO = Decimal(0)


class ShadowCharge(TrialCharge):
    """Charges houses and compares each account and service with what was imported.

    :param shadow: record of ``utility.shadow``
    """

    def __init__(self, env, shadow, building_ids):
        super().__init__(env, shadow.company_id, shadow.period_id.code, building_ids, ())
        self.only = None
        self.shadow_id = shadow.id
        self.counts = defaultdict(int)

    def compare(self):
        """Write the differences of the houses; ``counts``: ``{cause or "match": number}``."""
        self.execute()
        with exact_cursor(self.env) as cursor:
            self._compare(cursor)
        return self

    def _compare(self, cursor):
        old, accounts = self._imported(cursor)
        areas = self._areas(cursor)
        wrong = {problem.account: problem for _building, problem in self.problems}
        billed = defaultdict(list)
        for account, service in old:
            billed[account].append(service)
        stream, tracer = StringIO(), Tracer()
        for account, building, number in accounts:
            place, lines = self.preview.found.get(account, (None, ()))
            ours = defaultdict(list)
            for line in lines:
                ours[place.services[line.service]].append(line)
            services = [*ours, *(s for s in billed.get(account, ()) if s not in ours)]
            # what adds up the volumes of others comes after them
            services.sort(key=lambda s: any(line.method == "sum" for line in ours.get(s, ())))
            verdicts = {}
            for service in services:
                theirs, own = old.get((account, service)), ours.get(service, [])
                problem = wrong.get(account) or wrong.get(None)
                if not own and problem is not None:
                    verdict = Verdict("problem", {"problem": problem.text})
                elif theirs is None and account not in billed:
                    charged = any(line.amount for line in own)
                    verdict = Verdict("account_there" if charged else MATCH)
                else:
                    known = place.world.services[own[0].service] if own else None
                    book = Book(known, self.period, areas.get(account, ()), verdicts)
                    verdict = classify(theirs, own, book)
                self.counts[verdict.cause] += 1
                if own:
                    verdicts[own[0].service] = verdict
                if verdict.cause != MATCH:
                    stream.write(
                        self._row(account, building, number, service, theirs, own, verdict, tracer)
                    )
        stream.seek(0)
        cursor.copy_from(stream, "utility_shadow_difference", columns=COLUMNS)

    def _imported(self, cursor):
        """``{(account, service): OldCharge}`` and ``[(account, building, number)]`` of the houses."""
        accounts = rows(
            cursor,
            "SELECT id, building_id, number FROM utility_account"
            " WHERE building_id = ANY(%s) AND company_id = %s ORDER BY building_id, id",
            list(self.building_ids),
            self.company.id,
        )
        found = {
            (account, service): OldCharge(amount, volume, price)
            for account, service, amount, volume, price in rows(
                cursor,
                "SELECT account_id, service_id, SUM(amount),"
                " CASE WHEN BOOL_AND(has_volume) THEN SUM(volume) END, MIN(NULLIF(price, 0))"
                " FROM utility_shadow_charge WHERE account_id = ANY(%s) AND period_date = %s"
                " GROUP BY account_id, service_id",
                [row[0] for row in accounts],
                first_day(self.period),
            )
        }
        return found, accounts

    def _areas(self, cursor):
        """All areas that the premises of the accounts have or had, by account."""
        found = defaultdict(list)
        for account, value in rows(
            cursor,
            "SELECT DISTINCT a.id, x.value FROM utility_account a"
            " JOIN utility_area x ON x.premise_id = a.premise_id WHERE a.building_id = ANY(%s)",
            list(self.building_ids),
        ):
            found[account].append(value)
        return found

    def _row(self, account, building, number, service, theirs, own, verdict, tracer):
        new = sum((line.amount for line in own), ZERO)
        old = theirs.amount if theirs else ZERO
        volume = sum((line.volume for line in own if line.kind == "charge"), ZERO)
        told = theirs.volume if theirs and theirs.volume is not None else NULL
        lines = ",".join(_line_json(line, tracer) for line in own)
        facts = json.dumps(verdict.facts, ensure_ascii=False).replace("\\", "\\\\")
        label = _copied(number)
        return (
            f"{self.shadow_id}\t{self.company.id}\t{first_day(self.period)}\t{account}\t{building}\t"
            f"{label}\t{service}\t{old}\t{new}\t{new - old}\t{told}\t{volume:.6f}\t{verdict.cause}\t"
            f"{facts}\t[{lines}]\n"
        )


def _copied(text):
    return text.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")


def _line_json(line, tracer):
    """A line as the values of ``utility.charge``, numbers as texts; ready for COPY."""
    values = {
        "kind": line.kind,
        "component": line.component,
        "zone": line.zone,
        "method": line.method or None,
        "reason": line.reason or None,
        "cause": line.cause or None,
        "of_period": str(first_day(line.of_period)) if line.of_period else None,
        "volume": f"{line.volume:.6f}",
        "price": None if line.price is None else f"{line.price:f}",
        "amount": f"{line.amount:f}",
        "net": f"{line.net:f}",
        "vat": f"{line.vat:f}",
        "vat_rate": f"{line.vat_rate:f}",
    }
    text = json.dumps(values, ensure_ascii=False).replace("\\", "\\\\")
    return f'{text[:-1]}, "trace": {tracer.trace(line)}}}'

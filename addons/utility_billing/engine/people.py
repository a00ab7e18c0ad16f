"""Who and what is there on the days of a month: residents, owners, areas, and uses by norm."""

from decimal import Decimal

from .pricing import Use
from .problems import ProblemError
from .rounding import ONE, ZERO
from .tariffs import cut, holds


class PeopleSpan:
    """Days with a constant number of people.

    residents: registered and temporary; persons: the same, or the owners where nobody lives.
    """

    __slots__ = ("date_from", "date_to", "days", "residents", "persons", "count")

    def __init__(self, date_from, date_to, days, residents, owners):
        self.date_from = date_from
        self.date_to = date_to
        self.days = days
        self.residents = residents
        self.persons = residents or owners
        self.count = Decimal(self.persons)


def people_spans(account, month):
    """The spans of people of an account in a month."""
    rows = account.residents
    if len(rows) == 1:
        row = rows[0]
        if (row.date_from is None or row.date_from <= month.first) and (
            row.date_to is None or row.date_to >= month.last
        ):
            key = (row.count, account.owners)
            found = month.people.get(key)
            if found is None:
                found = (PeopleSpan(month.first, month.last, month.days, *key),)
                month.people[key] = found
            return found
    spans = []
    for start, end in cut(month.first, month.last, rows):
        count = sum(row.count for row in rows if holds(row, start))
        if spans and spans[-1].residents == count:
            last = spans.pop()
            start = last.date_from
        spans.append(PeopleSpan(start, end, (end - start).days + 1, count, account.owners))
    return spans


def average_persons(spans, month):
    """Persons of the month, weighted by days; a plain number where nothing changed."""
    if len(spans) == 1:
        return spans[0].count
    return Decimal(sum(span.persons * span.days for span in spans)) / month.days


def average_residents(spans, month):
    """Residents of the month, weighted by days."""
    if len(spans) == 1:
        return Decimal(spans[0].residents)
    return Decimal(sum(span.residents * span.days for span in spans)) / month.days


def base_spans(charge, base, line):
    """Spans (from, to, days, quantity) of a base: person, m2, unit or one (``fixed``).

    :raises ProblemError: NOBODY, NO_OWN_AREA, NO_UNITS: nothing to count is no fee of zero
    """
    start, end, days = charge.active(line)
    if base == "person":
        found = []
        for span in charge.people:
            low, high = max(start, span.date_from), min(end, span.date_to)
            if low <= high:
                if not span.persons:
                    raise ProblemError("NOBODY", service=line.code, day=low.isoformat())
                found.append((low, high, (high - low).days + 1, span.count))
        return found
    if base == "m2":
        if not charge.account.area:
            raise ProblemError("NO_OWN_AREA", service=line.code)
        return [(start, end, days, charge.account.area)]
    if base == "unit":
        units = charge.account.units_of(line)
        if not units:
            raise ProblemError("NO_UNITS", service=line.code)
        return [(start, end, days, units)]
    return [(start, end, days, ONE)]


def norm_uses(charge, plan, line=None, reason="", uplift=False):
    """Uses of a service by its norm: base times norm, by segments of days / days of the month.

    :raises ProblemError: NO_NORM on a day without norm.
    """
    if not plan.season_share:
        return []
    line = line or charge.line_of(plan.code)
    if not plan.by_person or len(charge.people) > 1 or charge.active(line) is not charge.whole:
        return _norm_uses(charge, plan, line, reason, uplift)
    # accounts with as many people all month long share their uses
    key = (charge.people[0].persons, reason, uplift)
    uses = plan.memo.get(key)
    if uses is None:
        uses = plan.memo[key] = _norm_uses(charge, plan, line, reason, uplift)
        for use in uses:
            use.shared = plan.sharable
    return uses


def _norm_uses(charge, plan, line, reason, uplift):
    month_days = charge.month.days
    season = plan.season_share
    uses = []
    for norms in plan.norm_spans:
        if not norms.rows:
            raise ProblemError("NO_NORM", service=plan.code, day=norms.date_from.isoformat())
        rows = norms.choose(charge.account, line)
        per = rows[0][0]
        for start, end, days, count in base_spans(charge, per, line):
            if per == "m2":
                count = charge.heated_area if plan.service.resource == "heating" else count
            low, high = max(start, norms.date_from), min(end, norms.date_to)
            if low > high:
                continue
            days = days if (low == start and high == end) else (high - low).days + 1
            share = None if days == month_days else Decimal(days) / month_days
            by_component = None
            volume = ZERO
            for _per, component, norm, _row in rows:
                part = count * norm
                if season is not ONE:
                    part = part * season
                if share is not None:
                    part = part * share
                if component is None:
                    volume = part
                else:
                    by_component = by_component or {}
                    by_component[component] = part
            uses.append(
                Use(
                    low,
                    high,
                    days,
                    [(None, volume)],
                    "norm",
                    ("norm", (per, count, rows[0][2], days, month_days, season, rows[0][3])),
                    reason=reason,
                    uplift=uplift,
                    persons=count if per == "person" else None,
                    by_component=by_component,
                )
            )
    return uses

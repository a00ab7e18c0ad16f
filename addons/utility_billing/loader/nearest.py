"""Of rows that hold at several places, those of the nearest place on each day."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def nearest(ranked):
    """Rows of one key by the nearest place: a farther row keeps only the days that no nearer has.

    :param ranked: (rank, row) with ``date_from`` and ``date_to``; the least rank is the nearest
    """
    if len({rank for rank, _row in ranked}) == 1:
        return [row for _rank, row in ranked]
    found, taken = [], []
    for rank in sorted({rank for rank, _row in ranked}):
        level = [row for own, row in ranked if own == rank]
        for row in level:
            for start, end in _free_days(row.date_from, row.date_to, taken):
                found.append(_with_days(row, start, end))
        taken += [(row.date_from or date.min, row.date_to or date.max) for row in level]
    return found


def _free_days(start, end, taken):
    """The parts of ``start``..``end`` that no span of ``taken`` covers."""
    spans = [(start or date.min, end or date.max)]
    for low, high in taken:
        rest = []
        for first, last in spans:
            if high < first or low > last:
                rest.append((first, last))
                continue
            if low > first:
                rest.append((first, low - ONE_DAY))
            if high < last:
                rest.append((high + ONE_DAY, last))
        spans = rest
    return spans


def _with_days(row, start, end):
    values = {name: getattr(row, name) for name in row.__slots__}
    values["date_from"] = None if start == date.min else start
    values["date_to"] = None if end == date.max else end
    return type(row)(**values)

"""The trace of a charge line as JSON: written for every line, so the usual ones are put together by hand.

Keys: ``t`` formula key and values, ``s`` block slices, ``r`` order of the price, ``u`` readings used
``[serial, zone, day, value, base day, base value]``, ``c`` what the account itself used where
that is not the volume, ``d`` days of the segment, ``i`` false where the tax comes on top.
"""

import json
from datetime import date
from decimal import Decimal

from ..engine import ChargeLine
from ..engine.explain import plain


def quoted(text):
    """A text as JSON, as it stands in a COPY stream (backslashes doubled)."""
    return json.dumps(text, ensure_ascii=False).replace("\\", "\\\\")


class Tracer:
    """Makes traces; texts that repeat are quoted once."""

    def __init__(self):
        self._quoted = {None: "null"}
        self._days = {}

    def _text(self, text):
        found = self._quoted.get(text)
        if found is None:
            found = self._quoted[text] = quoted(text)
        return found

    def _span(self, line):
        days = (line.date_from, line.date_to)
        found = self._days.get(days)
        if found is None:
            found = self._days[days] = f',"d":["{days[0]}","{days[1]}"]'
        return found

    def trace(self, line):
        """The trace of a line, ready for COPY."""
        if not line.trace:
            return "{}"
        (key, values), slices, ref = line.trace
        if key == "meter" and len(line.used) == len(values[0]):
            body = f'["meter",["{values[1]}"]]'
        elif key == "base":
            body = f'["base",["{values[0]}","{values[1]}","{values[2]}","{values[3]}"]]'
        elif key == "norm":
            per, base, norm, days, month_days, season, row = values
            body = (
                f'["norm",["{per}","{base}","{norm}","{days}","{month_days}","{season}",'
                f"{self._text(row.ref)}]]"
            )
        else:
            body = quoted([key, plain(values)])
        parts = [f'{{"t":{body}{self._span(line)}']
        if slices:
            parts.append(f',"s":{quoted(plain(slices))}')
        if ref:
            parts.append(f',"r":{self._text(ref)}')
        if line.used:
            used = ",".join(
                f'[{self._text(serial)},{self._text(zone)},"{day}","{value}","{base}","{before}"]'
                for serial, zone, day, value, base, before in line.used
            )
            parts.append(f',"u":[{used}]')
        if not line.vat_included:
            parts.append(',"i":false')
        if line.consumed != line.volume:
            parts.append(f',"c":"{line.consumed}"')
        parts.append("}")
        return "".join(parts)


def line_of(row, code):
    """A stored charge as the engine's line, for its explanation.

    :param row: mapping of the columns of ``utility.charge`` with exact numbers
    """
    trace = row["trace"] or {}
    key, values = trace.get("t") or ("", ())
    used = tuple(tuple(part) for part in trace.get("u", ()))
    if key == "meter":
        values = (used, *values)
    slices = trace.get("s")
    if slices:
        slices = [(Decimal(quantity), Decimal(price)) for quantity, price in slices]
    start, end = trace.get("d") or (None, None)
    return ChargeLine(
        account=row["account_id"],
        service=code,
        period=f"{row['period_date']:%Y-%m}",
        kind=row["kind"],
        component=row["component"],
        zone=row["zone"],
        volume=row["volume"],
        net=row["net"],
        vat=row["vat"],
        amount=row["amount"],
        price=row["price"],
        method=row["method"] or "",
        reason=row["reason"] or "",
        date_from=_day(start),
        date_to=_day(end),
        of_period=f"{row['of_period']:%Y-%m}" if row["of_period"] else None,
        cause=row["cause"] or "",
        vat_rate=row["vat_rate"],
        vat_included=trace.get("i", True),
        used=used,
        consumed=Decimal(trace["c"]) if "c" in trace else row["volume"] or Decimal(0),
        trace=((key, tuple(values)), slices, trace.get("r", "")),
    )


def _day(text):
    return date.fromisoformat(text) if text and text != "None" else None

"""The values of a timeline as steps over time: an SVG text that fits a phone."""

from datetime import timedelta
from html import escape

WIDTH, HEIGHT = 360, 130
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 24, 22


def steps(rows, today, title=""):
    """Steps from left to right; days without a value are hatched red, an open end is dashed.

    :param rows: ``[(first day, last day or None, value, whether marked)]``, ascending
    :return: text of an ``<svg>``; empty without rows

    >>> from datetime import date
    >>> rows = [(date(2025, 1, 1), date(2025, 6, 30), 50, False), (date(2025, 8, 1), None, 60, True)]
    >>> picture = steps(rows, date(2025, 9, 1))
    >>> "60" in picture, picture.count('class="gap"')
    (True, 1)
    """
    if not rows:
        return ""
    first = rows[0][0]
    last = max([row[1] or row[0] for row in rows] + [today]) + timedelta(days=60)
    days = max((last - first).days, 1)
    top = max(float(row[2]) for row in rows) or 1.0

    def x(day):
        return LEFT + (day - first).days / days * (WIDTH - LEFT - RIGHT)

    def y(value):
        return HEIGHT - BOTTOM - float(value) / top * (HEIGHT - TOP - BOTTOM)

    parts, before = [], None
    for start, end, value, marked in rows:
        if before is not None and start > before + timedelta(days=1):
            parts.append(_gap(x(before), x(start)))
        left, right, level = x(start), x(end or last), y(value)
        colour = "#2563eb" if marked else "#6b7280"
        dash = "" if end else ' stroke-dasharray="6 3"'
        shown = f"{float(value):g}"
        tip = f"{start:%d.%m.%Y} – {end:%d.%m.%Y}" if end else f"{start:%d.%m.%Y} –"
        parts.append(
            f'<rect x="{left:.1f}" y="{level:.1f}" width="{max(right - left, 1):.1f}"'
            f' height="{HEIGHT - BOTTOM - level:.1f}" fill="{colour}" fill-opacity="0.15">'
            f"<title>{escape(tip)}: {escape(shown)}</title></rect>"
            f'<line x1="{left:.1f}" y1="{level:.1f}" x2="{right:.1f}" y2="{level:.1f}"'
            f' stroke="{colour}" stroke-width="2"{dash} />'
        )
        if right - left > 24:
            parts.append(_text((left + right) / 2, level - 4, shown, "middle"))
            parts.append(_text(left, HEIGHT - 6, f"{start:%m.%Y}", "start"))
        before = end or last
    now = x(today) if first <= today <= last else None
    if now is not None:
        parts.append(
            f'<line x1="{now:.1f}" y1="{TOP - 8}" x2="{now:.1f}" y2="{HEIGHT - BOTTOM}"'
            ' stroke="#16a34a" stroke-dasharray="2 2" />'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' style="width:100%;max-width:480px;height:auto" role="img"'
        f' aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _gap(left, right):
    return (
        f'<rect class="gap" x="{left:.1f}" y="{TOP}" width="{max(right - left, 2):.1f}"'
        f' height="{HEIGHT - TOP - BOTTOM}" fill="#dc2626" fill-opacity="0.25" />'
    )


def _text(x, y, text, anchor):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="10" text-anchor="{anchor}"'
        f' fill="currentColor">{escape(text)}</text>'
    )

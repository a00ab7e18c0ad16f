"""Plots as SVG texts that fit a phone: pure functions from figures to a picture."""

from html import escape

WIDTH = 360
ROW = 22
LABEL = 112
COUNT = 58

COLOURS = {"up": "#c2410c", "down": "#15803d", "same": "#6b7280", "plain": "#2563eb"}


def bars(rows, title=""):
    """Lying bars, one a row, with label before and figure behind.

    :param rows: ``[(label, value, shown value, tone)]``; tone: ``up down same plain``
    :return: text of an ``<svg>`` that is as wide as its place

    >>> picture = bars([("0", 3, "3", "same"), ("+5 %", 1, "1", "up")], "Accounts")
    >>> picture.count("<rect"), "Accounts" in picture
    (2, True)
    """
    top = max([abs(value) for _label, value, _shown, _tone in rows] or [0]) or 1
    room = WIDTH - LABEL - COUNT
    parts = []
    for index, (label, value, shown, tone) in enumerate(rows):
        y = index * ROW
        length = max(abs(value) / top * room, 1 if value else 0)
        parts.append(
            f'<text x="{LABEL - 6}" y="{y + 15}" text-anchor="end" font-size="11"'
            f' fill="currentColor">{escape(label)}</text>'
            f'<rect x="{LABEL}" y="{y + 4}" width="{length:.1f}" height="{ROW - 8}" rx="2"'
            f' fill="{COLOURS[tone]}"><title>{escape(label)}: {escape(shown)}</title></rect>'
            f'<text x="{LABEL + length + 4:.1f}" y="{y + 15}" font-size="11"'
            f' fill="currentColor">{escape(shown)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {len(rows) * ROW + 4}"'
        f' style="width:100%;max-width:440px;height:auto" role="img"'
        f' aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def nice_step(width, count):
    """The round step (1, 2 or 5 times a power of ten) by which ``count`` bins cover ``width``.

    >>> nice_step(130, 10), nice_step(0.9, 10), nice_step(0, 10)
    (20.0, 0.1, 1.0)
    """
    if width <= 0:
        return 1.0
    step = 1e-2
    while True:
        for factor in (1, 2, 5):
            if width / (step * factor) <= count:
                return round(step * factor, 6)
        step *= 10

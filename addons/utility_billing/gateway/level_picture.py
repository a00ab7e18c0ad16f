"""A levelled plan as a plot: real charges as columns, expected ones pale, the level as a line."""

from html import escape

WIDTH, HEIGHT = 360, 170
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 26, 34


def level_plot(months, words):
    """Columns month by month with the steps of the level over them; fits a phone.

    :param months: ``[(label, level, expected, charged or None)]``, numbers
    :param words: ``(charged, expected, level)``, captions
    :return: text of an ``<svg>``; empty without months

    >>> picture = level_plot([("01", 100, 150, 160), ("02", 100, 50, None)], ("a", "b", "c"))
    >>> picture.count('class="real"'), picture.count('class="to-come"'), picture.count("<polyline")
    (1, 1, 1)
    """
    if not months:
        return ""
    top = (
        max(max(level, expected, charged or 0) for _label, level, expected, charged in months) or 1
    )
    step = (WIDTH - LEFT - RIGHT) / len(months)
    floor = HEIGHT - BOTTOM

    def height(value):
        return max(value, 0) / top * (floor - TOP)

    parts, line = [], []
    for index, (label, level, expected, charged) in enumerate(months):
        x = LEFT + index * step
        value, kind = (charged, "real") if charged is not None else (expected, "to-come")
        fill = "#2563eb" if kind == "real" else "#bfdbfe"
        parts.append(
            f'<rect class="{kind}" x="{x + step * 0.15:.1f}" y="{floor - height(value):.1f}"'
            f' width="{step * 0.7:.1f}" height="{height(value):.1f}" fill="{fill}">'
            f"<title>{escape(label)}: {value:.2f}</title></rect>"
            f'<text x="{x + step / 2:.1f}" y="{floor + 12}" text-anchor="middle" font-size="9"'
            f' fill="currentColor">{escape(label)}</text>'
        )
        y = floor - height(level)
        line += [f"{x:.1f},{y:.1f}", f"{x + step:.1f},{y:.1f}"]
    parts.append(
        f'<polyline points="{" ".join(line)}" fill="none" stroke="#c2410c" stroke-width="2" />'
        f'<text x="{LEFT}" y="{TOP - 12}" font-size="10" fill="#c2410c">'
        f"{escape(words[2])} {months[-1][1]:.2f}</text>"
    )
    x = LEFT
    for caption, fill in zip(words, ("#2563eb", "#bfdbfe"), strict=False):
        parts.append(
            f'<rect x="{x}" y="{HEIGHT - 14}" width="9" height="9" fill="{fill}" />'
            f'<text x="{x + 13}" y="{HEIGHT - 6}" font-size="10" fill="currentColor">'
            f"{escape(caption)}</text>"
        )
        x += 120
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' style="width:100%;max-width:560px;height:auto" role="img"'
        f' aria-label="{escape(words[2])}">{"".join(parts)}</svg>'
    )

"""Rates of meters."""

#: Zones of a meter by the number of its rates.
RATE_ZONES = {
    1: ("total",),
    2: ("day", "night"),
    3: ("peak", "night", "half_peak"),
    4: ("peak", "night", "half_peak", "day"),
}

"""Days off and working weekends of a country: the one place that asks the library ``holidays``.

The library follows the yearly acts: transfers of days off (Russia, Kazakhstan), weekends that are
worked for them, none of both under martial law (Ukraine since 15.03.2022). What it does not know,
local days off and working days, are the rule parameters ``holidays`` and ``workdays``.
"""

from functools import cache

import holidays


@cache
def production_calendar(country, first_year, last_year):
    """Days off besides weekends, and weekends that are worked, of a country (ISO code) by year.

    A country that the library does not know has none of both.

    >>> off, worked = production_calendar("RU", 2025, 2026)
    >>> from datetime import date
    >>> date(2025, 5, 2) in off, date(2025, 11, 1) in worked, date(2026, 1, 9) in off
    (True, True, True)
    >>> production_calendar("UA", 2026, 2026)
    ((), ())
    """
    if country not in holidays.list_supported_countries():
        return (), ()
    years = range(first_year, last_year + 1)
    found = holidays.country_holidays(country, years=years)
    worked = (day for day in found.weekend_workdays if day.year in years)
    return tuple(sorted(found)), tuple(sorted(worked))

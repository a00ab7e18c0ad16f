"""Dates, months and times as files hold them. Contract as in ``values``: value, None or Problem."""

import re
from datetime import date, datetime, time, timedelta

from .problem import Problem, problem

MIN_YEAR, MAX_YEAR = 1850, 2199
_EXCEL_EPOCH = date(
    1899, 12, 30
)  # Excel counts 29.02.1900, which never was; true from serial 61 on
_DAY_FIRST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[./\-](\d{1,2})[./\-](\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME_TAIL = re.compile(
    r"[T\s]+\d{1,2}[:\-.]\d{2}(?:[:\-.]\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$"
)
_YEAR_TAIL = re.compile(r"\s*(?:г\.?|р\.?|ж\.?|года|року|жыл|жылы)$", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})[:\-.](\d{2})(?:[:\-.](\d{2}))?|(\d{2})(\d{2})(\d{2})")

_MONTH_WORDS = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8,
    "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
    "січ": 1, "лют": 2, "бер": 3, "кві": 4, "тра": 5, "чер": 6, "лип": 7, "сер": 8, "вер": 9,
    "жов": 10, "лис": 11, "гру": 12,
    "қаң": 1, "ақп": 2, "нау": 3, "сәу": 4, "мам": 5, "мау": 6, "шіл": 7, "там": 8, "қыр": 9,
    "қаз": 10, "қар": 11, "жел": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip


def parse_date(value, *, serials=True):
    """A date; a time of day beside it is left out. Day goes before month everywhere here.

    Numbers (and five-digit texts) are Excel serials when ``serials``. Two-digit years: 00..69 are
    2000..2069.

    >>> {str(parse_date(x)) for x in ("05.11.2025", "5-11-25", "2025-11-05T10:20", "20251105")}
    {'2025-11-05'}
    >>> parse_date(45966)
    datetime.date(2025, 11, 5)
    >>> parse_date("31.02.2025").code, parse_date("01.01.0206").code
    ('value.date', 'value.date_range')
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return _in_range(value.date(), value)
    if isinstance(value, date):
        return _in_range(value, value)
    if isinstance(value, bool):
        return problem("value.date", value=value)
    if isinstance(value, int | float):
        return _from_serial(value) if serials else problem("value.date", value=value)
    text = _YEAR_TAIL.sub("", str(value).strip("\ufeff\u00a0 \t\r\n"))
    if not text or not text.strip("./- "):
        return None  # "  .  .    " is how FoxPro prints an empty date
    text = _TIME_TAIL.sub("", text)
    for pattern, order in (
        (_DAY_FIRST, (3, 2, 1)),
        (_YEAR_FIRST, (1, 2, 3)),
        (_COMPACT, (1, 2, 3)),
    ):
        if match := pattern.fullmatch(text):
            return _make(
                *(int(match[i]) for i in order), shown=text, short=len(match[order[0]]) == 2
            )
    if serials and re.fullmatch(r"\d{5}(?:[.,]\d+)?", text):
        return _from_serial(float(text.replace(",", ".")))
    return problem("value.date", value=text)


def _make(year, month, day, *, shown, short=False):
    if short:
        year += 2000 if year < 70 else 1900
    try:
        return _in_range(date(year, month, day), shown)
    except ValueError:
        return problem("value.date", value=shown)


def _in_range(found, shown):
    if MIN_YEAR <= found.year <= MAX_YEAR:
        return found
    return problem("value.date_range", value=shown)


def _from_serial(number):
    if not 61 <= number < 110000:
        return problem("value.date", value=number)
    return _in_range(_EXCEL_EPOCH + timedelta(days=int(number)), number)


def parse_period(value):
    """A month, as its first day.

    >>> texts = "10.2025", "2025-10", "202510", "102025", "1025", "Октябрь 2025 г.", "қазан 2025"
    >>> {parse_period(x).isoformat() for x in texts}
    {'2025-10-01'}
    >>> parse_period("2025-10-17")
    datetime.date(2025, 10, 1)
    >>> parse_period("13.2025").code
    'value.period'
    """
    if value is None:
        return None
    if isinstance(value, date):  # a datetime is a date too
        return date(value.year, value.month, 1)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _YEAR_TAIL.sub("", str(value).strip("\ufeff\u00a0 \t\r\n"))
    if not text:
        return None
    found = _month_of(text)
    if found and 1 <= found[1] <= 12 and 1990 <= found[0] <= 2100:
        return date(*found, 1)
    whole = parse_date(text, serials=False)
    if isinstance(whole, date):
        return whole.replace(day=1)
    return problem("value.period", value=text)


def _month_of(text):
    """(year, month) of a text without a day, not yet checked; None when it has another shape."""
    if match := re.fullmatch(r"(\d{1,2})[./\- ](\d{4})", text):
        return int(match[2]), int(match[1])
    if match := re.fullmatch(r"(\d{4})[./\- ](\d{1,2})", text):
        return int(match[1]), int(match[2])
    if re.fullmatch(r"\d{6}", text):
        # a month is at most 12, so YYYYMM and MMYYYY can't be mixed up for years after 1299
        if 1990 <= int(text[:4]) <= 2100:
            return int(text[:4]), int(text[4:])
        return int(text[2:]), int(text[:2])
    if match := re.fullmatch(r"(\d{1,2})(\d{2})", text):
        return 2000 + int(match[2]), int(match[1])
    if match := re.fullmatch(r"([^\W\d]{3,12})\.?,?\s+(\d{4})", text):
        month = _MONTH_WORDS.get(match[1].casefold()[:3])
        return (int(match[2]), month) if month else None
    return None


def parse_time(value):
    """A time of day: 12:31:05, 12-31-05, 123105, 12:31 or a fraction of a day.

    >>> parse_time("12-31-05"), parse_time("0931").code, parse_time(0.5)
    (datetime.time(12, 31, 5), 'value.date', datetime.time(12, 0))
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.time().replace(microsecond=0)
    if isinstance(value, time):
        return value.replace(microsecond=0)
    if isinstance(value, float) and 0 <= value < 1:
        return (datetime.min + timedelta(seconds=round(value * 86400) % 86400)).time()
    match = _TIME.fullmatch(str(value).strip())
    if match:
        hours, minutes, seconds = match[1] or match[4], match[2] or match[5], match[3] or match[6]
        try:
            return time(int(hours), int(minutes), int(seconds or 0))
        except ValueError:
            pass
    return problem("value.date", value=value)


def parse_datetime(day, clock):
    """Date and time columns put together; the worse of two problems wins.

    >>> parse_datetime("04-11-2025", "12-31-05")
    datetime.datetime(2025, 11, 4, 12, 31, 5)
    """
    found, moment = parse_date(day), parse_time(clock)
    if found is None or isinstance(found, Problem):
        return found
    if isinstance(moment, Problem):
        return moment
    return datetime.combine(found, moment or time())

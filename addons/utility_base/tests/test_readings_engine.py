import doctest
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..engine import consumption, readings
from ..engine.consumption import Point
from ..engine.readings import Entry, Meter, Register, Rules, Window, check

quick = settings(max_examples=150, deadline=None, database=None)
DAY = date(2026, 2, 20)
TODAY = date(2026, 2, 25)
values = st.decimals(0, 99999, places=3)


def monthly(*numbers):
    """Points a month apart, the last of them a month before DAY."""
    first = DAY - timedelta(30 * len(numbers))
    return tuple(Point(first + timedelta(30 * i), Decimal(n)) for i, n in enumerate(numbers))


def meter(*numbers, **facts):
    facts.setdefault("registers", {"total": Register(monthly(*numbers))})
    facts.setdefault("stands", ((date(2020, 1, 1), None),))
    return Meter("7", **facts)


def codes(meter, value, source="call", rules=None, **entry):
    given = value if isinstance(value, dict) else {"total": Decimal(value)}
    entry.setdefault("date", DAY)
    found = check(meter, Entry(values=given, source=source, **entry), rules or Rules(), TODAY)
    return {(f.code, f.severity) for f in found}


class TestReadingsEngine(BaseCase):
    """Checks of readings, without a database (B03, X22, X24)."""

    def test_examples_in_docstrings(self):
        """B03: the documented examples are true."""
        for module in (consumption, readings):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted and not result.failed, module.__name__)

    def test_ordinary_value(self):
        """B03: nothing is found where nothing is wrong."""
        self.assertEqual(codes(meter(0, 10, 20, 30), "40"), set())

    def test_falling_and_rollover(self):
        """B03: a fall is refused, but not past the last digit."""
        self.assertEqual(codes(meter(100), "90"), {("negative_consumption", "refuse")})
        self.assertEqual(codes(meter(99995), "3"), {("rollover", "info")})
        self.assertEqual(codes(meter(99995), "9995"), {("negative_consumption", "refuse")})
        self.assertEqual(codes(meter(100), "90", source="correction"), set())

    def test_jump_is_robust(self):
        """B03: the usual volume is a median; one leak in the past does not hide the next."""
        leak = meter(0, 10, 20, 900, 910, 920)
        self.assertEqual(codes(leak, "930"), set())
        self.assertEqual(codes(leak, "1000"), {("jump", "suspect")})
        self.assertEqual(codes(meter(0, 10, 20, jump_floor=Decimal(200)), "120"), set())

    def test_jump_without_history(self):
        limited = meter(0, jump_limit=Decimal(50))
        self.assertEqual(codes(limited, "60"), {("jump", "suspect")})
        self.assertEqual(codes(meter(0), "60"), set())

    def test_ratio_counts(self):
        """A transformer ratio makes the same difference of readings a jump."""
        self.assertEqual(
            codes(meter(0, ratio=Decimal(40), jump_limit=Decimal(100)), "5"), {("jump", "suspect")}
        )

    def test_meter_states(self):
        """X22: archived, expired, future, out of order, where it does not stand."""
        cases = [
            (meter(0, archived=True), {}, "archived_meter", "refuse"),
            (meter(0, verified_until=DAY - timedelta(1)), {}, "expired_verification", "refuse"),
            (meter(0), {"date": TODAY + timedelta(1)}, "future_date", "refuse"),
            (meter(0, out_of_order=((DAY, None),)), {}, "out_of_order", "suspect"),
            (meter(0, stands=()), {}, "not_installed", "refuse"),
            (meter(0, stands=((DAY + timedelta(1), None),)), {}, "before_installation", "refuse"),
            (
                meter(0, stands=((date(2020, 1, 1), date(2026, 2, 1)),)),
                {},
                "after_removal",
                "refuse",
            ),
            (meter(0, closed_until=DAY), {}, "closed_period", "refuse"),
        ]
        for facts, entry, code, severity in cases:
            with self.subTest(code):
                self.assertIn((code, severity), codes(facts, "1", **entry))
                self.assertNotIn((code, severity), codes(meter(0), "1"))

    def test_expired_is_a_setting(self):
        expired = meter(0, verified_until=DAY - timedelta(1))
        self.assertEqual(
            codes(expired, "1", rules=Rules(expired="suspect")),
            {("expired_verification", "suspect")},
        )
        self.assertEqual(codes(expired, "1", rules=Rules(expired="info")), set())
        self.assertEqual(codes(expired, "1", source="act"), set())

    def test_window(self):
        """X21: a binding window refuses customers and lets staff in."""
        binding = meter(0, window=Window(1, 10, True))
        self.assertEqual(codes(binding, "1", source="portal"), {("outside_window", "refuse")})
        self.assertEqual(codes(binding, "1", source="call"), set())
        free = meter(0, window=Window(1, 10, False))
        self.assertEqual(codes(free, "1", source="portal"), {("outside_window", "info")})
        self.assertEqual(codes(meter(0, window=Window(20, 3, True)), "1", source="portal"), set())

    def test_digits(self):
        self.assertEqual(codes(meter(0), "100000"), {("too_many_digits", "refuse")})
        self.assertEqual(codes(meter(0), "1.2345"), {("too_many_decimals", "refuse")})
        self.assertEqual(codes(meter(0), "-1"), {("negative_value", "refuse")})

    def test_registers(self):
        """X24: one to four zones; X22: the number of values must fit."""
        two = meter(registers={z: Register(monthly(0, 10, 20)) for z in ("day", "night")})
        some = {"day": Decimal(30)}
        self.assertEqual(codes(two, some, complete=True), {("wrong_registers", "refuse")})
        self.assertEqual(codes(two, some), set())
        self.assertIn(("wrong_registers", "refuse"), codes(two, {"total": Decimal(1)}))

    def test_swapped_zones(self):
        """Day and night in the wrong boxes: the refusal says so."""
        two = meter(
            registers={"day": Register(monthly(0, 100, 200)), "night": Register(monthly(0, 10, 20))}
        )
        swapped = {"day": Decimal(30), "night": Decimal(300)}
        found = codes(two, swapped)
        self.assertIn(("negative_consumption", "refuse"), found)
        self.assertIn(("swapped_zones", "refuse"), found)
        self.assertEqual(codes(two, {"day": Decimal(300), "night": Decimal(30)}), set())

    def test_swapped_hot_and_cold(self):
        hot = meter(200, 210, 220)
        cold = meter(900, 910, 920, counterparts=(hot,))
        found = codes(cold, "230")
        self.assertEqual(found, {("negative_consumption", "refuse"), ("swapped_meters", "refuse")})

    def test_duplicate_and_later(self):
        again = meter(registers={"total": Register(monthly(0), same_day=(Decimal(5),))})
        self.assertEqual(codes(again, "5"), {("duplicate", "info")})
        later = Point(DAY + timedelta(2), Decimal(50))
        before = meter(registers={"total": Register(monthly(0), later=later)})
        self.assertEqual(codes(before, "60"), {("above_later", "refuse")})
        self.assertEqual(codes(before, "40"), set())

    def test_restart(self):
        """A verification begins a new count: it may be below what was shown before."""
        self.assertEqual(codes(meter(100), "0", source="verification"), set())

    @quick
    @given(values, values)
    def test_volume_is_never_negative(self, previous, current):
        found = consumption.consumption(previous, current, 5)
        if found is None:
            self.assertLess(current, previous)
        else:
            volume, rolled = found
            self.assertGreaterEqual(volume, 0)
            self.assertEqual((previous + volume) % 100000, current)
            self.assertEqual(rolled, current < previous)

    @quick
    @given(st.lists(values, min_size=1, max_size=14), values)
    def test_refused_or_counts(self, history, value):
        """Whatever the history: a value that is not refused gives a volume."""
        points = monthly(*sorted(history))
        facts = Meter("7", {"total": Register(points)}, stands=((date(2000, 1, 1), None),))
        entry = Entry(DAY, {"total": value}, "call")
        refused = any(f.severity == "refuse" for f in check(facts, entry, Rules(), TODAY))
        self.assertEqual(refused, consumption.consumption(points[-1].value, value, 5) is None)

    @quick
    @given(st.lists(values, min_size=4, max_size=12), st.decimals(0, 500, places=3))
    def test_jump_is_monotonous(self, history, more):
        """What is a jump stays one when the value grows."""
        points = monthly(*sorted(history))
        facts = Meter(
            "7", {"total": Register(points)}, digits=9, stands=((date(2000, 1, 1), None),)
        )
        value = points[-1].value + more
        if ("jump", "suspect") in codes(facts, value):
            self.assertIn(("jump", "suspect"), codes(facts, value + 100))

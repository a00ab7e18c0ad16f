"""Penalties, subsidies, due dates, parameters as texts (D06, F10)."""

import unittest
from datetime import date

from ... import engine as e
from ...engine.parameter_values import parse_value
from ...engine.parameters import Parameters
from ...engine.penalties import Overdue, accrue
from ...engine.problems import ProblemError
from ...engine.subsidy import Income, subsidy
from .common import D, parameters

RUSSIA = parameters(
    key_rate="16.5",
    penalty_rate_cap="9.5",
    penalty_free_days=30,
    penalty_divisors=((31, 300), (91, 130)),
)
DUE = date(2025, 11, 10)


def debt(amount="10000", paid=(), **values):
    """A debt due on 10 November 2025."""
    payments = [(date.fromisoformat(day), D(part)) for day, part in paid]
    return Overdue("2025-10", DUE, D(amount), payments, **values)


def accrued(on, rows=RUSSIA, one=None, kind="penalty"):
    """(amount, days) accrued by a day."""
    found = accrue(Parameters(rows), one or debt(), date.fromisoformat(on))
    return next(((a.amount, a.days) for a in found if a.kind == kind), (D("0"), 0))


class RussiaCase(unittest.TestCase):
    """ЖК ст.155 ч.14."""

    def test_first_days(self):
        """Nothing for thirty days, one on the 31st."""
        self.assertEqual(accrued("2025-12-10"), (D("0"), 0))
        self.assertEqual(accrued("2025-12-11"), (D("3.17"), 1))

    def test_second_divisor(self):
        """From day 91 on 1/130."""
        self.assertEqual(accrued("2026-02-08"), (D("190.00"), 60))
        self.assertEqual(accrued("2026-02-09"), (D("197.31"), 61))

    def test_payment_on_the_day(self):
        """The day of payment still counts, the next one no more."""
        paid = debt(paid=[("2025-12-11", "10000")])
        self.assertEqual(accrued("2025-12-11", one=paid), (D("3.17"), 1))
        self.assertEqual(accrued("2026-03-01", one=paid), (D("3.17"), 1))

    def test_paid_in_time(self):
        """Paid on the due date, or in advance: nothing."""
        paid = debt(paid=[("2025-10-01", "4000"), ("2025-11-10", "6000")])
        self.assertEqual(accrued("2026-03-01", one=paid), (D("0"), 0))

    def test_later_payment_is_not_known_yet(self):
        """A step looks at payments up to its date."""
        paid = debt(paid=[("2026-01-20", "10000")])
        self.assertEqual(accrued("2025-12-20", one=paid), accrued("2025-12-20"))

    def test_rate_of_the_day_of_payment(self):
        """The part paid bears the rate of its day, the rest that of the step."""
        rows = [
            e.Parameter("key_rate", D("6"), None, date(2025, 12, 15)),
            e.Parameter("key_rate", D("9"), date(2025, 12, 16)),
            *RUSSIA[1:],
        ]
        paid = debt(paid=[("2025-12-15", "4000")])
        # five days on 4000 at 6 and 6000 at 9, then five days on 6000 at 9
        self.assertEqual(accrued("2025-12-20", rows, paid), (D("13.00") + D("9.00"), 10))

    def test_pause(self):
        """Days of a pause bear nothing but count for the divisor."""
        paused = debt(pauses=((date(2025, 12, 11), date(2025, 12, 20)),))
        self.assertEqual(accrued("2025-12-20", one=paused), (D("0"), 0))
        self.assertEqual(accrued("2025-12-21", one=paused), (D("3.17"), 1))

    def test_organisation(self):
        """Another scale for a customer group."""
        rows = [
            *RUSSIA,
            e.Parameter("penalty_free_days", D("0"), customer="organisation"),
            e.Parameter("penalty_divisors", ((1, 130),), customer="organisation"),
        ]
        found = accrue(Parameters(rows), debt(), date(2025, 11, 11), "organisation")
        self.assertEqual((found[0].amount, found[0].days), (D("7.31"), 1))

    def test_overpaid_period(self):
        """What was paid beyond the debt makes no negative debt."""
        paid = debt(paid=[("2025-12-01", "15000")])
        self.assertEqual(accrued("2026-03-01", one=paid), (D("0"), 0))


class UkraineCase(unittest.TestCase):
    """Закон 2189-VIII ст.26, ЦК ст.625."""

    ROWS = parameters(penalty_percent_day="1", penalty_cap_share=100, interest_percent_year=3)

    def test_cap(self):
        """The penalty stops at the debt."""
        self.assertEqual(accrued("2026-02-18", self.ROWS), (D("10000.00"), 100))
        self.assertEqual(accrued("2026-03-18", self.ROWS), (D("10000.00"), 100))

    def test_cap_as_fraction(self):
        """A share up to one is a fraction of the debt."""
        rows = parameters(penalty_percent_day="1", penalty_cap_share="0.5")
        self.assertEqual(accrued("2026-03-18", rows), (D("5000.00"), 50))

    def test_interest(self):
        """Interest a year by days, beside the penalty."""
        self.assertEqual(accrued("2025-11-20", self.ROWS, kind="interest"), (D("8.22"), 10))


class SubsidyCase(unittest.TestCase):
    """ПП 761, ПКМУ 848."""

    def test_russia(self):
        """Above the living minimum the whole share; at most the cost, never below zero."""
        rows = [
            e.Parameter("subsidy_method", "standard_a_person"),
            *parameters(living_minimum=10000, subsidy_max_share=22),
        ]
        rows = Parameters(rows)
        day = date(2026, 3, 1)

        def amount(income, cost="3000", actual=None):
            actual = None if actual is None else D(actual)
            return subsidy(rows, Income(D(income), 2, D(cost), actual), day).amount

        self.assertEqual(amount("20000"), D("1600.00"))
        self.assertEqual(amount("10000"), D("4900.00"))
        self.assertEqual(amount("10000", actual="4000"), D("4000.00"))
        self.assertEqual(amount("90000"), D("0.00"))

    def test_ukraine(self):
        """The share grows with the income."""
        rows = [
            e.Parameter("subsidy_method", "income_share"),
            *parameters(living_minimum=2920, subsidy_base_ratio=2, subsidy_base_share=15),
        ]
        found = subsidy(Parameters(rows), Income(D("5840"), 2, D("1000")), date(2026, 3, 1))
        self.assertEqual((found.share, found.amount), (D("7.5"), D("562.00")))

    def test_missing_parameter(self):
        """A figure that is not given is a problem that names it."""
        rows = [e.Parameter("subsidy_method", "income_share")]
        with self.assertRaisesRegex(ProblemError, "no rule parameter living_minimum"):
            subsidy(Parameters(rows), Income(D("1"), 1, D("1")), date(2026, 3, 1))
        with self.assertRaisesRegex(ProblemError, "subsidy_method"):
            subsidy(Parameters([]), Income(D("1"), 1, D("1")), date(2026, 3, 1))


class DueCase(unittest.TestCase):
    """Due dates."""

    def test_day_by_period(self):
        """The day is that of the last day of the period; a short month has a last day."""
        rows = Parameters(
            [
                e.Parameter("due_day", D("10"), None, date(2026, 2, 28)),
                e.Parameter("due_day", D("31"), date(2026, 3, 1)),
                e.Parameter("holidays", (date(2026, 4, 30),)),
            ]
        )
        self.assertEqual(e.due_date(rows, "2026-02"), date(2026, 3, 10))
        self.assertEqual(e.due_date(rows, "2026-03"), date(2026, 5, 1))


class ParameterTextCase(unittest.TestCase):
    """Values as they are written down."""

    def test_refusals(self):
        """What the code does not ask for is refused."""
        for code, text in (
            ("key_rate", "9,5"),
            ("key_rate", "NaN"),
            ("holidays", "1 May"),
            ("penalty_divisors", "31"),
            ("penalty_divisors", ""),
        ):
            with self.subTest(code=code, text=text), self.assertRaises(ValueError):
                parse_value(code, text)

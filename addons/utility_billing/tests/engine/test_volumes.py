"""How much was used: readings, replacement, averages, norms, settlement (C08, C14, C15, X22)."""

import unittest
from datetime import date

from ... import engine as e
from .common import (
    AVERAGE,
    PERIOD,
    D,
    account,
    charge,
    codes,
    meter,
    parameters,
    past,
    service,
    water,
)

HISTORY = [past(f"2025-{month:02d}", "3") for month in (9, 10, 11, 12)]


def world(**values):
    """Cold water at 50 a m3 with a norm of 4 and averages of Russia."""
    values.setdefault("norm", "4")
    return e.World([service(**values)], parameters(uplift_coefficient=3, **AVERAGE))


class ReadingCase(unittest.TestCase):
    """Differences of readings."""

    def test_last_reading_of_the_period(self):
        """The last reading dated in the period counts; a later one is not known yet."""
        one = meter({"2026-03-10": "3", "2026-03-25": "9", "2026-04-02": "12"})
        (line,) = charge(world(), account(water(one)))
        self.assertEqual((line.volume, line.amount, line.method), (D("9"), D("450.00"), "meter"))
        self.assertEqual(line.used[0][:3], ("W1", None, date(2026, 3, 25)))

    def test_used_reading_is_the_base(self):
        """The reading that an earlier period used is where this one starts."""
        one = meter({"2026-02-20": "5", "2026-03-25": "9"}, used="2026-02-20")
        self.assertEqual(charge(world(), account(water(one)))[0].volume, D("4"))

    def test_ratio(self):
        """A transformer ratio multiplies the difference."""
        one = meter({"2026-03-25": "9"}, ratio=D("40"))
        self.assertEqual(charge(world(), account(water(one)))[0].volume, D("360"))

    def test_two_meters_add_up(self):
        """Two risers with a meter each are one volume."""
        row = water(meter({"2026-03-25": "2"}), meter({"2026-03-24": "3.5"}, serial="W2"))
        self.assertEqual(charge(world(), account(row))[0].volume, D("5.5"))

    def test_rollover_only_below_a_tenth(self):
        """A smaller reading is a rollover only where the volume is plausible."""
        passed = meter({"2026-03-25": "6"}, initial=("2026-02-25", "99990"), digits=5)
        self.assertEqual(charge(world(), account(water(passed)))[0].volume, D("16"))
        back = meter({"2026-03-25": "39"}, initial=("2026-02-25", "40"), digits=5)
        self.assertEqual(codes(world(), account(water(back))), ["NEGATIVE"])
        unknown = meter({"2026-03-25": "6"}, initial=("2026-02-25", "99990"))
        self.assertEqual(codes(world(), account(water(unknown))), ["NEGATIVE"])

    def test_without_initial_the_first_reading_starts(self):
        """A meter without initial value begins to count with its first reading."""
        one = meter({"2026-02-20": "100", "2026-03-25": "104"}, initial=None)
        self.assertEqual(charge(world(), account(water(one)))[0].volume, D("4"))

    def test_replaced_meter_adds_up(self):
        """The final reading of the old meter and the new one's readings add up."""
        row = water(
            meter({"2026-03-12": "2"}, removed="2026-03-12"),
            meter({"2026-03-25": "3"}, initial=("2026-03-12", "1"), serial="W2"),
        )
        self.assertEqual(charge(world(), account(row))[0].volume, D("4"))

    def test_final_reading_after_a_month_by_average(self):
        """The old meter's last reading counts later if its month was charged by average."""
        row = water(
            meter({"2026-02-12": "2"}, initial=("2026-01-25", "0"), removed="2026-02-12"),
            meter({"2026-03-25": "5"}, initial=("2026-02-12", "1"), serial="W2"),
            history=[*HISTORY, past("2026-02", "3", "average", "not_sent")],
        )
        self.assertEqual(charge(world(), account(row))[0].volume, D("3"))

    def test_old_meter_of_settled_months_is_silent(self):
        """A meter removed long ago adds nothing."""
        row = water(
            meter({"2025-12-12": "2"}, initial=("2025-01-25", "0"), removed="2025-12-12"),
            meter({"2026-03-25": "5"}, initial=("2025-12-12", "1"), serial="W2"),
        )
        self.assertEqual(charge(world(), account(row))[0].volume, D("4"))

    def test_meter_that_comes_later_is_not_there_yet(self):
        """Before its initial value a meter does not exist: the norm, maybe with uplift."""
        row = water(meter({}, initial=("2026-04-05", "0")), no_meter="possible")
        lines = charge(world(), account(row))
        self.assertEqual([line.kind for line in lines], ["charge", "uplift"])

    def test_zero_consumption_keeps_the_reading(self):
        """Nothing used is a line of zero that remembers the reading, even without a tariff."""
        one = meter({"2026-03-25": "0"})
        (line,) = charge(world(tariffs=()), account(water(one)))
        self.assertEqual((line.amount, line.used[0][2]), (D("0"), date(2026, 3, 25)))


class NoReadingCase(unittest.TestCase):
    """Average, then norm, then settlement."""

    def test_average_of_the_last_months(self):
        """At most six months by readings count, the newest."""
        history = [past(f"2025-{month:02d}", "9") for month in (1, 2)]
        history += [past(f"2025-{month:02d}", "2") for month in range(7, 13)]
        (line,) = charge(world(), account(water(meter({}), history=history)))
        self.assertEqual((line.volume, line.method, line.reason), (D("2"), "average", "not_sent"))

    def test_fewer_months_than_the_minimum(self):
        """Two months are too few: norm at once, without uplift where the meter is in order."""
        lines = charge(world(), account(water(meter({}), history=HISTORY[:2])))
        self.assertEqual([(line.kind, line.volume) for line in lines], [("charge", D("8"))])

    def test_limit_of_periods_is_not_reset_by_norm(self):
        """After three periods by average and one by norm the next is by norm again."""
        history = [
            *HISTORY,
            *(past(f"2026-0{month}", "3", "average", "not_sent") for month in (1, 2, 3)),
            past("2026-04", "8", "norm", "not_sent"),
        ]
        row = water(meter({}), history=history)
        self.assertEqual(charge(world(), account(row), "2026-05")[0].method, "norm")

    def test_failed_meter_ends_with_uplift(self):
        """A failed meter: average for three periods, then norm with the coefficient (RU п.60)."""
        history = [
            *HISTORY,
            *(past(f"2026-0{month}", "3", "average", "unusable") for month in (1, 2, 3)),
        ]
        one = meter({"2026-04-20": "9"}, failed_from="2026-01-05")
        lines = charge(world(), account(water(one, history=history)), "2026-04")
        self.assertEqual([line.kind for line in lines], ["charge", "uplift"])
        self.assertEqual([line.amount for line in lines], [D("400.00"), D("800.00")])

    def test_later_reading_settles(self):
        """The reading that comes brings the sum to the difference of readings."""
        history = [*HISTORY, past("2026-02", "3", "average", "not_sent")]
        one = meter({"2026-03-25": "9"}, initial=("2026-01-25", "0"))
        (line,) = charge(world(), account(water(one, history=history)))
        self.assertEqual(line.volume, D("6"))

    def test_settlement_may_be_a_credit(self):
        """More was charged than used: a recalculation below zero, no negative charge."""
        history = [*HISTORY, past("2026-02", "30", "norm", "not_sent")]
        one = meter({"2026-03-25": "9"}, initial=("2026-01-25", "0"))
        (line,) = charge(world(), account(water(one, history=history)))
        self.assertEqual(
            (line.kind, line.cause, line.volume, line.amount),
            ("recalculation", "settlement", D("-21"), D("-1050.00")),
        )

    def test_months_away_for_repair_are_not_settled(self):
        """What was charged while the meter was away is not in its readings."""
        history = [*HISTORY, past("2026-02", "3", "average", "away")]
        one = meter({"2026-03-25": "9"}, initial=("2026-01-25", "0"))
        self.assertEqual(charge(world(), account(water(one, history=history)))[0].volume, D("9"))

    def test_verification_starts_a_new_count(self):
        """After an expired verification only what follows the new one is counted."""
        again = e.Verification(date(2026, 3, 10), date(2032, 3, 9), (D("20"),))
        one = meter({"2026-03-25": "22"}, verified_until="2026-01-31", verifications=(again,))
        history = [*HISTORY, past("2026-02", "3", "average", "unusable")]
        self.assertEqual(charge(world(), account(water(one, history=history)))[0].volume, D("2"))

    def test_verification_in_time_loses_nothing(self):
        """A meter verified before the term ran out counts on."""
        again = e.Verification(date(2026, 3, 10), date(2032, 3, 9), (D("20"),))
        one = meter({"2026-03-25": "22"}, verified_until="2026-03-31", verifications=(again,))
        self.assertEqual(charge(world(), account(water(one)))[0].volume, D("22"))

    def test_one_refusal_is_not_enough(self):
        """One refused access: average; two: norm with uplift."""
        for days, method in ((1, "average"), (2, "norm")):
            refused = e.Refusal("cold_water", tuple(date(2026, 2, 9 + day) for day in range(days)))
            one = account(water(meter({}), history=HISTORY), events=[refused])
            self.assertEqual(charge(world(), one)[0].method, method)


class NormCase(unittest.TestCase):
    """Norms and bases."""

    def test_nobody_on_some_days(self):
        """Owners count on the days on which nobody lives."""
        people = [e.Residents(1, date_to=date(2026, 3, 10))]
        lines = charge(world(), account("cold_water", residents=people, owners=3))
        self.assertEqual([round(line.volume, 4) for line in lines], [D("1.2903"), D("8.1290")])

    def test_several_rows_on_a_day_add_up(self):
        """Registered and temporary residents are rows that add up."""
        people = [e.Residents(2), e.Residents(1, date(2026, 3, 1), date(2026, 3, 31))]
        self.assertEqual(
            charge(world(), account("cold_water", residents=people))[0].volume, D("12")
        )

    def test_norm_changes_inside_the_month(self):
        """Two norms of a month are two segments by days."""
        norms = (
            e.Norm(D("3.1"), date_to=date(2026, 3, 10)),
            e.Norm(D("6.2"), date_from=date(2026, 3, 11)),
        )
        lines = charge(world(norms=norms), account("cold_water", residents=1))
        self.assertEqual([line.volume for line in lines], [D("1.0"), D("4.2")])

    def test_day_without_norm(self):
        """A gap between norms is a problem, not a silent zero."""
        norms = (e.Norm(D("3"), date_to=date(2026, 3, 10)),)
        self.assertEqual(codes(world(norms=norms), account("cold_water")), ["NO_NORM"])

    def test_neither_meter_nor_norm(self):
        """A service without a way to find a volume is a problem."""
        self.assertEqual(codes(world(norms=()), account("cold_water")), ["NO_NORM"])

    def test_norm_of_a_component(self):
        """A component may have a norm of its own."""
        hot = service(
            "hot_water",
            tariffs=(
                e.Tariff(D("10"), component="cold"),
                e.Tariff(D("1000"), component="heat"),
            ),
            norms=(e.Norm(D("3")), e.Norm(D("0.2"), component="heat")),
            heat_norm=D("0.06"),
        )
        lines = charge(e.World([hot]), account("hot_water"))
        self.assertEqual([line.volume for line in lines], [D("6"), D("0.4")])

    def test_bases(self):
        """Area, persons, units and a fixed sum times the tariff (C13)."""
        for basis, volume in (("area", "50"), ("person", "2"), ("unit", "7"), ("fixed", "1")):
            one = account("x", units=D("7"))
            (line,) = charge(e.World([service("x", "3", basis=basis)]), one)
            self.assertEqual((line.volume, line.amount), (D(volume), D(volume) * 3))

    def test_service_for_a_part_of_the_month(self):
        """A service that begins inside the month is charged by days."""
        row = e.AccountService("x", date_from=date(2026, 3, 17))
        (line,) = charge(e.World([service("x", "31", basis="fixed")]), account(row))
        self.assertEqual((line.amount, line.date_from), (D("15.00"), date(2026, 3, 17)))
        later = e.AccountService("x", date_from=date(2026, 4, 1))
        self.assertEqual(charge(e.World([service("x", basis="fixed")]), account(later)), [])


class SewerageCase(unittest.TestCase):
    """Sewerage from the waters (C08)."""

    def world(self, norm=None):
        waters = [service("cold_water", norm="4"), service("hot_water", norm="3")]
        sewer = service("sewerage", "10", norm, volume_from=("cold_water", "hot_water"))
        return e.World([*waters, sewer])

    def volume(self, world, *rows):
        lines = charge(world, account(*rows))
        return sum(line.volume for line in lines if line.service == "sewerage")

    def test_sum_where_one_is_metered(self):
        """A meter of one water and the norm of the other are the volume."""
        row = water(meter({"2026-03-25": "5"}))
        self.assertEqual(self.volume(self.world("7"), row, "hot_water", "sewerage"), D("11"))

    def test_norm_where_none_is_metered(self):
        """Without meters the own norm holds; without an own norm the waters do."""
        rows = ("sewerage", "cold_water", "hot_water")
        self.assertEqual(self.volume(self.world("7.5"), *rows), D("15.0"))
        self.assertEqual(self.volume(self.world(), *rows), D("14"))

    def test_no_water(self):
        """Sewerage alone without norm is a problem."""
        self.assertEqual(codes(self.world(), account("sewerage")), ["NO_WATER"])

    def test_component_order_does_not_matter(self):
        """The volume of two-component hot water is its m3, whichever component comes first."""
        hot = service(
            "hot_water",
            tariffs=(
                e.Tariff(D("1000"), component="heat"),
                e.Tariff(D("10"), component="cold"),
            ),
            heat_norm=D("0.06"),
        )
        world = e.World([hot, service("sewerage", volume_from=("hot_water",))])
        row = water(meter({"2026-03-25": "5"}), code="hot_water")
        self.assertEqual(self.volume(world, row, "sewerage"), D("5"))
        lines = charge(world, account(row), PERIOD)
        self.assertEqual([line.consumed for line in lines], [D("0"), D("5")])

"""Differences to another program are explained by trying what it may have used (Z02)."""

import unittest
from datetime import date

from ... import engine as e
from ...engine.shadow import Book, OldCharge, classify
from .common import PERIOD, D, account, charge, meter, parameters, service, total, water


def verdict(amount, lines, one, volume=None, areas=()):
    old = None if amount is None else OldCharge(D(amount), volume and D(volume))
    return classify(old, lines, Book(one, PERIOD, areas))


class ShadowCase(unittest.TestCase):
    """One cause each; sums are to the kopeck."""

    def setUp(self):
        super().setUp()
        self.norm = service(
            price="55.21",
            norm="4.745",
            tariffs=(
                e.Tariff(D("50.19"), date_to=date(2026, 2, 28), ref="order 1"),
                e.Tariff(D("55.21"), date_from=date(2026, 3, 1), ref="order 2"),
                e.Tariff(D("61.30"), customer="organisation"),
            ),
        )
        self.lines = charge(e.World([self.norm]), account("cold_water"))
        self.fee = service("housing_maintenance", price="21.50", basis="area")
        self.area = charge(e.World([self.fee]), account("housing_maintenance", area=D("54.3")))

    def check(self, cause, *args, **values):
        found = verdict(*args, **values)
        self.assertEqual(found.cause, cause, found)
        return found.facts

    def test_match_and_rounding(self):
        """Equal sums match; a kopeck is rounding; two are not."""
        self.assertEqual(total(self.lines), D("523.94"))
        self.check("match", "523.94", self.lines, self.norm)
        self.check("rounding", "523.93", self.lines, self.norm)
        self.check("other", "523.91", self.lines, self.norm)

    def test_tariff(self):
        """The price of the month before, that of other customers, and one that nobody knows."""
        facts = self.check("tariff_date", "476.30", self.lines, self.norm)
        self.assertEqual((facts["old_price"], facts["to"]), ("50.19", "2026-02-28"))
        self.check("tariff", "581.74", self.lines, self.norm)
        facts = self.check("tariff", "511.70", self.lines, self.norm, "9.49")
        self.assertEqual(facts["old_price"], "53.9199")

    def test_residents_norm_area_days(self):
        """Other persons, another norm, another area, the whole month."""
        facts = self.check("residents", "785.91", self.lines, self.norm)
        self.assertEqual((facts["old_persons"], facts["persons"]), ("3", "2"))
        self.norm.norms = (*self.norm.norms, e.Norm(D("4.28")))
        self.check("norm", "472.60", self.lines, self.norm)
        facts = self.check("area", "1300.75", self.area, self.fee, areas=(D("54.3"), D("60.5")))
        self.assertEqual(facts["old_area"], "60.5")
        self.check("area", "1182.50", self.area, self.fee, "55")
        late = charge(
            e.World([self.fee]),
            account(e.AccountService("housing_maintenance", date_from=date(2026, 3, 17))),
        )
        facts = self.check("days", "1075.00", late, self.fee)
        self.assertEqual((facts["old_days"], facts["days"]), ("31", "15"))

    def test_readings_and_method(self):
        """Another volume by our price; persons by norm where we have a reading."""
        lines = charge(e.World([self.norm]), account(water(meter({"2026-03-25": "9"}))))
        self.check("reading", "552.10", lines, self.norm, "10")
        self.check("method", "523.94", lines, self.norm)
        self.check("method", "523.94", lines, self.norm, "9.49")

    def test_kinds(self):
        """Without uplift or privilege it is their sum."""
        world = e.World([self.norm], parameters(uplift_coefficient=3))
        row = e.AccountService("cold_water", no_meter="possible")
        one = account(row, privileges=[e.Privilege(D(50), ("cold_water",), "actual")])
        lines = charge(world, one)
        kinds = {line.kind for line in lines}
        self.assertEqual(kinds, {"charge", "uplift", "privilege"})
        whole = total(lines)
        for kind in ("uplift", "privilege"):
            self.check(kind, str(whole - total(lines, kind)), lines, self.norm)

    def test_vat_sign_several(self):
        """Net sums, a changed sign, two causes at once."""
        self.norm.vat_included = False
        lines = charge(e.World([self.norm], parameters(vat_rate=22)), account("cold_water"))
        self.check("vat", "523.94", lines, self.norm)
        self.check("sign", "-523.94", self.lines, self.norm)
        facts = self.check("several", "714.45", self.lines, self.norm)
        self.assertEqual((facts["old_persons"], facts["old_price"]), ("3", "50.19"))

    def test_follows_its_sources(self):
        """Sewerage by water: what explains the water explains it."""
        sewer = service("sewerage", price="41", basis="from_water", volume_from=("cold_water",))
        lines = charge(e.World([self.norm, sewer]), account("cold_water", "sewerage"))[1:]
        self.assertEqual(total(lines), D("389.09"))
        found = classify(
            OldCharge(D("583.64")),
            lines,
            Book(sewer, PERIOD, (), {"cold_water": verdict("785.91", self.lines, self.norm)}),
        )
        self.assertEqual((found.cause, found.facts["old_persons"]), ("residents", "3"))
        self.check("other", "583.64", lines, sewer)

    def test_missing(self):
        """A service that only one of both knows; nothing against zero is no difference."""
        self.check("service_there", None, self.lines, self.norm)
        self.check("service_here", "10", [], self.norm)
        self.check("match", "0", [], self.norm)

    def test_house_share(self):
        """Another share of the house by our price."""
        one = service(
            "heating",
            price="2000",
            tariffs=(e.Tariff(D("2000")),),
            resource="heating",
            basis="heating",
        )
        line = e.ChargeLine(
            "A", "heating", PERIOD, "charge", None, None, D("1.25"), D("2500"), D("0"), D("2500.00"),
            price=D("2000"), method="house", trace=(("heating", ()), None, ""),
        )  # fmt: skip
        facts = self.check("house_share", "2600.00", [line], one, "1.3")
        self.assertEqual(facts, {"old_volume": "1.3", "volume": "1.25"})

"""Formulas of users and explanations (C04, Z01)."""

import json
import unittest
from datetime import date

from ... import engine as e
from .common import PERIOD, D, account, charge, codes, meter, parameters, service, water


class FormulaCase(unittest.TestCase):
    """The restricted language."""

    def test_values(self):
        """Exact decimals, functions, conditions."""
        variables = {"a": D("0.1"), "b": 3}
        for text, value in (
            ("a + 0.2", "0.3"),
            ("max(a, b, 2) - min(a, 1)", "2.9"),
            ("round(b / 7, 2)", "0.43"),
            ("round(2.5)", "3"),
            ("ceil(a) + floor(2.9) + abs(-b)", "6"),
            ("b ** 2 if b > 2 and not a > 1 else 0", "9"),
            ("-b % 2 + b // 2", "0"),
            ("1 if 2 <= b < 4 else 5", "1"),
        ):
            with self.subTest(text=text):
                self.assertEqual(e.Formula(text)(variables), D(value))

    def test_refused(self):
        """Everything but arithmetic is refused when the formula is entered."""
        for text in (
            "",
            "area +",
            "__import__('os')",
            "area.real",
            "[1, 2][0]",
            "lambda: 1",
            "'text'",
            "True",
            "area ** 999",
            "area ** area",
            "area << 2",
            "min(a=1)",
            "min()",
            "f'{area}'",
            "(x := 1)",
            "area in (1, 2)",
            "1" * 3000,
        ):
            with self.subTest(text=text), self.assertRaises(e.FormulaError):
                e.Formula(text)

    def test_unknown_variable(self):
        """An unknown name is named."""
        with self.assertRaisesRegex(e.FormulaError, "unknown variable lift"):
            e.Formula("area * lift", known=("area",))

    def test_computing_errors(self):
        """Division by zero and the like are one kind of error with a reason."""
        for text, reason in (
            ("1 / a", "division by zero"),
            ("a > 1", "no number"),
            ("b + 1", "unknown variable b"),
            ("0 ** 0", "cannot be computed"),
        ):
            with self.subTest(text=text), self.assertRaisesRegex(e.FormulaError, reason):
                e.Formula(text)({"a": 0})

    def test_service_by_formula(self):
        """A service of one's own by a formula: volume from the meter, norm, tariffs by name."""
        rows = (e.Tariff(D("5")), e.Tariff(D("0.5"), component="extra"))
        one = service(
            "x", basis="formula", formula="max(volume, 4) * tariff + area * extra", tariffs=rows
        )
        world = e.World([one], parameters(vat_rate=20))
        row = water(meter({"2026-03-25": "3"}), code="x")
        (line,) = charge(world, account(row))
        self.assertEqual((line.amount, line.vat, line.volume), (D("45.00"), D("7.50"), D("3")))
        self.assertEqual(line.consumed, D("3"))

    def test_formula_without_volume_needs_no_meter(self):
        """A formula of people and days only."""
        one = service(
            "x", basis="formula", formula="residents * 10 * days / month_days", tariffs=()
        )
        self.assertEqual(charge(e.World([one]), account("x"))[0].amount, D("20.00"))
        late = e.AccountService("x", date_from=date(2026, 3, 17))
        self.assertEqual(charge(e.World([one]), account(late))[0].amount, D("9.68"))

    def test_tariff_that_changes(self):
        """Days of another tariff take their share of the month's money."""
        rows = (
            e.Tariff(D("31"), date_to=date(2026, 3, 10)),
            e.Tariff(D("62"), date_from=date(2026, 3, 11)),
        )
        one = service("x", basis="formula", formula="tariff * 2", tariffs=rows)
        lines = charge(e.World([one]), account("x"))
        self.assertEqual([line.amount for line in lines], [D("20.00"), D("84.00")])

    def test_wrong_formula_is_a_problem(self):
        """A formula that can't be read or computed is a problem of the account."""
        for formula in ("area *", "area * unknown", "area / (owners - 1)", "volume"):
            one = service("x", basis="formula", formula=formula)
            found = codes(e.World([one]), account("x"))
            self.assertIn(found, (["BAD_FORMULA"], ["NO_NORM"]), formula)
        one = service("x", basis="formula", formula="area * tariff", tariffs=())
        self.assertEqual(codes(e.World([one]), account("x")), ["NO_TARIFF"])


class ExplainCase(unittest.TestCase):
    """Why this amount."""

    def test_reading(self):
        """Readings, settled volume, tariff order and legal reference."""
        tariff = e.Tariff(D("50"), ref="order 7")
        legal = e.Parameter("legal_meter", "п.42")
        world = e.World([service(tariffs=(tariff,))], [legal])
        line = charge(world, account(water(meter({"2026-03-25": "9"}))))[0]
        found = e.explain(line, world)
        self.assertEqual(
            found["variables"]["readings"],
            [["W1", None, "2026-03-25", "9", "2026-02-25", "0"]],
        )
        self.assertEqual((found["tariff_ref"], found["legal"]), ("order 7", "п.42"))
        self.assertEqual(
            found["steps"], [{"text": "fee", "quantity": "9", "price": "50", "amount": "450.00"}]
        )

    def test_tax_on_top_is_a_step(self):
        """Steps of the net and of the tax."""
        world = e.World([service(norm="4", vat_included=False, vat_rate=D("20"))])
        found = e.explain(charge(world, account("cold_water"))[0], world)
        self.assertEqual([step["amount"] for step in found["steps"]], ["400.00", "80.00"])

    def test_every_kind_is_json(self):
        """Explanations of all kinds of lines can be stored as JSON."""
        blocks = (e.Block(D("2"), D("10")), e.Block(None, D("20")))
        rows = [
            service(norm="4"),
            service("gas", tariffs=(e.Tariff(blocks=blocks),), norms=(e.Norm(D("3"), ref="n"),)),
            service("x", basis="area"),
            service("y", basis="formula", formula="area * tariff"),
            service("heating", "100"),
        ]
        world = e.World(rows, parameters(uplift_coefficient=3, percent_per_hour="0.15"))
        one = account(
            e.AccountService("cold_water", no_meter="possible"),
            "gas",
            "x",
            "y",
            "heating",
            privileges=[e.Privilege(D("50"), ("x",))],
            events=[
                e.Absence(1, date(2026, 3, 1), date(2026, 3, 9)),
                e.NotRendered("x", date(2026, 3, 1), date(2026, 3, 9)),
            ],
        )
        house = e.Building("B", [one], meters=[e.HouseMeter("heating", volumes={PERIOD: D("1")})])
        lines = e.charge_building(world, house, PERIOD).lines
        keys = set()
        for line in lines:
            found = e.explain(line, world)
            json.dumps(found)
            keys.add(found["key"])
            self.assertTrue(found["formula"], found)
            self.assertEqual(sum(D(step["amount"]) for step in found["steps"]), line.amount)
        self.assertLessEqual(
            {
                "norm",
                "uplift",
                "base",
                "formula",
                "heating",
                "absence",
                "not_rendered",
                "privilege",
            },
            keys,
        )

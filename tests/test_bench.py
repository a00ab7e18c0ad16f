"""The benches measure the right thing: their town is the ORM's, their figures are exact.

They are the gate against slow code too: ratios to stock Odoo and to plain SQL, measured side by side,
hold on a slow or busy machine. The limits are generous, four times and more from what is usual at
this size; the figures promised are those of the benches at their full size.
"""

import contextlib
import importlib
import io
import json
import unittest
from datetime import date

from bench import town
from tests.common import new_name
from tools import databases
from tools.odoo_env import open_env
from tools.testing import template

NAMES = {"items", "seconds", "ms_per_item", "ratio_stock", "ratio_floor", "peak_mb", "exact"}


class TestBench(unittest.TestCase):
    def run_bench(self, name, *arguments):
        """The result of a bench that ended well."""
        output = io.StringIO()
        bench = importlib.import_module(f"bench.{name}")
        with contextlib.redirect_stdout(output):
            status = bench.main([*arguments, "--json"])
        result = json.loads(output.getvalue().strip().splitlines()[-1])
        self.assertEqual(status, 0, result)
        self.assertTrue(result["exact"])
        self.assertLessEqual(NAMES, set(result))
        return result

    def check(self, result, stock=None, floor=None):
        """Fail where the way is slower beside stock or the floor than it ever was."""
        if stock:
            self.assertGreater(result["ratio_stock"], stock, result)
        if floor:
            self.assertLess(result["ratio_floor"], floor, result)

    def test_town_is_what_the_orm_would_store(self):
        """Z19: rows made by SQL have the computed values that the ORM gives."""
        name = new_name("bench")
        databases.copy(template.FULL, name)
        self.addCleanup(databases.drop, name)
        with open_env(name) as env:
            rows = town.build(env, 300, date(2026, 10, 1))
            self.assertEqual(rows["utility_account"], 300)
            self.assertEqual(town.differences(env), [])

    def test_engine(self):
        """Z19: order and sharing change no line; the engine stays near bare arithmetic."""
        self.check(self.run_bench("engine", "--accounts", "1000", "--repeat", "2"), floor=40)

    def test_billing(self):
        """Z19, X30: the billing run and plain SQL find the same sums, to the kopeck."""
        result = self.run_bench("billing", "--accounts", "1000", "--sample", "20", "--bare")
        self.assertEqual(result["bills"], 1000)
        self.check(result, stock=40, floor=16)

    def test_recalculation(self):
        """Z19, X33: a price changed back into closed months is corrected by what it makes."""
        result = self.run_bench(
            "recalculation", "--accounts", "400", "--months", "2", "--sample", "20", "--bare"
        )
        self.check(result, stock=20, floor=8)

    def test_penalty(self):
        """Z19, F10: penalties are those that plain SQL finds; a second accrual adds nothing."""
        self.check(self.run_bench("penalty", "--accounts", "1000", "--bare"), floor=40)

    def test_registry(self):
        """Z19, E01, E11: each payment is spread over the items as plain SQL spreads it."""
        result = self.run_bench("registry", "--accounts", "1000", "--sample", "20", "--bare")
        self.check(result, stock=15, floor=20)

    def test_screens(self):
        """Z19: every screen answers, for people with limits too; a crowd gets no error."""
        result = self.run_bench(
            "screens", "--accounts", "600", "--sample", "3", "--users", "12", "--bare"
        )
        self.assertEqual(result["crowd"]["errors"], [])
        self.assertEqual(result["crowd"]["calls"], 12 * 20)

    def test_posting(self):
        """Z19, G01: the ledger stands at the sum of the sub-ledger."""
        result = self.run_bench("posting", "--accounts", "1000", "--sample", "20", "--bare")
        self.check(result, stock=10)

    def test_documents(self):
        """Z19, H01: papers say what the ledger holds; printing stays near the typesetter's own time."""
        result = self.run_bench("documents", "--accounts", "100", "--single", "5", "--bare")
        self.assertLess(result["kb_per_page"], 15, "as many kB a page as a print file may have")
        self.check(result, floor=10)

    def test_closing(self):
        """Z19, Z11, Z17: the cockpit finds the faults that were made; the journal one edited row."""
        result = self.run_bench("closing", "--accounts", "1000", "--bare")
        self.assertGreaterEqual(result["invariants"], 30)
        self.check(result, floor=250)

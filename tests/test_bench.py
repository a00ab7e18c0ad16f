"""The benches measure the right thing: their town is the ORM's, their figures are exact."""

import contextlib
import io
import json
import unittest
from datetime import date

from bench import billing, town
from tests.common import new_name
from tools import databases
from tools.odoo_env import open_env
from tools.testing import template


class TestBench(unittest.TestCase):
    def test_town_is_what_the_orm_would_store(self):
        """Z19: rows made by SQL have the computed values that the ORM gives."""
        name = new_name("bench")
        databases.copy(template.FULL, name)
        self.addCleanup(databases.drop, name)
        with open_env(name) as env:
            rows = town.build(env, 300, date(2026, 10, 1))
            self.assertEqual(rows["utility_account"], 300)
            self.assertEqual(town.differences(env), [])

    def test_billing_is_exact(self):
        """Z19, X30: the billing run and plain SQL find the same sums, to the kopeck."""
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = billing.main(["--accounts", "300", "--sample", "20", "--bare", "--json"])
        result = json.loads(output.getvalue().strip().splitlines()[-1])
        self.assertEqual(status, 0, result)
        self.assertTrue(result["exact"])
        self.assertEqual(result["bills"], 300)
        names = {"items", "seconds", "ms_per_item", "ratio_stock", "ratio_floor", "peak_mb"}
        self.assertLessEqual(names, set(result))

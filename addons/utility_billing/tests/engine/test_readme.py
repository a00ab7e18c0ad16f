"""The example of the engine's README is true."""

import re
import unittest
from datetime import date
from decimal import Decimal
from pathlib import Path

from ... import engine

README = Path(__file__).parents[2] / "engine" / "README.md"


class ReadmeCase(unittest.TestCase):
    """Run what is written."""

    def test_example(self):
        """The code block of the README runs and charges what it says."""
        (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
        names = {name: getattr(engine, name) for name in engine.__all__}
        names.update(Decimal=Decimal, date=date)
        exec(compile(code, str(README), "exec"), names)
        self.assertEqual(names["problems"], [])
        self.assertEqual([str(line.amount) for line in names["lines"]], ["496.89", "1134.00"])
        self.assertEqual(len(names["result"].lines), 2)

    def test_files_named_exist(self):
        """Files that the README names are there."""
        named = re.findall(r"`(\w+\.py)`", README.read_text(encoding="utf-8"))
        self.assertGreater(len(named), 8)
        for name in named:
            self.assertTrue((README.parent / name).exists(), name)

"""Plain unittest with every test recorded, in a process of its own.

``python unittest_child.py RECORD pure [-k TEXT]`` or ``... RECORD FILE... [-k TEXT] [--part 1/4]``
"""

import argparse
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[0] = str(ROOT)

from tools.testing import pure, record  # noqa: E402


def load(names: list[str]) -> unittest.TestSuite:
    if names == ["pure"]:
        return pure.suite()
    modules = [
        ".".join(Path(name).resolve().relative_to(ROOT).with_suffix("").parts) for name in names
    ]
    return unittest.defaultTestLoader.loadTestsFromNames(modules)


def classes(suite) -> list[unittest.TestSuite]:
    """The suite as one suite a test class, so that parts share no class."""
    groups: dict[type, unittest.TestSuite] = {}
    for test in flat(suite):
        groups.setdefault(type(test), unittest.TestSuite()).addTest(test)
    return list(groups.values())


def flat(suite):
    for test in suite:
        if isinstance(test, unittest.BaseTestSuite):
            yield from flat(test)
        else:
            yield test


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    parser.add_argument("names", nargs="+")
    parser.add_argument("-k", default="")
    parser.add_argument("--part", default="1/1")
    arguments = parser.parse_args()
    suite = load(arguments.names)
    part, parts = (int(number) for number in arguments.part.split("/"))
    if parts > 1:
        suite = unittest.TestSuite(classes(suite)[part - 1 :: parts])
    if arguments.k:
        suite = record.select(suite, arguments.k)
    return 0 if record.run_suite(suite, arguments.record, verbosity=2) else 1


sys.exit(main())

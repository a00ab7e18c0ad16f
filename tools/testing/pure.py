"""The pure modules of the addons, imported without Odoo, and their doctests.

``engine/`` and ``gateway/`` promise to know nothing of Odoo. Here the package ``odoo.addons``
holds nothing but the project's addons, and no addon's ``__init__`` is run, so that a module which
imports anything of Odoo fails. Their own tests stand in ``tests/engine`` and ``tests/gateway``.
"""

import doctest
import importlib
import sys
import types
import unittest
from pathlib import Path

from tools import settings

FOLDERS = ("engine", "gateway")


def hide_odoo() -> None:
    """Put packages in the place of Odoo that lead to the project's addons only."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "odoo"]:
        del sys.modules[name]
    package("odoo", [])
    package("odoo.addons", [])
    for addon in settings.addons():
        package(f"odoo.addons.{addon}", [str(settings.ADDONS / addon)])
        package(f"odoo.addons.{addon}.tests", [str(settings.ADDONS / addon / "tests")])


def package(name: str, path: list[str]) -> None:
    module = types.ModuleType(name)
    module.__path__ = path
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, module)


def module_names() -> list[str]:
    """Dotted names of all pure modules."""
    names = []
    for addon in settings.addons():
        for folder in FOLDERS:
            top = settings.ADDONS / addon / folder
            for path in sorted(top.rglob("*.py")):
                if "tests" not in path.relative_to(top).parts:
                    names.append(dotted(path))
    return names


def test_files() -> list[Path]:
    """Files of tests that need no Odoo."""
    return [
        path
        for addon in settings.addons()
        for folder in FOLDERS
        for path in sorted((settings.ADDONS / addon / "tests" / folder).glob("test_*.py"))
    ]


def dotted(path: Path) -> str:
    parts = path.relative_to(settings.ADDONS).with_suffix("").parts
    if parts[-1] == "__init__":
        parts = parts[:-1]
    return ".".join(("odoo", "addons", *parts))


class ImportTest(unittest.TestCase):
    """The module can be imported where there is no Odoo."""

    def __init__(self, name: str):
        super().__init__()
        self.name = name

    def id(self) -> str:
        return f"{self.name}.imports_without_odoo"

    def __str__(self) -> str:
        return self.id()

    def runTest(self) -> None:
        importlib.import_module(self.name)


def suite() -> unittest.TestSuite:
    """Import and doctests of every pure module, and their tests."""
    hide_odoo()
    tests = unittest.TestSuite()
    for name in module_names():
        tests.addTest(ImportTest(name))
        try:
            module = importlib.import_module(name)
        except Exception:  # noqa: BLE001, S112 - the import test of this module reports it
            continue
        tests.addTest(doctest.DocTestSuite(module, optionflags=doctest.ELLIPSIS))
    for path in test_files():
        tests.addTest(unittest.defaultTestLoader.loadTestsFromName(dotted(path)))
    return tests

"""Every addon installs alone on an empty database and uninstalls without a trace (DESIGN.md 2)."""

import ast
import hashlib
import json
import re
import unittest

from psycopg2 import sql

from tests.common import new_name, run_odoo
from tools import databases, settings
from tools.testing import template

PARALLEL = True

COMPLAINT = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ (WARNING|ERROR|CRITICAL) \S+ (\S+): .*", re.M)

# What an uninstallation must leave as it was: (what, query of its names).
CATALOGUE = {
    "table or column": """
        SELECT table_name || '.' || column_name FROM information_schema.columns
        WHERE table_schema = 'public'""",
    "index": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
    "constraint": """
        SELECT conrelid::regclass || '.' || conname FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "trigger": "SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger WHERE NOT tgisinternal",
    "function": "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "sequence": "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'",
    "model": "SELECT model FROM ir_model",
    "field": "SELECT model || '.' || name FROM ir_model_fields",
    "selection value": """
        SELECT f.model || '.' || f.name || '=' || s.value FROM ir_model_fields_selection s
        JOIN ir_model_fields f ON f.id = s.field_id""",
    "view": "SELECT coalesce(key, name) || ' ' || model FROM ir_ui_view",
    "scheduled action": "SELECT cron_name FROM ir_cron",
    "parameter": "SELECT key FROM ir_config_parameter",
    # Odoo itself leaves the names that stock modules (portal, sms ...) gave to parts of models
    # which are gone; those of the project must go.
    "external id": """
        SELECT module || '.' || name FROM ir_model_data
        WHERE model NOT IN ('ir.module.module', 'ir.module.category')
          AND (model NOT IN ('ir.model.inherit', 'ir.model.fields.selection')
               OR starts_with(module, 'utility_'))""",
    "asset": "SELECT bundle || ' ' || path FROM ir_asset",
}
# Tables whose rows come and go with any installation: module list, caches, logs, generated files;
# ir_model_data is compared by name, and in ir_model_constraint Odoo forgets foreign keys.
VOLATILE = {
    "bus_bus",
    "ir_attachment",
    "ir_cron_trigger",
    "ir_logging",
    "ir_model_constraint",
    "ir_model_data",
    "ir_module_category",
    "ir_module_module",
    "ir_module_module_dependency",
    "ir_module_module_exclusion",
    "ir_profile",
    "mail_message",
    "orm_signaling_registry",
}


def manifest(addon: str) -> dict:
    path = settings.ADDONS / addon / "__manifest__.py"
    return ast.literal_eval(path.read_text(encoding="utf-8"))


def stock_dependencies(addon: str) -> list[str]:
    """What the addon needs from outside the project, through all its project dependencies."""
    found, waiting = set(), [addon]
    while waiting:
        for name in manifest(waiting.pop()).get("depends", []):
            if name in settings.addons():
                waiting.append(name)
            else:
                found.add(name)
    return sorted(found - {"base", "web"})


def complaints(log: str) -> list[str]:
    """Warnings and errors of a log; those of Python about foreign packages are not ours."""
    return [
        match[0]
        for match in COMPLAINT.finditer(log)
        if match[2] != "py.warnings" or str(settings.ADDONS) in match[0]
    ]


def snapshot(database: str) -> dict[str, set[str]]:
    """Everything an addon could leave behind: names of objects, number of rows a table."""
    state = {
        what: {row[0] for row in databases.query(query, database=database)}
        for what, query in CATALOGUE.items()
    }
    tables = databases.query(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database=database
    )
    statement = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {}, count(*) FROM {}").format(sql.Literal(name), sql.Identifier(name))
        for (name,) in tables
        if name not in VOLATILE
    )
    rows = databases.query(statement, database=database)
    state["number of rows"] = {f"{name}: {number}" for name, number in rows}
    return state


def base_database(dependencies: list[str]) -> str:
    """A database with stock modules alone, kept for the next run: Odoo seldom changes."""
    if not dependencies:
        return template.EMPTY
    digest = hashlib.sha256(json.dumps(dependencies).encode()).hexdigest()[:12]
    return template.ensure_stock(f"stock_{digest}", dependencies)


class MatrixCase(unittest.TestCase):
    """Steps build on each other: install, look at the log, uninstall, compare."""

    addon = ""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = new_name(cls.addon)
        databases.copy(base_database(stock_dependencies(cls.addon)), cls.database)
        cls.addClassCleanup(databases.drop, cls.database)
        cls.before = snapshot(cls.database)
        cls.install = run_odoo(
            "server", "-d", cls.database, "-i", cls.addon, "--stop-after-init", "--no-http",
            "--workers", "0", "--max-cron-threads", "0", "--without-demo",
        )  # fmt: skip

    def installed(self) -> set[str]:
        rows = databases.query(
            "SELECT name FROM ir_module_module WHERE state = 'installed'", database=self.database
        )
        return {name for (name,) in rows} & set(settings.addons())

    def test_1_installs_alone(self):
        status, log = self.install
        self.assertEqual(status, 0, log[-3000:])
        self.assertIn(self.addon, self.installed())
        self.assertEqual(complaints(log), [])

    def test_2_uninstalls_without_a_trace(self):
        if self.addon not in self.installed():
            self.fail("it was not installed")
        status, log = run_odoo("module uninstall", "-d", self.database, *self.installed())
        self.assertEqual(status, 0, log[-3000:])
        with self.subTest("log"):
            self.assertEqual(complaints(log), [])
        self.assertEqual(self.installed(), set())
        after = snapshot(self.database)
        for what, names in self.before.items():
            with self.subTest(what):
                self.assertEqual(sorted(after[what] - names), [], "left behind")
                self.assertEqual(sorted(names - after[what]), [], "lost")


def load_tests(loader, _tests, _pattern):
    suite = unittest.TestSuite()
    for addon in settings.addons():
        case = type(f"Matrix_{addon}", (MatrixCase,), {"addon": addon, "__module__": __name__})
        suite.addTests(loader.loadTestsFromTestCase(case))
    return suite

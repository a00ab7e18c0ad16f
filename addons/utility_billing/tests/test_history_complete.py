import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from ..loader.changed_facts import FACTS

LOADER = Path(__file__).parent.parent / "loader"
#: read by loaders, and told apart by time in another way: by views of the ledger or not at all
APART = {
    "utility_bill",
    "utility_billing_run",
    "utility_charge",
    "utility_common_carry",
    "utility_recalculation",
    "utility_period",
}
#: from here the loaders of a month are found by their imports
ROOTS = ("portion", "world", "state", "ledger_lines")
#: of these only constants and helpers are imported
HELPERS = {"open_items", "reader"}


def loaders():
    """Texts of the modules that load what a month is charged by."""
    waiting, found = list(ROOTS), {}
    while waiting:
        name = waiting.pop()
        path = LOADER / f"{name}.py"
        if name not in found and name not in HELPERS and path.exists():
            found[name] = path.read_text(encoding="utf-8")
            waiting += re.findall(r"^from \.(\w+) import", found[name], re.MULTILINE)
    return found


@tagged("post_install", "-at_install")
class TestHistoryComplete(TransactionCase):
    def test_every_input_is_watched(self):
        """Z03: what the loader of charges reads is known by time, so that no replay lies."""
        read = set()
        texts = loaders()
        self.assertGreater(set(texts), {*ROOTS, "events", "meters", "verifications"})
        for text in texts.values():
            read |= set(re.findall(r"\b(?:FROM|JOIN)\s+(utility_\w+)", text))
        edited, links = self.env["utility.history"]._watched()
        self.assertGreater(len(read), 20)
        self.assertFalse(read - APART - set(edited) - set(links))

    def test_triggers_stand(self):
        """Z03: every watched table keeps its edits, by the triggers of the database itself."""
        edited, links = self.env["utility.history"]._watched()
        self.env.cr.execute(
            "SELECT c.relname, COUNT(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'utility_history_%' GROUP BY c.relname"
        )
        self.assertEqual(dict(self.env.cr.fetchall()), dict.fromkeys([*edited, *links], 2))

    def test_touched_rows_are_found_by_block(self):
        """X33: who looks for late changes need not read the readings of years."""
        self.env.cr.execute(
            "SELECT tablename FROM pg_indexes WHERE schemaname = current_schema"
            " AND indexdef LIKE '%USING brin (write_date, create_date)%'"
        )
        indexed = {table for (table,) in self.env.cr.fetchall()}
        self.assertFalse({fact.table for fact in FACTS} - indexed)

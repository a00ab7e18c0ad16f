import json
from pathlib import Path

from odoo.modules.module import get_module_path
from odoo.tests import tagged

from odoo.addons.utility_base.gateway import exchange_json
from odoo.addons.utility_base.tests.imports_common import ImportsCommon


@tagged("post_install", "-at_install", "utility_import")
class TestExchangeMoney(ImportsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator.sudo().group_ids = [
            (4, cls.env.ref("utility_base.group_administrator").id),
        ]
        path = Path(get_module_path("utility_base")) / "demo" / "town.json"
        plain = json.loads(path.read_bytes())
        plain["counters"] = []
        plain["houses"] = plain["houses"][:1]
        cls.plain = plain
        cls.items = [a for p in plain["houses"][0]["premises"] for a in p["accounts"]]

    def _load(self, plain):
        return self._run("exchange", json.dumps(plain).encode(), "money.json")

    def test_opening_balances(self):
        """P07: balances of the file are debts and advances of the month before; twice is once."""
        record = self._load(self.plain)
        self.assertEqual(record.state, "done", record.row_ids.filtered("code").mapped("message"))
        given = {a["id"]: float(a["saldo"]) for a in self.items if float(a["saldo"])}
        rows = self.env["utility.opening.balance"].search([])
        self.assertEqual({r.account_id.external_id: r.amount for r in rows}, given)
        self.assertEqual({str(r.period_date) for r in rows}, {"2025-10-01"})
        again = self._load(self.plain)
        self.assertFalse(again.change_ids)
        record.action_undo()
        self.assertFalse(self.env["utility.opening.balance"].search_count([]))

    def test_payments_and_round_trip(self):
        """P07: payments come in once, balances and payments come out as they went in."""
        number = self.items[0]["id"]
        self.plain["payments"] = [
            {"id": "p1", "accounts_id": number, "date": "2026-01-10", "sum": "100.50"},
            {"id": "p2", "accounts_id": number, "date": "2026-01-11", "sum": "-5", "correction": 1},
        ]
        record = self._load(self.plain)
        self.assertEqual(record.row_ids.filtered("code").mapped("code"), ["BIL-PAYMENT-CORRECTION"])
        payment = self.env["utility.payment"].search([("external_id", "=", "p1")])
        self.assertEqual((payment.amount, payment.account_id.external_id), (100.5, number))
        again = self._load(self.plain)
        self.assertFalse(again.change_ids)
        houses = self.env["utility.building"].search([("external_id", "!=", False)])
        found, problems = exchange_json.parse(self.env["utility.exchange"]._export(houses))
        self.assertFalse([p for p in problems if not p.is_warning])
        self.assertEqual([(p.id, str(p.sum)) for p in found.payments], [("p1", "100.50")])
        balances = {
            a.id: str(a.saldo) for p in found.houses[0].premises for a in p.accounts if a.saldo
        }
        given = {a["id"]: a["saldo"] for a in self.items if float(a["saldo"])}
        self.assertEqual(balances, given)
        record.action_undo()
        self.assertIn("Reverse it", " ".join(filter(None, record.change_ids.mapped("undo_reason"))))

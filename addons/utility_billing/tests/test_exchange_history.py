import base64
import json

from odoo.tests import tagged

from .money_common import MoneyCommon


@tagged("post_install", "-at_install", "utility_import")
class TestExchangeHistory(MoneyCommon):
    def load(self, data):
        record = self.env["utility.import"].create(
            {
                "kind": "exchange",
                "filename": "file.json",
                "file": base64.b64encode(json.dumps(data).encode()),
            }
        )
        record.action_read()
        record.action_run()
        self.assertEqual(
            record.state,
            "done",
            record.row_ids.filtered(lambda r: r.state == "error").mapped("message"),
        )
        return record

    def test_money_goes_out_and_comes_back(self):
        """P07: balances, charges and payments survive the way out, and into another company."""
        self.account.external_id = "A-1"
        self.env["utility.opening.balance"].create(
            {"account_id": self.account.id, "period_date": "2025-12-01", "amount": 40.40}
        ).action_approve()
        self.charge(
            "2026-01", (self.account, self.water, "100.10"), (self.account, self.heat, "7.00")
        )
        self.pay(self.account, 60.00, day="2026-02-03", purpose="January", external_id="P-1")
        self.pay(self.account, 5.00, day="2026-02-04")
        data = json.loads(self.env["utility.exchange"]._export(self.building))
        account = data["houses"][0]["premises"][0]["accounts"][0]
        self.assertEqual((account["saldo"], account["saldo_period"]), ("40.40", "2026-01-01"))
        self.assertEqual([a["value"] for a in data["accruals"]], ["100.10", "7.00"])
        self.assertEqual([p["sum"] for p in data["payments"]], ["60.00", "5.00"])
        before = self.account.balance
        self.load(data)  # records without numbers of other programs keep those of the file
        again = self.load(data)
        self.assertFalse(again.change_ids, "the same file changes nothing")
        self.account.invalidate_recordset()
        self.assertEqual(self.account.balance, before)
        other = self.env["res.company"].create(
            {"name": "Other", "country_id": self.company.country_id.id}
        )
        self.env.user.company_ids += other
        self.env = self.env(context=dict(self.env.context, allowed_company_ids=other.ids))
        self.load(data)
        twin = self.env["utility.account"].search(
            [("company_id", "=", other.id), ("number", "=", self.account.number)]
        )
        self.env["utility.opening.balance"].search([("account_id", "=", twin.id)]).action_approve()
        self.assertEqual(twin.balance, before)
        back = json.loads(self.env["utility.exchange"]._export(twin.building_id))
        self.assertEqual(
            [{k: v for k, v in a.items() if k != "id"} for a in back["accruals"]],
            [{k: v for k, v in a.items() if k != "id"} for a in data["accruals"]],
        )

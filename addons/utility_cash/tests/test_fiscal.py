"""Fiscal receipts against doubles that speak the protocols of the providers."""

from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged

from .cash_common import CashCommon
from .fiscal_double import AtolDouble, WebkassaDouble, served


@tagged("post_install", "-at_install")
class TestFiscal(CashCommon):
    def start(self, double, **values):
        """A device that a double answers for, at the till of the tests; an open shift."""
        address = self.enterContext(served(double))
        defaults = {"name": "Device", "url": address, "login": "shop", "password": "secret"}
        self.device = self.env["utility.fiscal.device"].create(defaults | values)
        self.point.device_id = self.device
        self.shift = self.open_shift()
        return double

    def atol(self, **values):
        defaults = {
            "driver": "atol",
            "group_code": "g",
            "inn": "7707083893",
            "email": "kassa@example.org",
            "payment_address": "Tomsk",
        }
        double = self.start(AtolDouble(), **(defaults | values))
        self.device.url += "/possystem"
        return double

    def webkassa(self):
        return self.start(
            WebkassaDouble(), driver="webkassa", cashbox="SWK1", api_key="key", password="p"
        )

    def pay(self, *lines, **values):
        """A receipt; its jobs are left to the tests."""
        made = self.desk().desk_pay(self.request(*(lines or [(self.account, "900.00")]), **values))
        return self.as_user(self.cashier, "utility.cash.receipt").browse(made["id"])

    def step(self, receipt, times=1):
        for _time in range(times):
            receipt._job_fiscal()
        return receipt.fiscal_state

    def test_atol(self):
        """E06: registered, polled until done; what was sent is what was paid."""
        double = self.atol()
        receipt = self.pay(
            (self.account, "900.00"),
            (self.other, "1100.00"),
            cash="1500.00",
            card="500.00",
            contact="ivanov@example.org",
        )
        self.assertEqual(receipt.fiscal_state, "pending")
        self.assertFalse(double.calls, "nothing is asked while money is booked")
        self.assertEqual(self.step(receipt), "sent")
        self.assertEqual(self.step(receipt), "sent")
        self.assertEqual(self.step(receipt), "done")
        self.assertEqual(receipt.fiscal_data["fiscal_document_number"], 133)
        self.assertEqual(self.step(receipt), "done")
        (document,) = double.documents.values()
        sent = document["body"]["receipt"]
        self.assertEqual(document["operation"], "sell")
        self.assertEqual(sent["payments"], [{"type": 0, "sum": 1500.0}, {"type": 1, "sum": 500.0}])
        self.assertEqual(sent["client"], {"email": "ivanov@example.org"})
        items = sorted((item["sum"], item["payment_method"]) for item in sent["items"])
        self.assertEqual(
            items,
            [
                (99.5, "advance"),
                (200.0, "advance"),
                (700.0, "full_payment"),
                (1000.5, "full_payment"),
            ],
        )
        self.assertIn("measure", sent["items"][0])
        kept = str(receipt.sudo().message_ids.mapped(lambda m: (m.request, m.answer)))
        self.assertNotIn("secret", kept)
        self.assertNotIn(f"'{double.token}'", kept)

    def test_atol_faults(self):
        """E06: refused and lost answers, 500, no JSON, an old token: one receipt in the end."""
        for fault in ("refuse", "lost", "500", "text"):
            with self.subTest(fault=fault), self.env.cr.savepoint() as savepoint:
                double = self.atol()
                self.device.token = double.token
                double.faults.append(fault)
                receipt = self.pay()
                self.assertEqual(self.step(receipt), "pending")
                self.assertTrue(receipt.fiscal_error)
                self.assertEqual(self.step(receipt), "sent")
                self.assertEqual(self.step(receipt, 2), "done")
                self.assertEqual(len(double.documents), 1)
                savepoint.rollback()
        double = self.atol()
        self.device.token = double.token
        double.faults.append("token")
        receipt = self.pay()
        self.assertEqual(self.step(receipt, 3), "done")
        self.assertEqual(self.device.token, "t1x")

    def test_atol_failed(self):
        """E06: refused for good: the shift stays open until it is sent anew or signed off."""
        double = self.atol(protocol="4")
        double.outcome = "fail"
        receipt = self.pay()
        self.assertEqual(self.step(receipt, 3), "failed")
        self.assertIn("24", receipt.fiscal_error)
        with self.assertRaisesRegex(UserError, "signed off"):
            self.shift._close(Decimal("1900.00"))
        double.outcome = "done"
        receipt.with_env(self.env).action_fiscal_again()
        self.assertEqual(self.step(receipt, 3), "done")
        self.assertEqual(len(double.documents), 2)
        second = self.pay((self.other, "1.00"))
        with self.assertRaises(UserError):
            second._sign_off("cashiers may not")
        accountant = self._user("acc", "accountant")
        second.with_user(accountant)._sign_off("correction receipt 5")
        self.assertEqual(second.fiscal_state, "signed")
        self.shift._close(Decimal("1901.00"))

    def test_refund(self):
        """E06: a refund makes a refund receipt of the same lines."""
        double = self.atol()
        receipt = self.pay()
        self.step(receipt, 3)
        made = self.desk().desk_refund(receipt.id, "r-1", "mistake")
        refund = receipt.browse(made["id"])
        self.assertEqual(self.step(refund, 3), "done")
        sale, back = (d["body"]["receipt"] for d in double.documents.values())
        self.assertEqual(double.documents["r-1"]["operation"], "sell_refund")
        self.assertEqual(sale["items"], back["items"])

    def test_webkassa(self):
        """E06: a check at once; a lost answer fetches the ticket; an old shift is closed first."""
        double = self.webkassa()
        receipt = self.pay()
        self.assertEqual(self.step(receipt), "done")
        self.assertEqual(receipt.fiscal_number, "1000")
        double.faults += ["lost"]
        second = self.pay((self.other, "5.00"))
        self.assertEqual(self.step(second), "pending")
        self.assertEqual(self.step(second), "done")
        self.assertEqual(len(double.tickets), 2)
        double.old_shift = True
        third = self.pay((self.other, "6.00"))
        self.assertEqual(self.step(third), "done")
        self.assertEqual(double.z_reports, 1)
        back = self.desk().desk_refund(third.id, "r-2", "mistake")
        self.assertEqual(self.step(third.browse(back["id"])), "done")
        basis = double.tickets["r-2"]["body"]["ReturnBasisDetails"]
        self.assertEqual(basis["CheckNumber"], "1002")
        self.shift._close(Decimal("1905.00"))
        self.device._job_close_shift(self.shift.id)
        self.assertEqual(self.shift.z_report["device"], {"ReportNumber": 2})

    def test_lost_jobs(self):
        """E06: what waits without a job is queued again; nothing is forgotten."""
        self.atol()
        receipt = self.pay()
        jobs = self.env["queue.job"].search([("model_name", "=", "utility.cash.receipt")])
        self.assertEqual(len(jobs), 1)
        self.env.cr.execute("UPDATE utility_cash_receipt SET at = at - INTERVAL '1 hour'")
        self.env.invalidate_all()
        receipt.sudo()._cron_fiscal()
        jobs = self.env["queue.job"].search([("model_name", "=", "utility.cash.receipt")])
        self.assertEqual(len(jobs), 2)

    def test_passwords(self):
        """E06: cashiers and accountants read no passwords."""
        self.atol()
        for role in ("cashier", "accountant", "controller"):
            device = self.device.with_user(self._user(f"u_{role}", role))
            self.assertNotIn("password", device.read()[0])
            self.assertNotIn("token", device.read()[0])

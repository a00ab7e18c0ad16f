"""Devices from end to end: the provider's callback over HTTP, the terminal over TCP, and kills."""

import json
import socketserver
import threading
from decimal import Decimal

from odoo.tests import HttpCase, tagged

from .cash_common import CashCommon
from .fiscal_double import AtolDouble, BridgeDouble, served


class _Line(socketserver.StreamRequestHandler):
    """A bridge that speaks a line over TCP; a fault ``lost`` charges and hangs up."""

    def handle(self):
        double = self.server.double
        request = json.loads(self.rfile.readline())
        fault = double.faults.pop(0) if double.faults else ""
        _status, answer = double.handle("POST", "/", {}, request)
        if fault != "lost":
            self.wfile.write(json.dumps(answer).encode() + b"\n")


@tagged("post_install", "-at_install")
class TestDevicesEndToEnd(CashCommon, HttpCase):
    def pay(self, **values):
        made = self.desk().desk_pay(self.request((self.account, "900.00"), **values))
        return self.as_user(self.cashier, "utility.cash.receipt").browse(made["id"])

    def atol(self):
        self.double = AtolDouble()
        address = self.enterContext(served(self.double))
        self.point.device_id = self.device = self.env["utility.fiscal.device"].create(
            {
                "name": "Device", "driver": "atol", "url": f"{address}/possystem", "login": "shop",
                "password": "secret", "group_code": "g", "inn": "7707083893",
                "email": "kassa@example.org", "payment_address": "Tomsk",
            }
        )  # fmt: skip
        self.open_shift()

    def call_back(self, report, key=None):
        return self.url_open(
            f"/utility/fiscal/atol/{key or self.device.callback_key}",
            data=json.dumps(report) if isinstance(report, dict) else report,
            headers={"Content-Type": "application/json"},
        )

    def test_callback(self):
        """E06: sent, called back: done; a stranger's key, garbage and a late report change nothing."""
        self.atol()
        receipt = self.pay()
        receipt._job_fiscal()
        self.assertEqual(receipt.fiscal_state, "sent")
        payload = {"fiscal_document_number": 7, "fn_number": "1", "fiscal_document_attribute": 2}
        report = {"uuid": receipt.fiscal_number, "status": "done", "payload": payload}
        self.env.flush_all()
        self.assertEqual(self.call_back(report, key="stranger").status_code, 404)
        with self.assertLogs("odoo.addons.utility_cash.controllers.cash", "WARNING"):
            self.assertEqual(self.call_back("{").status_code, 400)
            self.assertEqual(self.call_back({"uuid": receipt.fiscal_number}).status_code, 400)
        receipt.invalidate_recordset()
        self.assertEqual(receipt.fiscal_state, "sent")
        self.assertEqual(self.call_back(report).status_code, 200)
        receipt.invalidate_recordset()
        self.assertEqual(receipt.fiscal_state, "done")
        self.assertEqual(receipt.fiscal_data["fiscal_document_number"], 7)
        failed = report | {"status": "fail", "error": {"code": 1, "text": "late"}}
        self.assertEqual(self.call_back(failed).status_code, 200)
        receipt.invalidate_recordset()
        self.assertEqual(receipt.fiscal_state, "done")

    def test_killed_between_payment_and_answer(self):
        """E06: the worker dies after the device took the receipt: asked again, one document."""
        self.atol()
        receipt = self.pay()
        with self.env.cr.savepoint() as savepoint:
            receipt._job_fiscal()
            self.assertEqual(receipt.fiscal_state, "sent")
            savepoint.rollback()  # what a kill leaves: the device knows it, we do not
        receipt.invalidate_recordset()
        self.assertEqual(receipt.fiscal_state, "pending")
        self.assertEqual(len(self.double.documents), 1)
        for _step in range(3):
            receipt._job_fiscal()
        self.assertEqual(receipt.fiscal_state, "done")
        self.assertEqual(len(self.double.documents), 1)

    def test_refund_waits_for_its_sale(self):
        """E06: money given back before the sale is registered is registered after it."""
        self.atol()
        receipt = self.pay()
        made = self.desk().desk_refund(receipt.id, "r-1", "mistake")
        refund = receipt.browse(made["id"])
        refund._job_fiscal()
        self.assertEqual((refund.fiscal_state, self.double.documents), ("pending", {}))
        for step in (receipt, receipt, receipt, refund, refund, refund):
            step._job_fiscal()
        self.assertEqual((receipt.fiscal_state, refund.fiscal_state), ("done", "done"))
        operations = [document["operation"] for document in self.double.documents.values()]
        self.assertEqual(operations, ["sell", "sell_refund"])

    def test_terminal_over_tcp(self):
        """E06: a line over TCP; the answer is lost after the charge: asked again, one charge."""
        bridge = BridgeDouble()
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Line)
        server.double, server.daemon_threads = bridge, True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.point.terminal_id = self.env["utility.pos.terminal"].create(
            {"name": "Terminal", "url": f"tcp://127.0.0.1:{server.server_address[1]}"}
        )
        shift = self.open_shift()
        request = self.request((self.account, "900.00"), card="900.00")
        operation = self.desk().desk_card_start(request["uuid"], "900.00")
        bridge.faults += ["", "lost"]
        self.assertEqual(self.desk().desk_card_run(operation["id"])["state"], "unknown")
        self.assertEqual(self.desk().desk_card_run(operation["id"])["state"], "approved")
        self.assertEqual(bridge.charged, 90000)
        request["tenders"][0]["operation_id"] = operation["id"]
        made = self.desk().desk_pay(request)
        # given back at the terminal, but not the receipt: the shift does not close
        self.desk().desk_card_cancel(operation["id"])
        self.assertEqual(len(shift._blockers()), 1)
        self.desk().desk_refund(made["id"], "r-1", "mistake")
        self.assertEqual((shift._blockers(), bridge.charged), ([], 0))

    def test_over_midnight(self):
        """E05: a shift of yesterday takes no money, closes, and a new one does."""
        shift = self.open_shift()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE utility_cash_shift SET date = date - 1 WHERE id = %s", [shift.id]
        )
        self.env.invalidate_all()
        self.point.unfiscal_ground = "test"
        with self.assertRaisesRegex(Exception, "of another day"), self.env.cr.savepoint():
            self.pay()
        self.assertFalse(self.desk().desk_state()["shift"]["today"])
        shift._close(Decimal("1000.00"))
        self.open_shift()
        self.assertEqual(self.pay().amount, 900)

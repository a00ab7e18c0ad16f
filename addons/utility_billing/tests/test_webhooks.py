import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from ..models.utility_webhook_delivery import DELAYS
from .money_common import MoneyCommon


@contextmanager
def partner(answers=()):
    """``(origin, calls)`` of a program that answers with these statuses, then with 200."""
    calls, statuses = [], list(answers)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args):
            """No log: tests read the calls."""

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            calls.append((self.path, dict(self.headers), body))
            status = statuses.pop(0) if statuses else 200
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(b"taken")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", calls
    finally:
        server.shutdown()
        server.server_close()


@tagged("post_install", "-at_install")
class TestWebhooks(MoneyCommon):
    def webhook(self, origin, **values):
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("utility_billing.webhook_hosts", f"bank.example, {origin}")
        return self.env["utility.webhook"].create(
            {"name": "Bank", "url": f"{origin}/hook", "secret": "key", **values}
        )

    def test_a_payment_and_its_reversal_are_told_with_a_signature(self):
        """X15: the partner can prove who sent a message and know one that comes twice."""
        with partner() as (origin, calls), trap_jobs() as trap:
            webhook = self.webhook(origin)
            payment = self.pay(self.account, 250.10, source="cash", external_id="K-1")
            payment.action_reverse()
            trap.perform_enqueued_jobs()
        self.assertEqual([headers["X-Utility-Event"] for _p, headers, _b in calls],
                         ["payments", "reversals"])  # fmt: skip
        path, headers, body = calls[0]
        self.assertEqual(path, "/hook")
        moment, digest = (part.split("=")[1] for part in headers["X-Utility-Signature"].split(","))
        right = hmac.new(b"key", f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        self.assertEqual(digest, right)
        told = json.loads(body)
        self.assertEqual(told["id"], headers["X-Utility-Delivery"])
        self.assertEqual(
            [(p["external_id"], p["account"], p["amount"], p["source"]) for p in told["payments"]],
            [("K-1", self.account.number, "250.10", "cash")],
        )
        self.assertNotIn("Иванов".upper(), body.decode().upper())
        self.assertEqual(set(webhook.delivery_ids.mapped("state")), {"sent"})

    def test_a_refusal_is_repeated_with_the_same_number_and_given_up_in_the_end(self):
        """X15: nothing is lost while the partner is down; who looks after it sees it and repeats."""
        with partner([500] * (len(DELAYS) + 1)) as (origin, calls), trap_jobs() as trap:
            webhook = self.webhook(origin)
            self.pay(self.account, 10)
            for _try in range(len(DELAYS) + 1):
                trap.perform_enqueued_jobs()
            delivery = webhook.delivery_ids
            self.assertEqual((delivery.state, delivery.status), ("failed", 500))
            self.assertEqual(webhook.failed_count, 1)
            delivery.action_send_again()
            trap.perform_enqueued_jobs()
            self.assertEqual(delivery.state, "sent")
        self.assertEqual(len({headers["X-Utility-Delivery"] for _p, headers, _b in calls}), 1)
        with self.assertRaises(UserError):
            delivery.action_send_again()

    def test_redirects_are_not_followed(self):
        """X15: an answer cannot lead messages away from the allowed addresses."""
        with partner([302]) as (origin, calls), trap_jobs() as trap:
            webhook = self.webhook(origin)
            admin = new_test_user(
                self.env,
                "webhook_admin",
                "utility_base.group_administrator",
                company_id=self.company.id,
                company_ids=[(6, 0, self.company.ids)],
            )
            webhook.with_user(admin).action_test()
            trap.perform_enqueued_jobs()
            self.assertEqual((webhook.delivery_ids.state, len(calls)), ("waiting", 1))

    def test_only_allowed_addresses(self):
        """X15: the list of the server is asked when the address is set and when a message goes."""
        with partner() as (origin, calls), trap_jobs() as trap:
            webhook = self.webhook(origin)
            for url in ("http://bank.example/x", "https://10.0.0.1/", "file:///etc/passwd"):
                with self.assertRaises(ValidationError):
                    webhook.url = url
            webhook.url = "https://bank.example/x"
            webhook.url = f"{origin}/hook"
            parameters = self.env["ir.config_parameter"].sudo()
            parameters.set_param("utility_billing.webhook_hosts", "")
            self.pay(self.account, 10)
            trap.perform_enqueued_jobs()
            self.assertEqual((webhook.delivery_ids.state, calls), ("waiting", []))

    def test_what_is_told_is_chosen(self):
        """X15: events and sources by webhook; a mirrored row is no payment."""
        with trap_jobs():
            webhook = self.webhook("http://127.0.0.1:1", source_ids_text="online", reversals=False)
            self.pay(self.account, 10, source="cash")
            payment = self.pay(self.account, 20, source="online")
            payment.action_reverse()
        rows = [p["amount"] for d in webhook.delivery_ids for p in d.content["payments"]]
        self.assertEqual(rows, ["20.00"])
        with self.assertRaises(ValidationError):
            webhook.source_ids_text = "online, teleport"

    def test_who_takes_money_sees_neither_key_nor_messages(self):
        """X15: cashiers cause messages; administrators alone see where they go."""
        cashier = new_test_user(
            self.env,
            "webhook_cashier",
            "utility_base.group_cashier",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with trap_jobs():
            webhook = self.webhook("http://127.0.0.1:1")
            payments = self.env["utility.payment"].with_user(cashier)
            payments.create({"account_id": self.account.id, "amount": 5, "source": "cash"})
        self.assertEqual(len(webhook.delivery_ids), 1)
        with self.assertRaises(AccessError):
            webhook.with_user(cashier).read(["url"])
        with self.assertRaises(AccessError):
            webhook.delivery_ids.with_user(cashier).read(["content"])

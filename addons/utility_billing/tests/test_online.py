import base64
import doctest
import hashlib
import hmac
from datetime import date, datetime

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..gateway import online, online_osmp, personal
from .online_common import OnlineCommon


@tagged("post_install", "-at_install")
class TestOnline(OnlineCommon):
    def test_examples_in_docstrings(self):
        """E04: the documented examples are true."""
        for module in (online, online_osmp, personal):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted and not result.failed)

    def test_check_tells_the_debt_and_little_else(self):
        """E03, E04: a check shows a masked name and the debt; a stranger may type any number."""
        self.charge("2025-10", (self.account, self.water, "1200.00"))
        code, answer = self.osmp("check")
        self.assertEqual(code, 0)
        self.assertIn('<field1 name="fio">И*** И. И.</field1>'.encode(), answer)
        self.assertIn(b">1200.00</field2>", answer)
        self.assertNotIn("ИВАНОВ".encode(), answer)
        self.agent.show_name = "none"
        self.assertNotIn(b"fio", self.osmp("check")[1])
        self.assertFalse(self.payments())

    def test_payment_is_spread_and_its_answer_repeated(self):
        """E01, E04: paid once; the lost answer comes again byte for byte, whatever changed since."""
        self.charge("2025-10", (self.account, self.water, "1200.00"))
        code, answer = self.osmp("pay", "77", amount="1000.00")
        self.assertEqual(code, 0)
        payment = self.payments()
        self.assertRecordValues(
            payment,
            [
                {
                    "account_id": self.account.id,
                    "amount": 1000,
                    "date": date(2025, 11, 4),
                    "received_at": datetime(2025, 11, 4, 9, 31, 5),
                    "external_id": "qiwi:77",
                    "state": "allocated",
                }
            ],
        )
        self.assertIn(f"<prv_txn>{payment.id}</prv_txn><sum>1000.00</sum>".encode(), answer)
        self.assertEqual(self.account.balance, 200)
        self.account.state = "closed"
        self.assertEqual(self.osmp("pay", "77", amount="1000.00")[1], answer)
        self.assertEqual(self.osmp("status", "77")[1], answer)
        self.assertEqual(self.payments(), payment)

    def test_the_number_for_another_payment_is_refused(self):
        """E04: the same number with another sum or account is refused and told to people."""
        self.osmp("pay", "5", amount="10.00")
        for values in ({"amount": "11.00"}, {"account": self.other.number, "amount": "10.00"}):
            self.assertEqual(self.osmp("pay", "5", **values)[0], 300)
        self.assertEqual(len(self.payments()), 1)
        calls = self.env["utility.online.call"].search([("code", "=", "conflict")])
        self.assertEqual(len(calls), 2)
        self.assertIn("another payment", self.agent.message_ids[0].body)

    def test_accounts_that_take_no_money(self):
        """E04: unknown and closed accounts, and numbers of another form, have codes of their own."""
        self.assertEqual(self.osmp("check", account="777")[0], 5)
        self.assertEqual(self.osmp("pay", "1", account="777")[0], 5)
        self.charge("2025-10", (self.other, self.water, "50.00"))
        (self.account + self.other).state = "closed"
        self.assertEqual(self.osmp("check")[0], 79)
        self.assertEqual(self.osmp("pay", "1")[0], 79)
        self.assertEqual(self.osmp("pay", "2", account=self.other.number)[0], 0)  # it owes still
        self.agent.account_pattern = "[0-9]{10}"
        self.assertEqual(self.osmp("check", account="12")[0], 4)
        self.agent.write({"account_pattern": False, "unknown_account": "suspense"})
        self.assertEqual(self.osmp("pay", "3", account="777")[0], 0)
        self.assertEqual(self.payments()[0].state, "suspense")

    def test_amounts_are_never_guessed(self):
        """E04: sums are read strictly; limits of the contract hold."""
        for text in ("", "0", "-1", "1,50", "1.005", "1e3", "1 000", "abc", "NaN", "９"):
            self.assertEqual(self.osmp("pay", "1", amount=text)[0], 300, text)
        self.assertEqual(self.osmp("pay", "1", amount="0.99")[0], 241)
        self.assertEqual(self.osmp("pay", "1", amount="100000.01")[0], 242)
        self.assertEqual(self.osmp("check", amount="0.00")[0], 0)  # fictitious in a check
        for moment in ("2025110412310", "20251399000000", "20991104123105", ""):
            self.assertEqual(self.osmp("pay", "1", txn_date=moment)[0], 300, moment)
        for number in ("", "abc", "1" * 21):
            self.assertEqual(self.osmp("pay", number)[0], 300, number)
        self.assertEqual(self.osmp("steal", "1")[0], 300)
        self.assertFalse(self.payments())

    def test_cancellation(self):
        """E04: a payment is taken back by its mirror, once, where the contract allows it."""
        self.charge("2025-10", (self.account, self.water, "100.00"))
        self.osmp("pay", "9", amount="100.00")
        self.assertEqual(self.osmp("cancel", "9")[0], 251)
        self.agent.write({"can_cancel": True, "cancel_days": 100000})
        code, answer = self.osmp("cancel", "9", amount="100.00")
        self.assertEqual(code, 0)
        self.assertEqual(self.osmp("cancel", "9", amount="100.00")[1], answer)
        self.assertEqual(self.account.balance, 100)
        self.assertEqual(sorted(self.payments().mapped("state")), ["mirror", "reversed"])
        self.assertEqual(self.osmp("pay", "9", amount="100.00")[0], 300)
        self.assertEqual(self.osmp("cancel", "10")[0], 300)

    def test_who_may_call(self):
        """E04: address, password, network and signature; every refusal is in the protocol."""
        unknown = self.url_open("/utility/online/nobody?command=check")
        self.assertEqual(unknown.status_code, 404)
        self.agent.write({"login": "qiwi", "password": "secret"})
        self.assertTrue(self.agent.has_password)
        self.assertNotIn("secret", self.agent.sudo().password_hash)
        query = {"command": "check", "txn_id": "1", "account": self.account.number}
        self.assertIn(b"<result>300</result>", self.ask(**query))
        basic = "Basic " + base64.b64encode(b"qiwi:secret").decode()
        self.assertIn(b"<result>0</result>", self.ask(headers={"Authorization": basic}, **query))
        self.agent.write({"login": False, "networks": "10.0.0.0/8 192.0.2.7"})
        self.agent.sudo().password_hash = False
        self.assertIn(b"<result>300</result>", self.ask(**query))
        self.agent.write({"networks": "127.0.0.0/8", "signing_key": "k"})
        self.assertIn(b"<result>300</result>", self.ask(**query))
        signed = f"command=check&txn_id=1&account={self.account.number}".encode()
        signature = hmac.new(b"k", signed, hashlib.sha256).hexdigest()
        self.assertIn(b"<result>0</result>", self.ask(headers={"X-Signature": signature}, **query))
        # a form cannot be signed: its fields would be outside of the signature
        answer = self.ask(data=query, headers={"X-Signature": signature})
        self.assertIn(b"<result>300</result>", answer)

    def test_too_many_calls(self):
        """E04: who asks too often is told to come later, and no more."""
        self.agent.calls_per_minute = 2
        self.assertEqual([self.osmp("check")[0] for _n in range(3)], [0, 0, 1])

    def test_trouble_inside_is_a_temporary_error(self):
        """E04: a fault of ours loses no money and shows no page: the agent repeats later."""

        def fail(*args):
            raise ZeroDivisionError

        self.patch(type(self.env["utility.allocation"]), "_allocate_payments", fail)
        with mute_logger("odoo.addons.utility_billing.controllers.online"):
            self.assertEqual(self.osmp("pay", "1")[0], 1)
        self.assertFalse(self.payments())
        self.assertEqual(self.env["utility.online.call"].search([], limit=1).code, "temporary")

    def test_journal(self):
        """E04: each call stands in the journal with its answer and its time."""
        answer = self.osmp("pay", "3")[1]
        call = self.env["utility.online.call"].search([], limit=1)
        self.assertRecordValues(
            call, [{"action": "pay", "external_id": "3", "code": "ok", "amount": 10.45}]
        )
        self.assertEqual(call.payment_id, self.payments())
        self.assertEqual(call.answer.encode(), answer)
        self.assertIn("txn_id=3", call.request)
        self.assertNotIn(self.agent.token, call.request)

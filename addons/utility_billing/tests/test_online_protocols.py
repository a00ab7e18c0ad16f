import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..gateway.online import HttpCall
from ..gateway.online_privat import parse
from .online_common import OnlineCommon

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
HEAD = f'<Transfer xmlns="http://debt.privatbank.ua/Transfer" {XSI} interface="Debt" action='
XML = {"Content-Type": "text/xml"}


@tagged("post_install", "-at_install")
class TestOnlineProtocols(OnlineCommon):
    def test_sber(self):
        """E14: Sberbank-Online; a repeated payment has code 5 and the first number."""
        agent = self.new_agent("sbol", "sber")
        self.charge("2025-10", (self.account, self.water, "350.00"))
        number = self.account.number
        answer = self.ask(agent, action="check", account=number).decode()
        self.assertIn("<CODE>0</CODE>", answer)
        self.assertIn("<BALANCE>-350.00</BALANCE><REC_SUM>350.00</REC_SUM>", answer)
        pay = {
            "action": "payment",
            "account": number,
            "amount": "500.00",
            "pay_id": "A-1/ж",
            "pay_date": "04.11.2025_12:31:05",
        }
        first, again = (self.ask(agent, **pay).decode() for _time in range(2))
        self.assertIn("<CODE>0</CODE>", first)
        self.assertIn("<CODE>5</CODE>", again)
        told = re.search("<EXT_ID>.*</AMOUNT>", first)[0]
        self.assertEqual(
            told,
            f"<EXT_ID>{self.payments().id}</EXT_ID><REG_DATE>04.11.2025_12:31:05</REG_DATE>"
            "<AMOUNT>500.00</AMOUNT>",
        )
        self.assertIn(told, again)
        for change, code in (
            ({"amount": "500"}, 5),
            ({"amount": "501.00"}, 4),
            ({"pay_id": "2", "amount": "5,00"}, 6),
            ({"pay_id": "2", "amount": "0.10"}, 7),
            ({"pay_id": "2", "amount": "999999.00"}, 8),
            ({"pay_id": "2", "pay_date": "04.11.2025"}, 9),
            ({"pay_id": ""}, 4),
            ({"account": "777", "pay_id": "2"}, 3),
            ({"action": "pay"}, 2),
        ):
            answer = self.ask(agent, **(pay | change)).decode()
            self.assertIn(f"<CODE>{code}</CODE>", answer, change)
        self.assertEqual(len(self.payments()), 1)

    def test_kaspi(self):
        """E14: Kaspi in JSON; what is paid above the debt is an advance."""
        agent = self.new_agent("kaspi", "kaspi")
        self.company.vat = "030213500928"
        self.charge("2025-10", (self.account, self.water, "350.00"))
        answer = self.kaspi(agent, "check")
        self.assertEqual((answer["result"], answer["sum"]), (0, "350.00"))
        self.assertEqual(answer["fields"]["field1"], {"@name": "Абонент", "#text": "И*** И. И."})
        paid = self.kaspi(agent, "pay", "8", amount="400.00")
        self.assertEqual(paid["prv_txn_id"], str(self.payments().id))
        self.assertEqual(self.kaspi(agent, "pay", "8", amount="400.00"), paid)
        self.assertEqual(self.kaspi(agent, "pay", "8", amount="401.00")["result"], 5)
        self.assertEqual(self.kaspi(agent, "check", account="777")["result"], 1)
        self.assertEqual(self.account.balance, -50)

    def test_privat(self):
        """E14: Privat24: search, check, pay, repeat and cancel."""
        agent = self.new_agent("privat", "privat", can_cancel=True, cancel_days=99999)
        self.charge("2025-10", (self.account, self.water, "825.79"))
        number = self.account.number

        def send(action, data):
            body = f'{HEAD}"{action}">{data}</Transfer>'.encode()
            return self.ask(agent, data=body, headers=XML).decode()

        search = '<Data xsi:type="Payer"><Unit name="bill_identifier" value="{}"/></Data>'
        answer = send("Search", search.format(number))
        self.assertIn('amountToPay="825.79" debt="825.79"', answer)
        self.assertIn(f'<PayerInfo billIdentifier="{number}"><Fio>И*** И. И.</Fio>', answer)
        self.assertIn('code="2"', send("Search", search.format("777")))
        pay = (
            '<Data xsi:type="Payment" id="{}"><PayerInfo billIdentifier="{}"/>'
            "<TotalSum>{}</TotalSum></Data>"
        )
        self.assertIn('"Gateway"', send("Check", pay.format("41", number, "100.00")))
        self.assertFalse(self.payments())
        first = send("Pay", pay.format("41", number, "100.00"))
        self.assertIn(f'reference="{self.payments().id}"', first)
        self.assertEqual(send("Pay", pay.format("41", number, "100.00")), first)
        self.assertIn('code="7"', send("Pay", pay.format("41", number, "200.00")))
        self.assertIn('code="3"', send("Pay", pay.format("42", number, "1,00")))
        self.assertIn('code="1"', send("Presearch", search.format(number)))
        self.assertIn('code="1"', self.ask(agent, data=b"<Tran", headers=XML).decode())
        self.assertIn('"Gateway"', send("Cancel", pay.format("41", number, "100.00")))
        self.assertEqual(self.account.balance, 825.79)

    def test_entities_are_not_read(self):
        """E04: a document that names files of ours or grows without end is refused."""
        evil = (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            f'{HEAD}"Search"><Data><Unit name="ls" value="1"/>&a;</Data></Transfer>'
        )
        self.assertEqual(parse(HttpCall(body=evil.encode())).error, "unknown_request")

    def test_rights(self):
        """R06: agents are set up by accountants; addresses and secrets are the administrator's."""
        for role, right in (
            ("reader", False),
            ("cashier", False),
            ("billing", False),
            ("accountant", True),
            ("administrator", True),
        ):
            user = new_test_user(
                self.env,
                f"online_{role}",
                f"utility_base.group_{role}",
                company_id=self.company.id,
                company_ids=[(6, 0, self.company.ids)],
            )
            agent = self.agent.with_user(user)
            with self.subTest(role=role):
                self.assertTrue(agent.has_access("read"))
                self.assertEqual(agent.has_access("write"), right)
                for model in ("utility.online.call", "utility.online.payment"):
                    records = self.env[model].with_user(user)
                    self.assertTrue(records.has_access("read"))
                    self.assertFalse(records.has_access("write") or records.has_access("create"))
                if role == "administrator":
                    self.assertTrue(agent.token)
                else:
                    with self.assertRaises(AccessError):
                        agent.read(["token", "signing_key", "login"])

    def test_codes_of_agents_stay(self):
        """E13: the code of an agent with payments never changes, the agent is never deleted."""
        self.osmp("pay", "1")
        with self.assertRaises(UserError):
            self.agent.code = "other"
        with self.assertRaises(UserError):
            self.agent.unlink()

import base64
import doctest

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..engine import agent_fee
from .money_common import MoneyCommon
from .test_registry_load import DATA, FILE


@tagged("post_install", "-at_install")
class TestAgentAct(MoneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.env["utility.payment.agent"].create({"name": "Bank", "code": "bank"})

    def act(self, **term):
        registry = self.env["utility.payment.registry"].create(
            {"file": base64.b64encode(DATA), "filename": FILE, "agent_id": self.agent.id}
        )
        registry.action_read()
        registry.action_load()
        if term:
            self.agent.term_ids = [(0, 0, {"date_from": "2025-01-01"} | term)]
        act = self.env["utility.agent.act"].create(
            {"agent_id": self.agent.id, "date_from": "2025-11-01", "date_to": "2025-11-30"}
        )
        act.action_compute()
        return act

    def test_examples_in_docstrings(self):
        """E13: the documented examples are true."""
        result = doctest.testmod(agent_fee)
        self.assertTrue(result.attempted and not result.failed)

    def test_fee_by_the_contract_and_by_the_agent(self):
        """E13: 1 % of each payment, 2.51 of 250.50; the agent told 17.50; suspense is counted once."""
        act = self.act(percent=1)
        self.assertRecordValues(
            act,
            [{"count": 2, "total": 1750.50, "fee": 17.51, "fee_told": 17.50, "difference": -0.01}],
        )
        self.env["utility.payment"].search([("state", "=", "suspense")])._assign(self.account)
        act.action_compute()
        self.assertEqual((act.count, act.fee), (2, 17.51))

    def test_without_a_term(self):
        """E13: payments that no term covers are told, and such an act is not agreed."""
        act = self.act()
        self.assertEqual((act.without_term, act.fee), (2, 0))
        with self.assertRaisesRegex(UserError, "no term"):
            act.action_agree()

    def test_posted_once(self):
        """E08, E13: the fee leaves the money on its way as an expense; an agreed act stays."""
        act = self.act(percent=1, minimum=10)
        act.action_agree()
        with self.assertRaises(UserError):
            act.action_compute()
        act.expense_account_id = self.env["account.account"].create(
            {"name": "Fees 91", "code": "919998", "account_type": "expense"}
        )
        act.action_post()
        self.assertEqual((act.state, act.move_id.state), ("posted", "posted"))
        self.assertEqual(sum(act.move_id.line_ids.mapped("debit")), 25.0)
        with self.assertRaises(UserError):
            act.action_post()
        with self.assertRaises(UserError):
            act.unlink()

    def test_fee_beside_and_terms_of_the_kind(self):
        """X12, E13: what payers paid beside is compared by itself; the kind's terms step in."""
        terms = self.env["utility.payment.agent.term"]
        terms.create(
            {"agent_kind": "bank", "date_from": "2025-01-01", "percent": 1, "mode": "beside"}
        )
        act = self.act()
        # the file says 1500 + 250.50 with fees of 15 and 2.50 in them
        self.assertRecordValues(
            act,
            [{"without_term": 0, "total": 1733.0, "fee": 0, "beside": 17.33, "beside_told": 17.50}],
        )
        self.agent.term_ids = [(0, 0, {"date_from": "2025-01-01", "percent": 2})]
        act.action_compute()
        self.assertRecordValues(act, [{"fee": 34.66, "beside": 0, "beside_told": 17.50}])
        water = self.env.ref("utility_base.service_cold_water")
        terms.create({"agent_id": self.agent.id, "date_from": "2025-01-01", "service_id": water.id})
        act.action_compute()
        self.assertEqual(act.fee, 34.66, "no payment names the service")

    def test_paper_comes_back_signed(self):
        """H06: the agreed act is printed and waits for its signature."""
        self.agent.partner_id = self.env["res.partner"].create({"name": "Bank JSC"})
        act = self.act(percent=1)
        with self.assertRaises(UserError):
            act.action_print()
        act.action_agree()
        self.assertTrue(act.paper_id._render_document().startswith(b"%PDF"))
        act.paper_id.write({"sign_state": "sent", "sent_date": "2025-12-01"})
        waiting = self.env["utility.unreturned.document"].search(
            [("paper_id", "=", act.paper_id.id)]
        )
        self.assertEqual(waiting.kind, "agent")
        self.assertEqual(act.sign_state, "sent")

    def test_rights(self):
        """R06: acts are the accountants'."""
        for role, right in (("cashier", False), ("billing", False), ("accountant", True)):
            user = new_test_user(self.env, f"act_{role}", f"utility_base.group_{role}")
            for model in ("utility.agent.act", "utility.payment.agent.term"):
                self.assertEqual(self.env[model].with_user(user).has_access("write"), right, role)

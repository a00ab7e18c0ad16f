import base64

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .money_common import MoneyCommon


class RegistryCommon(MoneyCommon):
    """Registries of two agents in the provider's format."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agents = cls.env["utility.payment.agent"].create(
            [{"name": "Bank", "code": "bank"}, {"name": "Post", "code": "post", "kind": "post"}]
        )

    def load(self, *rows, agent=0):
        data = ("\n" + "\n".join(rows) + "\n").encode()
        registry = self.env["utility.payment.registry"].create(
            {
                "file": base64.b64encode(data),
                "filename": "r.txt",
                "agent_id": self.agents[agent].id,
            }
        )
        registry.action_read()
        registry.action_load()
        return registry

    def total(self):
        return sum(
            self.env["utility.payment"]
            .search([("account_id", "=", self.account.id)])
            .mapped("amount")
        )


@tagged("post_install", "-at_install")
class TestRegistryCancel(RegistryCommon):
    def test_cancelled_by_its_number(self):
        """E07: a line below zero with the number of an earlier one: proposed, then mirrored."""
        first = self.load(
            "0000012345;A1;2026-03-01;100.00;;;;", "0000012345;A2;2026-03-01;40.00;;;;"
        )
        registry = self.load("0000012345;A1;2026-03-05;-100.00;;;;")
        line = registry.line_ids
        self.assertEqual((line.state, line.cancels_id.external_id), ("cancel", "A1"))
        self.assertEqual(self.total(), 140)
        registry.action_cancel_earlier()
        self.assertEqual((line.state, self.total()), ("cancelled", 40))
        mirror = line.payment_ids
        self.assertRecordValues(mirror, [{"amount": -100, "state": "mirror"}])
        self.assertEqual(str(mirror.date), "2026-03-05")
        again = self.load("0000012345;A1;2026-03-05;-100.00;;;;", "0000012345;A3;2026-03-05;1;;;;")
        self.assertEqual(again.line_ids.sorted("number")[0].state, "duplicate")
        self.assertEqual(first.line_ids.mapped("state"), ["paid", "paid"])

    def test_cancelled_by_account_and_sum(self):
        """E07: another number, the same account and sum within a month; each line once."""
        self.load("0000012345;A1;2026-03-01;100.00;;;;")
        registry = self.load(
            "0000012345;B1;2026-03-02;-100.00;;;;", "0000012345;B2;2026-03-02;-100.00;;;;"
        )
        first, second = registry.line_ids.sorted("number")
        self.assertEqual((first.state, second.state), ("cancel", "error"))
        self.assertEqual(second.codes, "registry.cancel_unknown")
        registry.action_cancel_earlier()
        self.assertEqual(self.total(), 0)

    def test_of_another_agent_it_stays_an_error(self):
        """E07: an agent takes back its own payments only."""
        self.load("0000012345;A1;2026-03-01;100.00;;;;")
        registry = self.load("0000012345;A1;2026-03-05;-100.00;;;;", agent=1)
        self.assertRecordValues(
            registry.line_ids, [{"state": "error", "codes": "registry.cancel_unknown"}]
        )

    def test_corrected_since(self):
        """E07: a payment that was cancelled by hand is not taken back twice."""
        first = self.load("0000012345;A1;2026-03-01;100.00;;;;")
        registry = self.load("0000012345;A1;2026-03-05;-100.00;;;;")
        first.line_ids.payment_ids.action_reverse()
        registry.action_cancel_earlier()
        self.assertRecordValues(
            registry.line_ids, [{"state": "cancel", "codes": "registry.cancel_used"}]
        )
        self.assertEqual(self.total(), 0)

    def test_rights(self):
        """R06: cashiers load registries, billing and accountants cancel payments."""
        self.load("0000012345;A1;2026-03-01;100.00;;;;")
        registry = self.load("0000012345;A1;2026-03-05;-100.00;;;;")
        cashier = new_test_user(self.env, "canc", "utility_base.group_cashier")
        with self.assertRaises(AccessError):
            registry.line_ids.with_user(cashier).action_cancel_earlier()
        with self.assertRaises(AccessError):
            registry.with_user(cashier).action_undo()

    def test_fee_paid_beside(self):
        """X12: the payer gave 1015, the account has 1000, nothing is withheld."""
        self.agents[0].term_ids = [
            (0, 0, {"date_from": "2026-01-01", "percent": 1.5, "mode": "beside"})
        ]
        row = "04-03-2026;12-31-05;1;2;S1;0000012345;;;0326;1015,00;1000,00;15,00"
        data = f"{row}\n=1;1015,00;1000,00;15,00;77;05-03-2026\n".encode("cp1251")
        registry = self.env["utility.payment.registry"].create(
            {"file": base64.b64encode(data), "filename": "s.txt", "agent_id": self.agents[0].id}
        )
        registry.action_read()
        self.assertRecordValues(
            registry, [{"state": "ready", "total": 1015, "transferred": 1000, "fee": 15}]
        )
        registry.action_load()
        self.assertRecordValues(registry.line_ids, [{"amount": 1000, "fee": 0, "beside": 15}])
        self.assertRecordValues(registry.line_ids.payment_ids, [{"amount": 1000, "fee": 0}])

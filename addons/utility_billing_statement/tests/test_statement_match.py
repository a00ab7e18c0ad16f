import base64

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.utility_billing.tests.money_common import MoneyCommon

from .test_client_bank import ONE, fixture

SBER = (
    "04-11-2025;12-31-05;1;2;{id};{account};ИВАНОВ;АДРЕС;1025;1500,00;1485,00;15,00\n"
    "=1;1500,00;1485,00;15,00;{order};05-11-2025\n"
)


class StatementCommon(MoneyCommon):
    """A bank account whose statements are imported."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.env["res.partner.bank"].create(
            {
                "acc_number": "40702810900000000001",
                "partner_id": cls.company.partner_id.id,
                "company_id": cls.company.id,
            }
        )
        account, suspense = cls.env["account.account"].create(
            [
                {"name": "Bank 51", "code": "519999", "account_type": "asset_cash"},
                {"name": "Unknown 76", "code": "769999", "account_type": "asset_current"},
            ]
        )
        cls.journal = cls.env["account.journal"].create(
            {
                "name": "Bank 51",
                "code": "B51",
                "type": "bank",
                "bank_account_id": cls.bank.id,
                "default_account_id": account.id,
                "suspense_account_id": suspense.id,
            }
        )
        cls.text = fixture(ONE).decode("cp1251")

    def load(self, text=None):
        """Lines of the statement that was imported."""
        wizard = self.env["account.statement.import"].create(
            {
                "statement_file": base64.b64encode((text or self.text).encode("cp1251")),
                "statement_filename": "kl_to_1c.txt",
            }
        )
        result = wizard._import_file()
        return self.env["account.bank.statement"].browse(result["statement_ids"]).line_ids

    def other_purpose(self, purpose, amount="2500.50"):
        text = self.text.replace("Оплата по л/с 0000012345 за 10.2025", purpose)
        closing = f"{float(amount) + 1000:.2f}"
        return text.replace("2500.50", amount).replace("3500.50", closing)

    def bank_registry(self, order="15", account="0000012345"):
        data = SBER.format(id="A1", account=account, order=order).encode("cp1251")
        registry = self.env["utility.payment.registry"].create(
            {"file": base64.b64encode(data), "filename": "r.txt"}
        )
        registry.action_read()
        registry.action_load()
        return registry


@tagged("post_install", "-at_install")
class TestStatementMatch(StatementCommon):
    def test_resident(self):
        """E01, E11: the account and the month of the purpose; the money is spread at once."""
        self.charge("2025-09", (self.account, self.water, "900.00"))
        self.charge("2025-10", (self.account, self.water, "2500.50"))
        line = self.load()
        self.assertEqual(line.utility_state, "payment")
        self.assertEqual(
            self.covered(self.account), {("2025-10", "cold_water", "principal"): 2500.50}
        )
        self.assertEqual(line.statement_id.balance_end_real, 3500.50)
        with self.assertRaisesRegex(UserError, "already imported"):
            self.load()
        self.assertEqual(self.env["utility.payment"].search_count([]), 1)

    def test_registry_by_number_of_the_order(self):
        """E13: the transfer of a registry is no second payment; lines, total and bank agree."""
        registry = self.bank_registry()
        self.assertEqual(registry.transfer_state, "waiting")
        line = self.load(self.other_purpose("Перечисление по договору", "1485.00"))
        self.assertEqual(line.utility_registry_id, registry)
        self.assertEqual(line.utility_state, "registry")
        self.assertRecordValues(
            registry,
            [{"transfer_state": "agreed", "lines_total": 1500, "arrived": 1485, "missing": 0}],
        )
        self.assertEqual(self.env["utility.payment"].search_count([]), 1)
        found = self.env["utility.payment.registry"].search([("transfer_state", "=", "agreed")])
        self.assertEqual(found, registry)

    def test_registry_by_number_in_the_purpose_with_another_sum(self):
        """E13: a transfer of another sum is shown as a difference, not hidden."""
        registry = self.bank_registry(order="777")
        line = self.load(self.other_purpose("По реестру № 777", "1400.00"))
        self.assertEqual((line.utility_registry_id, line.utility_state), (registry, "differs"))
        self.assertRecordValues(registry, [{"transfer_state": "differs", "missing": 85}])

    def test_registry_that_came_later(self):
        """E13: the statement came first; the registry finds its transfer, by the only equal sum."""
        line = self.load(self.other_purpose("Перечисление", "1485.00"))
        self.assertFalse(line.utility_state)
        registry = self.bank_registry(order="")
        self.env.cr.execute(
            "UPDATE utility_payment_registry SET create_date = '2025-11-05' WHERE id = %s",
            (registry.id,),
        )
        registry.invalidate_recordset()
        registry.action_find_transfer()
        self.assertEqual(line.utility_registry_id, registry)

    def test_two_registries_alike_are_left_to_people(self):
        """E13: where two fit, none is taken."""
        self.bank_registry(order="1")
        data = SBER.format(id="A2", account="0000012345", order="2").encode("cp1251")
        second = self.env["utility.payment.registry"].create(
            {"file": base64.b64encode(data), "filename": "r2.txt"}
        )
        second.action_read()
        second.action_load()
        line = self.load(self.other_purpose("Перечисление", "1485.00"))
        self.assertFalse(line.utility_registry_id)

    def test_unknown_account_waits(self):
        """E07: a purpose that names an unknown account is money in suspense; others are no money."""
        line = self.load(self.other_purpose("Оплата л/с 5550001"))
        self.assertEqual(line.utility_state, "suspense")
        self.assertEqual(line.utility_payment_id.account_number, "5550001")
        line.utility_payment_id._assign(self.account)
        self.assertEqual(line.utility_state, "payment")
        other = self.load(self.other_purpose("Возврат займа", "77.00"))
        self.assertFalse(other.utility_state)

    def test_organisation_by_its_tax_number(self):
        """E08: an organisation that names no account is known by its tax number."""
        self.other.kind = "organisation"
        self.other.partner_id.vat = "5406123456"
        text = self.other_purpose("Оплата по договору").replace(
            "ПлательщикИНН=", "ПлательщикИНН=5406123456"
        )
        line = self.load(text)
        self.assertEqual(line.utility_payment_id.account_id, self.other)

    def test_contradictory_statement_is_refused(self):
        """E14: nothing of a statement whose balance is wrong gets in."""
        with self.assertRaisesRegex(UserError, "gives? the balance"):
            self.load(self.text.replace("3500.50", "9.00"))
        self.assertFalse(self.env["account.bank.statement.line"].search([]))

    def test_money_on_its_way(self):
        """E13: a registry without money, money without a registry, and none when they agree."""
        registry = self.bank_registry(order="99")
        item = self.env["utility.transit.item"].search([])
        self.assertRecordValues(
            item,
            [{"kind": "registry", "expected": 1485, "arrived": 0, "registry_id": registry.id}],
        )
        (line,) = self.load(self.other_purpose("Возврат займа", "1400.00")).filtered(
            lambda r: r.amount > 0
        )
        self.assertEqual(
            sorted(self.env["utility.transit.item"].search([]).mapped("kind")),
            ["money", "registry"],
        )
        line.utility_registry_id = registry
        self.env.flush_all()
        self.env.invalidate_all()
        differs = self.env["utility.transit.item"].search([])
        self.assertEqual((differs.kind, differs.difference), ("differs", 85))
        self.assertEqual(differs.action_open()["res_id"], registry.id)
        cashier = new_test_user(self.env, "transit", "utility_base.group_cashier")
        self.assertFalse(self.env["utility.transit.item"].with_user(cashier).has_access("read"))

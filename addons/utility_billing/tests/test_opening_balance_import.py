from odoo.tests import tagged

from odoo.addons.utility_base.tests.imports_common import ImportsCommon


@tagged("post_install", "-at_install", "utility_import")
class TestOpeningBalanceImport(ImportsCommon):
    ROWS = (
        ("Лицевой счёт", "Период", "Услуга", "Сальдо", "Вид долга"),
        ("0001001", "10.2025", "cold_water", "1 234,50", ""),
        ("0001001", "10.2025", "cold_water", "12,00", "Пеня"),
        ("0001002", "11.2025", "", "-300,00", ""),
        ("0001003", "11.2025", "heating", "1,234", ""),
        ("7777777", "11.2025", "heating", "1,00", ""),
        ("0001003", "11.2025", "no such service", "1,00", ""),
    )

    def test_file_twice_and_corrected(self):
        """P07: debts and advances come in, bad rows are told, the same file changes nothing."""
        record = self._run("opening_balance", self._csv(self.ROWS, "cp1251"))
        self.assertEqual(
            self._states(record), ["created", "created", "created", "error", "error", "error"]
        )
        self.assertEqual(self._codes(record)[3:5], ["BIL-AMOUNT-DIGITS", "IMP-ACCOUNT-UNKNOWN"])
        rows = self.env["utility.opening.balance"].search([])
        self.assertEqual(sorted(rows.mapped("amount")), [-300.00, 12.00, 1234.50])
        self.assertEqual(set(rows.mapped("state")), {"draft"})
        again = self._run("opening_balance", self._csv(self.ROWS, "cp1251"))
        self.assertEqual(self._states(again)[:3], ["unchanged"] * 3)
        self.assertEqual(self.env["utility.opening.balance"].search_count([]), 3)

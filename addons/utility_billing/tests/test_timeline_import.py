from odoo import Command
from odoo.tests import tagged

from odoo.addons.utility_base.tests.imports_common import ImportsCommon


@tagged("post_install", "-at_install", "utility_import")
class TestTimelineImport(ImportsCommon):
    """C14, C17, P07: tariffs, norms and parameters from a table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator.sudo().group_ids = [Command.link(cls.env.ref("utility_base.group_billing").id)]

    TARIFFS = (
        ("Услуга", "Категория", "Территория", "Тариф", "Диапазоны", "Дата с", "Приказ"),
        ("cold_water", "", "", "50,10", "", "01.01.2025", "№ 1"),
        ("cold_water", "", "", "55,21", "", "01.07.2025", "№ 2"),
        ("cold_water", "", "Энск", "60", "", "01.01.2025", ""),
        ("electricity", "", "", "", "100:5.47 | 250:7.10 | :9.20", "01.01.2025", ""),
        ("cold_water", "нет такой", "", "1", "", "01.01.2025", ""),
        ("cold_water", "", "", "", "", "01.01.2025", ""),
        ("electricity", "", "", "", "250:1 | 100:2 | :3", "01.01.2025", ""),
    )

    def tariffs(self):
        return self.env["utility.tariff"].search([], order="date_from, id")

    def test_tariffs_twice(self):
        """C17: prices follow each other, bad rows are told, the same file changes nothing."""
        record = self._run("tariffs", self._csv(self.TARIFFS, "cp1251"))
        self.assertEqual(
            self._states(record), ["created"] * 4 + ["error"] * 3, record.row_ids.mapped("message")
        )
        self.assertEqual(
            self._codes(record)[4:], ["BIL-UNKNOWN", "IMP-REQUIRED", "BIL-RANGES-TEXT"]
        )
        general = self.tariffs().filtered(
            lambda t: t.service_id.code == "cold_water" and not t.locality_id
        )
        self.assertEqual(general.mapped("value"), [50.10, 55.21])
        self.assertEqual([str(day) for day in general.mapped("date_to")], ["2025-06-30", "False"])
        self.assertEqual(general[1].legal_reference, "№ 2")
        blocks = self.tariffs().block_ids
        self.assertEqual(blocks.mapped("limit"), [100, 250, 0])
        again = self._run("tariffs", self._csv(self.TARIFFS, "cp1251"))
        self.assertEqual(self._states(again)[:4], ["unchanged"] * 4)
        self.assertEqual(len(self.tariffs()), 4)

    def test_older_price_comes_later(self):
        """C17: a price older than all ends where they begin; a corrected one is written in place."""
        self._run("tariffs", self._csv(self.TARIFFS[:2]))
        older = (self.TARIFFS[0], ("cold_water", "", "", "45", "", "01.01.2024", ""))
        self._run("tariffs", self._csv(older))
        self.assertEqual(self.tariffs().mapped("value"), [45, 50.10])
        self.assertEqual(str(self.tariffs()[0].date_to), "2024-12-31")
        fixed = (self.TARIFFS[0], ("cold_water", "", "", "50,20", "", "01.01.2025", "№ 1"))
        record = self._run("tariffs", self._csv(fixed))
        self.assertEqual(self._states(record), ["updated"])
        self.assertEqual(self.tariffs().mapped("value"), [45, 50.20])

    def test_dry_run_and_undo(self):
        """P07: a dry run writes nothing; an undone import leaves the old price open again."""
        self._run("tariffs", self._csv(self.TARIFFS[:2]))
        record = self._run("tariffs", self._csv((self.TARIFFS[0], self.TARIFFS[2])))
        self.assertEqual(len(self.tariffs()), 2)
        record.action_undo()
        self.assertEqual(self.tariffs().mapped("value"), [50.10])
        self.assertFalse(self.tariffs().date_to)

    def test_norms(self):
        """C14: norms by person and area with their period."""
        rows = (
            ("Услуга", "Норматив", "На", "Период", "Дата с"),
            ("cold_water", "4,5", "человек", "месяц", "01.01.2025"),
            ("solid_waste", "2,31", "человек", "год", "01.01.2025"),
            ("heating", "0,0193", "м2", "", "01.01.2025"),
            ("heating", "-1", "м2", "", "01.01.2025"),
        )
        record = self._run("norms", self._csv(rows))
        self.assertEqual(self._states(record), ["created"] * 3 + ["error"])
        norms = self.env["utility.norm"].search([], order="id")
        self.assertEqual(
            [(n.value, n.per, n.base) for n in norms],
            [(4.5, "person", "month"), (2.31, "person", "year"), (0.0193, "m2", "month")],
        )

    def test_parameters(self):
        """C23: parameters of the company follow each other; unreadable ones are told."""
        rows = (
            ("Код", "Значение", "Дата с"),
            ("key_rate", "21", "01.01.2025"),
            ("key_rate", "16.5", "01.11.2025"),
            ("key_rate", "16,5", "01.12.2025"),
        )
        record = self._run("rule_parameters", self._csv(rows))
        self.assertEqual(self._states(record), ["created", "created", "error"])
        self.assertEqual(self._codes(record)[2], "BIL-PARAMETER")
        own = self.env["utility.rule.parameter"].search(
            [("company_id", "=", self.company.id)], order="date_from"
        )
        self.assertEqual(own.mapped("value"), ["21", "16.5"])
        self.assertEqual(str(own[0].date_to), "2025-10-31")

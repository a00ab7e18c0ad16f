from odoo.tests import tagged

from .imports_common import ImportsCommon

TABLES = (
    "utility.locality", "utility.street", "utility.building", "utility.premise", "utility.area",
    "utility.account", "utility.account.service", "utility.residency", "utility.contract",
    "utility.meter", "utility.meter.register", "utility.meter.installation",
    "utility.meter.verification", "utility.reading", "res.partner",
)  # fmt: skip
HEAD = ("Лицевой счёт", "Адрес", "ФИО", "Площадь", "Проживает", "Услуги", "Договор")
ROWS = (
    HEAD,
    ("800001", "г. Новый, ул. Новая, 1, 1", "Первый", "40", "2", "cold_water", ""),
    ("800002", "г. Новый, ул. Новая, 1, 2", "Второй", "50", "1", "heating", "Д-1"),
)


@tagged("post_install", "-at_install", "utility_import")
class TestImportUndo(ImportsCommon):
    def test_everything_goes(self):
        """X72: an import that nobody built upon is taken back without a trace."""
        before = self._counts(*TABLES)
        record = self._run("premises", self._csv(ROWS))
        self.assertEqual(record.state, "done", record.row_ids.mapped("message"))
        record.action_undo()
        self.assertEqual(
            (record.state, record.kept_count),
            ("undone", 0),
            record.change_ids.mapped("undo_reason"),
        )
        self.assertEqual(self._counts(*TABLES), before)

    def test_values_come_back(self):
        """X72: changed records get their values back."""
        head = ("Лицевой счет", "Адрес", "Телефон", "Площадь", "Площадь с", "Старый номер")
        place = "Энск, Ленина 5-1"
        premise = self.accounts[0].premise_id
        self.env["utility.area"].create(
            {"premise_id": premise.id, "value": 40, "date_from": "2020-01-01"}
        )
        rows = [head, ("0001001", place, "", "44", "01.02.2026", "77")]
        record = self._run("premises", self._csv(rows))
        self.assertEqual(self._states(record), ["updated"], record.row_ids.mapped("message"))
        self.assertEqual((self.accounts[0].old_number, premise.total_area), ("77", 44.0))
        record.action_undo()
        self.assertEqual(record.kept_count, 0, record.change_ids.mapped("undo_reason"))
        self.assertFalse(self.accounts[0].old_number)
        area = premise.area_ids
        self.assertEqual((area.value, area.date_to), (40.0, False))

    def test_used_records_stay(self):
        """X72: what others built upon or changed since stays, with its reason."""
        record = self._run("premises", self._csv(ROWS))
        account = self.env["utility.account"].search([("number", "=", "800001")])
        partner = self.env["res.partner"].create({"name": "Guest"})
        self.env["utility.residency"].create({"account_id": account.id, "partner_id": partner.id})
        record.action_undo()
        self.assertTrue(account.exists())
        self.assertTrue(account.premise_id.building_id.exists())
        kept = record.change_ids.filtered(lambda c: c.undo_state == "kept")
        self.assertEqual(record.kept_count, len(kept))
        reason = kept.filtered(lambda c: c.res_model == "utility.account").undo_reason
        self.assertIn("Residence", reason)
        self.assertFalse(self.env["utility.account"].search([("number", "=", "800002")]))
        # once the obstacle is gone the rest goes as well
        self.env["utility.residency"].search([("partner_id", "=", partner.id)]).unlink()
        record.action_undo()
        self.assertEqual(record.kept_count, 0, record.change_ids.mapped("undo_reason"))
        self.assertFalse(account.exists())

    def test_changed_since_stays(self):
        """X72: a value that somebody changed after the import is not overwritten."""
        head = ("Лицевой счет", "Адрес", "Старый номер")
        record = self._run("premises", self._csv([head, ("0001001", "Энск, Ленина 5-1", "77")]))
        self.accounts[0].old_number = "by hand"
        record.action_undo()
        self.assertEqual(record.kept_count, 1)
        self.assertEqual(self.accounts[0].old_number, "by hand")

    def test_meters_and_readings(self):
        """X72: readings that an import brought go with it; else readings are never deleted."""
        self.env["utility.meter.model"].sudo().create({"name": "СВ-15", "resource": "cold_water"})
        before = self._counts(*TABLES)
        head = (
            "Лицевой счёт",
            "Заводской номер",
            "Тип счётчика",
            "Ресурс",
            "Поверка до",
            "Начальное показание",
        )
        record = self._run(
            "meters", self._csv([head, ("0001001", "1", "СВ-15", "ХВС", "01.01.2030", "5")])
        )
        self.assertEqual(self._counts("utility.reading"), [1])
        record.action_undo()
        self.assertEqual(record.kept_count, 0, record.change_ids.mapped("undo_reason"))
        self.assertEqual(self._counts(*TABLES), before)

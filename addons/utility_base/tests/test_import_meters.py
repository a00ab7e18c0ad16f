from odoo.tests import tagged

from .imports_common import ImportsCommon


@tagged("post_install", "-at_install", "utility_import")
class TestImportMeters(ImportsCommon):
    HEAD = ("Лицевой счёт", "Заводской номер", "Тип счётчика", "Ресурс", "Дата установки",
           "Дата поверки",
            "Поверка до", "Начальное показание", "Показание Т2", "Пломба",
            "Место установки")  # fmt: skip
    ROWS = (
        HEAD,
        (
            "0001001",
            "25027660",
            "СВ-15",
            "ХВС",
            "10.01.2024",
            "05.01.2024",
            "04.01.2030",
            "12,345",
            "",
            "П-77",
            "Ванная",
        ),
        (
            "0001002",
            "E-900",
            "Меркурий 200",
            "электроэнергия",
            "10.01.2024",
            "",
            "",
            "100",
            "50",
            "",
            "",
        ),
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        models = cls.env["utility.meter.model"].sudo()
        models.create({"name": "СВ-15", "resource": "cold_water"})
        models.create({"name": "Меркурий 200", "resource": "electricity", "zone_count": 2})

    def test_meter_file(self):
        """P05, B05: meter, installation, verification, seal and first values out of one row."""
        record = self._run("meters", self._csv(self.ROWS))
        self.assertEqual(
            self._states(record), ["created", "created"], record.row_ids.mapped("message")
        )
        water = self.env["utility.meter"].search([("serial", "=", "25027660")])
        self.assertEqual(water.account_id, self.accounts[0])
        self.assertEqual(water.place, "Ванная")
        self.assertEqual(str(water.verified_until), "2030-01-04")
        self.assertEqual(water.seal_ids.number, "П-77")
        self.assertEqual(
            (water.reading_ids.value, water.reading_ids.source), (12.345, "installation")
        )
        power = self.env["utility.meter"].search([("serial", "=", "E-900")])
        self.assertEqual(power.register_ids.mapped("zone"), ["day", "night"])
        self.assertEqual(power.reading_ids.sorted("zone").mapped("value"), [100.0, 50.0])

    def test_same_file_twice(self):
        """P05: the same file twice changes nothing."""
        tables = ("utility.meter", "utility.meter.installation", "utility.meter.verification",
                  "utility.meter.seal", "utility.reading", "utility.meter.register")  # fmt: skip
        self._run("meters", self._csv(self.ROWS))
        before = self._counts(*tables)
        again = self._run("meters", self._csv(self.ROWS))
        self.assertEqual(
            self._states(again), ["unchanged", "unchanged"], again.row_ids.mapped("message")
        )
        self.assertEqual(self._counts(*tables), before)

    def test_house_meter(self):
        """P05, B05: a row without account and with an address is a meter of the house."""
        head = ("Адрес", "Заводской номер", "Тип счётчика", "Ресурс", "Дата установки")
        record = self._run(
            "meters",
            self._csv([head, ("Энск, ул. Ленина, 5", "H-1", "СВ-15", "ХВС", "01.01.2024")]),
        )
        self.assertEqual(self._states(record), ["created"], record.row_ids.mapped("message"))
        meter = self.env["utility.meter"].search([("serial", "=", "H-1")])
        self.assertEqual((meter.purpose, meter.building_id), ("house", self.building))

    def test_errors(self):
        """P05: unknown model, account and resource are told with codes."""
        rows = [
            self.HEAD,
            ("0001001", "1", "Неизвестный", "ХВС", "", "", "", "", "", "", ""),
            ("7777777", "2", "СВ-15", "ХВС", "", "", "", "", "", "", ""),
            ("0001001", "3", "СВ-15", "уголь", "", "", "", "", "", "", ""),
        ]
        record = self._run("meters", self._csv(rows))
        self.assertEqual(
            self._codes(record), ["IMP-METER-MODEL-UNKNOWN", "IMP-ACCOUNT-UNKNOWN", "IMP-CHOICE"]
        )

    def test_refused_first_value(self):
        """P05, B01: a first value that the checks refuse brings no half of a meter with it."""
        before = self._counts("utility.meter", "utility.meter.installation", "utility.reading")
        rows = [self.HEAD, (*self.ROWS[1][:7], "9999999", "", "", ""), self.ROWS[2]]
        record = self._run("meters", self._csv(rows))
        self.assertEqual(
            self._states(record), ["error", "created"], record.row_ids.mapped("message")
        )
        self.assertTrue(record.row_ids[0].code.startswith("reading."))
        after = self._counts("utility.meter", "utility.meter.installation", "utility.reading")
        self.assertEqual([b - a for a, b in zip(before, after, strict=True)], [1, 1, 2])

    def test_readings(self):
        """P02, B01: readings go through the checks of the register; twice changes nothing."""
        self._run("meters", self._csv(self.ROWS))
        head = ("Лицевой счет", "Номер счётчика", "Дата", "Показание", "Т2")
        rows = [
            head,
            ("0001001", "25027660", "25.02.2026", "20,5", ""),
            ("0001002", "E-900", "25.02.2026", "150", "70"),
            ("0001001", "25027660", "25.12.2026", "30", ""),
            ("0001001", "нет такого", "25.02.2026", "30", ""),
            ("0001001", "25027660", "26.02.2026", "", ""),
        ]
        record = self._run("readings", self._csv(rows))
        self.assertEqual(self._states(record), ["created", "created", "error", "error", "error"],
                         record.row_ids.mapped("message"))  # fmt: skip
        self.assertEqual(
            self._codes(record)[2:],
            ["reading.future_date", "reading.unknown_meter", "IMP-NO-READING"],
        )
        self.assertTrue(all(record.row_ids.filtered(lambda r: r.state == "error").mapped("remedy")))
        reading = self.accounts[0].installation_ids.reading_ids.filtered(
            lambda r: r.source == "import"
        )
        self.assertEqual((reading.value, reading.state), (20.5, "accepted"))
        before = self._counts("utility.reading")
        again = self._run("readings", self._csv(rows[:3]))
        self.assertEqual(self._states(again), ["unchanged", "unchanged"])
        self.assertEqual(self._counts("utility.reading"), before)

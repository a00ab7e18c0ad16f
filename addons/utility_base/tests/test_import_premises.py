from odoo.tests import tagged
from odoo.tools import mute_logger

from .imports_common import ImportsCommon


@tagged("post_install", "-at_install", "utility_import")
class TestImportPremises(ImportsCommon):
    HEAD = ("Лицевой счёт", "Адрес", "Ф.И.О.", "Общая площадь", "Телефон", "Количество проживающих",
            "Услуги", "Дата открытия")  # fmt: skip

    def _row(self, number, address, name="Кузнецова Мария", area="54,3", **extra):
        return (
            number, address, name, area, extra.get("phone", ""), extra.get("persons", ""),
            extra.get("services", ""), "01.01.2020",
        )  # fmt: skip

    def test_one_house_however_it_is_spelt(self):
        """A19, P07: spellings of one address make one street, one house and three flats."""
        rows = [
            self.HEAD,
            self._row("500001", "г. Энск, ул. Садовая, д. 12а, кв. 1"),
            self._row("500002", "Энск, Садовая ул., 12 А, 2"),
            self._row("500003", "г.Энск УЛИЦА САДОВАЯ д.12-а кв.3"),
        ]
        record = self._run("premises", self._csv(rows))
        self.assertEqual(self._states(record), ["created"] * 3, record.row_ids.mapped("message"))
        accounts = self.env["utility.account"].search([("number", "like", "50000_")])
        self.assertEqual(len(accounts.building_id), 1)
        self.assertEqual(accounts.building_id.locality_id, self.locality)
        self.assertEqual(accounts.building_id.number, "12А")
        self.assertEqual(accounts.mapped("premise_id.number"), ["1", "2", "3"])
        self.assertEqual(accounts.premise_id.mapped("total_area"), [54.3] * 3)

    def test_known_house_is_found(self):
        """A19: a house of the register is found, not made again."""
        rows = [self.HEAD, self._row("500010", "Энск, улица Ленина, дом 5, квартира 77")]
        record = self._run("premises", self._csv(rows))
        self.assertEqual(record.state, "done", record.row_ids.mapped("message"))
        account = self.env["utility.account"].search([("number", "=", "500010")])
        self.assertEqual(account.building_id, self.building)

    def test_residents_services_and_areas(self):
        """P07: number of residents, services and areas come with the account, from its opening."""
        rows = [
            self.HEAD,
            self._row(
                "500020", "Энск, ул. Мира, 1, 1", persons="3", services="cold_water, heating"
            ),
        ]
        self._run("premises", self._csv(rows))
        account = self.env["utility.account"].search([("number", "=", "500020")])
        self.assertEqual(account.resident_count, 3)
        self.assertEqual(
            set(account.service_ids.service_id.mapped("code")), {"cold_water", "heating"}
        )
        self.assertEqual({str(d) for d in account.service_ids.mapped("date_from")}, {"2020-01-01"})
        self.assertEqual(account.premise_id.area_ids.mapped("value"), [54.3])

    def test_same_file_twice(self):
        """P07: the same file twice changes nothing in any table."""
        rows = [
            self.HEAD,
            self._row(
                "500030",
                "Энск, ул. Мира, 3, 1",
                persons="2",
                services="cold_water",
                phone="+7 900 1112233",
            ),
            self._row("500031", "Энск, ул. Мира, 3, 2", name="Орлов Олег"),
        ]
        tables = (
            "utility.locality", "utility.street", "utility.building", "utility.premise",
            "utility.area",
            "utility.account", "utility.account.service", "utility.residency", "res.partner",
        )  # fmt: skip
        self._run("premises", self._csv(rows))
        before = self._counts(*tables)
        again = self._run("premises", self._csv(rows))
        self.assertEqual(self._states(again), ["unchanged", "unchanged"])
        self.assertEqual(self._counts(*tables), before)

    def test_area_changes_keep_their_history(self):
        """A16: a new area holds from its day, the old one until the day before."""
        head = ("Лицевой счет", "Адрес", "ФИО", "Площадь", "Площадь с")
        place = "Энск, ул. Мира, 4, 1"
        self._run("premises", self._csv([head, ("500040", place, "Орлов", "50", "01.01.2020")]))
        record = self._run(
            "premises", self._csv([head, ("500040", place, "Орлов", "52,5", "01.02.2026")])
        )
        self.assertEqual(self._states(record), ["updated"])
        account = self.env["utility.account"].search([("number", "=", "500040")])
        areas = account.premise_id.area_ids.sorted("date_from")
        self.assertEqual(areas.mapped("value"), [50.0, 52.5])
        self.assertEqual(str(areas[0].date_to), "2026-01-31")

    def test_rooms_of_a_communal_flat(self):
        """A15: rooms bring the flat that they lie in."""
        rows = [
            self.HEAD,
            self._row("500050", "Энск, ул. Мира, 5, кв. 8, комн. 1"),
            self._row("500051", "Энск, ул. Мира, 5, кв. 8, комн. 2"),
        ]
        record = self._run("premises", self._csv(rows))
        self.assertEqual(record.state, "done", record.row_ids.mapped("message"))
        rooms = self.env["utility.account"].search([("number", "like", "50005_")]).premise_id
        self.assertEqual(rooms.mapped("kind"), ["room", "room"])
        self.assertEqual(len(rooms.parent_id), 1)

    def test_organisation_with_contract(self):
        """P07, A13: an organisation with two supply points gets one partner and one contract."""
        head = (
            "Лицевой счет",
            "Адрес",
            "Наименование",
            "Тип абонента",
            "ИНН",
            "Номер договора",
            "Дата договора",
        )
        rows = [
            head,
            (
                "700001",
                "Энск, ул. Мира, 6, пом. 1",
                "ООО «Ромашка»",
                "юр. лицо",
                "7707083893",
                "15-В",
                "10.01.2024",
            ),
            (
                "700002",
                "Энск, ул. Мира, 6, пом. 2",
                "ООО «Ромашка»",
                "юр. лицо",
                "7707083893",
                "15-В",
                "10.01.2024",
            ),
        ]
        record = self._run("premises", self._csv(rows))
        self.assertEqual(
            self._states(record), ["created", "created"], record.row_ids.mapped("message")
        )
        accounts = self.env["utility.account"].search([("number", "in", ["700001", "700002"])])
        self.assertEqual(len(accounts.partner_id), 1)
        self.assertEqual(accounts.contract_id.number, "15-В")
        self.assertEqual(set(accounts.mapped("kind")), {"organisation"})
        self.assertEqual(set(accounts.premise_id.mapped("kind")), {"commercial"})

    def test_partial_transfer(self):
        """P08: only houses and accounts in the list are taken; legacy numbers stay with them."""
        head = (*self.HEAD, "Код дома", "Код помещения", "Код лицевого счета")
        rows = [head] + [
            (
                *self._row(f"60000{n}", f"Энск, ул. Мира, {house}, {n}"),
                f"H{house}",
                f"P{n}",
                f"A{n}",
            )
            for n, house in ((1, 20), (2, 20), (3, 22), (4, 24))
        ]
        record = self._run("premises", self._csv(rows), only_buildings="Мира 20\nH24")
        self.assertEqual(self._states(record), ["created", "created", "skipped", "created"])
        accounts = self.env["utility.account"].search([("number", "like", "60000_")])
        self.assertEqual(accounts.mapped("external_id"), ["A1", "A2", "A4"])
        self.assertEqual(accounts.building_id.mapped("external_id"), ["H20", "H24"])
        record = self._run("premises", self._csv(rows), only_accounts="600003")
        self.assertEqual(self._states(record), ["skipped", "skipped", "created", "skipped"])

    def test_dropped_zeros_make_no_double(self):
        """P07: 1001 beside the account 0001001 is a spreadsheet's mistake, not a new account."""
        record = self._run(
            "premises", self._csv([self.HEAD, self._row("1001", "Энск, Ленина 5-1")])
        )
        self.assertEqual(self._codes(record), ["IMP-ACCOUNT-SIMILAR"])

    def test_number_too_big(self):
        """X71: what the database can't hold is an error of its row."""
        rows = [
            ("Лицевой счёт", "Адрес", "ФИО", "Этаж"),
            ("500070", "Энск, ул. Мира, 8, 1", "Орлов", "99999999999"),
            ("500071", "Энск, ул. Мира, 8, 2", "Орлов", "2"),
        ]
        with mute_logger("odoo.sql_db"):
            record = self._run("premises", self._csv(rows))
        self.assertEqual(self._states(record), ["error", "created"])
        self.assertEqual(record.row_ids[0].code, "IMP-RULE")

    def test_bad_address(self):
        """P07: an address that can't be understood is told, the rest is imported."""
        rows = [
            self.HEAD,
            self._row("500060", "за рекой"),
            self._row("500061", "Энск, ул. Мира, 7, 1"),
        ]
        record = self._run("premises", self._csv(rows))
        self.assertEqual(self._codes(record), ["IMP-ADDRESS", False])
        self.assertEqual(record.row_ids[0].column, "Адрес")
        self.assertEqual(record.state, "partial")

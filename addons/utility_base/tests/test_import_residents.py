from odoo.tests import tagged

from .imports_common import ImportsCommon


@tagged("post_install", "-at_install", "utility_import")
class TestImportResidents(ImportsCommon):
    HEAD = ("Лицевой счёт", "Ф.И.О.", "Дата рождения", "Вид регистрации", "Дата с", "Родство")
    ROWS = (
        HEAD,
        ("0001001", "Петров Пётр Петрович", "01.02.1980", "постоянно", "15.03.2015", "наниматель"),
        ("0001001", "Петрова Анна", "03.04.1982", "Постоянная", "15.03.2015", "жена"),
        ("0001002", "Сидоров Олег", "", "временно", "01.01.2026", ""),
    )

    def test_by_name(self):
        """P03, A11: residents of a file stand on their accounts; the payer is not doubled."""
        record = self._run("residents", self._csv(self.ROWS))
        self.assertEqual(record.state, "done", record.row_ids.mapped("message"))
        self.assertEqual(self._states(record), ["created"] * 3)
        first = self.accounts[0]
        self.assertEqual(
            first.residency_ids.mapped("partner_id.name"), ["Петров Пётр Петрович", "Петрова Анна"]
        )
        self.assertIn(first.partner_id, first.residency_ids.partner_id)
        self.assertEqual(first.residency_ids[1].relationship, "жена")
        self.assertEqual(str(first.residency_ids[1].date_from), "2015-03-15")
        self.assertEqual(self.accounts[1].residency_ids.kind, "temporary")
        self.assertEqual(first.resident_count, 2)

    def test_same_file_twice(self):
        """P03: the same file twice changes nothing."""
        self._run("residents", self._csv(self.ROWS))
        before = self._counts("res.partner", "utility.residency")
        again = self._run("residents", self._csv(self.ROWS))
        self.assertEqual(self._states(again), ["unchanged"] * 3)
        self.assertEqual(self._counts("res.partner", "utility.residency"), before)
        self.assertFalse(again.change_ids)

    def test_correction(self):
        """P03: a changed row updates the residence it means."""
        self._run("residents", self._csv(self.ROWS))
        rows = [self.HEAD, (*self.ROWS[2][:5], "супруга")]
        record = self._run("residents", self._csv(rows))
        self.assertEqual(self._states(record), ["updated"])
        self.assertEqual(self.accounts[0].residency_ids[1].relationship, "супруга")

    def test_errors_are_coded(self):
        """P03, X71: bad rows get code, column and remedy, good ones are imported."""
        rows = [
            self.HEAD,
            ("9999999", "Никто", "", "", "", ""),
            ("0001001", "Иванова Мария", "31.02.1990", "", "", ""),
            ("0001001", "Иванова Мария", "", "прописка?", "", ""),
            ("0001001", "", "", "", "", ""),
            ("0001001", "Иванова Мария", "", "", "01.01.2020", ""),
            ("", "Без счёта", "", "", "", ""),
        ]
        record = self._run("residents", self._csv(rows))
        self.assertEqual(record.state, "partial")
        self.assertEqual(
            self._codes(record),
            [
                "IMP-ACCOUNT-UNKNOWN",
                "value.date",
                "IMP-CHOICE",
                "IMP-REQUIRED",
                False,
                "IMP-REQUIRED",
            ],
        )
        self.assertEqual(self._states(record).count("created"), 1)
        bad = record.row_ids.filtered(lambda r: r.code == "value.date")
        self.assertEqual((bad.column, bad.value), ("Дата рождения", "31.02.1990"))
        self.assertTrue(
            all(row.remedy for row in record.row_ids.filtered(lambda r: r.state == "error"))
        )

    def test_number_of_residents(self):
        """A23: a number of persons without names is a dated fact; a new number ends the old one."""
        head = ("л/с", "Количество проживающих", "Дата с")
        self._run("residents", self._csv([head, ("0001001", "3", "01.01.2025")]))
        self.assertEqual(self.accounts[0].resident_count, 3)
        record = self._run("residents", self._csv([head, ("0001001", "2", "01.02.2026")]))
        self.assertEqual(record.state, "done")
        self.assertEqual(self.accounts[0].resident_count, 2)
        spans = self.accounts[0].residency_ids.sorted("date_from")
        self.assertEqual(
            [(str(s.date_from), str(s.date_to)) for s in spans],
            [("2025-01-01", "2026-01-31"), ("2026-02-01", "False")],
        )
        again = self._run("residents", self._csv([head, ("0001001", "2", "01.02.2026")]))
        self.assertEqual(self._states(again), ["unchanged"])

    def test_namesakes(self):
        """P03: father and son of one name are two persons, told by their birthdays."""
        head = ("Лицевой счет", "ФИО", "Дата рождения", "Дата с")
        father = ("0001001", "Орлов Олег Олегович", "01.02.1960", "01.01.2020")
        son = ("0001001", "Орлов Олег Олегович", "05.06.1990", "01.01.2020")
        self._run("residents", self._csv([head, father]))
        record = self._run("residents", self._csv([head, son]))
        self.assertEqual(self._states(record), ["created"], record.row_ids.mapped("message"))
        residents = self.accounts[0].residency_ids
        self.assertEqual(len(residents.partner_id), 2)
        self.assertEqual(
            {str(day) for day in residents.mapped("birth_date")}, {"1960-02-01", "1990-06-05"}
        )
        again = self._run("residents", self._csv([head, father]))
        self.assertEqual(self._states(again), ["unchanged"])

    def test_dropped_zeros(self):
        """P03: a spreadsheet that turned 0001001 into a number is understood."""
        rows = [["Лицевой счет", "ФИО", "Дата с"], [1001, "Попов Иван", "01.01.2020"]]
        record = self._run("residents", self._xlsx(rows), "file.xlsx")
        self.assertEqual(self._states(record), ["created"], record.row_ids.mapped("message"))

from odoo.tests import tagged

from .imports_common import ImportsCommon


@tagged("post_install", "-at_install", "utility_import")
class TestImportOwners(ImportsCommon):
    HEAD = ("Лицевой счёт", "Собственник", "Доля", "Дата с", "Документ основание")
    ROWS = (
        HEAD,
        ("0001001", "Петров Пётр Петрович", "1/2", "01.01.2019", "77-АБ 1"),
        ("0001001", "Петрова Анна", "0,5", "01.01.2019", "77-АБ 2"),
    )

    def test_shares(self):
        """P03, A14: owners with their shares; the payer who owns is not doubled."""
        record = self._run("owners", self._csv(self.ROWS))
        self.assertEqual(
            self._states(record), ["created", "created"], record.row_ids.mapped("message")
        )
        owners = self.accounts[0].premise_id.ownership_ids
        self.assertEqual(owners.mapped("share"), ["1/2", "1/2"])
        self.assertIn(self.accounts[0].partner_id, owners.partner_id)
        again = self._run("owners", self._csv(self.ROWS))
        self.assertEqual(self._states(again), ["unchanged", "unchanged"])

    def test_too_much_is_told(self):
        """A14: shares over the whole are refused on the row that is too much."""
        rows = [*self.ROWS, ("0001001", "Третий Лишний", "1/3", "01.01.2019", "")]
        record = self._run("owners", self._csv(rows))
        self.assertEqual(self._codes(record), [False, False, "IMP-RULE"])
        self.assertEqual(len(self.accounts[0].premise_id.ownership_ids), 2)

    def test_by_address(self):
        """P03: the premise may be told by its address."""
        rows = [
            ("Адрес", "Владелец"),
            ("Энск, Ленина 5-2", "Новый Хозяин"),
            ("Энск, Ленина 5-99", "Никто"),
        ]
        record = self._run("owners", self._csv(rows))
        self.assertEqual(
            self._states(record), ["created", "error"], record.row_ids.mapped("message")
        )
        self.assertEqual(self.accounts[1].premise_id.ownership_ids.partner_id.name, "Новый Хозяин")
        self.assertEqual(self._codes(record)[1], "IMP-PREMISE-UNKNOWN")

    def test_services(self):
        """P07: services on accounts; the next file of the same services changes nothing."""
        head = ("Лицевой счет", "Услуга", "Дата с")
        rows = [
            head,
            ("0001001", "cold_water", "01.01.2024"),
            ("0001001", "Heating", "01.01.2024"),
            ("0001002", "полёты", "01.01.2024"),
        ]
        record = self._run("services", self._csv(rows))
        self.assertEqual(self._states(record), ["created", "created", "error"])
        self.assertEqual(self._codes(record)[2], "IMP-SERVICE-UNKNOWN")
        again = self._run("services", self._csv(rows[:3]))
        self.assertEqual(self._states(again), ["unchanged", "unchanged"])

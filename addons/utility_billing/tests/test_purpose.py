import doctest
from datetime import date

from odoo.tests import Form, tagged

from ..gateway import purpose
from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestPurpose(MoneyCommon):
    def understood(self, text):
        return self.env["utility.purpose.word"]._understand(text, self.company)

    def test_examples_in_docstrings(self):
        """E11: the documented examples are true."""
        result = doctest.testmod(purpose)
        self.assertTrue(result.attempted and not result.failed)

    def test_as_payers_write(self):
        """E11: account, month, service, penalty and registry out of real spellings."""
        for text, expected in {
            "Оплата по л/с 0000012345 за 10.2025": ("0000012345", date(2025, 10, 1), None),
            "ЛС:0000012345; отопление сентябрь 2025": (
                "0000012345", date(2025, 9, 1), self.heat.id,
            ),
            "За ХВС, лицевой счет № 0000-012345, 2025-08": (
                "0000012345", date(2025, 8, 1), self.water.id,
            ),
            "капремонт 0000012345 за 08.2025, 09.2025": ("0000012345", None, self.capital.id),
            "Возврат займа от 05.11.2025": (None, None, None),
        }.items():  # fmt: skip
            found = self.understood(text)
            shown = (found.accounts[0] if found.accounts else None, found.period, found.service)
            self.assertEqual(shown, expected, text)
        found = self.understood("Перечисление по реестру № 123456 пени")
        self.assertEqual((found.registry, found.penalty, found.accounts), ("123456", True, ()))

    def test_words_of_another_country(self):
        """E11: words of Ukraine mean nothing to a Russian company."""
        self.assertFalse(self.understood("о/р 0000012345").named)
        self.company.country_id = self.env.ref("base.ua")
        self.assertTrue(self.understood("о/р 0000012345").named)

    def test_test_a_text(self):
        """E11: the screen shows what a text means before it is trusted."""
        form = Form(self.env["utility.purpose.test"])
        form.text = "за воду л/с 12345"
        self.assertEqual(form.account_id, self.account)

import doctest

from odoo.tests import BaseCase, tagged

from ..gateway import address, exchange_json
from ..gateway.address import fold, house_number, parse_address
from ..importers import fields, headers, registry, residents
from ..importers.base import Importer
from ..importers.fields import Target
from ..importers.headers import match_columns, signature
from ..importers.identity import Identity

ADDRESSES = {
    "г.Энск ул.Ленина д.5 кв.12": ("Энск", "street", "Ленина", "5", "", "12"),
    "Ленина ул., 12-а, 5": ("", "street", "Ленина", "12А", "", "5"),
    "Энская обл., Энский р-н, с. Ивановка, д. 7": ("Ивановка", "", "", "7", "", ""),
    "г Энск, ул Мира, д 10 стр 2, пом 3": ("Энск", "street", "Мира", "10", "стр. 2", "3"),
    "пр-кт Мира, 10к2, кв. 4": ("", "avenue", "Мира", "10", "2", "4"),
    "Энск, Садовая, 1/2, 15": ("Энск", "", "Садовая", "1/2", "", "15"),
    "г. Энск, ул. 50 лет Октября, 17": ("Энск", "street", "50 лет Октября", "17", "", ""),
    "мкр. Северный, д. 3, корп. 1, кв. 7": ("", "microdistrict", "Северный", "3", "1", "7"),
    "Україна, м. Київ, вул. Хрещатик, буд. 1, офіс 4": ("Київ", "street", "Хрещатик", "1", "", "4"),
    "қ. Алматы, Абай көш., үй 10, п. 15": ("Алматы", "street", "Абай", "10", "", "15"),
    "снт Ромашка, уч. 15": ("Ромашка", "", "", "15", "", ""),
}


@tagged("utility_import")
class TestImportPure(BaseCase):
    def test_examples(self):
        """X71, A19: the examples of the documentation hold."""
        for module in (address, exchange_json, fields, headers):
            with self.subTest(module.__name__):
                result = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)

    def test_addresses(self):
        """A19: addresses as people write them come apart into the parts of the register."""
        for text, expected in ADDRESSES.items():
            with self.subTest(text):
                found = parse_address(text)
                parts = (
                    found.locality,
                    found.street_kind,
                    found.street,
                    found.house,
                    found.block,
                    found.premise,
                )
                self.assertEqual(parts, expected)

    def test_one_spelling(self):
        """A19: ways to write one house are equal once they are folded."""
        same = ("12а", "12 А", "12-а", "№ 12А", "12 a")  # the last is Latin
        self.assertEqual(len({fold(house_number(text)) for text in same}), 1)
        self.assertNotEqual(house_number("12/1"), house_number("121"))

    def test_headings_in_four_languages(self):
        """X71: columns are known by Russian, Ukrainian, Kazakh and English headings."""
        targets = residents.ResidentImporter.targets
        files = (
            ("Лицевой счёт", "Ф.И.О.", "Дата рождения"),
            ("Особовий рахунок", "ПІБ", "Дата народження"),
            ("Жеке шот", "Аты-жөні", "Туған күні"),
            ("Account", "Full name", "Birthday"),
            ("LIC_SCHET", "FIO", "Дата рождения жильца"),
        )
        for columns in files:
            with self.subTest(columns):
                expected = dict(zip(("account", "name", "birth_date"), columns, strict=True))
                self.assertEqual(match_columns(columns, targets), expected)

    def test_no_column_serves_twice(self):
        """X71: one column fills one field; what nothing resembles is left alone."""
        targets = (
            Target("a", "Account", aliases=("счет",)),
            Target("b", "Bill", aliases=("счет",)),
        )
        self.assertEqual(len(match_columns(["Счёт"], targets)), 1)
        self.assertEqual(match_columns(["Погода"], targets), {})
        self.assertNotEqual(signature("a", "csv", ["x"]), signature("b", "csv", ["x"]))

    def test_keys_are_folded(self):
        """A19: keys of records compare without case, ё and Latin look-alikes; ids as they are."""
        identity = Identity(("street_id", "number"), folded=frozenset({"number"}))
        self.assertEqual(identity.key((5, "12А")), identity.key((5, "12а")))
        self.assertNotEqual(identity.key((5, "12")), identity.key((6, "12")))
        self.assertEqual(identity.key((False, None)), (False, ""))

    def test_kinds_of_addons(self):
        """P07: an addon adds a kind; it shows only where the addon is installed."""

        class Own(Importer):
            kind = "test_own"
            label = "Own"
            module = "test_addon"

        registry.register(Own)
        self.addCleanup(registry._IMPORTERS.pop, "test_own")
        self.assertIn(("test_own", "Own"), registry.importer_kinds({"test_addon"}))
        self.assertNotIn("test_own", dict(registry.importer_kinds({"utility_base"})))

        class Other(Importer):
            kind = "test_own"

        with self.assertRaises(ValueError):
            registry.register(Other)

from odoo.tests import tagged
from odoo.tools import SQL

from .desk_common import DeskCommon


@tagged("post_install", "-at_install")
class TestSearch(DeskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.street_1 = cls.env["utility.street"].create(
            {"name": "8 Марта", "locality_id": cls.locality.id}
        )
        cls.accounts = {}
        payer = cls.env["res.partner"].create({"name": "Мельниченко Оксана"})
        for street, house, flat in (
            (cls.street, "1", "5"),
            (cls.street, "10", "5"),
            (cls.street, "10", "15"),
            (cls.street, "101", "5"),
            (cls.street_1, "10", "5"),
        ):
            building = cls.env["utility.building"].search(
                [("street_id", "=", street.id), ("number", "=", house)]
            ) or cls.env["utility.building"].create(
                {"locality_id": cls.locality.id, "street_id": street.id, "number": house}
            )
            premise = cls.env["utility.premise"].create(
                {"building_id": building.id, "number": flat}
            )
            cls.accounts[street.name, house, flat] = cls.env["utility.account"].create(
                {
                    "number": f"77{len(cls.accounts)}00450{flat}",
                    "partner_id": payer.id,
                    "premise_id": premise.id,
                }
            )

    def _found(self, text, model="utility.account"):
        ids = [row[0] for row in self.env[model].name_search(text, limit=100)]
        return self.env[model].browse(ids)

    def test_address_by_words(self):
        """A05, A19: street, house and flat in any order and with or without the words around."""
        wanted = self.accounts["Лесная", "10", "5"]
        for text in (
            "лесная 10 5",
            "10 5 Лесная",
            "ул. Лесная, д. 10, кв. 5",
            "Лесная дом 10 квартира 5",
            "лесн 10 5 deskville",
            "Лесная 10 5 мельниченко",
        ):
            with self.subTest(text=text):
                self.assertEqual(self._found(text), wanted)

    def test_numbers_are_whole(self):
        """A19: house 10 is neither 1 nor 101, flat 5 is not 15."""
        self.assertEqual(
            self._found("лесная 10"),
            self.accounts["Лесная", "10", "5"] | self.accounts["Лесная", "10", "15"],
        )
        self.assertEqual(self._found("лесная 1 5"), self.accounts["Лесная", "1", "5"])
        self.assertEqual(self._found("8 марта 10"), self.accounts["8 Марта", "10", "5"])

    def test_number_and_payer(self):
        """A05: by a part of the number, by the payer, by both."""
        account = self.accounts["Лесная", "101", "5"]
        self.assertEqual(self._found(account.number), account)
        self.assertEqual(len(self._found("Мельниченко")), 5)
        self.assertEqual(self._found(f"оксана {account.number[:4]}"), account)
        self.assertFalse(self._found("лесная 10 несуществующий"))

    def test_places(self):
        """A09: buildings, premises and streets are found the same way."""
        account = self.accounts["8 Марта", "10", "5"]
        self.assertEqual(self._found("марта 10", "utility.building"), account.building_id)
        self.assertEqual(self._found("марта 10 5", "utility.premise"), account.premise_id)
        self.assertEqual(self._found("8 марта", "utility.street"), self.street_1)

    def test_trigram_indexes(self):
        """A04: PostgreSQL can answer the searches of the desk from trigram indexes."""
        self.env.cr.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        self.assertTrue(self.env.cr.fetchone())
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for table, column in (
            ("utility_account", "number"),
            ("utility_account", "address"),
            ("utility_account", "partner_name"),
            ("utility_premise", "address"),
            ("utility_building", "address"),
            ("utility_street", "complete_name"),
        ):
            with self.subTest(table=table, column=column):
                query = SQL(
                    "EXPLAIN SELECT id FROM %s WHERE %s ILIKE %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    "%лесная%",
                )
                plan = "\n".join(row[0] for row in self.env.execute_query(query))
                self.assertIn(f"{table}__{column}_index", plan)

from ast import literal_eval
from datetime import date

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .meters_common import MetersCommon


@tagged("post_install", "-at_install")
class TestReadingGrid(HttpCase, MetersCommon):
    """Fast entry of readings (B03)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._meter("GRID-1")
        cls._history(cls.first)
        cls.second = cls._meter("GRID-2", cls.power, cls.accounts[1], zones=("day", "night"))

    def rows(self, **filters):
        model = self.env["utility.reading"].with_user(self.operator)
        return model.grid_rows(filters, "2025-07-20")["rows"]

    def test_rows(self):
        """B03: what the table shows, by house, street, service, account and serial number."""
        rows = self.rows(building_id=self.building.id)
        self.assertEqual(
            [(r["serial"], r["zone"]) for r in rows],
            [("GRID-1", ""), ("GRID-2", "Day"), ("GRID-2", "Night")],
        )
        self.assertEqual(rows[0]["last_value"], "60")
        self.assertEqual(rows[0]["last_date"], "2025-06-20")
        self.assertAlmostEqual(rows[0]["usual"], 10, delta=1)
        self.assertEqual(
            [r["serial"] for r in self.rows(service_id=self.cold.id, building_id=self.building.id)],
            ["GRID-1"],
        )
        self.assertEqual({r["serial"] for r in self.rows(query="A-2")}, {"GRID-2"})
        self.assertEqual({r["serial"] for r in self.rows(query="rid-1")}, {"GRID-1"})
        with self.assertRaisesRegex(UserError, "Choose a street"):
            self.rows()

    def test_ways_to_the_grid(self):
        """B03: from the account, the building and the meter; meters not read this month."""
        for record, params in (
            (self.account, {"query": "A-1"}),
            (self.building, {"building_id": self.building.id}),
        ):
            action = self.env.ref(f"utility_base.{record._table}_action_enter_readings")
            found = action.with_context(active_model=record._name, active_id=record.id).run()
            self.assertEqual((found["tag"], found["params"]), ("utility_reading_grid", params))
        self.assertEqual(self.first.action_enter_reading()["params"], {"query": "GRID-1"})
        view = self.env["utility.meter"].get_view(view_type="search")["arch"]
        node = etree.fromstring(view).find(".//filter[@name='not_read']")
        unread = self.env["utility.meter"].search(literal_eval(node.get("domain")))
        self.assertIn(self.first, unread)
        self._read(self.first, date.today(), 70)
        self.assertNotIn(
            self.first, self.env["utility.meter"].search(literal_eval(node.get("domain")))
        )

    def test_check_saves_nothing(self):
        """B03: the warnings while typing come from the rules of the server."""
        readings = self.env["utility.reading"].with_user(self.operator)
        before = readings.search_count([])
        values = [
            {"register_id": self.first.register_ids.id, "value": value} for value in ("59", "700")
        ]
        low, high = (readings.grid_check([row], "2025-07-20", "call")[0] for row in values)
        self.assertEqual(
            (low["status"], low["findings"][0]["code"]), ("refused", "negative_consumption")
        )
        self.assertEqual((high["status"], high["findings"][0]["code"]), ("suspect", "jump"))
        self.assertEqual(readings.search_count([]), before)

    def test_queries(self):
        """B03: as many queries for forty rows as for four."""
        for number in range(40):
            self._meter(f"M{number}", self.cold, self.accounts[1])

        def queries(**filters):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows = self.rows(**filters)
            return len(rows), self.cr.sql_log_count - before

        few, many = queries(query="A-1"), queries(building_id=self.building.id)
        self.assertEqual((few[0], many[0]), (1, 43))
        self.assertLessEqual(many[1], few[1] + 4)

    def test_tour(self):
        """B03: three values by keyboard, a falling one refused, a jump flagged, nothing lost."""
        self.start_tour(
            "/odoo/utility-reading-entry",
            "utility_reading_grid",
            login="meters_operator",
            timeout=120,
        )
        found = self.env["utility.reading"].search([("date", "=", date(2025, 7, 20))], order="id")
        self.assertEqual(
            [(r.meter_id.serial, r.zone, r.value, r.state) for r in found],
            [
                ("GRID-1", "total", 70.5, "accepted"),
                ("GRID-2", "day", 100, "accepted"),
                ("GRID-2", "night", 50, "accepted"),
                ("GRID-1", "total", 700, "suspect"),
                ("GRID-2", "day", 110, "rejected"),
            ],
        )

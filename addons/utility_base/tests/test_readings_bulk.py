from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .meters_common import MetersCommon


@tagged("post_install", "-at_install")
@freeze_time("2025-08-25")
class TestReadingsBulk(MetersCommon):
    """Many readings in one call (X71, X20)."""

    def _import(self, *rows):
        return self.env["utility.reading"].with_user(self.operator).import_readings(list(rows))

    def test_good_rows_are_saved_and_bad_ones_explained(self):
        """X71: partial success, each bad row with its code, field and remedy."""
        self._meter("C1")
        answer = self._import(
            {"serial": "C1", "date": "2025-06-20", "value": "10,5"},
            {"serial": "C1", "date": "2025-07-20", "value": 9},
            {"serial": "nobody", "date": "2025-07-20", "value": 9},
            {"serial": "C1", "date": "20th", "value": "x"},
            {"serial": "C1", "date": "2025-07-21", "value": "20", "source": "pigeon"},
            {"serial": "C1", "date": "2025-07-22", "value": "20", "source": "remote"},
        )
        self.assertEqual([r["status"] for r in answer["rows"]], [
            "accepted", "refused", "refused", "refused", "refused", "accepted",
        ])  # fmt: skip
        self.assertEqual(
            [(e["row"], e["field"], e["code"]) for e in answer["errors"]],
            [
                (1, "value", "negative_consumption"),
                (2, "serial", "unknown_meter"),
                (3, "date", "bad_date"),
                (3, "value", "bad_value"),
                (4, "source", "bad_source"),
            ],
        )
        self.assertTrue(all(e["message"] and e["remedy"] for e in answer["errors"]))
        saved = self.env["utility.reading"].browse(answer["rows"][0]["ids"])
        self.assertEqual(
            (saved.value, saved.source, saved.user_id), (10.5, "import", self.operator)
        )

    def test_idempotent(self):
        """X71: the same call twice changes nothing; a number has one meaning."""
        meter = self._meter("C1")
        row = {"serial": "C1", "date": "2025-06-20", "value": "10", "external_id": "x-1"}
        first = self._import(row)
        again = self._import(row)
        self.assertEqual(again["known"], 1)
        self.assertEqual(again["rows"][0]["ids"], first["rows"][0]["ids"])
        plain = self._import({"serial": "C1", "date": "2025-06-20", "value": "10.000"})
        self.assertEqual(plain["rows"][0]["ids"], first["rows"][0]["ids"])
        self.assertEqual(
            self._import({**row, "value": "11"})["errors"][0]["code"], "external_id_conflict"
        )
        self.assertEqual(len(meter.reading_ids), 2)
        twice = self._import(*[{**row, "date": "2025-07-20", "external_id": "x-2"}] * 2)
        self.assertEqual([r["status"] for r in twice["rows"]], ["accepted", "known"])
        self.assertEqual(len(meter.reading_ids), 3)

    def test_order_of_rows_does_not_matter(self):
        """A year in one call, newest first: every row is judged after those before its day."""
        self._meter("C1")
        rows = [
            {"serial": "C1", "date": date(2025, month, 20), "value": month * 10}
            for month in range(8, 0, -1)
        ]
        self.assertEqual(self._import(*rows)["accepted"], 8)

    def test_zones(self):
        """X24: up to four registers, all of them in one row; X22: a wrong number is refused."""
        meter = self._meter("E1", self.power, zones=("day", "night", "peak", "half_peak"))
        zones = {"day": 4, "night": 3, "peak": 2, "half_peak": 1}
        answer = self._import(
            {"serial": "E1", "date": "2025-06-20", "values": zones, "external_id": "z"},
            {"serial": "E1", "date": "2025-07-20", "values": [5, 6]},
            {"serial": "E1", "date": "2025-07-20", "value": 5},
            {"serial": "E1", "date": "2025-07-20", "value": 5, "zone": "day"},
        )
        self.assertEqual(
            [r["status"] for r in answer["rows"]], ["accepted", "refused", "refused", "accepted"]
        )
        self.assertEqual({e["code"] for e in answer["errors"]}, {"wrong_registers"})
        self.assertEqual(len(answer["rows"][0]["ids"]), 4)
        self.assertEqual(len(meter.reading_ids), 4 + 5)
        again = self._import(
            {"serial": "E1", "date": "2025-06-20", "values": zones, "external_id": "z"},
            {"serial": "E1", "date": "2025-06-21", "values": {}},
        )
        self.assertEqual(again["rows"][0]["status"], "known")
        self.assertEqual(sorted(again["rows"][0]["ids"]), sorted(answer["rows"][0]["ids"]))
        self.assertEqual(again["errors"][0]["code"], "bad_value")

    def test_meter_by_account_and_service(self):
        self._meter("S", self.cold)
        self._meter("S2", self.hot)
        row = {"account": "A-1", "date": "2025-06-20", "value": 4}
        answer = self._import(row, {**row, "service": "hot_water"})
        self.assertEqual(answer["errors"][0]["code"], "ambiguous_meter")
        saved = self.env["utility.reading"].browse(answer["rows"][1]["ids"])
        self.assertEqual(saved.meter_id.serial, "S2")

    def test_window_binds_customers(self):
        """X21: meter before building before company; staff are not bound."""
        meter = self._meter("C1")
        window = self.env["utility.reading.window"]
        window.create({"day_from": 1, "day_to": 10, "restricted": True})
        row = {"serial": "C1", "date": "2025-07-20", "value": 4, "source": "portal"}
        self.assertEqual(self._import(row)["errors"][0]["code"], "outside_window")
        self.assertEqual(self._import({**row, "source": "call"})["accepted"], 1)
        window.create({"day_from": 15, "day_to": 25, "building_id": self.building.id})
        self.assertEqual(self._import({**row, "value": 5})["accepted"], 1)
        window.create({"day_from": 1, "day_to": 2, "meter_id": meter.id, "restricted": True})
        self.assertEqual(self._import({**row, "value": 6})["refused"], 1)

    def test_corrections_need_an_operator(self):
        self._meter("C1")
        row = {"serial": "C1", "date": "2025-07-20", "value": 4, "source": "correction"}
        self.operator.group_ids = self.env.ref("utility_base.group_controller")
        self.assertEqual(self._import(row)["errors"][0]["code"], "no_right")

    def test_readers_do_not_enter(self):
        """R01: who only reads is refused before anything is looked at."""
        self.operator.group_ids = self.env.ref("utility_base.group_reader")
        with self.assertRaises(AccessError):
            self._import({"serial": "C1", "date": "2025-07-20", "value": 4})

    def test_limit(self):
        """X71: up to a thousand rows a call."""
        with self.assertRaisesRegex(UserError, "up to 1000"):
            self._import(*[{}] * 1001)

    def test_queries_do_not_grow(self):
        """X71: as many queries for 60 meters as for 6."""
        for number in range(66):
            self._meter(f"Q{number}", self.cold, self.accounts[number % 2])
        rows = [{"serial": f"Q{n}", "date": "2025-06-20", "value": 4} for n in range(66)]

        def queries(part):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(self._import(*part)["accepted"], len(part))
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(rows[:1])
        few, many = queries(rows[1:6]), queries(rows[6:])
        self.assertLessEqual(many, few + 1)
        self.assertLess(many, 45)


@tagged("post_install", "-at_install")
class TestReadingsRpc(HttpCase, MetersCommon):
    def test_xmlrpc(self):
        """X71: the bulk call over XML-RPC as an operator."""
        self._meter("C1")
        rows = [
            {"serial": "C1", "date": "2025-06-20", "value": "10.5", "external_id": "r1"},
            {"serial": "C1", "date": "2025-06-25", "value": "9"},
        ]
        answer = self.xmlrpc_object.execute_kw(
            self.env.cr.dbname, self.operator.id, "meters_operator",
            "utility.reading", "import_readings", [rows],
        )  # fmt: skip
        self.assertEqual((answer["accepted"], answer["refused"]), (1, 1))
        self.assertEqual(answer["errors"][0]["code"], "negative_consumption")

    def test_json2(self):
        """X71: the same call over JSON-2 with a key."""
        self._meter("C1")
        until = datetime.now() + timedelta(days=1)
        key = self.env["res.users.apikeys"].with_user(self.operator)._generate("rpc", "test", until)
        answer = self.url_open(
            "/json/2/utility.reading/import_readings",
            json={
                "rows": [{"serial": "C1", "date": "2025-06-20", "value": "10.5"}, {"serial": "?"}]
            },
            headers={"Authorization": f"bearer {key}"},
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        result = answer.json()
        self.assertEqual((result["accepted"], result["refused"]), (1, 1))
        self.assertEqual(result["errors"][0]["code"], "unknown_meter")

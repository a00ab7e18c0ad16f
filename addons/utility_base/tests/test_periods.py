from datetime import date
from xmlrpc.client import Fault

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..hooks import uninstall_hook
from .meters_common import MetersCommon


@tagged("post_install", "-at_install")
@freeze_time("2025-08-25")
class TestPeriods(MetersCommon):
    """A closed period refuses changes from the interface and from SQL (R02)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.periods = cls.env["utility.period"].create(
            [{"date_from": date(2025, month, 1)} for month in (5, 6, 7)]
        )
        cls.may, cls.june, cls.july = cls.periods
        cls.meter = cls._meter("C1")
        cls.reading = cls._read(cls.meter, date(2025, 5, 20), 5)

    def assertRefusedBySql(self, query, *params):
        self.env.flush_all()
        with (
            self.assertRaisesRegex(psycopg2.errors.CheckViolation, "closed"),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.cr.execute(query, params)

    def test_month_typed_by_name(self):
        """R02: the month that is typed is the month that is made, and nothing else is."""
        periods = self.env["utility.period"]
        id_, name = periods.name_create("2025-09")
        self.assertEqual((name, periods.browse(id_).date_from), ("2025-09", date(2025, 9, 1)))
        self.assertEqual(periods.name_create("2025-06")[0], self.june.id)
        for text in ("2025-1x", "September", ""):
            with self.assertRaisesRegex(UserError, "is no month"):
                periods.name_create(text)

    def _insert(self, day, source):
        self.cr.execute(
            """
            INSERT INTO utility_reading
                   (register_id, meter_id, company_id, date, value, source, state)
            VALUES (%s, %s, %s, %s, 7, %s, 'accepted')
            """,
            (self.meter.register_ids.id, self.meter.id, self.company.id, day, source),
        )

    def test_order_of_closing(self):
        """R02: one month after the other, each once."""
        with self.assertRaisesRegex(UserError, "not closed yet"):
            self.june.action_close()
        self.may.action_close()
        with self.assertRaisesRegex(UserError, "closed already"):
            self.may.action_close()
        self.assertEqual(self.may.closed_by_id, self.env.user)
        with self.assertRaisesRegex(UserError, "by its buttons"):
            self.may.write({"state": "open"})
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.may.unlink()
        with self.assertRaisesRegex(UserError, "everything is closed"):
            self.env["utility.period"].create({"date_from": date(2025, 4, 1)})

    def test_reopen(self):
        """R02: the last one first, by the administrator, with a reason that is kept."""
        (self.may | self.june).action_close()
        with self.assertRaises(AccessError):
            self.june.with_user(self.operator).action_reopen("mistake")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.june.action_reopen(" ")
        with self.assertRaisesRegex(UserError, "Later periods"):
            self.may.action_reopen("mistake")
        self.june.action_reopen("mistake")
        self.assertEqual((self.june.state, self.june.reopen_reason), ("open", "mistake"))

    def test_orm(self):
        """R02: readings of a closed month are added as corrections only, and never changed."""
        self.may.action_close()
        with self.assertRaisesRegex(UserError, "closed"):
            self._read(self.meter, date(2025, 5, 21), 6)
        with self.assertRaisesRegex(UserError, "closed"):
            self._read(self.meter, date(2025, 4, 21), 1)
        with self.assertRaisesRegex(UserError, "closed"):
            self.reading.state = "rejected"
        with (
            self.assertRaisesRegex(psycopg2.errors.CheckViolation, "closed"),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.reading.with_context(_force_unlink=True).unlink()
        late = self._read(self.meter, date(2025, 5, 21), 6, source="correction")
        self.assertEqual(late.state, "accepted")
        self.reading.note = "notes are free"
        self.assertTrue(self._read(self.meter, date(2025, 6, 1), 7))

    def test_suspect_row_of_closed_month(self):
        """What waited when the month was closed may be rejected, not accepted."""
        waiting = self.env["utility.reading"]._append(
            [
                {
                    "register_id": self.meter.register_ids.id,
                    "date": date(2025, 5, 25),
                    "value": 6,
                    "state": "suspect",
                }
            ]
        )
        self.may.action_close()
        with self.assertRaisesRegex(UserError, "closed"):
            waiting.state = "accepted"
        waiting.state = "rejected"
        self.env.flush_all()

    def test_sql(self):
        """R02: plain SQL is refused as well: insert, update, delete, truncate."""
        self.may.action_close()
        self.assertRefusedBySql(
            "UPDATE utility_reading SET value = 6 WHERE id = %s", self.reading.id
        )
        self.assertRefusedBySql(
            "UPDATE utility_reading SET date = '2025-06-03' WHERE id = %s", self.reading.id
        )
        self.assertRefusedBySql("DELETE FROM utility_reading WHERE id = %s", self.reading.id)
        self.assertRefusedBySql("TRUNCATE utility_reading CASCADE")
        with (
            self.assertRaises(psycopg2.errors.CheckViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self._insert(date(2025, 5, 22), "call")
        self._insert(date(2025, 5, 22), "correction")
        self._insert(date(2025, 6, 22), "call")
        self.cr.execute("UPDATE utility_reading SET note = 'x' WHERE id = %s", [self.reading.id])

    def test_other_company(self):
        """A month closed in one company is open in another."""
        self.may.action_close()
        other = self.env["res.company"].create({"name": "Other"})
        self.assertTrue(self.env["utility.period"]._closed_until(self.company))
        self.assertFalse(self.env["utility.period"]._closed_until(other))

    def test_uninstall_leaves_no_trace(self):
        uninstall_hook(self.env)
        self.cr.execute("SELECT count(*) FROM pg_proc WHERE proname = 'utility_period_guard'")
        self.assertEqual(self.cr.fetchone()[0], 0)
        self.cr.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'utility_guard%%'")
        self.assertEqual(self.cr.fetchone()[0], 0)


@tagged("post_install", "-at_install")
class TestPeriodsRpc(HttpCase, MetersCommon):
    def test_xmlrpc(self):
        """R02: a program of an operator gets a readable refusal, no traceback."""
        meter = self._meter("C1")
        period = self.env["utility.period"].create({"date_from": date(2025, 5, 1)})
        reading = self._read(meter, date(2025, 5, 20), 5)
        period.action_close()

        def call(model, method, *args):
            return self.xmlrpc_object.execute_kw(
                self.env.cr.dbname, self.operator.id, "meters_operator", model, method, list(args)
            )

        row = {"register_id": meter.register_ids.id, "date": "2025-05-21", "value": 6}
        for method, args, said in [
            ("create", [row], "closed"),
            ("write", [reading.ids, {"value": 7}], "never changed"),
            ("write", [reading.ids, {"state": "rejected"}], "by its buttons"),
        ]:
            with self.subTest(method), self.assertRaises(Fault) as caught:
                call("utility.reading", method, *args)
            self.assertIn(said, caught.exception.faultString)
            self.assertNotIn("Traceback", caught.exception.faultString)

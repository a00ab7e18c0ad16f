"""Closing a month while others write: whoever comes later waits or is repeated (R02).

Two real connections as Odoo opens them (REPEATABLE READ); nothing can be tried inside one.
"""

import unittest
from contextlib import closing

import psycopg2

from tests.common import new_name, run_python
from tools import databases
from tools.testing import template

PERIOD = """
period = env["utility.period"].create({"date_from": "2026-03-01"})
locality = env["utility.locality"].create({"name": "Race"})
meter = env["utility.meter"].create({
    "serial": "R-1",
    "model_id": env["utility.meter.model"].create(
        {"name": "SV-15", "resource": "cold_water"}).id})
env.cr.commit()
"""
INSERT = """
    INSERT INTO utility_reading (register_id, meter_id, company_id, date, value, source, state)
    SELECT r.id, m.id, m.company_id, '2026-03-20', 1, 'call', 'accepted'
      FROM utility_meter m JOIN utility_meter_register r ON r.meter_id = m.id
"""
CLOSE = "UPDATE utility_period SET state = 'closed'"


class TestClosingRace(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = new_name("race")
        databases.copy(template.FULL, cls.database)
        cls.addClassCleanup(databases.drop, cls.database)
        run_python(cls.database, PERIOD)

    def session(self):
        session = databases.connect(self.database)
        session.autocommit = False
        session.set_session(isolation_level="REPEATABLE READ")
        self.addCleanup(session.close)
        return session

    def test_writer_that_began_before_the_closing(self):
        """R02: it saw the month open, but nothing of it gets in after the closing."""
        writer, closer = self.session(), self.session()
        with closing(writer.cursor()) as cursor:
            cursor.execute("SELECT state FROM utility_period")
            self.assertEqual(cursor.fetchone()[0], "open")
        with closing(closer.cursor()) as cursor:
            cursor.execute(CLOSE)
        closer.commit()
        with closing(writer.cursor()) as cursor, self.assertRaises(psycopg2.OperationalError):
            cursor.execute(INSERT)
        writer.rollback()
        with closing(closer.cursor()) as cursor:
            cursor.execute("UPDATE utility_period SET state = 'open'")
        closer.commit()

    def test_closing_waits_for_writers(self):
        """R02: the month is not closed over the head of one who still writes in it."""
        writer, closer = self.session(), self.session()
        with closing(writer.cursor()) as cursor:
            cursor.execute(INSERT)
        with closing(closer.cursor()) as cursor:
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
            with self.assertRaises(psycopg2.errors.LockNotAvailable):
                cursor.execute(CLOSE)

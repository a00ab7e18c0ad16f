from datetime import date

import psycopg2

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

TABLES = (
    "utility_charge",
    "utility_bill",
    "utility_turnover",
    "utility_payment",
    "utility_allocation",
)


@tagged("post_install", "-at_install")
class TestClosedPeriod(TransactionCase):
    """What was charged and paid in a closed month stays, whoever asks (R02)."""

    def test_every_table_is_guarded(self):
        """R02: the database itself guards all tables of the sub-ledger."""
        self.cr.execute(
            """
            SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
             WHERE t.tgname LIKE 'utility_guard%%' AND c.relname = ANY(%s) GROUP BY 1
            """,
            [list(TABLES)],
        )
        self.assertEqual(dict(self.cr.fetchall()), dict.fromkeys(TABLES, 4))

    def test_charge_by_sql(self):
        """R02: a charge of a closed month is neither added nor changed nor deleted by plain SQL."""
        insert = """
            INSERT INTO utility_charge (company_id, period_date, account_id, kind, debt_kind, amount)
            VALUES (%s, %s, 1, 'charge', 'principal', 5) RETURNING id
        """
        self.cr.execute(insert, [self.env.company.id, date(2001, 5, 1)])
        charge = self.cr.fetchone()[0]
        self.env["utility.period"].create({"date_from": date(2001, 5, 1)}).action_close()
        self.env.flush_all()
        for query, params in [
            (insert, [self.env.company.id, date(2001, 5, 1)]),
            ("UPDATE utility_charge SET amount = 6 WHERE id = %s", [charge]),
            ("UPDATE utility_charge SET period_date = '2001-06-01' WHERE id = %s", [charge]),
            ("DELETE FROM utility_charge WHERE id = %s", [charge]),
        ]:
            with (
                self.subTest(query),
                self.assertRaisesRegex(psycopg2.errors.CheckViolation, "closed"),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(query, params)
        self.cr.execute(insert, [self.env.company.id, date(2001, 6, 1)])

"""Work that goes on while a month is charged: payments, readings, closing, cancelling (X34, R02, E11).

A lock beside the server stops the portions in the middle of their transaction, so that the others
come in between for sure. Afterwards everything is there once and the sums agree.
"""

import threading
import time
from contextlib import closing, contextmanager
from datetime import date

from bench import town
from bench.ground import stock
from tests.common import ServerCase
from tools import databases
from tools.odoo_env import open_env

MONTH = date(2026, 10, 1)
ACCOUNTS, PORTION = 300, 100
PAYERS = 40
WAITING = """
    SELECT DISTINCT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE NOT l.granted AND l.relation = %s::regclass AND a.datname = current_database()
"""
LOCKED_OUT = """
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
       AND wait_event IN ('transactionid', 'tuple')
"""
# register, one unit more than its last reading, and what it used by the last one and by that
LAST_READINGS = """
    SELECT r.id, (MAX(v.value) + 1)::text, (MAX(v.value) - MIN(v.value))::numeric(16, 3)::text,
           (MAX(v.value) - MIN(v.value) + 1)::numeric(16, 3)::text
      FROM utility_meter_register r
      JOIN utility_meter_installation i ON i.meter_id = r.meter_id
      JOIN utility_service s ON s.id = i.service_id AND s.code = 'cold_water'
      JOIN utility_reading v ON v.register_id = r.id
     GROUP BY r.id ORDER BY r.id LIMIT %s
"""
VOLUMES = """
    SELECT r.id, SUM(c.volume)::numeric(16, 3)::text FROM utility_charge c
      JOIN utility_meter_installation i ON i.account_id = c.account_id
           AND i.service_id = c.service_id
      JOIN utility_meter_register r ON r.meter_id = i.meter_id
     WHERE c.run_id = %s AND c.kind = 'charge' AND c.method = 'meter' GROUP BY r.id
"""


class TestChargingRace(ServerCase):
    workers = 6

    @classmethod
    def prepare(cls):
        with open_env(cls.database) as env:
            env.company.write({"country_id": env.ref("base.ru").id})
            env.company.currency_id = env.ref("base.RUB")
            stock.ensure_chart(env)
            town.build(env, ACCOUNTS, MONTH)
            env["ir.config_parameter"].set_param("utility_billing.portion_size", PORTION)
            env.company._utility_prepare_posting()
            cls.period = env["utility.period"]._get(MONTH).id

    def test_month(self):
        """X34: one month, disturbed at every step."""
        run = self.model("utility.billing.run").create({"period_id": self.period})
        self.cancel_while_running(run)
        self.others_while_charging(run)
        self.close_while_approving(run)

    def cancel_while_running(self, run):
        """X34: cancelled while its portions are being charged: nothing of it is left, none goes on."""
        # the first table that a portion writes and the button does not
        with self.held("utility_meter_installation") as release:
            self.call("utility.billing.run", "action_charge", run)
            self.wait(
                lambda: self.sql(WAITING, ["utility_meter_installation"]), "a portion is charged"
            )
            cancel = self.start("utility.billing.run", "action_cancel", run)
            self.wait(lambda: self.sql(LOCKED_OUT), "the cancelling waits for it")
            release()
            self.assertIsNone(cancel())
        self.wait_jobs()
        self.assertEqual(self.states(run), [("cancelled", "cancelled")])
        for table in ("utility_charge", "utility_bill"):
            self.assertEqual(self.count(table, run), 0, table)

    def others_while_charging(self, run):
        """E11, B01, R02: money and readings come in, somebody closes the month."""
        registers = self.sql(LAST_READINGS, [PAYERS])
        # the first table that a portion writes and the button does not
        with self.held("utility_meter_installation") as release:
            self.call("utility.billing.run", "action_charge", run)
            self.wait(
                lambda: self.sql(WAITING, ["utility_meter_installation"]), "a portion is charged"
            )
            paid = self.answer("utility.payment", "import_payments", self.payments())
            self.assertEqual({row["state"] for row in paid}, {"created"})
            rows = [
                {"register_id": register, "date": "2026-10-28", "value": value}
                for register, value, _old, _new in registers
            ]
            sent = self.answer("utility.reading", "import_readings", rows)
            self.assertEqual((sent["accepted"], sent["errors"]), (PAYERS, []))
            refused = self.start("utility.period", "action_close", self.period)()
            self.assertIn("cannot be closed", str(refused))
            release()
        self.wait_jobs()
        (figures,) = self.read("utility.billing.run", run)
        self.assertEqual(
            [figures[f"{name}_count"] for name in ("expected", "billed", "missing")],
            [ACCOUNTS, ACCOUNTS, 0],
        )
        self.check_readings(run, registers)

    def check_readings(self, run, registers):
        """B01: a charge rests on the old reading as a whole, or on the new one after one button."""
        charged = self.volumes(run)
        # meters whose verification has ended are charged by other methods
        registers = [row for row in registers if row[0] in charged]
        self.assertGreater(len(registers), PAYERS // 2)
        wrong = [row for row in registers if charged[row[0]] not in row[2:]]
        self.assertEqual(wrong, [], "a reading is used by half")
        # the portion of these meters may have begun after the readings came: then nothing is left
        if any(charged[row[0]] == row[2] for row in registers):
            self.call("utility.billing.run", "action_charge_changed", run)
            charged = self.volumes(run)
        wrong = [row for row in registers if charged.get(row[0]) != row[3]]
        self.assertEqual(wrong, [], "a reading of that minute is lost")
        bills = "SELECT COUNT(*), COUNT(DISTINCT (account_id, capital)) FROM utility_bill"
        self.assertEqual(*self.sql(f"{bills} WHERE run_id = %s", [run])[0])

    def volumes(self, run):
        """The volume charged by each register of cold water."""
        return dict(self.sql(VOLUMES, [run]))

    def payments(self):
        numbers = [n for (n,) in self.sql("SELECT number FROM utility_account ORDER BY id")]
        return [
            {"external_id": f"race{n}", "account": number, "date": "2026-10-28", "amount": "100.00"}
            for n, number in enumerate(numbers[:PAYERS])
        ]

    def close_while_approving(self, run):
        """R02, Z17: somebody closes the month while it is being approved."""
        with self.held("utility_bill") as release:
            approve = self.start("utility.billing.run", "action_approve", run)
            self.wait(lambda: self.sql(WAITING, ["utility_bill"]), "the approval writes its bills")
            close = self.start("utility.period", "action_close", self.period)
            release()
            self.assertIsNone(approve())
            refused = close()
        self.assertEqual(self.states(run)[0][0], "approved")
        (state,) = self.sql("SELECT state FROM utility_period WHERE id = %s", [self.period])[0]
        self.assertEqual(state, "open" if refused else "closed", refused)
        links = self.sql("SELECT COUNT(*) FROM utility_chain_link WHERE kind = 'charges'")
        self.assertEqual(links, [(1,)])
        self.check_money()

    def check_money(self):
        """E11: payments of that minute cover the new charges, to the kopeck, nothing twice."""
        spread = self.sql(
            "SELECT COUNT(DISTINCT p.id), SUM(a.amount)::numeric(16, 2)::text,"
            " COALESCE(SUM(a.amount) FILTER (WHERE a.kind = 'advance'), 0)::numeric(16, 2)::text"
            " FROM utility_payment p JOIN utility_allocation a ON a.payment_id = p.id"
            " WHERE p.external_id LIKE 'race%%'"
        )
        self.assertEqual(spread, [(PAYERS, f"{PAYERS}00.00", "0.00")])
        overpaid = self.sql(
            "SELECT account_id, service_id FROM (SELECT account_id, service_id, amount"
            " FROM utility_charge UNION ALL SELECT account_id, service_id, -amount"
            " FROM utility_allocation) x GROUP BY 1, 2 HAVING SUM(amount) < 0"
        )
        self.assertEqual(overpaid, [])

    # what the steps are made of

    def answer(self, model, method, *arguments):
        return getattr(self.model(model), method)(*arguments)

    def call(self, model, method, number):
        return self.answer(model, method, [number])

    def read(self, model, number):
        return self.answer(model, "read", [number])

    def start(self, model, method, number):
        """Press a button in a thread; a function that waits for its end: None or the error."""
        outcome = []

        def press():
            try:
                self.call(model, method, number)
                outcome.append(None)
            except Exception as error:  # noqa: BLE001 - the answer is looked at
                outcome.append(error)

        thread = threading.Thread(target=press, daemon=True)
        thread.start()

        def result():
            thread.join(60)
            self.assertTrue(outcome, f"{method} has not come back")
            return outcome[0]

        return result

    def states(self, run):
        """``[(state of the run, state of its portions)]``, each pair once."""
        return self.sql(
            "SELECT DISTINCT r.state, p.state FROM utility_billing_run r"
            " JOIN utility_billing_portion p ON p.run_id = r.id WHERE r.id = %s",
            [run],
        )

    def count(self, table, run):
        return self.sql(f"SELECT COUNT(*) FROM {table} WHERE run_id = %s", [run])[0][0]

    @contextmanager
    def held(self, table):
        """Writers of the table stop before their first row, until the function given is called."""
        with closing(databases.connect(self.database)) as session, session.cursor() as cursor:
            session.autocommit = False
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
            yield session.rollback

    def wait(self, condition, what, seconds=30):
        deadline = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), deadline, f"in vain: {what}")
            time.sleep(0.02)

"""The server is killed in the middle of its work, and nothing is lost or doubled (X34, E11).

``kill -9`` hits all processes at once while a transaction of a job is open: a lock held beside the
server makes sure of that. The figures are compared with those of a charging that nobody disturbed.
"""

import base64
import os
import signal
import time
from collections import Counter
from contextlib import closing, contextmanager
from datetime import date

from bench import town
from tests.common import ServerCase
from tools import databases
from tools.odoo_env import open_env

MONTH = date(2026, 10, 1)
ACCOUNTS, PORTION = 3000, 300
LINES, REPEATED = 2200, 400  # lines of the registry; the last ones pay for accounts a second time
# The runner leaves jobs alone that were handed out in the last ten seconds, to look at them again
# a minute later; the start of the server takes the seconds that are missing here.
FRESH = """
    SELECT 1 FROM queue_job WHERE state IN ('started', 'enqueued')
       AND date_enqueued > now() AT TIME ZONE 'utc' - INTERVAL '9 sec'
"""
FIGURES = """
    SELECT account_id, service_id, kind, zone, component, volume::text, amount::text
      FROM utility_charge WHERE run_id = %s
"""


class TestFaults(ServerCase):
    @classmethod
    def prepare(cls):
        with open_env(cls.database) as env:
            env.company.write({"country_id": env.ref("base.ru").id})
            env.company.currency_id = env.ref("base.RUB")
            town.build(env, ACCOUNTS, MONTH)
            env["ir.config_parameter"].set_param("utility_billing.portion_size", PORTION)
            cls.period = env["utility.period"]._get(MONTH).id
            env.cr.commit()
            run = env["utility.billing.run"].create({"period_id": cls.period})
            run.action_charge_now()
            env.cr.execute(FIGURES, [run.id])
            cls.undisturbed = Counter(env.cr.fetchall())
            env.cr.rollback()

    def test_month(self):
        client = self.odoorpc()
        number = self.charge(client)
        self.check_charges(client, number)
        client.env["utility.billing.run"].action_approve([number])
        self.register(client)
        self.check_payments()

    def charge(self, client):
        """X34: a run whose server is killed goes on by itself when the server is back."""
        runs = client.env["utility.billing.run"]
        number = runs.create({"period_id": self.period})
        runs.action_charge([number])
        self.wait(lambda: self.done_portions(number) >= 2, "two portions are charged")
        with self.killed("utility_bill"):
            done = self.done_portions(number)
            self.assertLess(done, ACCOUNTS // PORTION, "the kill came too late")
            state = self.sql("SELECT state FROM utility_billing_run WHERE id = %s", [number])
            self.assertEqual(state, [("charging",)])
        self.wait_jobs(60)
        return number

    def check_charges(self, client, number):
        (run,) = client.env["utility.billing.run"].read([number])
        self.assertEqual((run["state"], run["progress"]), ("review", 100), run)
        counts = {name: run[f"{name}_count"] for name in ("expected", "billed", "missing")}
        self.assertEqual(counts, {"expected": ACCOUNTS, "billed": ACCOUNTS, "missing": 0})
        self.assertEqual(Counter(self.sql(FIGURES, [number])), self.undisturbed)
        bills = self.sql(
            "SELECT account_id, capital, COUNT(*) FROM utility_bill GROUP BY 1, 2"
            " HAVING COUNT(*) > 1"
        )
        self.assertEqual(bills, [])
        (charged, orphans) = self.sql(
            "SELECT SUM(c.amount), COUNT(*) FILTER (WHERE b.id IS NULL) FROM utility_charge c"
            " LEFT JOIN utility_bill b ON b.id = c.bill_id AND b.run_id = c.run_id"
        )[0]
        billed = self.sql("SELECT SUM(charged + recalculated - privileges) FROM utility_bill")
        self.assertEqual((billed[0][0], orphans), (charged, 0))

    def register(self, client):
        """E11: a registry in jobs; pressing the button again while they run changes nothing."""
        registries = client.env["utility.payment.registry"]
        number = registries.create(
            {"file": base64.b64encode(self.file()).decode(), "filename": "payments.txt"}
        )
        registries.action_read([number])
        with self.killed("utility_allocation", lambda: registries.action_load([number])):
            registered = self.sql("SELECT COUNT(*) FROM utility_payment")
            self.assertEqual(registered, [(0,)], "what the kill interrupted is rolled back")
        self.odoorpc().env["utility.payment.registry"].action_load([number])
        self.wait_jobs(60)
        (registry,) = self.odoorpc().env["utility.payment.registry"].read([number])
        self.assertEqual((registry["state"], registry["paid_count"]), ("done", LINES))

    def file(self):
        """Registry of the Sberbank layout; two lines for some accounts, in different jobs."""
        numbers = [n for (n,) in self.sql("SELECT number FROM utility_account ORDER BY id")]
        payers = numbers[: LINES - REPEATED] + numbers[:REPEATED]
        lines = [
            f"05-11-2026;12-31-05;1;2;op{index};{number};;;1026;{1000 + index}.00;"
            f"{1000 + index}.00;0.00".replace(".", ",")
            for index, number in enumerate(payers)
        ]
        total = f"{sum(range(1000, 1000 + LINES))},00"
        lines.append(f"={LINES};{total};{total};0,00;77;06-11-2026")
        return "\r\n".join(lines).encode("cp1251")

    def check_payments(self):
        payments = self.sql(
            "SELECT registry_line_id, external_id, amount FROM utility_payment ORDER BY amount"
        )
        self.assertEqual(len({line for line, _external, _amount in payments}), LINES)
        self.assertEqual(
            [(external, amount) for _line, external, amount in payments],
            [(f"op{index}", 1000 + index) for index in range(LINES)],
        )
        wrong = self.sql(
            "SELECT p.id FROM utility_payment p LEFT JOIN utility_allocation a"
            " ON a.payment_id = p.id GROUP BY p.id HAVING p.amount <> COALESCE(SUM(a.amount), 0)"
        )
        self.assertEqual(wrong, [], "payments that are not spread to the kopeck")
        overpaid = self.sql(
            "SELECT account_id, service_id FROM"
            " (SELECT account_id, service_id, amount FROM utility_charge UNION ALL"
            "  SELECT account_id, service_id, -amount FROM utility_allocation"
            "   WHERE kind <> 'advance') x GROUP BY 1, 2 HAVING SUM(amount) < 0"
        )
        self.assertEqual(overpaid, [], "debts paid twice while an advance was due")

    def done_portions(self, number):
        return self.sql(
            "SELECT COUNT(*) FROM utility_billing_portion WHERE run_id = %s AND state = 'done'",
            [number],
        )[0][0]

    @contextmanager
    def killed(self, table, start=lambda: None):
        """Kill the server in a transaction that writes ``table``; the block runs in the outage."""
        with closing(databases.connect(self.database)) as session:
            session.autocommit = False
            with session.cursor() as cursor:
                # writers of the table stop before their first row
                cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
                start()
                self.wait(self.has_blocked_job, f"a job writes {table}")
                os.killpg(self.server.process.pid, signal.SIGKILL)
            session.rollback()
        self.server.stop()
        self.wait(lambda: not self.other_sessions(), "the database has seen the server die")
        states = dict(self.sql("SELECT state, COUNT(*) FROM queue_job GROUP BY state"))
        self.assertTrue(states.get("started"), f"no job was interrupted: {states}")
        yield
        self.wait(lambda: not self.sql(FRESH), "the outage is longer than the runner waits")
        self.server.start()
        self.server.wait_ready()

    def has_blocked_job(self):
        return self.sql(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock' AND EXISTS"
            " (SELECT 1 FROM queue_job WHERE state = 'started')"
        )

    def other_sessions(self):
        """Sessions of the server; the test process may keep idle ones of its own in a pool."""
        return self.sql(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle'"
        )

    def wait(self, condition, what, seconds=30):
        deadline = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), deadline, f"in vain: {what}")
            time.sleep(0.01)

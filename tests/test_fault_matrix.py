"""A run, an import, a registry and a posting are killed at once, three ways (X34, E11, P01, G01).

Each of them stands in an open transaction, held by a lock beside the server, when ``kill -9`` hits
the workers, the whole server, or PostgreSQL itself (a cluster of this test's own). After the
restart each is done exactly once, and the figures are those of a charging that nobody disturbed.
"""

import base64
from collections import Counter
from datetime import date

from dateutil.relativedelta import relativedelta

from bench import town
from bench.ground import stock
from tests.fault_case import FaultCase
from tests.test_faults import FIGURES
from tools.odoo_env import open_env

MONTH = date(2026, 10, 1)
ACCOUNTS, PORTION = 600, 100
FLATS = 600  # of a file; so many rows are imported by a job
# what import, registry and posting write, and are held at; a run is held at its bills
TABLES = ("utility_premise", "utility_allocation", "account_move")


class TestFaultMatrix(FaultCase):
    workers = 7

    @classmethod
    def prepare(cls):
        """Four months of a town, the first one approved; what the others would be undisturbed."""
        with open_env(cls.database) as env:
            env.company.write({"country_id": env.ref("base.ru").id})
            env.company.currency_id = env.ref("base.RUB")
            stock.ensure_chart(env)
            town.build(env, ACCOUNTS, MONTH, months=4)
            env["ir.config_parameter"].set_param("utility_billing.portion_size", PORTION)
            env.company._utility_prepare_posting()
            months = [MONTH - relativedelta(months=n) for n in (3, 2, 1, 0)]
            cls.periods = [env["utility.period"]._get(month).id for month in months]
            cls.runs = [cls.charge_now(env, cls.periods[0])]
            env.cr.commit()
            cls.undisturbed = []
            for period in cls.periods[1:]:
                env.cr.execute(FIGURES, [cls.charge_now(env, period)])
                cls.undisturbed.append(Counter(env.cr.fetchall()))
            env.cr.rollback()

    @staticmethod
    def charge_now(env, period):
        run = env["utility.billing.run"].create({"period_id": period})
        run.action_charge_now()
        run.action_approve()
        env.flush_all()
        return run.id

    def test_month_after_month(self):
        """X34: workers die, the whole server with the web process that posts, the database."""
        victims = (self.kill_workers, self.kill_server, self.kill_postgres)
        for number, kill in enumerate(victims):
            self.disturb(number, kill)

    def disturb(self, number, kill):
        client = self.odoorpc()
        posted = self.runs[number]
        run = client.env["utility.billing.run"].create({"period_id": self.periods[number + 1]})
        registry = self.registry(client, number)
        load = self.file_of_flats(client, number)
        before, self.answers = self.counts(), []
        env = client.env
        with self.held(TABLES) as wait:
            wait("utility_premise", env["utility.import"].action_run, [load])
            wait("utility_allocation", env["utility.payment.registry"].action_load, [registry])
            wait("account_move", self.odoorpc().env["utility.billing.run"].action_post, [posted])
            wait("utility_bill", env["utility.billing.run"].action_charge, [run])
            kill()
            # nobody goes on with the work before the locks are gone
            self.server.stop()
        self.outage()
        # import and registry only order jobs; the posting works in its own call
        self.assertLessEqual(
            self.answers.count(True), 2, "a button came back from a killed process"
        )
        self.assertEqual(self.counts(), before, "what was interrupted is rolled back")
        (charged,) = self.sql("SELECT COUNT(*) FROM utility_bill WHERE run_id = %s", [run])[0]
        self.assertLess(charged, ACCOUNTS, "the kill came too late")
        self.restart()
        self.wait_jobs(90)
        client = self.odoorpc()
        self.check_run(client, number, run)
        self.check_registry(client, number, registry)
        self.check_import(client, number, load)
        self.check_posting(client, posted)
        client.env["utility.billing.run"].action_approve([run])
        self.runs.append(run)

    def counts(self):
        """Rows that import, registry and posting add to."""
        return [self.sql(f"SELECT COUNT(*) FROM {table}")[0][0] for table in TABLES]

    def registry(self, client, number):
        """A payment of each account, in the layout of Sberbank."""
        numbers = [n for (n,) in self.sql("SELECT number FROM utility_account ORDER BY id")]
        lines = [
            f"05-11-2026;12-31-05;1;2;r{number}op{index};{account};;;1026;{100 + index},00;"
            f"{100 + index},00;0,00"
            for index, account in enumerate(numbers[:ACCOUNTS])
        ]
        total = f"{sum(range(100, 100 + ACCOUNTS))},00"
        lines.append(f"={ACCOUNTS};{total};{total};0,00;{70 + number};06-11-2026")
        content = base64.b64encode("\r\n".join(lines).encode("cp1251")).decode()
        registries = client.env["utility.payment.registry"]
        found = registries.create({"file": content, "filename": f"payments{number}.txt"})
        registries.action_read([found])
        return found

    def file_of_flats(self, client, number):
        lines = ["Адрес;Общая площадь"]
        lines += [
            f"г. Энск, ул. Новая, д. {number + 1}, кв. {flat};54,3" for flat in range(1, FLATS + 1)
        ]
        imports = client.env["utility.import"]
        content = base64.b64encode("\n".join(lines).encode()).decode()
        found = imports.create({"kind": "premises", "file": content, "filename": f"{number}.csv"})
        imports.action_read([found])
        return found

    def check_run(self, client, number, run):
        (found,) = client.env["utility.billing.run"].read([run])
        self.assertEqual((found["state"], found["progress"]), ("review", 100), found)
        self.assertEqual(found["billed_count"], found["expected_count"])
        self.assertEqual(Counter(self.sql(FIGURES, [run])), self.undisturbed[number])

    def check_registry(self, client, number, registry):
        (found,) = client.env["utility.payment.registry"].read([registry])
        self.assertEqual((found["state"], found["paid_count"]), ("done", ACCOUNTS))
        paid = self.sql(
            "SELECT COUNT(*), COUNT(DISTINCT external_id), SUM(amount)::numeric(16, 2)::text"
            " FROM utility_payment WHERE external_id LIKE %s",
            [f"%r{number}op%"],
        )
        total = f"{sum(range(100, 100 + ACCOUNTS))}.00"
        self.assertEqual(paid, [(ACCOUNTS, ACCOUNTS, total)])
        wrong = self.sql(
            "SELECT p.id FROM utility_payment p LEFT JOIN utility_allocation a"
            " ON a.payment_id = p.id GROUP BY p.id HAVING p.amount <> COALESCE(SUM(a.amount), 0)"
        )
        self.assertEqual(wrong, [], "payments that are not spread to the kopeck")

    def check_import(self, client, number, load):
        (found,) = client.env["utility.import"].read([load])
        self.assertEqual((found["state"], found["created_count"]), ("done", FLATS), found)
        flats = self.sql(
            "SELECT COUNT(*), COUNT(DISTINCT p.number) FROM utility_premise p"
            " JOIN utility_building b ON b.id = p.building_id"
            " JOIN utility_street s ON s.id = b.street_id WHERE s.name = 'Новая' AND b.number = %s",
            [str(number + 1)],
        )
        self.assertEqual(flats, [(FLATS, FLATS)])

    def check_posting(self, client, run):
        """Nobody knows whether it was posted: the button posts it once, or says that it is."""
        (state,) = self.sql("SELECT state FROM utility_billing_run WHERE id = %s", [run])[0]
        self.assertEqual(state, "approved")
        client.env["utility.billing.run"].action_post([run])
        self.call(client.env["utility.billing.run"].action_post, [run])
        ledger = self.sql(
            "SELECT SUM(l.debit)::text, SUM(l.debit - l.credit) FROM account_move_line l"
            " JOIN account_move m ON m.id = l.move_id"
            " WHERE m.utility_run_id = %s AND m.state = 'posted'",
            [run],
        )
        charged = self.sql(
            "SELECT SUM(amount)::numeric(16, 2)::text FROM utility_charge WHERE run_id = %s", [run]
        )
        self.assertEqual(ledger, [(charged[0][0], 0)])

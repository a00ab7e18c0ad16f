"""Two people press the same button at once: everything happens once (X34, P01, E11, G01).

A real server with workers; the calls of a pair are let go together.
"""

import base64
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from bench import town
from bench.ground import stock
from tests.common import ServerCase
from tools.odoo_env import open_env

MONTH = date(2026, 10, 1)
ACCOUNTS = 600
PEOPLE = 501  # of a file; so many rows are imported by a job


class TestMonthRace(ServerCase):
    workers = 4

    @classmethod
    def prepare(cls):
        with open_env(cls.database) as env:
            env.company.write({"country_id": env.ref("base.ru").id})
            env.company.currency_id = env.ref("base.RUB")
            stock.ensure_chart(env)
            town.build(env, ACCOUNTS, MONTH)
            env.company._utility_prepare_posting()
            run = env["utility.billing.run"].create(
                {"period_id": env["utility.period"]._get(MONTH).id}
            )
            run.action_charge_now()
            env.flush_all()
            cls.run_id = run.id

    def both(self, model, method, *numbers):
        """Outcomes of the method called for each number at the same moment: None or the error."""
        barrier = threading.Barrier(len(numbers))

        def call(number):
            client = self.odoorpc()
            barrier.wait()
            try:
                getattr(client.env[model], method)([number])
            except Exception as error:  # noqa: BLE001 - the answer is looked at
                return error
            return None

        with ThreadPoolExecutor(len(numbers)) as pool:
            return list(pool.map(call, numbers))

    def test_the_month(self):
        """X34, G01: two approve, two post; one of each is told that it is done."""
        outcomes = self.both("utility.billing.run", "action_approve", *[self.run_id] * 2)
        self.assertEqual(sum(error is None for error in outcomes), 1, outcomes)
        links = self.sql("SELECT COUNT(*) FROM utility_chain_link WHERE kind = 'charges'")
        self.assertEqual(links, [(1,)])
        outcomes = self.both("utility.billing.run", "action_post", *[self.run_id] * 2)
        self.assertEqual(sum(error is None for error in outcomes), 1, outcomes)
        ledger = self.sql(
            "SELECT SUM(l.debit)::text, SUM(l.debit - l.credit) FROM account_move_line l"
            " JOIN account_move m ON m.id = l.move_id"
            " WHERE m.utility_run_id IS NOT NULL AND m.state = 'posted'"
        )
        charged = self.sql("SELECT SUM(amount)::numeric(16, 2)::text FROM utility_charge")
        self.assertEqual(ledger, [(charged[0][0], 0)])

    def test_one_file_twice(self):
        """P01: two imports of the same people at once register everybody once."""
        numbers = [n for (n,) in self.sql("SELECT number FROM utility_account ORDER BY id")]
        lines = ["Лицевой счёт;Ф.И.О.;Дата с"]
        lines += [f"{number};Гостев Пётр;15.03.2026" for number in numbers[:PEOPLE]]
        content = base64.b64encode("\n".join(lines).encode()).decode()
        imports = self.odoorpc().env["utility.import"]
        found = []
        for name in ("a.csv", "b.csv"):
            number = imports.create({"kind": "residents", "file": content, "filename": name})
            imports.action_read([number])
            found.append(number)
        self.assertEqual(self.both("utility.import", "action_run", *found), [None, None])
        self.wait_jobs(120)
        states = [row["state"] for row in imports.read(found, ["state"])]
        self.assertEqual(states, ["done", "done"])
        people = self.sql(
            "SELECT COUNT(*), COUNT(DISTINCT account_id) FROM utility_residency"
            " WHERE date_from = '2026-03-15'"
        )
        self.assertEqual(people, [(PEOPLE, PEOPLE)])

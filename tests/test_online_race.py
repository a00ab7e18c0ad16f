"""Payments by calls of many terminals at once, on a real server with workers (E04)."""

import re
import statistics
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from tests.common import ServerCase, run_python

AGENT = """
company = env.company
locality = env["utility.locality"].create({"name": "Race"})
building = env["utility.building"].create({"locality_id": locality.id, "number": "1"})
for n in range(50):
    premise = env["utility.premise"].create({"building_id": building.id, "number": str(n)})
    partner = env["res.partner"].create({"name": "Payer %s" % n})
    env["utility.account"].create({
        "number": "RACE%03d" % n, "premise_id": premise.id, "partner_id": partner.id})
agent = env["utility.payment.agent"].create({
    "name": "Race", "code": "race", "protocol": "osmp", "tz": "UTC", "calls_per_minute": 0})
env.cr.commit()
print("TOKEN", agent.token)
"""


class TestOnlineRace(ServerCase):
    @classmethod
    def prepare(cls):
        cls.token = run_python(cls.database, AGENT).partition("TOKEN ")[2].split()[0]

    def pay(self, number, account, amount="10.00"):
        """``(answer, seconds)`` of a payment."""
        query = urlencode(
            {
                "command": "pay",
                "txn_id": number,
                "txn_date": "20251104123105",
                "account": account,
                "sum": amount,
            }
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        started = time.monotonic()
        with opener.open(f"{self.url}/utility/online/{self.token}?{query}", timeout=60) as answer:
            return answer.read(), time.monotonic() - started

    def together(self, calls):
        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(lambda call: self.pay(*call), calls))

    def rows(self, condition):
        return self.sql(
            "SELECT count(*), coalesce(sum(amount), 0)::float FROM utility_payment"
            " WHERE source = 'online' AND external_id LIKE %s",
            (condition,),
        )[0]

    def test_fifty_calls_with_one_number(self):
        """E04: 50 parallel payments with the same number are one payment with one answer."""
        answers = {answer for answer, _time in self.together([("7", "RACE000")] * 50)}
        self.assertEqual(len(answers), 1, answers)
        self.assertIn(b"<result>0</result>", answers.pop())
        self.assertEqual(tuple(self.rows("race:7")), (1, 10.0))
        covered = self.sql(
            "SELECT sum(a.amount)::float FROM utility_allocation a JOIN utility_payment p"
            " ON p.id = a.payment_id WHERE p.external_id = 'race:7'"
        )
        self.assertEqual(covered[0][0], 10.0)

    def test_twenty_payments_of_one_account(self):
        """E04: payments of one account at once are all taken, each once."""
        answers = self.together([(f"20{n:02}", "RACE001") for n in range(20)])
        self.assertTrue(all(b"<result>0</result>" in answer for answer, _time in answers))
        self.assertEqual(tuple(self.rows("race:20__")), (20, 200.0))

    def test_answers_are_quick(self):
        """E04: one payment after another; partners wait 60 s, people at a terminal do not."""
        took = [self.pay(f"30{n:02}", f"RACE{n:03}") for n in range(50)]
        self.assertTrue(all(b"<result>0</result>" in answer for answer, _time in took))
        times = sorted(seconds for _answer, seconds in took)
        shown = f"pay: median {statistics.median(times):.3f} s, worst {times[-1]:.3f} s"
        self.assertLess(statistics.median(times), 1, shown)
        print(shown)

    def test_every_number_once(self):
        """E04: 50 terminals with numbers of their own, and each call sent twice."""
        calls = [(f"40{n:02}", f"RACE{n:03}") for n in range(50)] * 2
        answers = [answer for answer, _time in self.together(calls)]
        shown = [re.search(rb"<prv_txn>(\d+)", answer)[1] for answer in answers]
        self.assertEqual(shown[:50], shown[50:])
        self.assertEqual(tuple(self.rows("race:40__")), (50, 500.0))

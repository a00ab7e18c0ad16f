"""Twenty cashiers at once on a real server: no payment is lost, none is made twice (E05)."""

import json
import threading
import urllib.request
import uuid
from contextlib import closing
from decimal import Decimal
from http.cookiejar import CookieJar

from tests.common import ServerCase, run_python

CASHIERS, RECEIPTS = 20, 8

TOWN = f"""
from odoo.tests import new_test_user

env.company._utility_prepare_posting()
locality = env["utility.locality"].create({{"name": "Cash Town"}})
building = env["utility.building"].create({{"locality_id": locality.id, "number": "1"}})
for index in range({CASHIERS}):
    premise = env["utility.premise"].create({{"building_id": building.id, "number": str(index)}})
    partner = env["res.partner"].create({{"name": f"Payer {{index}}"}})
    env["utility.account"].create(
        {{"number": f"CASH-{{index}}", "premise_id": premise.id, "partner_id": partner.id}})
    env["utility.cash.point"].create(
        {{"name": f"Till {{index}}", "code": f"T{{index}}", "unfiscal_ground": "test"}})
    new_test_user(env, f"till{{index}}", "utility_base.group_cashier", password=f"till{{index}}")
env.cr.commit()
"""


class Cashier(threading.Thread):
    """Opens a shift, takes receipts, sends each of them twice at the same moment, closes."""

    def __init__(self, url, database, index, accounts, points):
        super().__init__(daemon=True)
        self.url, self.database, self.index = url, database, index
        self.accounts, self.point = accounts, points[index]
        self.made, self.errors = {}, []
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def post(self, path, params):
        request = urllib.request.Request(
            self.url + path,
            data=json.dumps({"jsonrpc": "2.0", "params": params}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with closing(self.opener.open(request, timeout=180)) as answer:
            result = json.load(answer)
        if "error" in result:
            raise AssertionError(result["error"]["data"]["message"])
        return result["result"]

    def call(self, model, method, *args):
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": {}},
        )

    def run(self):
        try:
            self.work()
        except Exception as error:  # told by the test, a thread has no other way
            self.errors.append(repr(error))

    def work(self):
        login = f"till{self.index}"
        self.post(
            "/web/session/authenticate",
            {"db": self.database, "login": login, "password": login},
        )
        (opening,) = self.call(
            "utility.cash.open", "create", [{"point_id": self.point, "counted": 0}]
        )
        self.call("utility.cash.open", "action_open", [opening])
        for number in range(RECEIPTS):
            # all cashiers take money of the same few accounts
            account = self.accounts[number % 4]
            amount = f"{10 + number}.{self.index:02}"
            request = {
                "uuid": uuid.uuid4().hex,
                "lines": [{"account_id": account, "amount": amount}],
                "tenders": [{"kind": "cash", "amount": amount}],
            }
            presses = [threading.Thread(target=self.press, args=(request,)) for _press in range(2)]
            for press in presses:
                press.start()
            for press in presses:
                press.join()

    def press(self, request):
        try:
            receipt = self.call("utility.cash.desk", "desk_pay", request)
        except Exception as error:
            self.errors.append(repr(error))
            return
        self.made.setdefault(request["uuid"], set()).add((receipt["id"], receipt["amount"]))

    def close(self, counted):
        (closing_id,) = self.call("utility.cash.close", "create", [{"counted": counted}])
        self.call("utility.cash.close", "action_close", [closing_id])


class TestCashiers(ServerCase):
    workers = 4

    @classmethod
    def prepare(cls):
        run_python(cls.database, TOWN)

    def test_twenty_at_once(self):
        """E05: double presses on the same accounts; receipts, payments and the ledger agree."""
        accounts = [
            row[0]
            for row in self.sql(
                "SELECT id FROM utility_account WHERE starts_with(number, 'CASH-') ORDER BY id"
            )
        ]
        points = [
            row[0]
            for row in self.sql(
                "SELECT id FROM utility_cash_point WHERE starts_with(code, 'T') ORDER BY id"
            )
        ]
        cashiers = [
            Cashier(self.url, self.database, index, accounts, points) for index in range(CASHIERS)
        ]
        for cashier in cashiers:
            cashier.start()
        for cashier in cashiers:
            cashier.join()
        self.assertEqual([error for cashier in cashiers for error in cashier.errors], [])
        total = Decimal(0)
        for cashier in cashiers:
            self.assertEqual(len(cashier.made), RECEIPTS)
            own = Decimal(0)
            for answers in cashier.made.values():
                ((_id, amount),) = answers  # both presses got the same receipt
                own += Decimal(amount)
            cashier.close(float(own))
            total += own
        ((receipts, taken),) = self.sql(
            "SELECT COUNT(*), SUM(amount)::text FROM utility_cash_receipt"
        )
        ((payments, paid, posted),) = self.sql(
            "SELECT COUNT(*), SUM(amount)::text, COUNT(move_id) FROM utility_payment"
            " WHERE cash_shift_id IS NOT NULL"
        )
        count = CASHIERS * RECEIPTS
        self.assertEqual((receipts, payments, posted), (count, count, count))
        self.assertEqual((Decimal(taken), Decimal(paid)), (total, total))
        ((allocated,),) = self.sql(
            "SELECT SUM(a.amount)::text FROM utility_allocation a"
            " JOIN utility_payment p ON p.id = a.payment_id WHERE p.cash_shift_id IS NOT NULL"
        )
        self.assertEqual(Decimal(allocated), total)
        ((differing,),) = self.sql(
            "SELECT COUNT(*) FROM utility_cash_shift WHERE difference <> 0 OR state <> 'closed'"
        )
        self.assertEqual(differing, 0)

"""Payments and receipts that integrators send over XML-RPC and JSON-2 (X71, X72).

Real clients and a real server: the good rows are saved, each bad one is answered with a code and a
text in the language of the caller, a repetition changes nothing, 1,000 rows are the most.
"""

import json
import urllib.error
from xmlrpc.client import Fault, ServerProxy

from tests.common import ServerCase, run_python

# Two accounts; the second is of heat that another settlement centre charges.
TOWN = """
country = env.ref("base.ru")
company = env["res.company"].create({"name": "Remote", "country_id": country.id})
env.ref("base.user_admin").write({"company_ids": [(4, company.id)], "company_id": company.id})
env["res.lang"]._activate_lang("ru_RU")
env["ir.module.module"].search([("name", "in", ("utility_base", "utility_billing"))]
    )._update_translations(["ru_RU"])
env = env(user=env.ref("base.user_admin"), context={"allowed_company_ids": company.ids})
locality = env["utility.locality"].create({"name": "Remote", "country_id": country.id})
building = env["utility.building"].create({"locality_id": locality.id, "number": "1"})
heat = env["utility.service"].search([("code", "=", "heating"), ("company_id", "=", False)])
supplier, centre = env["res.partner"].create([{"name": "Heat Networks"}, {"name": "Centre"}])
env["utility.supplier.scheme"].create({
    "supplier_id": supplier.id, "mode": "external", "centre_id": centre.id,
    "date_from": "2026-01-01"})
for number in ("1001", "1002"):
    premise = env["utility.premise"].create({"building_id": building.id, "number": number})
    env["utility.account"].create({
        "number": number, "premise_id": premise.id, "date_open": "2020-01-01",
        "partner_id": env["res.partner"].create({"name": f"Payer {number}"}).id,
        "service_ids": [(0, 0, {
            "service_id": heat.id, "supplier_id": supplier.id, "date_from": "2020-01-01"})],
    })
env["utility.period"]._get(__import__("datetime").date(2026, 3, 1))
env.cr.commit()
"""
PAYMENT = {"external_id": "p-1", "account": "1001", "date": "2026-03-05", "amount": "120.50"}
RECEIPT = {
    "account": "1001",
    "period": "2026-03",
    "service": "heating",
    "charged": "500.00",
    "paid": "100.00",
    "closing": "400.00",
}


class TestRemotePayments(ServerCase):
    @classmethod
    def prepare(cls):
        run_python(cls.database, TOWN)
        cls.key = cls.create_api_key()

    def xmlrpc(self, model, method, *values, **context):
        """Call as a client of XML-RPC does."""
        common = ServerProxy(f"{self.url}/xmlrpc/2/common")
        uid = common.authenticate(self.database, self.login, self.password, {})
        models = ServerProxy(f"{self.url}/xmlrpc/2/object", allow_none=True)
        arguments = (self.database, uid, self.password, model, method, list(values))
        return models.execute_kw(*arguments, {"context": context} if context else {})

    def count(self, number):
        """Payments with an external number."""
        statement = "SELECT COUNT(*) FROM utility_payment WHERE external_id = %s"
        return self.sql(statement, [number])[0][0]

    def check_errors(self, answers, codes):
        """Each bad row names its place, field, code, text and remedy."""
        for row, code in codes.items():
            errors = answers[row]["errors"]
            self.assertEqual([error["code"] for error in errors], [code], errors)
            self.assertEqual(errors[0]["row"], row)
            self.assertTrue(errors[0]["field"] and errors[0]["message"] and errors[0]["remedy"])

    def rows(self, prefix):
        good = PAYMENT | {"external_id": f"{prefix}-1"}
        return [
            good,
            good | {"external_id": f"{prefix}-2", "account": "9999"},
            good | {"external_id": f"{prefix}-3", "amount": "1 234,50"},
            good | {"external_id": f"{prefix}-4", "date": "05.03.2026"},
            good | {"external_id": f"{prefix}-5", "account": "1002", "amount": "7"},
            good,
            good | {"external_id": f"{prefix}-6", "amount": "1e40"},
        ]

    CODES = {
        1: "PAY-ACCOUNT-UNKNOWN",
        2: "PAY-AMOUNT",
        3: "PAY-DATE",
        5: "PAY-DUPLICATE",
        6: "PAY-AMOUNT",
    }

    def test_payments_by_xmlrpc(self):
        """X71, X72: good rows stay, bad ones are told, the same rows again change nothing."""
        rows = self.rows("x")
        answers = self.xmlrpc("utility.payment", "import_payments", rows)
        self.assertEqual(len(answers), len(rows))
        self.assertEqual([answers[n]["state"] for n in (0, 4)], ["created", "created"])
        self.check_errors(answers, self.CODES)
        self.assertEqual(self.count("x-1"), 1)
        self.assertEqual(self.count("x-2"), 0)
        again = self.xmlrpc("utility.payment", "import_payments", [rows[0], rows[4]])
        self.assertEqual(again, [answers[n] | {"state": "unchanged"} for n in (0, 4)])

    def test_payments_by_json2(self):
        """X71, X72: the same by JSON-2; numbers of JSON are taken as they are."""
        rows = self.rows("j")
        answers = self.json2(self.key, "utility.payment", "import_payments", rows=rows)
        self.assertEqual([answers[n]["state"] for n in (0, 4)], ["created", "created"])
        self.check_errors(answers, self.CODES)
        number = {"external_id": 77, "account": "1001", "date": "2026-03-06", "amount": 10.1}
        for state in ("created", "unchanged"):
            (answer,) = self.json2(self.key, "utility.payment", "import_payments", rows=[number])
            self.assertEqual(answer["state"], state)
        self.assertEqual(
            self.sql("SELECT amount::text FROM utility_payment WHERE external_id = '77'"),
            [("10.10",)],
        )

    def test_receipts(self):
        """X71, X72: lines of another centre by both protocols; repeated they are unchanged."""
        rows = [
            RECEIPT,
            RECEIPT | {"account": "9999"},
            RECEIPT | {"account": "1002", "charged": "x"},
            RECEIPT | {"account": "1002", "period": "March"},
        ]
        codes = {2: "CEN-SUM", 3: "PAY-DATE"}
        answers = self.xmlrpc("utility.centre.statement", "import_receipts", rows)
        self.assertEqual(answers[0]["state"], "created")
        self.check_errors(answers, codes)
        self.assertTrue(answers[1]["errors"][0]["code"])
        again = self.json2(self.key, "utility.centre.statement", "import_receipts", rows=rows)
        self.assertEqual(again[0], answers[0] | {"state": "unchanged"})
        self.check_errors(again, codes)
        changed = [RECEIPT | {"charged": "510.00", "closing": "410.00"}]
        (answer,) = self.json2(
            self.key, "utility.centre.statement", "import_receipts", rows=changed
        )
        self.assertEqual(answer["state"], "updated")

    def test_texts_in_the_language_of_the_caller(self):
        """X71: the code is the same, the text is in the caller's language."""
        bad = [PAYMENT | {"external_id": "l-1", "amount": "-5"}]
        english = self.xmlrpc("utility.payment", "import_payments", bad)
        russian = self.xmlrpc("utility.payment", "import_payments", bad, lang="ru_RU")
        ours = self.json2(
            self.key, "utility.payment", "import_payments", rows=bad, context={"lang": "ru_RU"}
        )
        self.assertEqual(russian, ours)
        first, second = english[0]["errors"][0], russian[0]["errors"][0]
        self.assertEqual(first["code"], second["code"])
        self.assertRegex(first["message"], "^[a-z ]+$")
        self.assertRegex(second["message"], "^[а-яё ]+$")

    def test_a_thousand_rows(self):
        """X71: 1,000 rows are taken, one more is refused whole, by both protocols."""
        rows = [PAYMENT | {"external_id": f"m-{n}", "amount": "1.00"} for n in range(1001)]
        for model, method in (
            ("utility.payment", "import_payments"),
            ("utility.centre.statement", "import_receipts"),
        ):
            with self.assertRaisesRegex(Fault, "1,000"):
                self.xmlrpc(model, method, rows)
            with self.assertRaises(urllib.error.HTTPError) as caught:
                self.json2(self.key, model, method, rows=rows)
            with caught.exception as refused:
                self.assertEqual(refused.code, 422)
                self.assertIn("1,000", json.load(refused)["message"])
        self.assertEqual(self.count("m-0"), 0)
        answers = self.json2(self.key, "utility.payment", "import_payments", rows=rows[:1000])
        self.assertEqual({answer["state"] for answer in answers}, {"created"})
        again = self.json2(self.key, "utility.payment", "import_payments", rows=rows[:1000])
        self.assertEqual({answer["state"] for answer in again}, {"unchanged"})

"""A month over the wire: another program enters readings, charges and reads balances (X71, X72).

A real server with workers; the charging runs as jobs that its own runner has started.
"""

import urllib.error
from xmlrpc.client import ServerProxy

from tests.common import ServerCase, run_python

# One account of 50 m2 with a water meter. Water costs 40.00 per m3, upkeep 20.00 per m2.
TOWN = """
country = env.ref("base.ru")
company = env["res.company"].create({"name": "Remote", "country_id": country.id})
env.ref("base.user_admin").write({"company_ids": [(4, company.id)], "company_id": company.id})
env = env(user=env.ref("base.user_admin"), context={"allowed_company_ids": company.ids})
locality = env["utility.locality"].create({"name": "Remote", "country_id": country.id})
building = env["utility.building"].create({"locality_id": locality.id, "number": "1"})
premise = env["utility.premise"].create({
    "building_id": building.id, "number": "1",
    "area_ids": [(0, 0, {"kind": "total", "value": 50, "date_from": "2020-01-01"})],
})
service = {s.code: s for s in env["utility.service"].search([("company_id", "=", False)])}
codes = ("cold_water", "housing_maintenance")
for code, value in zip(codes, (40, 20)):
    env["utility.tariff"].create(
        {"service_id": service[code].id, "value": value, "date_from": "2020-01-01"})
account = env["utility.account"].create({
    "number": "1001", "premise_id": premise.id, "date_open": "2020-01-01",
    "partner_id": env["res.partner"].create({"name": "Payer"}).id,
    "service_ids": [
        (0, 0, {"service_id": service[code].id, "date_from": "2020-01-01"}) for code in codes],
})
model = env["utility.meter.model"].create(
    {"name": "SV-15", "resource": "cold_water", "digits": 5})
meter = env["utility.meter"].create({"serial": "W-1", "model_id": model.id})
env["utility.meter.installation"].create({
    "meter_id": meter.id, "account_id": account.id, "service_id": service["cold_water"].id,
    "date_from": "2026-02-25"})
env["utility.reading"].create({
    "register_id": meter.register_ids.id, "date": "2026-02-25", "value": 100,
    "source": "installation"})
env["utility.period"]._get(__import__("datetime").date(2026, 3, 1))
env.cr.commit()
"""


class TestRemote(ServerCase):
    @classmethod
    def prepare(cls):
        run_python(cls.database, TOWN)
        cls.key = cls.create_api_key()

    def test_month(self):
        client = self.odoorpc()
        self.enter_readings(client)
        run = self.charge(client)
        self.assertEqual(run["state"], "review")
        client.env["utility.billing.run"].action_approve([run["id"]])
        self.check_balance()

    def enter_readings(self, client):
        """The good row is saved, the bad one gets its error, a repetition changes nothing."""
        rows = [
            {"serial": "W-1", "date": "2026-03-25", "value": "109,5", "external_id": "r-1"},
            {"serial": "W-2", "date": "2026-03-25", "value": "1", "external_id": "r-2"},
        ]
        answer = client.env["utility.reading"].import_readings(rows)
        self.assertEqual((answer["accepted"], answer["refused"]), (1, 1), answer)
        self.assertEqual(answer["errors"][0]["row"], 1)
        again = self.json2(self.key, "utility.reading", "import_readings", rows=rows[:1])
        self.assertEqual((again["known"], again["accepted"]), (1, 0), again)
        found = self.json2(
            self.key,
            "utility.reading",
            "search_read",
            domain=[["date", "=", "2026-03-25"]],
            fields=["value"],
        )
        self.assertEqual([row["value"] for row in found], [109.5])

    def charge(self, client):
        """Charge March by the jobs of the real runner; the run as it is after them."""
        period = client.env["utility.period"].search([("code", "=", "2026-03")])
        runs = client.env["utility.billing.run"]
        number = runs.create({"period_id": period[0]})
        runs.action_charge([number])
        self.wait_jobs()
        states = self.sql("SELECT DISTINCT state FROM queue_job")
        self.assertEqual(states, [("done",)], "the charging must have run as jobs")
        return runs.read([number], ["state"])[0]

    def check_balance(self):
        """9.5 m3 at 40.00 and 50 m2 at 20.00."""
        accounts = self.json2(
            self.key, "utility.account", "search", domain=[["number", "=", "1001"]]
        )
        (answer,) = self.json2(self.key, "utility.account", "get_balance", ids=accounts)
        self.assertEqual(answer["balance"], "1380.00")
        sums = {item["service"]: item["amount"] for item in answer["items"]}
        self.assertEqual(sums, {"cold_water": "380.00", "housing_maintenance": "1000.00"})

    def test_xmlrpc(self):
        """The classic protocol answers too, and refuses a wrong password."""
        common = ServerProxy(f"{self.url}/xmlrpc/2/common")
        self.assertTrue(common.version()["server_version"].startswith("19.0"))
        self.assertFalse(common.authenticate(self.database, "admin", "wrong", {}))
        uid = common.authenticate(self.database, self.login, self.password, {})
        models = ServerProxy(f"{self.url}/xmlrpc/2/object")
        found = models.execute_kw(
            self.database,
            uid,
            self.password,
            "utility.account",
            "search_read",
            [[["number", "=", "1001"]], ["number"]],
        )
        self.assertEqual([row["number"] for row in found], ["1001"])

    def test_a_wrong_key_is_refused(self):
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.json2("0" * 40, "utility.account", "search", domain=[])
        with caught.exception:
            self.assertEqual(caught.exception.code, 401)

    def test_private_methods_stay_private(self):
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.json2(self.key, "utility.account", "_balances", ids=[])
        with caught.exception:
            self.assertIn(caught.exception.code, (403, 404, 422))

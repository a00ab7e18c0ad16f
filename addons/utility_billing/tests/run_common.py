from datetime import date, timedelta

from .company_common import CompanyCommon


class RunCommon(CompanyCommon):
    """A company with one house, prices and norms, to be charged through the real run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.locality = cls.env["utility.locality"].create(
            {"name": "Томск", "country_id": cls.env.ref("base.ru").id}
        )
        cls.building = cls.env["utility.building"].create(
            {"locality_id": cls.locality.id, "number": "1"}
        )
        services = cls.env["utility.service"].search([("company_id", "=", False)])
        cls.services = {s.code: s for s in services}
        cls.model = cls.env["utility.meter.model"].create(
            {"name": "SV-15", "resource": "cold_water", "digits": 5}
        )

    @classmethod
    def tariff(cls, code, value, **values):
        return cls.env["utility.tariff"].create(
            {
                "service_id": cls.services[code].id,
                "value": value,
                "date_from": "2020-01-01",
                **values,
            }
        )

    @classmethod
    def norm(cls, code, value, per="person", **values):
        return cls.env["utility.norm"].create(
            {
                "service_id": cls.services[code].id,
                "value": value,
                "per": per,
                "date_from": "2020-01-01",
                **values,
            }
        )

    @classmethod
    def account(cls, number, codes, area=50, residents=2, building=None, **values):
        building = building or cls.building
        premise = cls.env["utility.premise"].create(
            {
                "building_id": building.id,
                "number": number,
                "area_ids": [(0, 0, {"kind": "total", "value": area, "date_from": "2020-01-01"})],
            }
        )
        account = cls.env["utility.account"].create(
            {
                "number": number,
                "premise_id": premise.id,
                "partner_id": cls.env["res.partner"].create({"name": f"Payer {number}"}).id,
                "date_open": "2020-01-01",
                "service_ids": [
                    (0, 0, {"service_id": cls.services[code].id, "date_from": "2020-01-01"})
                    for code in codes
                ],
                **values,
            }
        )
        if residents:
            account.residency_ids = [
                (0, 0, {"persons": residents, "kind": "declared", "date_from": "2020-01-01"})
            ]
        return account

    @classmethod
    def meter(cls, account, code, start, *readings, serial="M1", installed="2026-01-25"):
        """A meter with its value at installation and ``(day, value)`` readings."""
        meter = cls.env["utility.meter"].create({"serial": serial, "model_id": cls.model.id})
        cls.env["utility.meter.installation"].create(
            {
                "meter_id": meter.id,
                "account_id": account.id,
                "service_id": cls.services[code].id,
                "date_from": installed,
            }
        )
        cls.reading(meter, installed, start, source="installation")
        for day, value in readings:
            cls.reading(meter, day, value)
        return meter

    @classmethod
    def reading(cls, meter, day, value, source="call"):
        return cls.env["utility.reading"].create(
            {
                "register_id": meter.register_ids[:1].id,
                "date": day,
                "value": value,
                "source": source,
            }
        )

    @classmethod
    def run_of(cls, month, **values):
        period = cls.env["utility.period"]._get(date.fromisoformat(f"{month}-01"))
        return cls.env["utility.billing.run"].create({"period_id": period.id, **values})

    def charged(self, month, **values):
        """A run of ``month`` charged at once, in review."""
        run = self.run_of(month, **values)
        run.action_charge_now()
        return run

    def approved(self, month, **values):
        run = self.charged(month, **values)
        run.action_approve()
        return run

    def lines(self, account, month, run=None, **values):
        domain = [("account_id", "=", account.id), ("period_date", "=", f"{month}-01")]
        domain += [(name, "=", value) for name, value in values.items()]
        if run:
            domain.append(("run_id", "=", run.id))
        return self.env["utility.charge"].search(domain, order="id")

    def sums(self, account, month, **values):
        """``{service code: sum}`` of the charge lines."""
        found = {}
        for line in self.lines(account, month, **values):
            code = line.service_id.code
            found[code] = round(found.get(code, 0) + line.amount, 2)
        return found

    @staticmethod
    def day(text, days=0):
        return date.fromisoformat(text) + timedelta(days=days)

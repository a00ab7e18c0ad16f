"""A small company with everything that money can go through, for the random walk of a ledger."""

import random
from datetime import date, timedelta

from odoo import fields

from .run_common import RunCommon


class WalkCompany(RunCommon):
    """Four people and three organisations in two houses; suppliers of each way of settlement.

    Water is charged for a supplier whose settlement centre we are, maintenance and intercom are
    ours (VAT inside and on top), garbage is paid to its supplier directly, heating comes from
    another centre; contributions to capital repair stand apart. ``now`` is the day of the walk.
    """

    company_name = "Company of the Walk"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roubles = cls.env.ref("base.RUB")
        roubles.active = True
        cls.company.currency_id = roubles
        cls.company._utility_prepare_posting()
        cls.env["utility.review.rule"].search([]).active = False
        for code in ("cold_water", "housing_maintenance"):
            cls.services[code].vat_mode = "included"
        cls.services["intercom"].write({"vat_mode": "on_top", "vat_rate": 20})
        cls.services["capital_repair"].vat_mode = "none"
        cls._suppliers()
        cls._benefits()
        other = cls.env["utility.building"].create({"locality_id": cls.locality.id, "number": "2"})
        codes = ["cold_water", "housing_maintenance", "intercom", "capital_repair"]
        cls.people = cls.env["utility.account"].concat(
            cls.account("801", codes, area=51.3, residents=3),
            cls.account("802", codes, area=33.7, residents=1),
            cls.account("803", codes, area=47.1, building=other),
            cls.account("804", [*codes[:3], "heating"], area=60, building=other),
        )
        cls.firms = cls.env["utility.account"].concat(
            cls.account("901", codes[:2], area=120, residents=4, kind="organisation"),
            cls.account("902", codes[1:3], area=77.7, residents=0, kind="organisation"),
            cls.account("903", codes[:3], area=20, residents=1, building=other,
                        kind="organisation"),
        )  # fmt: skip
        cls._contract(cls.firms[:2])
        cls.accounts = cls.people + cls.firms
        cls.env["utility.privilege"].create(
            {
                "account_id": cls.people[0].id,
                "partner_id": cls.people[0].partner_id.id,
                "category_id": cls.veterans.id,
                "date_from": "2025-01-01",
                "document": "AA 1",
            }
        )
        cls._banks()

    @classmethod
    def _suppliers(cls):
        partners = cls.env["res.partner"].create(
            [{"name": name, "vat": vat} for name, vat in (
                ("Vodokanal", "7017000009"), ("Garbage", "7017000016"), ("Heat", "7017000023"),
                ("Centre", "7017000030"))]
        )  # fmt: skip
        cls.supplier, cls.direct, cls.heat, cls.centre = partners
        cls.services["cold_water"].supplier_id = cls.supplier
        cls.services["heating"].supplier_id = cls.heat
        schemes = cls.env["utility.supplier.scheme"]
        common = {"date_from": "2025-01-01"}
        cls.scheme = schemes.create({"supplier_id": cls.supplier.id, "fee_percent": 1.5, **common})
        schemes.create({"supplier_id": cls.direct.id, "mode": "direct", **common})
        schemes.create(
            {"supplier_id": cls.heat.id, "mode": "external", "centre_id": cls.centre.id, **common}
        )
        cls.scheme.action_prepare_rules()
        cls.prices = {
            code: cls.tariff(code, value)
            for code, value in (("cold_water", 51.37), ("housing_maintenance", 31.19),
                                ("intercom", 65.5), ("capital_repair", 13.7), ("heating", 20.0))
        }  # fmt: skip
        cls.norm("cold_water", 4.31)

    @classmethod
    def _benefits(cls):
        cls.veterans = cls.env["utility.privilege.category"].create(
            {
                "name": "Veterans",
                "code": "WALK",
                "percent": 50,
                "budget": "state",
                "service_ids": [(6, 0, (cls.services["cold_water"]
                                        + cls.services["housing_maintenance"]).ids)],
                "country_id": cls.env.ref("base.ru").id,
            }
        )  # fmt: skip
        cls.subsidies = cls.env["utility.social.program"].create(
            {"name": "Subsidies", "kind": "subsidy", "budget": "region"}
        )

    @classmethod
    def _contract(cls, accounts):
        contract = cls.env["utility.contract"].create(
            {
                "number": "77/2026",
                "kind": "organisation",
                "partner_id": accounts[0].partner_id.id,
                "date_from": "2025-01-01",
            }
        )
        accounts.contract_id = contract

    @classmethod
    def _banks(cls):
        cls.bank = cls.env["account.journal"].create(
            {"name": "Bank", "code": "BNKW", "type": "bank", "company_id": cls.company.id}
        )
        way_out = cls.env["account.account"].create(
            {"name": "On its way out", "code": "101950", "account_type": "asset_current"}
        )
        cls.bank.outbound_payment_method_line_ids.payment_account_id = way_out
        cls.bank_of = {
            account: cls.env["res.partner.bank"].create(
                {
                    "acc_number": f"408178100000000{account.number}",
                    "partner_id": account.partner_id.id,
                }
            )
            for account in cls.accounts
        }

    def setUp(self):
        super().setUp()
        self.patch(fields.Date, "context_today", staticmethod(lambda *args: self.now))
        self.now = date(2026, 1, 25)
        self.first_day = date(2026, 1, 1)
        self.random = random.Random(0)

    def pick(self, records):
        """One of the records by chance; none of none."""
        return records[self.random.randrange(len(records))] if records else records

    def money(self, top=3000):
        return self.random.randrange(1, top * 100) / 100

    def open_months(self):
        """First days of the months up to now that are not closed."""
        month, found = self.first_day, []
        closed = self.env["utility.period"]._closed_until(self.company)
        while month <= self.now:
            if not closed or month > closed:
                found.append(month)
            month = (month + timedelta(days=32)).replace(day=1)
        return found

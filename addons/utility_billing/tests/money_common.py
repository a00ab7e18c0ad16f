from datetime import date

from .company_common import CompanyCommon


class MoneyCommon(CompanyCommon):
    """A company with two accounts in one house and charges made by hand, no engine."""

    company_name = "Water Company"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._utility_prepare_posting()
        locality = cls.env["utility.locality"].create({"name": "Томск"})
        cls.building = cls.env["utility.building"].create(
            {"locality_id": locality.id, "number": "1"}
        )
        cls.water = cls.env.ref("utility_base.service_cold_water")
        cls.heat = cls.env.ref("utility_base.service_heating")
        cls.capital = cls.env.ref("utility_base.service_capital_repair")
        cls.account = cls._account("0000012345", "ИВАНОВ ИВАН ИВАНОВИЧ", "5")
        cls.other = cls._account("0000099999", "Петрова Анна", "6")

    @classmethod
    def _account(cls, number, name, flat):
        premise = cls.env["utility.premise"].create(
            {"building_id": cls.building.id, "number": flat}
        )
        partner = cls.env["res.partner"].create({"name": name})
        return cls.env["utility.account"].create(
            {"number": number, "premise_id": premise.id, "partner_id": partner.id}
        )

    def charge(self, month, *rows, state="approved", kind="charge"):
        """A run of ``month`` with charges ``(account, service, amount[, debt kind])``."""
        start = date.fromisoformat(f"{month}-01")
        run = self.env["utility.billing.run"].create(
            {
                "name": f"Run {month}",
                "period_id": self.env["utility.period"]._get(start).id,
                "state": state,
            }
        )
        self.env["utility.charge"]._insert(
            [
                {
                    "run_id": run.id,
                    "company_id": self.company.id,
                    "period_date": start,
                    "account_id": account.id,
                    "building_id": self.building.id,
                    "service_id": service.id,
                    "kind": kind if not debt_kind else debt_kind[0],
                    "debt_kind": debt_kind[0] if debt_kind else "principal",
                    "amount": amount,
                    "net": amount,
                    "vat": "0",
                }
                for account, service, amount, *debt_kind in rows
            ]
        )
        return run

    def pay(self, account, amount, day="2026-03-10", **values):
        return self.env["utility.payment"].create(
            {"account_id": account.id, "amount": amount, "date": day} | values
        )

    def covered(self, account):
        """What was used for what: ``{(month, service code, kind): sum}``, zeros left out."""
        self.env.flush_all()
        result = {}
        for row in self.env["utility.allocation"].search([("account_id", "=", account.id)]):
            month = row.period_date.strftime("%Y-%m") if row.period_date else ""
            key = (month, row.service_id.code or "", row.kind)
            result[key] = round(result.get(key, 0) + row.amount, 2)
        return {key: amount for key, amount in result.items() if amount}

from decimal import Decimal

from .run_common import RunCommon

MONTHS = ("2026-01", "2026-02", "2026-03")


class StudyCommon(RunCommon):
    """Metered, unmetered and privileged accounts, three months charged and approved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls.tariff("cold_water", 50)
        cls.tariff("housing_maintenance", 20)
        cls.norm("cold_water", 4.5)
        cls.metered = cls.account("1", ["cold_water", "housing_maintenance"], area=40)
        cls.by_norm = cls.account("2", ["cold_water", "housing_maintenance"], area=60, residents=3)
        cls.housing = cls.account("3", ["housing_maintenance"], area=30)
        cls.meter(
            cls.metered, "cold_water", 100, ("2026-01-25", 107.5), ("2026-03-25", 120),
            installed="2026-01-01",
        )  # fmt: skip
        cls.env["utility.privilege"].create(
            {
                "account_id": cls.by_norm.id,
                "percent": 50,
                "date_from": "2020-01-01",
                "service_ids": [(6, 0, cls.services["cold_water"].ids)],
            }
        )

    def study(self, *changes, **values):
        return self.env["utility.tariff.study"].create(
            {
                "name": "Study",
                "month_from": "2026-01-01",
                "month_to": "2026-03-01",
                "change_ids": [(0, 0, change) for change in changes],
                **values,
            }
        )

    def water(self, **values):
        return {"service_id": self.services["cold_water"].id, **values}

    def results(self, study):
        """``{account: (old, new)}`` as exact numbers."""
        rows = self.env["utility.tariff.study.account"].search([("study_id", "=", study.id)])
        return {
            row.account_id: (Decimal(f"{row.amount_old:.2f}"), Decimal(f"{row.amount_new:.2f}"))
            for row in rows
        }

    def charge_months(self):
        """``{account: sum}`` of real runs of the months, approved one after the other."""
        for month in MONTHS:
            self.approved(month)
        sums = {}
        for charge in self.env["utility.charge"].search([("company_id", "=", self.company.id)]):
            amount = Decimal(f"{charge.amount:.2f}")
            sums[charge.account_id] = sums.get(charge.account_id, 0) + amount
        return sums

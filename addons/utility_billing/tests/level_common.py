from .agreement_common import AgreementCommon


class LevelCommon(AgreementCommon):
    """An account whose charges follow a price by month, and its levelled plan of four months."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["utility.tariff"].search(
            [("service_id", "=", cls.services["intercom"].id)]
        ).date_to = "2026-02-28"
        for month, value in ((3, 1600), (4, 700), (5, 1300), (6, 900), (7, 1000)):
            cls.tariff("intercom", value, date_from=f"2026-{month:02}-01",
                       date_to=f"2026-{month:02}-{31 if month in (3, 5, 7) else 30}")  # fmt: skip

    def plan(self, force=True, **values):
        """A plan of March to June 2026, 1125 a month, without limits of delay."""
        made = self.env["utility.level.plan"].create(
            {
                "account_id": self.debtor.id,
                "date": "2026-03-01",
                "first_month": "2026-03-01",
                "months": 4,
                "break_days": 0,
                "break_missed": 0,
                "drift_limit": 0,
                **values,
            }
        )
        made.action_plan()
        if force:
            self.today("2026-03-01", made.action_activate)
        return made

    def follow(self, day):
        self.today(day, self.env["utility.level.plan"]._cron_follow)

    def bill(self, month):
        return self.env["utility.bill"].search(
            [("account_id", "=", self.debtor.id), ("period_date", "=", f"{month}-01"),
             ("state", "=", "approved")]
        )  # fmt: skip

    def due(self, month):
        """The sum to pay of a bill, as text."""
        (document,) = self.bill(month)._documents()
        return f"{document.balance.due:.2f}"

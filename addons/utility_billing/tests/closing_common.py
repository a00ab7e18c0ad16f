from .run_common import RunCommon


class ClosingCommon(RunCommon):
    """A company that closed January and February 2026; March is charged, paid and posted."""

    company_name = "Company That Closes"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._utility_prepare_posting()
        cls.env["utility.review.rule"].search([]).active = False
        for code, price in (("cold_water", 50), ("housing_maintenance", 30)):
            cls.tariff(code, price)
        cls.norm("cold_water", 4.5)
        cls.first = cls.account("701", ["cold_water", "housing_maintenance"])
        cls.second = cls.account("702", ["cold_water", "housing_maintenance"])
        cls.meter_of_third = cls.meter(
            cls.account("703", [], residents=0),
            "cold_water",
            0,
            ("2026-03-24", 5),
            installed="2026-03-01",
        )
        for month in ("2026-01", "2026-02", "2026-03"):
            cls.month_of(month)
        cls.march = cls.runs["2026-03"]
        cls.period = cls.march.period_id
        cls.env.flush_all()

    @classmethod
    def month_of(cls, month):
        run = cls.run_of(month)
        run.action_charge_now()
        run.action_approve()
        run.action_documents()
        run.action_post()
        cls.runs = {**getattr(cls, "runs", {}), month: run}
        bills = cls.env["utility.bill"].search([("run_id", "=", run.id)], order="id")
        cls.env["utility.payment"].create(
            {
                "account_id": bills[0].account_id.id,
                "amount": round(bills[0].closing, 2),
                "date": f"{month}-20",
            }
        )
        cls.env["utility.posting"]._post_payments(cls.company, run.period_id.date_to)
        if month < "2026-03":
            run.period_id.action_close()

    def check(self, period=None):
        check = self.env["utility.closing.check"]._start(period or self.period)
        check._execute()
        return check

    def red(self, check=None):
        """Codes of what was found, apart from what is only told."""
        lines = (check or self.check()).line_ids
        return {line.invariant_id.code for line in lines if line.count and line.severity != "info"}

from .run_common import RunCommon


class ActCommon(RunCommon):
    """A house with water by norm and rules of the company, for acts to change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("cold_water", 50)
        cls.norm("cold_water", 4)
        for code, value in (
            ("tampering_max_months", "3"),
            ("act_witnesses_min", "2"),
            ("act_visit_hours", "24"),
            ("act_answer_days", "5"),
            ("legal_act_tampering", "Rule 62"),
        ):
            cls.parameter(code, value)
        cls.parameter("uplift_coefficient", "3", service_id=cls.services["cold_water"].id)
        cls.first = cls.account("1", ["cold_water"])
        cls.second = cls.account("2", ["cold_water"])

    @classmethod
    def parameter(cls, code, value, **values):
        return cls.env["utility.rule.parameter"].create(
            {"code": code, "value": value, "company_id": cls.company.id, **values}
        )

    @classmethod
    def act(cls, kind, date, account=None, service="cold_water", **values):
        """A draft that the company and the consumer have signed."""
        return cls.env["utility.act"].create(
            {
                "kind": kind,
                "date": date,
                "account_id": account and account.id,
                "service_id": service and cls.services[service].id,
                "participant_ids": [
                    (0, 0, {"role": "executor", "name": "Controller"}),
                    (0, 0, {"role": "consumer", "name": "Payer"}),
                ],
                **values,
            }
        )

    @classmethod
    def in_force(cls, *args, **values):
        act = cls.act(*args, **values)
        act.action_confirm()
        return act

    def approved(self, month, **values):
        """Credits are held for a look: here they are looked at."""
        run = self.charged(month, **values)
        held = self.env["utility.bill"].search([("run_id", "=", run.id), ("state", "=", "held")])
        if held:
            held._release("Credit by an act")
        run.action_approve()
        return run

    def by_month(self, account, month, **values):
        """``{month that a line belongs to: sum}`` of the lines of a charge."""
        found = {}
        for line in self.lines(account, month, **values):
            key = (line.of_period or line.period_date).strftime("%Y-%m")
            found[key] = round(found.get(key, 0) + line.amount, 2)
        return found

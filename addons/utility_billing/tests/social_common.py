from .run_common import RunCommon


class SocialCommon(RunCommon):
    """A house whose veterans have a privilege that a federal programme pays for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._utility_prepare_posting()
        cls.company.company_registry = "12345678"
        cls.water = cls.services["cold_water"]
        cls.veterans = cls.env["utility.privilege.category"].create(
            {
                "name": "Veterans",
                "code": "VET",
                "register_code": "10",
                "percent": 50,
                "within": "norm",
                "budget": "state",
                "service_ids": [(6, 0, cls.water.ids)],
                "country_id": cls.env.ref("base.ru").id,
            }
        )
        cls.tariff("cold_water", 10)
        cls.norm("cold_water", 4)
        cls.body = cls.env["res.partner"].create({"name": "Social Protection Office"})
        cls.program = cls.env["utility.social.program"].create(
            {
                "name": "Federal privileges",
                "budget": "state",
                "partner_id": cls.body.id,
                "category_ids": [(6, 0, cls.veterans.ids)],
                "limit_ids": [
                    (0, 0, {"date_from": "2026-01-01", "date_to": "2026-12-31", "amount": 100})
                ],
                "service_code_ids": [(0, 0, {"service_id": cls.water.id, "code": "500"})],
            }
        )
        cls.subsidies = cls.env["utility.social.program"].create(
            {"name": "Subsidies", "kind": "subsidy", "budget": "region"}
        )
        cls.home = cls.account("1", ["cold_water"])
        cls.person = cls.env["res.partner"].create(
            {"name": "Іваненко Іван", "vat": "1234567890", "company_id": cls.company.id}
        )
        cls.privilege = cls.grant_privilege(cls.home, cls.person)

    @classmethod
    def grant_privilege(cls, account, person, **values):
        return cls.env["utility.privilege"].create(
            {
                "account_id": account.id,
                "partner_id": person.id,
                "category_id": cls.veterans.id,
                "date_from": "2026-01-01",
                "document": "AA 123",
            }
            | values
        )

    def close(self, month):
        self.env["utility.period"].search([("code", "=", month)])._transition(state="closed")

    def usage(self, **values):
        domain = [("company_id", "=", self.company.id)]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["utility.social.usage"].search(domain)

    def claim(self, month, program=None):
        claim = self.env["utility.social.claim"].create(
            {"program_id": (program or self.program).id, "period_date": f"{month}-01"}
        )
        claim.action_fill()
        return claim

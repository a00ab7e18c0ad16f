"""Two companies, three houses and one record of every model in each, for the desk's tests."""

from datetime import date

from odoo.fields import Command
from odoo.tests import TransactionCase

ROLES = (
    "reader",
    "operator",
    "controller",
    "cashier",
    "billing",
    "debt",
    "dispatcher",
    "crew",
    "logistics",
    "accountant",
    "administrator",
)


class DeskCommon(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env.company
        cls.other_company = cls.env["res.company"].create({"name": "Other Utility"})
        cls.locality = cls.env["utility.locality"].create(
            {"name": "Deskville", "country_id": cls.env.ref("base.ru").id}
        )
        cls.street = cls.env["utility.street"].create(
            {"name": "Лесная", "locality_id": cls.locality.id}
        )
        cls.service = cls.env.ref("utility_base.service_cold_water")
        cls.meter_model = cls.env["utility.meter.model"].create(
            {"name": "СВ-15", "resource": "cold_water"}
        )
        cls.directory = cls.env["utility.directory"].create({"name": "Roofs", "code": "desk_roof"})

    @classmethod
    def _user(cls, login, *groups, **vals):
        groups = [cls.env.ref(g if "." in g else f"utility_base.group_{g}").id for g in groups]
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "group_ids": [Command.set(groups)],
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
                **vals,
            }
        )

    @classmethod
    def _household(cls, number, kind="individual", company=None):
        """Records of one house with one account: ``{model: record}``."""
        company = company or cls.company
        env = cls.env(
            context={**cls.env.context, "allowed_company_ids": (company | cls.company).ids}
        )
        organisation = kind == "organisation"
        payer = env["res.partner"].create(
            {"name": f"Payer {number}", "is_company": organisation, "phone": f"+7900000{number}"}
        )
        made = {"res.partner": payer}

        def make(model, **vals):
            made[model] = env[model].create(vals)
            return made[model]

        building = make(
            "utility.building",
            locality_id=cls.locality.id,
            street_id=cls.street.id,
            number=number,
            company_id=company.id,
        )
        make("utility.entrance", building_id=building.id, number=1, intercom_code="*12#")
        premise = make("utility.premise", building_id=building.id, number="1")
        make("utility.area", premise_id=premise.id, kind="total", value=50)
        make("utility.ownership", premise_id=premise.id, partner_id=payer.id)
        contract = make(
            "utility.contract",
            number=f"C-{number}",
            partner_id=payer.id,
            kind=kind,
            company_id=company.id,
            date_from=date(2025, 1, 1),
        )
        amendment = make(
            "utility.contract.amendment",
            contract_id=contract.id,
            number="1",
            date_from=date(2025, 6, 1),
        )
        make(
            "utility.contract.term",
            amendment_id=amendment.id,
            parameter_id=cls.env.ref("utility_base.contract_parameter_due_day").id,
            value="10",
        )
        make("utility.contract.paper", contract_id=contract.id, name=f"Charter {number}")
        account = make(
            "utility.account",
            number=f"A-{number}",
            kind=kind,
            partner_id=payer.id,
            premise_id=premise.id,
            contract_id=contract.id,
            company_id=company.id,
        )
        make("utility.account.service", account_id=account.id, service_id=cls.service.id)
        make(
            "utility.residency",
            account_id=account.id,
            partner_id=payer.id,
            date_from=date(2025, 1, 1),
            birth_date=date(1980, 5, 5),
            identity_document="45 01 123456",
        )
        make(
            "utility.certificate",
            number=f"K-{number}",
            company_id=company.id,
            date=date(2025, 3, 1),
            as_of=date(2025, 3, 1),
            kind="family",
            lang="ru",
            account_id=account.id,
            user_id=cls.env.uid,
        )
        make(
            "utility.quick.batch",
            name=f"B-{number}",
            company_id=company.id,
            building_id=building.id,
        )
        make(
            "utility.absence",
            account_id=account.id,
            departure=date(2025, 2, 1),
            arrival=date(2025, 2, 20),
        )
        meter = make(
            "utility.meter",
            serial=f"S-{number}",
            model_id=cls.meter_model.id,
            company_id=company.id,
        )
        made["utility.meter.register"] = meter.register_ids
        make(
            "utility.meter.installation",
            meter_id=meter.id,
            service_id=cls.service.id,
            account_id=account.id,
            date_from=date(2025, 1, 1),
        )
        make("utility.meter.verification", meter_id=meter.id, date=date(2025, 1, 1))
        make("utility.meter.seal", meter_id=meter.id, number=f"P-{number}")
        make("utility.meter.defect", meter_id=meter.id)
        make(
            "utility.reading",
            register_id=meter.register_ids.id,
            date=date(2025, 1, 20),
            value=12,
        )
        make(
            "utility.reading.window",
            company_id=company.id,
            building_id=building.id,
        )
        return made

    @classmethod
    def _directories(cls):
        """Records that all customers share: ``{model: record}``."""
        env = cls.env
        template = env["utility.document.template"].search([], limit=1)
        return {
            "utility.document.template": template,
            "utility.document.label": env["utility.document.label"].search([], limit=1),
            "utility.locality": cls.locality,
            "utility.street": cls.street,
            "utility.service": cls.service,
            "utility.service.component": env["utility.service.component"].create(
                {
                    "service_id": cls.service.id,
                    "name": "Water",
                    "code": "water",
                    "uom_id": cls.service.uom_id.id,
                }
            ),
            "utility.customer.category": env["utility.customer.category"].create(
                {"name": "Schools", "code": "desk_schools", "kind": "organisation"}
            ),
            "utility.contract.parameter": env["utility.contract.parameter"].create(
                {"name": "Colour", "code": "desk_colour"}
            ),
            "utility.meter.model": cls.meter_model,
            "utility.directory": cls.directory,
            "utility.directory.item": env["utility.directory.item"].create(
                {"directory_id": cls.directory.id, "name": "Slate"}
            ),
            "utility.period": env["utility.period"].create(
                {"date_from": date(2031, 1, 1), "company_id": cls.company.id}
            ),
        }

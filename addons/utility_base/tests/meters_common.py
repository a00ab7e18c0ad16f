"""A house with two flats, metered accounts and their meters, for the tests of readings."""

from datetime import date

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class MetersCommon(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.company = env.company
        cls.operator = new_test_user(env, "meters_operator", groups="utility_base.group_operator")
        cls.cold = env.ref("utility_base.service_cold_water")
        cls.hot = env.ref("utility_base.service_hot_water")
        cls.power = env.ref("utility_base.service_electricity")
        cls.locality = env["utility.locality"].create(
            {"name": "Readington", "country_id": env.ref("base.ru").id}
        )
        cls.building = env["utility.building"].create(
            {"locality_id": cls.locality.id, "number": "1"}
        )
        cls.models = {
            resource: env["utility.meter.model"].create(
                {"name": f"M-{resource}", "resource": resource}
            )
            for resource in ("cold_water", "hot_water", "electricity")
        }
        cls.accounts = [cls._account(str(number)) for number in (1, 2)]
        cls.account = cls.accounts[0]

    @classmethod
    def _account(cls, number, building=None):
        premise = cls.env["utility.premise"].create(
            {"building_id": (building or cls.building).id, "number": number}
        )
        payer = cls.env["res.partner"].create(
            {"name": f"Payer {number}", "email": f"p{number}@example.com"}
        )
        return cls.env["utility.account"].create(
            {
                "number": f"A-{number}",
                "premise_id": premise.id,
                "partner_id": payer.id,
                "date_open": date(2024, 1, 1),
            }
        )

    @classmethod
    def _meter(
        cls,
        serial,
        service=None,
        account=None,
        installed=date(2025, 1, 1),
        zones=("total",),
        **vals,
    ):
        """An installed meter with its first values of zero."""
        service = service or cls.cold
        account = account or cls.account
        meter = cls.env["utility.meter"].create(
            {
                "serial": serial,
                "model_id": cls.models[service.resource].id,
                "register_ids": [Command.create({"zone": zone}) for zone in zones],
                **vals,
            }
        )
        if installed:
            cls.env["utility.meter.installation"].create(
                {
                    "meter_id": meter.id,
                    "service_id": service.id,
                    "account_id": account.id,
                    "date_from": installed,
                }
            )
            cls._read(meter, installed, 0, source="installation")
        return meter

    @classmethod
    def _read(cls, meter, day, value, source="call", zone=None):
        register = meter.register_ids.filtered(lambda r: not zone or r.zone == zone)
        return cls.env["utility.reading"].create(
            [{"register_id": r.id, "date": day, "value": value, "source": source} for r in register]
        )

    @classmethod
    def _history(cls, meter, monthly=10, months=6):
        """Readings on the 20th of the first ``months`` months of 2025."""
        for month in range(1, months + 1):
            cls._read(meter, date(2025, month, 20), monthly * month)

"""A small house with accounts: what the tests of the register's actions begin with."""

from contextlib import contextmanager
from datetime import date

from odoo.tests import TransactionCase

DAY = date(2026, 3, 1)


class PeopleCommon(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.company = cls.env.company
        cls.locality = cls.env["utility.locality"].create(
            {"name": "Testburg", "country_id": cls.env.ref("base.ru").id}
        )
        cls.street = cls.env["utility.street"].create(
            {"name": "Садовая", "locality_id": cls.locality.id}
        )
        cls.building = cls.env["utility.building"].create(
            {"locality_id": cls.locality.id, "street_id": cls.street.id, "number": "12"}
        )
        cls.water = cls.env.ref("utility_base.service_cold_water")
        cls.heating = cls.env.ref("utility_base.service_heating")
        cls.meter_model = cls.env["utility.meter.model"].create(
            {"name": "SGV-15", "resource": "cold_water", "digits": 5, "decimals": 3}
        )
        cls.flat = cls._premise("1")
        cls.payer = cls._person("Иванова Әлия")
        cls.account = cls._account("100001", cls.flat, cls.payer)

    @contextmanager
    def _refused(self, error, text):
        """The block fails with ``error`` saying ``text``; what it wrote is rolled back."""
        with self.assertRaisesRegex(error, text), self.cr.savepoint():
            yield

    @classmethod
    def _person(cls, name, **values):
        return cls.env["res.partner"].create({"name": name, **values})

    @classmethod
    def _premise(cls, number, **values):
        return cls.env["utility.premise"].create(
            {"building_id": cls.building.id, "number": number, **values}
        )

    @classmethod
    def _account(cls, number, premise, partner, **values):
        return cls.env["utility.account"].create(
            {
                "number": number,
                "premise_id": premise.id,
                "partner_id": partner.id,
                "date_open": "2020-01-01",
                **values,
            }
        )

    @classmethod
    def _resident(cls, account, partner=None, date_from="2020-01-01", **values):
        return cls.env["utility.residency"].create(
            {
                "account_id": account.id,
                "partner_id": partner.id if partner else False,
                "date_from": date_from,
                **values,
            }
        )

    @classmethod
    def _service(cls, account, service, date_from="2020-01-01", **values):
        return cls.env["utility.account.service"].create(
            {
                "account_id": account.id,
                "service_id": service.id,
                "date_from": date_from,
                **values,
            }
        )

    @classmethod
    def _meter(cls, account, serial, date_from="2020-01-01", value=None):
        meter = cls.env["utility.meter"].create({"serial": serial, "model_id": cls.meter_model.id})
        cls.env["utility.meter.installation"].create(
            {
                "meter_id": meter.id,
                "account_id": account.id,
                "service_id": cls.water.id,
                "date_from": date_from,
            }
        )
        if value is not None:
            cls.env["utility.reading"].create(
                {
                    "register_id": meter.register_ids.id,
                    "date": date_from,
                    "value": value,
                    "source": "installation",
                }
            )
        return meter

"""The quick addition of a house: preview, writing, conflicts, taking back."""

import time

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from ..tools.house_plan import luhn
from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestQuickAdd(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(cls.env, "quick", "utility_base.group_operator")
        cls.other_street = cls.env["utility.street"].create(
            {"name": "Новая", "locality_id": cls.locality.id}
        )
        cls.env.company.utility_account_sequence_id = False

    def _wizard(self, **values):
        return (
            self.env["utility.quick.add"]
            .with_user(self.operator)
            .create(
                {
                    "locality_id": self.locality.id,
                    "street_id": self.other_street.id,
                    "number": "7",
                    "code": "70",
                    "entrances": 2,
                    "floors": 2,
                    "per_floor": 3,
                    "date_from": "2026-01-01",
                    **values,
                }
            )
        )

    def _create(self, wizard):
        action = wizard.action_create()
        return self.env["utility.quick.batch"].browse(action["res_id"])

    def test_form_offers_positions(self):
        """A17: as many lines of areas as flats on a floor."""
        form = Form(self.env["utility.quick.add"])
        form.per_floor = 3
        self.assertEqual(len(form.position_ids), 3)
        form.per_floor = 2
        self.assertEqual(len(form.position_ids), 2)

    def test_whole_house(self):
        """A17: flats with entrances, floors and areas by position, accounts, services, meters."""
        wizard = self._wizard(
            residents=2,
            position_ids=[
                (0, 0, {"position": 1, "total_area": 54.2, "living_area": 30.1, "rooms": 2}),
                (0, 0, {"position": 2, "total_area": 38.5, "rooms": 1, "residents": 1}),
            ],
            total_area=40,
            range_ids=[
                (0, 0, {"kind": "parking", "numbers": "1-3", "total_area": 13.25, "floor": -1}),
                (0, 0, {"kind": "storage", "numbers": "1-2", "with_accounts": False}),
                (0, 0, {"kind": "commercial", "numbers": "Н1"}),
            ],
            service_ids=[
                (0, 0, {"service_id": self.water.id, "no_meter_reason": "possible"}),
                (0, 0, {"service_id": self.heating.id, "applies_to": "all", "basis": "area"}),
            ],
            meter_ids=[
                (
                    0,
                    0,
                    {
                        "service_id": self.water.id,
                        "model_id": self.meter_model.id,
                        "initial": "12,5",
                        "verified_on": "2025-12-01",
                    },
                )
            ],
        )
        wizard.action_preview()
        self.assertEqual(wizard.problem_count, 0, wizard.problems)
        self.assertFalse(self.env["utility.building"].search([("code", "=", "70")]))
        batch = self._create(wizard)
        house = batch.building_id
        flats = house.premise_ids.filtered(lambda p: p.kind == "flat")
        self.assertEqual(len(flats), 12)
        fifth = flats.filtered(lambda f: f.number == "5")
        self.assertEqual((fifth.entrance_id.number, fifth.floor, fifth.rooms), (1, 2, 1))
        self.assertEqual(flats.mapped("total_area"), [54.2, 38.5, 40.0] * 4)
        self.assertEqual(len(house.account_ids), 16)
        account = fifth.account_ids
        self.assertEqual(
            account.number, "007010005" + luhn("007010005"), "code, kind, flat and check digit"
        )
        self.assertEqual(account.resident_count, 1)
        self.assertEqual(account.date_open.isoformat(), "2026-01-01")
        self.assertEqual(account.service_ids.service_id, self.water | self.heating)
        water = account.service_ids.filtered(lambda s: s.service_id == self.water)
        self.assertEqual(water.no_meter_reason, "possible")
        parking = house.premise_ids.filtered(lambda p: p.kind == "parking")
        self.assertEqual(parking.account_ids.service_ids.service_id, self.heating)
        shop = house.premise_ids.filtered(lambda p: p.kind == "commercial").account_ids
        self.assertEqual((shop.kind, shop.partner_id.is_company), ("organisation", True))
        meter = account.installation_ids.meter_id
        self.assertEqual(meter.serial, "70-5-1")
        self.assertEqual(meter.state, "installed")
        self.assertEqual(meter.verified_until.isoformat(), "2031-11-30")
        reading = meter.reading_ids
        self.assertEqual(
            (reading.value, reading.source, reading.state), (12.5, "installation", "accepted")
        )
        self.assertEqual(reading.account_id, account)

    def test_pasted_list(self):
        """A17: names, residents and areas come from the list; its errors forbid writing."""
        wizard = self._wizard(
            payer_mode="list", pasted="кв;ФИО;чел;площадь\n1;Әлиева Ә.;3;54,2\n99;Нет;1;1\n2;Б;x;5"
        )
        wizard.action_preview()
        self.assertEqual(wizard.problem_count, 2)
        self.assertIn("line 3", wizard.problems)
        self.assertIn("line 4", wizard.problems)
        with self._refused(UserError, "flat 99 is not in the layout"):
            wizard.action_create()
        wizard.pasted = "кв;ФИО;чел;площадь;тел\n1;Әлиева Ә.;3;54,2;+7 701 000 00 00"
        house = self._create(wizard).building_id
        first = house.premise_ids.filtered(lambda p: p.number == "1")
        self.assertEqual(first.account_ids.partner_id.name, "Әлиева Ә.")
        self.assertEqual(first.account_ids.phone, "+7 701 000 00 00")
        self.assertEqual((first.account_ids.resident_count, first.total_area), (3, 54.2))
        second = house.premise_ids.filtered(lambda p: p.number == "2")
        self.assertEqual(second.account_ids.partner_id.name, "Subscriber, кв. 2")

    def test_numbers_from_the_list(self):
        """A17: an account number in the list stays; the others follow the pattern."""
        wizard = self._wizard(payer_mode="list", pasted="кв;л/с;ФИО\n1;A-17;Әлиева\n2;;Б")
        house = self._create(wizard).building_id
        numbers = {a.premise_id.number: a.number for a in house.account_ids}
        self.assertEqual(numbers["1"], "A-17")
        self.assertEqual(numbers["2"], "007010002" + luhn("007010002"))

    def test_services_as_in_another_house(self):
        """A17: services and meters are taken from an account of another house."""
        self._service(self.account, self.water, no_meter_reason="possible")
        self._meter(self.account, "P1")
        form = Form(self.env["utility.quick.add"].with_user(self.operator))
        form.like_building_id = self.building
        self.assertEqual([line["service_id"] for line in form.service_ids._records], self.water.ids)
        self.assertEqual(form.service_ids._records[0]["no_meter_reason"], "possible")
        self.assertEqual(
            [line["model_id"] for line in form.meter_ids._records], self.meter_model.ids
        )

    def test_one_address_one_house(self):
        """A19: a registered address is not made again; the wizard goes on with that house."""
        wizard = self._wizard(
            street_id=self.street.id, number="12 ", flat_numbers="1-3", numbering="list"
        )
        self.assertEqual(wizard.twin_id, self.building)
        wizard.action_preview()
        self.assertIn("registered already", wizard.problems)
        wizard.action_use_twin()
        self.assertEqual(wizard.building_id, self.building)
        batch = self._create(wizard)
        self.assertEqual(batch.building_id, self.building)
        self.assertEqual(batch.premise_count, 2, "flat 1 stood there before")
        self.assertEqual(self.flat.account_ids, self.account)

    def test_conflicts(self):
        """A17: numbers of accounts, meters and premises that exist are told before writing."""
        taken = "007010001" + luhn("007010001")
        self._account(taken, self._premise("50"), self.payer)
        self.env["utility.meter"].create({"serial": "70-2-1", "model_id": self.meter_model.id})
        wizard = self._wizard(
            range_ids=[(0, 0, {"kind": "flat", "numbers": "12"})],
            meter_ids=[
                (
                    0,
                    0,
                    {"service_id": self.water.id, "model_id": self.meter_model.id, "initial": "x"},
                )
            ],
        )
        wizard.action_preview()
        for text in (taken, "70-2-1", "planned twice", "initial values"):
            self.assertIn(text, wizard.problems)
        wizard.account_pattern = "{code}{street}"
        wizard.action_preview()
        self.assertIn("{street} is unknown", wizard.problems)

    def test_serial_lists(self):
        """A17: a list of serial numbers in the order of the flats, or by flat; gaps leave none."""
        meter = {
            "service_id": self.water.id,
            "model_id": self.meter_model.id,
            "serial_mode": "list",
        }
        wizard = self._wizard(meter_ids=[(0, 0, {**meter, "serials": "S1\n\nS3"})])
        house = self._create(wizard).building_id
        serials = {
            a.premise_id.number: a.installation_ids.meter_id.serial for a in house.account_ids
        }
        self.assertEqual((serials["1"], serials["2"], serials["3"]), ("S1", False, "S3"))
        wizard = self._wizard(
            number="8", code="80", meter_ids=[(0, 0, {**meter, "serials": "77; A"})]
        )
        wizard.action_preview()
        self.assertIn("unknown flats: 77", wizard.problems)

    def test_take_back(self):
        """A17: what was just made is deleted whole; what is in use stays and says why."""
        models = ("utility.building", "utility.premise", "utility.account", "utility.meter",
                  "utility.reading", "utility.area", "res.partner")  # fmt: skip
        before = {model: self.env[model].search_count([]) for model in models}
        wizard = self._wizard(
            total_area=40,
            residents=1,
            service_ids=[(0, 0, {"service_id": self.water.id})],
            meter_ids=[(0, 0, {"service_id": self.water.id, "model_id": self.meter_model.id})],
        )
        batch = self._create(wizard).with_user(self.operator)
        account = batch.building_id.account_ids[0]
        absence = self.env["utility.absence"].create(
            {"account_id": account.id, "departure": "2026-02-01", "arrival": "2026-02-20"}
        )
        with self._refused(UserError, "Temporary absence: 1"):
            batch.action_undo()
        absence.unlink()
        batch.action_undo()
        self.assertEqual(batch.state, "undone")
        self.assertEqual(before, {model: self.env[model].search_count([]) for model in models})
        with self._refused(UserError, "already"):
            batch.action_undo()

    def test_200_flats_in_time(self):
        """A17: 200 flats with 8 services and 4 meters each are written within 15 seconds."""
        services = self.env["utility.service"].search([], limit=8)
        self.assertEqual(len(services), 8)
        models = self.meter_model
        models |= self.env["utility.meter.model"].create(
            [{"name": f"M{n}", "resource": "cold_water"} for n in range(3)]
        )
        wizard = self._wizard(
            entrances=4,
            floors=10,
            per_floor=5,
            total_area=50,
            residents=2,
            service_ids=[(0, 0, {"service_id": service.id}) for service in services],
            meter_ids=[(0, 0, {"service_id": self.water.id, "model_id": m.id}) for m in models],
        )
        started = time.monotonic()
        batch = self._create(wizard)
        self.assertLess(time.monotonic() - started, 15)
        self.assertEqual(
            (batch.premise_count, batch.account_count, batch.meter_count), (200, 200, 800)
        )
        lines = self.env["utility.account.service"].search_count(
            [("account_id.building_id", "=", batch.building_id.id)]
        )
        self.assertEqual(lines, 1600)

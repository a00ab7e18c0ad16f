from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestGroupMeters(RunCommon):
    """C16, B05: a heat point serves three houses, one of which has a meter of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        building = cls.env["utility.building"]
        values = {"locality_id": cls.locality.id}
        cls.second = building.create({**values, "number": "2"})
        cls.third = building.create({**values, "number": "3"})
        cls.point = building.create({**values, "number": "4", "kind": "technical"})
        cls.services["heating"].season_months = False
        cls.tariff("heating", 2000)
        cls.accounts = [
            cls.account("1", ["heating"], area=60),
            cls.account("2", ["heating"], area=40, building=cls.second),
            cls.account("3", ["heating"], area=500, building=cls.third),
        ]
        cls.group = cls.house_meter(
            cls.point, "G1", 100, 130, served_building_ids=[(6, 0, cls.houses().ids)]
        )
        cls.own = cls.house_meter(cls.third, "H3", 10, 30)

    @classmethod
    def houses(cls):
        return cls.building | cls.second | cls.third

    @classmethod
    def house_meter(cls, building, serial, start, end, **values):
        meter = cls.env["utility.meter"].create(
            {
                "serial": serial,
                "purpose": "group" if values else "house",
                "model_id": cls.env["utility.meter.model"]
                .create({"name": serial, "resource": "heat", "digits": 6})
                .id,
            }
        )
        cls.env["utility.meter.installation"].create(
            {
                "meter_id": meter.id,
                "service_id": cls.services["heating"].id,
                "building_id": building.id,
                "date_from": "2026-01-31",
                **values,
            }
        )
        cls.reading(meter, "2026-01-31", start, source="installation")
        cls.reading(meter, "2026-02-28", end)
        return meter

    def volumes(self, month="2026-02", **values):
        return [sum(self.lines(a, month, **values).mapped("volume")) for a in self.accounts]

    def test_divided_by_area(self):
        """30 - 20 by 60 and 40 m2; the third house takes its own 20."""
        run = self.charged("2026-02")
        self.assertFalse(run.problem_ids)
        self.assertEqual(self.volumes(), [6.0, 4.0, 20.0])

    def test_divided_by_residents(self):
        """The same by 2 and 3 residents."""
        self.group.installation_ids.share_by = "persons"
        self.accounts[1].residency_ids.persons = 3
        self.charged("2026-02")
        self.assertEqual(self.volumes(), [4.0, 6.0, 20.0])

    def test_one_house_charged_alone(self):
        """The part of a house does not depend on which houses a run takes."""
        self.charged("2026-02", building_ids=[(6, 0, self.second.ids)])
        self.assertEqual(self.volumes(), [0, 4.0, 0])

    def test_missing_reading_of_the_house_behind(self):
        """C22: without the third house's reading the others have no volume and are told so."""
        self.env["utility.meter.defect"].create(
            {"meter_id": self.own.id, "kind": "failed", "date_from": "2026-02-01"}
        )
        run = self.charged("2026-02")
        self.assertEqual(set(run.problem_ids.mapped("code")), {"NO_NORM"})

    def test_reading_corrected_after_the_close(self):
        """X33: a later reading of the group meter corrects the houses behind it."""
        run = self.approved("2026-02")
        run.period_id.action_close()
        self.reading(self.group, "2026-02-28", 140, source="correction")
        self.reading(self.group, "2026-03-31", 170)
        self.reading(self.own, "2026-03-31", 50)
        self.charged("2026-03")
        found = self.env["utility.charge"].search(
            [("kind", "=", "recalculation"), ("of_period", "=", "2026-02-01")], order="account_id"
        )
        self.assertEqual(
            [(line.account_id, line.amount) for line in found],
            [(self.accounts[0], 12000.0), (self.accounts[1], 8000.0)],
        )

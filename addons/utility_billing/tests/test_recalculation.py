from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestRecalculation(RunCommon):
    """D01, D02, D04, X33: what changes in a closed month comes into the next charge."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = cls.tariff("cold_water", 50)
        cls.norm("cold_water", 4)
        cls.tariff("intercom", 65)
        cls.first = cls.account("1", ["cold_water", "intercom"])
        cls.second = cls.account("2", ["cold_water"])
        cls.water = cls.meter(cls.second, "cold_water", 100, ("2026-02-24", 109))

    def corrected(self, account, month):
        lines = self.lines(account, month, kind="recalculation")
        return {
            (line.of_period.strftime("%Y-%m"), line.service_id.code): round(line.amount, 2)
            for line in lines
        }

    def test_tariff_of_a_closed_month(self):
        """D04: a tariff corrected after the close is charged as a difference, once."""
        self.approved("2026-02").period_id.action_close()
        self.price.value = 52
        request = self.env["utility.recalculation"].search([("company_id", "=", self.company.id)])
        self.assertEqual(request.state, "open")
        self.approved("2026-03")
        self.assertEqual(self.corrected(self.first, "2026-03"), {("2026-02", "cold_water"): 16.0})
        self.assertEqual(self.corrected(self.second, "2026-03"), {("2026-02", "cold_water"): 18.0})
        self.assertEqual(request.state, "done")
        self.assertEqual(sum(self.lines(self.first, "2026-02").mapped("amount")), 465)
        self.approved("2026-04")
        self.assertFalse(self.corrected(self.first, "2026-04"))

    def test_residents_moved_out(self):
        """D01: a departure told late gives back the norm of the closed month, of that house alone."""
        self.approved("2026-02").period_id.action_close()
        self.first.residency_ids.date_to = "2026-02-14"
        self.first.declared_owner_count = 1
        self.approved("2026-03")
        # 14 of 28 days with two residents, then one owner
        self.assertEqual(self.corrected(self.first, "2026-03"), {("2026-02", "cold_water"): -100.0})
        self.assertFalse(self.corrected(self.second, "2026-03"))

    def test_reading_corrected(self):
        """D01: a corrected reading of a closed month moves volume to the next one."""
        self.approved("2026-02").period_id.action_close()
        self.reading(self.water, "2026-02-24", 107, source="correction")
        self.reading(self.water, "2026-03-24", 117)
        self.approved("2026-03")
        self.assertEqual(
            self.corrected(self.second, "2026-03"), {("2026-02", "cold_water"): -100.0}
        )
        line = self.lines(self.second, "2026-03", kind="charge")
        self.assertEqual(line.volume, 10)

    def test_absence_over_two_months(self):
        """D02: an absence that ends in March lowers February too, in the charge of March."""
        self.approved("2026-02")
        self.env["utility.absence"].create(
            {
                "account_id": self.first.id,
                "persons": 1,
                "departure": "2026-02-14",
                "arrival": "2026-03-11",
                "application_date": "2026-03-12",
                "state": "confirmed",
            }
        )
        self.approved("2026-03")
        # 15-28 February: 14 of 28 days of one norm; 1-10 March: 10 of 31 days
        self.assertEqual(
            self.corrected(self.first, "2026-03"),
            {("2026-02", "cold_water"): -100.0, ("2026-03", "cold_water"): -64.52},
        )
        self.approved("2026-04")
        self.assertFalse(self.corrected(self.first, "2026-04"))

    def test_outage_of_the_house(self):
        """D03: an outage beyond the allowed hours lowers the charge of every account."""
        self.env["utility.event"].create(
            {
                "kind": "outage",
                "state": "confirmed",
                "service_id": self.services["cold_water"].id,
                "building_id": self.building.id,
                "start": "2026-02-10 06:00:00",
                "end": "2026-02-11 06:00:00",
            }
        )
        self.approved("2026-02")
        # 24 hours less 4 at once: 20 hours of 0.15 % of 400
        self.assertEqual(self.corrected(self.first, "2026-02"), {("2026-02", "cold_water"): -12.0})
        self.assertTrue(self.corrected(self.second, "2026-02"))

    def test_meter_installed_on_another_day(self):
        """D01, B05: the first day of a meter moved in a closed month is charged as a difference."""
        self.approved("2026-02").period_id.action_close()
        self.assertFalse(self.requests())
        self.water.installation_ids.document = "Act 7"
        self.assertFalse(self.requests(), "a document changes no charge")
        place = self.water.installation_ids
        place.date_from = "2026-03-01"
        self.assertEqual(str(self.requests().date_from), "2026-01-25")
        self.approved("2026-03")
        # the meter did not stand there in February: 8 m³ by the norm less 9 m³
        self.assertEqual(self.corrected(self.second, "2026-03"), {("2026-02", "cold_water"): -50.0})

    def test_account_closed_on_a_past_day(self):
        """D01, A05: an account closed as of a charged month gets the months after it back."""
        for month in ("2026-01", "2026-02"):
            self.approved(month).period_id.action_close()
        self.first.write({"state": "closed", "date_close": "2026-01-31"})
        self.assertEqual(str(self.requests().date_from), "2026-01-31")
        self.assertEqual(self.requests().building_id, self.building)
        self.approved("2026-03")
        self.assertEqual(
            self.corrected(self.first, "2026-03"),
            {("2026-02", "cold_water"): -400.0, ("2026-02", "intercom"): -65.0},
        )

    def requests(self):
        return self.env["utility.recalculation"].search([("company_id", "=", self.company.id)])

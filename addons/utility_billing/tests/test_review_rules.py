from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestReviewRules(RunCommon):
    """X31: rules that look at readings, months before and neighbours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["utility.review.rule"].search([]).active = False
        cls.tariff("cold_water", 50)
        cls.norm("cold_water", 4)
        cls.flats = cls.env["utility.account"]
        cls.meters = []
        for number in range(1, 7):
            account = cls.account(str(number), ["cold_water"])
            cls.flats |= account
            cls.meters.append(
                cls.meter(account, "cold_water", 0, ("2026-02-24", 5), serial=f"W{number}")
            )

    def rule(self, code, threshold=0, minimum=0, name=None):
        return self.env["utility.review.rule"].create(
            {"name": name or code, "code": code, "threshold": threshold, "minimum": minimum}
        )

    def held(self, run):
        bills = self.env["utility.bill"].search([("run_id", "=", run.id), ("state", "=", "held")])
        return sorted(bills.account_id.mapped("number"))

    def send(self, day, *values):
        for meter, value in zip(self.meters, values, strict=True):
            if value is not None:
                self.reading(meter, day, value)

    def test_neighbours(self):
        """X31: five times what the middle flat used is held, three times or a small sum is not."""
        self.rule("neighbours", 500, 1000)
        self.assertEqual(self.held(self.approved("2026-02")), [], "nothing to compare with yet")
        self.send("2026-03-24", 10, 10, 10, 10, 20, 31)
        run = self.charged("2026-03")
        self.assertEqual(self.held(run), ["6"])
        again = self.charged("2026-03", account_ids=[(6, 0, self.flats[5].ids)])
        self.assertEqual(self.held(again), ["6"], "one account alone is compared as well")
        self.env["utility.review.rule"].search([]).minimum = 100000
        self.assertEqual(self.held(self.charged("2026-03")), [])

    def test_no_reading(self):
        """X31: one month without a reading is let go by a rule of two, the second month is held."""
        self.rule("no_reading", 2)
        self.approved("2026-02")
        self.send("2026-03-24", 10, 10, 10, 10, 10, None)
        self.assertEqual(self.held(self.charged("2026-03")), [])
        self.approved("2026-03")
        self.send("2026-04-24", 15, 15, 15, 15, None, None)
        self.assertEqual(self.held(self.charged("2026-04")), ["6"])
        self.env["utility.review.rule"].search([]).threshold = 1
        self.assertEqual(self.held(self.charged("2026-04")), ["5", "6"])

    def test_unchanged(self):
        """X31: the same consumption as in two months before, nothing included, is held."""
        for month, values in (
            ("2026-02", ()),
            ("2026-03", (10, 11, 5, 9, 9, 9)),
            ("2026-04", (15, 17, 5, 14, 14, 14)),
        ):
            if values:
                self.send(f"{month}-24", *values)
            self.approved(month)
        self.rule("unchanged", 2)
        self.send("2026-05-24", 20, 25, 5, 25, 25, 25)
        run = self.charged("2026-05")
        self.assertEqual(self.held(run), ["1", "3"])

    def test_text_of_a_rule(self):
        """X34: a name with a tab or a backslash does not break the writing of the bills."""
        self.rule("first", name="New\t\\N account")
        run = self.charged("2026-02")
        bill = self.env["utility.bill"].search([("run_id", "=", run.id)], limit=1)
        self.assertEqual((run.held_count, bill.hold_reason), (6, "New /N account"))

from odoo.tests import tagged

from .act_common import ActCommon


@tagged("post_install", "-at_install")
class TestActs(ActCommon):
    """Acts in force change the next charge; the amounts are worked by hand."""

    def tampering(self, **values):
        return self.act(
            "tampering",
            "2026-02-10",
            self.first,
            date_from="2025-11-01",
            date_to="2026-02-10",
            capacity=2,
            **values,
        )

    def test_tampering(self):
        """X38: capacity times the days of the last three months, seen before it is in force."""
        act = self.tampering()
        self.env["utility.period"]._get(self.day("2026-02-01"))
        act.action_file()
        # 31 + 31 + 10 days of 2 m3 at 50
        self.assertEqual(act.preview["amount"], "7200.00")
        self.assertEqual(
            [(row["month"], row["volume"]) for row in act.preview["rows"]],
            [("2025-12", "62.000000"), ("2026-01", "62.000000"), ("2026-02", "20.000000")],
        )
        self.assertFalse(act.event_ids)
        act.action_confirm()
        self.approved("2026-02")
        self.assertEqual(
            self.by_month(self.first, "2026-02"),
            {"2025-12": 3100, "2026-01": 3100, "2026-02": 1400},
        )
        self.assertEqual(self.by_month(self.second, "2026-02"), {"2026-02": 400})
        line = self.lines(self.first, "2026-02", cause="tampering")[:1]
        self.assertIn(act.number, line.explain_charge()[0]["acts"][0]["document"])

    def test_tampering_taken_back(self):
        """D07: an act cancelled after the close comes back as a difference, once."""
        act = self.tampering()
        act.action_confirm()
        self.approved("2026-02").period_id.action_close()
        act._cancel("Wrong flat")
        self.assertEqual(act.event_ids.state, "cancelled")
        self.approved("2026-03").period_id.action_close()
        self.assertEqual(
            self.by_month(self.first, "2026-03"),
            {"2025-12": -3100, "2026-01": -3100, "2026-02": -1000, "2026-03": 400},
        )
        self.approved("2026-04")
        self.assertEqual(self.by_month(self.first, "2026-04"), {"2026-04": 400})

    def test_cancelled_before_the_charge(self):
        """An act cancelled in time leaves nothing."""
        act = self.tampering()
        act.action_confirm()
        act._cancel("Wrong flat")
        self.approved("2026-02")
        self.assertEqual(self.by_month(self.first, "2026-02"), {"2026-02": 400})

    def test_access_refused_twice(self):
        """C22: after the second refusal the month is charged by norm with its coefficient."""
        self.meter(self.first, "cold_water", 100)
        self.in_force("access_refused", "2026-02-05", self.first)
        self.in_force("access_refused", "2026-02-20", self.first)
        self.approved("2026-02")
        self.assertEqual(self.sums(self.first, "2026-02"), {"cold_water": 400})
        self.approved("2026-03")
        # 8 m3 at 50, and twice that on top
        self.assertEqual(self.sums(self.first, "2026-03", kind="charge"), {"cold_water": 400})
        self.assertEqual(self.sums(self.first, "2026-03", kind="uplift"), {"cold_water": 800})

    def test_no_meter_possible(self):
        """C22: a meter found possible brings the coefficient from that day on, and back again."""
        act = self.in_force(
            "no_meter", "2026-02-15", self.first, date_from="2026-02-15", conclusion="possible"
        )
        self.approved("2026-02").period_id.action_close()
        # 14 days without and 14 days with a coefficient of 3
        self.assertEqual(self.sums(self.first, "2026-02"), {"cold_water": 800})
        act._cancel("The pipe is hidden")
        row = self.first.service_ids
        self.assertEqual((len(row), row.no_meter_reason, row.date_to), (1, "impossible", False))
        self.approved("2026-03")
        self.assertEqual(self.by_month(self.first, "2026-03"), {"2026-02": -400, "2026-03": 400})

    def test_claim_of_an_outage(self):
        """D07, D03: a claim granted lowers the charge by the hours beyond the allowed ones."""
        claim = self.act(
            "claim",
            "2026-02-11",
            self.first,
            claim_kind="outage",
            start="2026-02-10 06:00:00",
            end="2026-02-11 06:00:00",
        )
        self.env["utility.period"]._get(self.day("2026-02-01"))
        claim.action_file()
        self.assertEqual(claim.preview["amount"], "-12.00")
        claim.action_confirm()
        self.assertTrue(claim.answered_on)
        self.approved("2026-02")
        # 24 hours less 4 at once: 20 hours of 0.15 % of 400
        self.assertEqual(self.sums(self.first, "2026-02"), {"cold_water": 388})
        self.assertEqual(self.sums(self.second, "2026-02"), {"cold_water": 400})

    def test_an_event_without_act(self):
        """D03: an event that was charged and is cancelled comes back after the close."""
        event = self.env["utility.event"].create(
            {
                "kind": "not_rendered",
                "state": "confirmed",
                "service_id": self.services["cold_water"].id,
                "account_id": self.first.id,
                "date_from": "2026-02-01",
                "date_to": "2026-02-07",
            }
        )
        self.approved("2026-02").period_id.action_close()
        self.assertEqual(self.sums(self.first, "2026-02"), {"cold_water": 300})
        event.action_cancel()
        self.approved("2026-03")
        self.assertEqual(self.by_month(self.first, "2026-03"), {"2026-02": 100, "2026-03": 400})

    def test_claim_of_a_closed_month(self):
        """D07: a claim about a closed month lowers the next charge; the month stays as it was."""
        self.approved("2026-02").period_id.action_close()
        self.in_force(
            "claim",
            "2026-03-02",
            self.first,
            claim_kind="not_rendered",
            date_from="2026-02-01",
            date_to="2026-02-07",
        )
        self.approved("2026-03")
        # 7 of 28 days of 400
        self.assertEqual(self.by_month(self.first, "2026-03"), {"2026-02": -100, "2026-03": 400})
        self.assertEqual(self.sums(self.first, "2026-02"), {"cold_water": 400})

    def test_measured_quality(self):
        """D03: the worst measurement of the act lowers the charge of the whole house."""
        self.tariff("heating", 2000)
        self.norm("heating", "0.02", per="m2")
        third = self.account("3", ["heating"])
        act = self.act("quality", "2026-02-12", service="heating")
        act.write(
            {
                "building_id": self.building.id,
                "start": "2026-02-10 06:00:00",
                "end": "2026-02-12 06:00:00",
                "measurement_ids": [
                    (0, 0, {"place": "Room 1", "value": 15, "norm": 18}),
                    (0, 0, {"place": "Room 2", "value": 17, "norm": 18}),
                ],
            }
        )
        self.env["utility.period"]._get(self.day("2026-02-01"))
        act.action_file()
        self.assertEqual(act.preview["amount"], "-342.00")
        act.action_confirm()
        self.assertEqual((act.value, act.norm), (15, 18))
        self.approved("2026-02")
        # 50 m2 x 0.02 Gcal x 2000 less 0.15 % an hour and degree: 3 degrees in the 38 hours by
        # day; at night they are tolerated
        self.assertEqual(self.sums(third, "2026-02"), {"heating": 2000 - 342})

    def test_two_things_measured(self):
        """D03: pressure and temperature of one act are two events, each by its worst value."""
        act = self.act("quality", "2026-02-12")
        act.write(
            {
                "building_id": self.building.id,
                "start": "2026-02-10 06:00:00",
                "end": "2026-02-12 06:00:00",
                "measurement_ids": [
                    (0, 0, {"place": "Tap", "quantity": "pressure", "value": 0.02, "norm": 0.03}),
                    (0, 0, {"place": "Tap", "quantity": "water", "value": 56, "norm": 60}),
                    (0, 0, {"place": "Bath", "quantity": "water", "value": 52, "norm": 60}),
                    (0, 0, {"place": "Tap", "quantity": "voltage", "value": 230, "norm": 230}),
                ],
            }
        )
        act.action_confirm()
        found = {event.measure: (event.value, event.norm) for event in act.event_ids}
        self.assertEqual(found, {"pressure": (0.02, 0.03), "temperature": (52, 60)})

from odoo.exceptions import UserError
from odoo.tests import tagged

from .act_common import ActCommon


@tagged("post_install", "-at_install")
class TestActDisconnection(ActCommon):
    """D08: days without the service are not charged; the work of reconnection is, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.services["reconnect"] = cls.env["utility.service"].create(
            {"name": "Reconnection", "code": "reconnect", "basis": "once"}
        )
        cls.tariff("reconnect", 1500)

    def disconnect(self, date="2026-02-11", account=None, **values):
        return self.in_force(
            "disconnection",
            date,
            account or self.first,
            service=None,
            service_ids=[(6, 0, self.services["cold_water"].ids)],
            date_from=date,
            **values,
        )

    def reconnect(self, act, date="2026-04-11", **values):
        return self.in_force(
            "reconnection",
            date,
            act.account_id,
            service=None,
            disconnection_id=act.id,
            date_from=date,
            **values,
        )

    def test_from_one_to_the_other(self):
        """D08: charged until the disconnection, nothing between, again from the reconnection on."""
        act = self.disconnect()
        self.approved("2026-02").period_id.action_close()
        self.approved("2026-03").period_id.action_close()
        again = self.reconnect(act, fee_service_id=self.services["reconnect"].id)
        self.assertEqual(act.reconnected_on, self.day("2026-04-11"))
        self.approved("2026-04").period_id.action_close()
        self.approved("2026-05")
        # 10 of 28 days, none, 20 of 30 days and the work, a whole month
        self.assertEqual(self.sums(self.first, "2026-02"), {"cold_water": 142.86})
        self.assertEqual(self.sums(self.first, "2026-03"), {})
        line = self.lines(self.first, "2026-02")
        self.assertIn(act.number, line.explain_charge()[0]["acts"][0]["document"])
        self.assertIn(act.number, line.explanation)
        self.assertEqual(
            self.sums(self.first, "2026-04"), {"cold_water": 266.67, "reconnect": 1500}
        )
        self.assertEqual(self.sums(self.first, "2026-05"), {"cold_water": 400})
        self.assertEqual(again.service_row_ids.date_to, again.date_from)
        self.assertEqual(self.sums(self.second, "2026-03"), {"cold_water": 400})

    def test_told_late(self):
        """D08: a disconnection of a closed month is given back, once."""
        self.approved("2026-02").period_id.action_close()
        self.disconnect()
        self.approved("2026-03")
        self.assertEqual(self.by_month(self.first, "2026-03"), {"2026-02": -257.14})
        self.approved("2026-04")
        self.assertEqual(self.by_month(self.first, "2026-04"), {})

    def test_reconnection_told_late(self):
        """D08: a reconnection of a closed month is charged with the next one."""
        act = self.disconnect()
        self.approved("2026-02").period_id.action_close()
        self.approved("2026-03").period_id.action_close()
        again = self.reconnect(act, "2026-03-22")
        self.approved("2026-04").period_id.action_close()
        # 10 of 31 days
        self.assertEqual(self.by_month(self.first, "2026-04"), {"2026-03": 129.03, "2026-04": 400})
        again._cancel("It was not done")
        self.assertFalse(act.reconnected_on)
        self.approved("2026-05")
        self.assertEqual(
            self.by_month(self.first, "2026-05"), {"2026-03": -129.03, "2026-04": -400}
        )

    def test_metered_use_is_charged(self):
        """D08: what the meter counted stays charged; days without reading are not."""
        self.meter(self.first, "cold_water", 100, ("2026-02-24", 104))
        self.disconnect()
        self.approved("2026-02")
        self.assertEqual(self.sums(self.first, "2026-02"), {"cold_water": 200})
        self.approved("2026-03")
        self.assertEqual(self.sums(self.first, "2026-03"), {})

    def test_restriction_is_charged_on(self):
        self.disconnect(mode="restriction")
        self.approved("2026-03")
        self.assertEqual(self.sums(self.first, "2026-03"), {"cold_water": 400})

    def test_order_of_acts(self):
        """The disconnection is not cancelled under its reconnection; days are in order."""
        act = self.disconnect()
        with self.assertRaisesRegex(UserError, "ACT_RECONNECT_BEFORE"):
            self.reconnect(act, "2026-02-11")
        self.reconnect(act)
        with self.assertRaisesRegex(UserError, "ACT_FOLLOWED"):
            act._cancel("Mistake")

    def test_an_approved_open_month(self):
        """What reaches into an approved month waits for its close."""
        act = self.disconnect()
        run = self.approved("2026-02")
        with self.assertRaisesRegex(UserError, "ACT_MONTH_OPEN"):
            act._cancel("Mistake")
        run.period_id.action_close()
        act._cancel("Mistake")
        self.approved("2026-03")
        self.assertEqual(self.by_month(self.first, "2026-03"), {"2026-02": 257.14, "2026-03": 400})

    def test_once_is_one_day(self):
        """C13: a service done once has one day."""
        with self.assertRaisesRegex(Exception, "done once"):
            self.first.service_ids = [
                (0, 0, {"service_id": self.services["reconnect"].id, "date_from": "2026-02-01"})
            ]

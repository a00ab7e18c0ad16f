from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .act_common import ActCommon


@tagged("post_install", "-at_install")
class TestServiceOrders(ActCommon):
    """C12, C13, C17: paid services of a price list, ordered once or for some time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paid("visit", 300, basis="once")
        cls.paid("cleaning", 10, basis="once", once_per="area")
        cls.paid("badge", 100, basis="once", once_per="person")
        for code, price in (("parking", 1000), ("pets", 50), ("intercom", 65)):
            cls.services[code].on_order = True
            cls.tariff(code, price)

    @classmethod
    def paid(cls, code, price, **values):
        cls.services[code] = cls.env["utility.service"].create(
            {"name": code, "code": code, "on_order": True, **values}
        )
        cls.tariff(code, price)

    def order(self, code, day, confirm=True, **values):
        order = self.env["utility.service.order"].create(
            {
                "account_id": self.first.id,
                "service_id": self.services[code].id,
                "date_from": day,
                **values,
            }
        )
        if confirm:
            order.action_order()
        return order

    def test_once(self):
        """C13: by piece, area and person, whole in the month of the day, and never again."""
        self.order("visit", "2026-02-10", quantity=2)
        self.order("visit", "2026-02-10")
        self.order("cleaning", "2026-02-11")
        self.order("badge", "2026-02-12")
        self.approved("2026-02").period_id.action_close()
        self.approved("2026-03")
        # 2 + 1 pieces of 300, 50 m2 of 10, 2 persons of 100
        self.assertEqual(
            self.sums(self.first, "2026-02"),
            {"cold_water": 400, "visit": 900, "cleaning": 500, "badge": 200},
        )
        self.assertEqual(self.sums(self.first, "2026-03"), {"cold_water": 400})

    def test_periodic(self):
        """C12: by the days of the order; several units; a later end is told to the charge."""
        parking = self.order("parking", "2026-02-15", date_to="2026-03-10")
        self.order("pets", "2026-02-01", quantity=3)
        self.approved("2026-02").period_id.action_close()
        # 14 of 28 days of a place, 3 animals
        self.assertEqual(
            self.sums(self.first, "2026-02"), {"cold_water": 400, "parking": 500, "pets": 150}
        )
        parking.date_to = "2026-03-31"
        self.approved("2026-03")
        self.assertEqual(
            self.sums(self.first, "2026-03"), {"cold_water": 400, "parking": 1000, "pets": 150}
        )

    def test_cancelled_before_the_charge(self):
        """C13: an order cancelled in time is not charged."""
        order = self.order("visit", "2026-02-10")
        order.action_cancel()
        self.assertFalse(order.row_id.exists())
        self.approved("2026-02")
        self.assertEqual(self.sums(self.first, "2026-02"), {"cold_water": 400})

    def test_cancelled_after_the_charge(self):
        """C13: what was charged comes back once the month is closed, and not before."""
        order = self.order("visit", "2026-02-10")
        run = self.approved("2026-02")
        with self.assertRaisesRegex(UserError, "ACT_MONTH_OPEN"):
            order.action_cancel()
        run.period_id.action_close()
        order.action_cancel()
        self.approved("2026-03")
        self.assertEqual(self.by_month(self.first, "2026-03"), {"2026-02": -300, "2026-03": 400})

    def test_told_late(self):
        """C13: work of a closed month comes with the next charge."""
        self.approved("2026-02").period_id.action_close()
        self.order("visit", "2026-02-10")
        self.approved("2026-03").period_id.action_close()
        self.assertEqual(self.by_month(self.first, "2026-03"), {"2026-02": 300, "2026-03": 400})
        self.approved("2026-04")
        self.assertEqual(self.by_month(self.first, "2026-04"), {"2026-04": 400})

    def test_form_and_price_list(self):
        """C17: the form shows the price and what the charge will get; a price is needed."""
        form = Form(self.env["utility.service.order"])
        form.account_id = self.first
        form.service_id = self.services["cleaning"]
        form.date_from = "2026-02-10"
        order = form.save()
        self.assertEqual((order.quantity, order.date_to), (50, order.date_from))
        self.assertEqual((order.price_now, order.estimate), (10, 500))
        self.paid("free", 1, basis="once")
        self.services["free"].tariff_ids.unlink()
        with self.assertRaisesRegex(UserError, "ORDER_NO_PRICE"):
            self.order("free", "2026-02-10")
        with self.assertRaisesRegex(Exception, "ORDER_BASIS"):
            self.services["cold_water"].on_order = True

    def test_wrong_input(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(Exception, "days_check"),
            self.env.cr.savepoint(),
        ):
            self.order("parking", "2026-02-10", date_to="2026-02-01")
        order = self.order("parking", "2026-02-10")
        for wrong in (order.action_order, order.unlink, lambda: order.write({"quantity": 2})):
            with self.assertRaises(UserError):
                wrong()

    def test_roles(self):
        """R01: operators order, readers look."""
        for role, right in (("operator", True), ("billing", True), ("cashier", False)):
            user = new_test_user(
                self.env,
                f"order_{role}",
                f"utility_base.group_{role}",
                company_id=self.company.id,
                company_ids=[(6, 0, self.company.ids)],
            )
            order = self.order("visit", "2026-02-10", confirm=False).with_user(user)
            if right:
                order.action_order()
                self.assertEqual(order.state, "ordered")
                order.action_cancel()
            else:
                self.assertTrue(order.read(["number"]))
                with self.assertRaises(AccessError):
                    order.action_order()

"""What a scanned paper bill still says, and what a payment remembers of its moment."""

from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import tagged

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestPaper(CashCommon):
    def bill(self, month, state="approved"):
        """A bill of the account, as a run would write it."""
        self.env.cr.execute(
            """INSERT INTO utility_bill (company_id, period_date, account_id, building_id, number,
                      capital, state, opening, charged, recalculated, privileges, penalty, paid,
                      closing)
               VALUES (%s, %s, %s, %s, %s, FALSE, %s, 0, 0, 0, 0, 0, 0, 900)""",
            (
                self.company.id,
                f"{month}-01",
                self.account.id,
                self.building.id,
                f"0000012345-{month}",
                state,
            ),
        )
        self.env.invalidate_all()

    def scan(self, kopecks=90000, month="022026"):
        return self.desk().desk_find(
            f"ST00012|Name=X|PersAcc=0000012345|PaymPeriod={month}|Sum={kopecks}"
        )

    def test_fresh(self):
        """X13: the paper of the newest bill with its sum, or a part that may be paid apart."""
        self.bill("2026-02")
        for kopecks in (90000, 70000, 20000):
            found = self.scan(kopecks)
            self.assertEqual((found["notes"], found["other"]), ([], False))

    def test_other_sum(self):
        """X13: another sum than is owed is told; it stays suggested, what is owed is offered."""
        self.bill("2026-02")
        found = self.scan(80000)
        self.assertEqual(found["notes"], ["The paper says 800.00, 900.00 is owed now."])
        self.assertTrue(found["other"])
        self.assertEqual([line["amount"] for line in found["lines"]], ["800.00"])

    def test_paid(self):
        """X13: what is paid already is told with sum and day, and not suggested again."""
        self.bill("2026-02")
        self.open_shift()
        request = self.request((self.account, "700.00"), (self.account, "200.00"))
        request["lines"][1]["service_id"] = self.capital.id
        self.desk().desk_pay(request)
        found = self.scan()
        self.assertEqual(len(found["notes"]), 1)
        self.assertIn("02.2026 is paid: 900.00", found["notes"][0])
        self.assertEqual([line["amount"] for line in found["lines"]], ["0.00"])

    def test_superseded(self):
        """X13: a newer bill is told."""
        self.bill("2026-02")
        self.bill("2026-03")
        self.assertEqual(self.scan()["notes"], ["A newer bill is there, of 03.2026."])

    def test_withdrawn_and_closed(self):
        """X13: a reversed bill and a closed account are told."""
        self.bill("2026-02", "reversed")
        self.account.state = "closed"
        self.assertEqual(
            self.scan()["notes"],
            ["Account 0000012345 is closed.", "The bill of 02.2026 was withdrawn."],
        )

    def test_keyboard(self):
        """E10: address and receipt number typed in the other layout are found."""
        self.assertEqual(self.desk().desk_find("Njvcr 1 5")["account"]["number"], "0000012345")
        self.open_shift()
        receipt = self.desk().desk_pay(self.request((self.account, "10.00")))
        typed = receipt["name"].replace("K", "Л").replace("/", ".")
        self.assertEqual(self.desk().desk_find(typed)["receipt"]["id"], receipt["id"])

    def test_frozen(self):
        """X14, X12: the payment remembers what was owed and whom it went to; nobody writes it."""
        self.bill("2026-02")
        self.open_shift()
        request = self.request((self.account, "800.00"), (self.account, "200.00"))
        request["lines"][1]["service_id"] = self.capital.id
        self.desk().desk_pay(request)
        usual, apart = self.env["utility.payment"].search(
            [("cash_shift_id", "!=", False)], order="id"
        )
        for payment in (usual, apart):
            self.assertEqual(payment.frozen["total"], "900.00")
            self.assertEqual(payment.frozen["bill"], "0000012345-2026-02")
            self.assertEqual(
                sorted(item["amount"] for item in payment.frozen["items"]), ["200.00", "700.00"]
            )
        self.assertEqual(
            sorted((s["amount"], s["kind"], s["apart"]) for s in usual.frozen["shares"]),
            [("100.00", "advance", False), ("700.00", "principal", False)],
        )
        self.assertEqual([s["apart"] for s in apart.frozen["shares"]], [True])
        self.assertEqual(
            (usual + apart)._recipients(),
            [("", Decimal("100.00")), (self.company.name, Decimal("900.00"))],
        )
        self.assertIn("700.00", usual.frozen_html)
        payments = self.as_user(self.cashier, "utility.payment")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            payments.browse(usual.id).write({"frozen": {}})
        with self.assertRaises(UserError):
            payments.create(
                {"account_id": self.account.id, "amount": 5, "source": "manual", "frozen": {"x": 1}}
            )

    def test_same_number_other_lines(self):
        """E05: a number that comes again with other lines pays nothing and says so."""
        self.open_shift()
        request = self.request((self.account, "100.00"))
        self.desk().desk_pay(request)
        more = self.request((self.account, "100.00"), (self.other, "1.00"), uuid=request["uuid"])
        with self.assertRaisesRegex(UserError, "registered already"):
            self.desk().desk_pay(more)

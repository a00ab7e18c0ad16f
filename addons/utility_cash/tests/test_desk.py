"""The cash desk: look-up, receipts, exactly once, cancellation, limits, rights."""

from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.utility_billing.gateway import barcode, nbu_qr

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestDesk(CashCommon):
    def test_scans(self):
        """E10, E12: QR in any encoding or layout, bar code, NBU, number, words, nothing."""
        self.env["utility.barcode.template"].create(
            {
                "name": "Tomsk",
                "check": "mod11_desc",
                "segment_ids": [
                    (0, 0, {"kind": "literal", "text": "351", "width": 3, "sequence": 1}),
                    (0, 0, {"kind": "account", "width": 8, "sequence": 2}),
                    (0, 0, {"kind": "sum", "width": 7, "sequence": 3}),
                ],
            }
        )
        template = self.env["utility.barcode.template"].search([])._segments()
        bars = barcode.build(template, barcode.BarcodeValues(account="12345", sum=Decimal("70.50")))
        nbu = nbu_qr.build(
            nbu_qr.NbuPayment(
                recipient="ТОВ Тепло",
                iban="UA213223130000026007233566001",
                code="12345678",
                purpose="Оплата",
                amount=Decimal("55.00"),
                reference="0000012345-202602",
            )
        )
        qr = "ST00011|Name=ООО Вода|PersAcc=0000012345|PaymPeriod=022026|Sum=90000"
        cases = [
            (qr, "900.00", "2026-02-01"),
            (qr.encode("cp1251").decode("latin-1"), "900.00", "2026-02-01"),
            ("ЫЕ00012/ЗукыФсс=0000012345/Ыгь=10050", "100.50", False),
            (bars, "70.50", False),
            (nbu, "55.00", "2026-02-01"),
            ("0000012345", "900.00", False),
            ("12345", "900.00", False),
            ("Томск 1 5", "900.00", False),
        ]
        for text, amount, period in cases:
            with self.subTest(text=text[:30]):
                found = self.desk().desk_find(text)
                self.assertEqual(found["kind"], "account", found)
                self.assertEqual(found["account"]["number"], "0000012345")
                self.assertEqual(found["amount"], amount)
                self.assertEqual(found["period"], period)
        self.assertEqual(self.desk().desk_find("Томск 1")["kind"], "list")
        self.assertEqual(self.desk().desk_find("нет такого")["kind"], "none")
        unknown = self.desk().desk_find("ST00012|Name=X|PersAcc=777|Sum=100")
        self.assertIn("777", unknown["message"])

    def test_owed(self):
        """E10: what is owed by month and service, the services kept apart told apart."""
        owed = self.desk().desk_account(self.account.id)
        self.assertEqual(
            (owed["total"], owed["capital"], owed["usual"]), ("900.00", "200.00", "700.00")
        )
        self.assertEqual({i["period"] for i in owed["items"]}, {"2026-02-01"})
        usual, apart = owed["lines"]
        self.assertEqual((usual["service_id"], usual["amount"]), (False, "700.00"))
        self.assertEqual((apart["service_id"], apart["amount"]), (self.capital.id, "200.00"))
        code = "ST00012|Name=X|PersAcc=12345|Sum="
        for kopecks, expected in (("90000", owed["lines"]), ("20000", [apart]), ("70000", [usual])):
            self.assertEqual(self.desk().desk_find(code + kopecks)["lines"], expected)
        (other,) = self.desk().desk_find(code + "12300")["lines"]
        self.assertEqual((other["service_id"], other["amount"]), (False, "123.00"))

    def test_apart(self):
        """E05: what is paid for capital repair covers capital repair, the rest the rest."""
        self.open_shift()
        request = self.request((self.account, "700.00"), (self.account, "200.00"))
        request["lines"][1]["service_id"] = self.capital.id
        self.desk().desk_pay(request)
        self.assertEqual(self.desk().desk_account(self.account.id)["items"], [])

    def test_mixed_receipt(self):
        """E05: two accounts, cash and card, change; the payments cover the debts."""
        self.open_shift()
        request = self.request(
            (self.account, "900.00"),
            (self.other, "500.00"),
            cash="1000.00",
            card="400.00",
            given="1500.00",
        )
        receipt = self.desk().desk_pay(request)
        self.assertEqual((receipt["amount"], receipt["change"]), ("1400.00", "500.00"))
        payments = self.env["utility.payment"].search([("cash_shift_id", "!=", False)])
        self.assertEqual(
            sorted((p.account_id.number, p.source, p.amount) for p in payments),
            [
                ("0000012345", "cash", 900.0),
                ("0000099999", "card", 400.0),
                ("0000099999", "cash", 100.0),
            ],
        )
        self.assertEqual(self.sums(self.account), 0)
        self.assertEqual(self.sums(self.other), Decimal("500.50"))
        self.assertEqual(self.env["utility.cash.check"]._receipts(self.company), [])

    def test_once(self):
        """E05: the same screen twice makes one receipt and one payment."""
        self.open_shift()
        request = self.request((self.account, "100.00"))
        first, second = self.desk().desk_pay(request), self.desk().desk_pay(request)
        self.assertEqual(first["id"], second["id"])
        self.assertEqual(
            self.env["utility.payment"].search_count([("cash_shift_id", "!=", False)]), 1
        )

    def test_refused(self):
        """E05: wrong sums, no shift, limits; nothing is left behind."""
        with self.assertRaisesRegex(UserError, "Open a shift"):
            self.desk().desk_pay(self.request((self.account, "1.00")))
        self.open_shift()
        self.point.write({"payment_limit": 1000, "drawer_limit": 1500})
        wrong = [
            self.request((self.account, "100.00"), cash="90.00"),
            self.request((self.account, "0.00")),
            self.request((self.account, "-5.00"), cash="-5.00"),
            self.request((self.account, "1.005")),
            self.request((self.account, "1000.01")),
            self.request((self.account, "100.00"), given="99.00"),
            self.request((self.account, "600.00")),
            self.request(),
            self.request((self.account, "1.00"), uuid=None),
        ]
        for request in wrong:
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.desk().desk_pay(request)
        self.assertFalse(self.env["utility.payment"].search_count([("cash_shift_id", "!=", False)]))
        self.point.unfiscal_ground = False
        with self.assertRaisesRegex(UserError, "fiscal device"), self.env.cr.savepoint():
            self.desk().desk_pay(self.request((self.account, "1.00")))

    def test_cancel_last(self):
        """E05: the last receipt goes back by mirrored rows and a receipt of its own, once."""
        self.open_shift()
        first = self.desk().desk_pay(self.request((self.account, "100.00")))
        last = self.desk().desk_pay(self.request((self.account, "50.00"), (self.other, "20.00")))
        with self.assertRaisesRegex(UserError, "has to allow"), self.env.cr.savepoint():
            self.desk().desk_refund(first["id"], "u-1", "mistake")
        refund = self.desk().desk_refund(last["id"], "u-2", "mistake")
        again = self.desk().desk_refund(last["id"], "u-2", "mistake")
        self.assertEqual((refund["kind"], refund["id"]), ("refund", again["id"]))
        self.assertEqual(self.sums(self.account), Decimal("800.00"))
        self.assertEqual(self.sums(self.other), Decimal("1000.50"))
        self.assertEqual(self.env["utility.cash.check"]._receipts(self.company), [])
        self.desk().desk_refund(first["id"], "u-3", "mistake")
        self.assertEqual(self.sums(self.account), Decimal("900.00"))

    def test_not_around_the_desk(self):
        """E05: money of the till is neither registered by hand nor taken back without a receipt."""
        payments = self.as_user(self.cashier, "utility.payment")
        values = {"account_id": self.account.id, "amount": 5, "date": "2026-03-10"}
        with self.assertRaisesRegex(UserError, "receipt"):
            payments.create(values | {"source": "cash"})
        self.open_shift()
        receipt = self.desk().desk_pay(self.request((self.account, "100.00")))
        record = self.as_user(self.cashier, "utility.cash.receipt").browse(receipt["id"])
        with self.assertRaises(UserError):
            record.write({"amount": 1})
        with self.assertRaisesRegex(UserError, "cash desk"):
            record.line_ids.payment_ids.action_reverse()
        with self.assertRaises(UserError):
            payments.create(values | {"cash_shift_id": record.shift_id.id})

    def test_rights(self):
        """E05: a cashier sees the own shift, an accountant all, a reader none."""
        shift = self.open_shift()
        self.desk().desk_pay(self.request((self.account, "100.00")))
        accountant, reader = self._user("acc", "accountant"), self._user("read", "reader")
        for user, expected in ((self.cashier, 1), (self.second, 0), (accountant, 1)):
            for model in ("shift", "receipt", "receipt.line", "tender", "order"):
                found = self.as_user(user, f"utility.cash.{model}").search_count([])
                self.assertEqual(found, expected, (user.login, model))
        with self.assertRaises(AccessError):
            self.as_user(reader, "utility.cash.shift").search([])
        for user in (reader, accountant):
            with self.assertRaises(AccessError):
                self.desk(user).desk_pay(self.request((self.account, "1.00")))
        with self.assertRaises(AccessError):
            self.as_user(self.second, "utility.cash.shift").browse(shift.id)._close(Decimal(0))

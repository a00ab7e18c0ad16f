import base64
import io
from datetime import date
from unittest.mock import patch

import zxingcpp
from PIL import Image

from odoo import fields
from odoo.tests import tagged

from .cash_common import CashCommon


@tagged("post_install", "-at_install")
class TestPayPageScan(CashCommon):
    """X13: the codes of the payment page, scanned at the till, ask for the same sums."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.RUB").active = True
        cls.company.currency_id = cls.env.ref("base.RUB")
        cls.company.vat = "7707083893"
        cls.bank_of(cls.company.partner_id, "40702810900000000001")

    @classmethod
    def bank_of(cls, partner, number):
        bank = cls.env["res.bank"].create({"name": "ПАО Сбербанк", "bic": "044525225"})
        cls.env["res.partner.bank"].create(
            {
                "partner_id": partner.id,
                "acc_number": number,
                "bank_id": bank.id,
                "utility_correspondent_account": "30101810400000000225",
            }
        )

    def payments(self):
        self.env.flush_all()
        (card,) = self.env["utility.pay.page"]._page(self.account, self.company)["cards"]
        return card["payments"]

    def scanned(self, payment):
        """What the screen of the till says of a code of the page."""
        picture = base64.b64decode(payment["qr"]["png"].partition(",")[2])
        (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
        text = found.bytes.decode("utf-8" if b"ST00012" in found.bytes else "cp1251")
        return self.as_user(self.cashier, "utility.cash.lookup")._find(text)

    def test_same_sums(self):
        """X13, X12: the usual services and capital repair, each as its own sum, without a remark."""
        with patch.object(fields.Date, "context_today", lambda *args: date(2026, 2, 10)):
            payments = self.payments()
            self.assertEqual([p["amount"] for p in payments], ["700,00", "200,00"])
            for payment, service in zip(payments, (False, self.capital.id), strict=True):
                found = self.scanned(payment)
                self.assertEqual(found["amount"].replace(".", ","), payment["amount"])
                self.assertEqual([line["service_id"] for line in found["lines"]], [service])
                self.assertFalse(found["notes"])

    def test_codes_of_suppliers(self):
        """X12: the sum that a supplier's code names is no wrong sum."""
        supplier = self.env["res.partner"].create({"name": "Heat", "vat": "7017000001"})
        self.bank_of(supplier, "40702810900000000777")
        self.charge("2026-02", (self.account, self.heat, "55.00"))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE utility_charge SET supplier_id = %s WHERE account_id = %s AND service_id = %s",
            [supplier.id, self.account.id, self.heat.id],
        )
        self.company.utility_bill_payee = "supplier"
        with patch.object(fields.Date, "context_today", lambda *args: date(2026, 2, 10)):
            payments = self.payments()
            self.assertEqual([p["amount"] for p in payments], ["700,00", "55,00", "200,00"])
            for payment in payments:
                found = self.scanned(payment)
                self.assertEqual(found["amount"].replace(".", ","), payment["amount"])
                self.assertFalse(found["notes"])

import base64
import doctest
import io
from decimal import Decimal

import zxingcpp
from PIL import Image

from odoo.tests import tagged

from odoo.addons.utility_base.controllers import attempts
from odoo.addons.utility_base.tools import shown

from ..engine import payable
from ..gateway import personal, st00012
from ..loader.pay_sums import read_pay_sums
from .agreement_common import AgreementCommon
from .pay_common import PayCommon


def figures(text):
    return text.replace("\u202f", "").replace(",", ".").replace("−", "-")


def decoded(payment):
    """Payment code read back from the picture that the payer saves."""
    picture = base64.b64decode(payment["qr"]["png"].partition(",")[2])
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return st00012.parse(found.bytes)


@tagged("post_install", "-at_install")
class TestPayPage(PayCommon):
    """X13, E15: what the payment page asks for, and how it comes about."""

    def test_examples(self):
        for module in (payable, personal, shown, attempts):
            self.assertFalse(doctest.testmod(module).failed)

    def test_sum_of_the_bill(self):
        """X13: right after the bill the page asks for the bill, in a code that reads back."""
        bill = self.bills()[0]
        card = self.card(self.first)
        self.assertEqual(figures(card["asked"]), f"{bill.closing:.2f}")
        (payment,) = card["payments"]
        code = decoded(payment)
        self.assertEqual(f"{code.amount:.2f}", f"{bill.closing:.2f}")
        self.assertEqual(code.account, "0001")
        self.assertEqual(code.fields["PaymPeriod"], "022026")
        copies = dict(payment["copies"])
        self.assertEqual(copies["Sum"], f"{bill.closing:.2f}")
        self.assertIn("40702810900000000001", copies.values())
        self.assertIn("30101810400000000225", copies.values())

    def test_fresh_sum(self):
        """X13: a payment since the bill lowers the sum; the rows add up to it."""
        bill = self.bills()[0]
        self.pay(self.first, 500)
        card = self.card(self.first)
        self.assertEqual(figures(card["asked"]), f"{bill.closing - 500:.2f}")
        rows = [Decimal(figures(value)) for _label, value in card["rows"]]
        self.assertEqual(rows, [Decimal(f"{bill.closing:.2f}"), Decimal("-500.00")])
        self.assertIn("03.03.2026", card["rows"][1][0])

    def test_paid_and_overpaid(self):
        """X13: nothing is asked for; what is paid beyond stays, and is told."""
        bill = self.bills()[0]
        self.pay(self.first, bill.closing + 10)
        card = self.card(self.first)
        self.assertTrue(card["nothing"])
        self.assertFalse(card["payments"])
        self.assertEqual(figures(card["rows"][-1][1]), "10.00")

    def test_suppliers_apart(self):
        """X12, X13: each supplier has its own sum, requisites and code; together they are the whole."""
        water = self.env["res.partner"].create(
            {"name": "Водоканал", "vat": "7017000001", "is_company": True}
        )
        self.env["res.partner.bank"].create(
            {
                "partner_id": water.id,
                "acc_number": "40702810900000000777",
                "bank_id": self.bank.bank_id.id,
                "utility_correspondent_account": "30101810400000000225",
            }
        )
        self.first.service_ids.filtered(
            lambda line: line.service_id.code == "cold_water"
        ).supplier_id = water
        self.company.utility_bill_payee = "supplier"
        bill = self.bills()[0]
        self.pay(self.first, 100)
        payments = self.card(self.first)["payments"]
        self.assertEqual({p["payee"] for p in payments}, {"Водоканал", self.company.name})
        self.assertEqual(
            sum(decoded(p).amount for p in payments), Decimal(f"{bill.closing - 100:.2f}")
        )
        code = decoded(next(p for p in payments if p["payee"] == "Водоканал"))
        self.assertEqual(code.fields["PersonalAcc"], "40702810900000000777")

    def test_capital_repair_apart(self):
        """X12, X13: a service kept apart is paid by itself; an advance of the others leaves it."""
        service = self.services["capital_repair"]
        self.tariff("capital_repair", 10)
        self.first.service_ids = [(0, 0, {"service_id": service.id, "date_from": "2020-01-01"})]
        bills = self.bills().filtered(lambda b: b.account_id == self.first)
        usual = bills.filtered(lambda b: not b.capital)
        card = self.card(self.first)
        self.assertEqual([p["apart"] for p in card["payments"]], ["", service.name])
        self.assertEqual(figures(card["payments"][1]["amount"]), "543.00")
        self.pay(self.first, usual.closing + 50)
        card = self.card(self.first)
        self.assertEqual(figures(card["asked"]), "543.00")
        self.assertEqual(figures(card["rows"][-1][1]), "50.00", "the advance stays")
        self.assertEqual(len(card["papers"]), 2)

    def test_all_accounts_of_a_payer(self):
        """X36: one page for a payer: the total, and each account with its own code."""
        self.second.partner_id = self.first.partner_id
        bills = self.bills()
        page = self.page(self.first.partner_id)
        self.assertEqual(figures(page["total"]), f"{sum(bills.mapped('closing')):.2f}")
        self.assertEqual([card["number"] for card in page["cards"]], ["••01", "••02"])
        self.assertIn("2", page["several"])

    def test_queries_do_not_grow(self):
        """X36: a payer with many accounts costs as many queries as one with two."""
        others = [
            self.account(f"01{n:02}", ["cold_water", "housing_maintenance"]) for n in range(8)
        ]
        payer, large = self.first.partner_id, others[0].partner_id
        self.second.partner_id = payer
        for account in others:
            account.partner_id = large
        self.bills()
        self.page(payer)
        counts = []
        for partner in (payer, large):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            page = self.page(partner)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(page["cards"]), 8)
        self.assertLessEqual(counts[1], counts[0] + 1, counts)

    def test_languages(self):
        """X13: in the payer's language, or the one that the reader chooses."""
        self.bills()
        self.env["res.lang"]._activate_lang("ru_RU")
        self.first.partner_id.lang = "ru_RU"
        page = self.page(self.first)
        self.assertEqual((page["language"], page["word"]("pay_now")), ("ru", "К оплате сейчас"))
        self.assertIn("февраль 2026", page["cards"][0]["month"])
        self.assertEqual(self.page(self.first, lang="uk")["word"]("pay_now"), "До сплати зараз")
        self.assertEqual(self.page(self.first, lang="kk")["word"]("pay_now"), "Қазір төленеді")
        self.assertEqual(self.page(self.first, lang="xx")["language"], "ru")

    def test_no_bill_yet(self):
        """X13: an account without bills has a page that asks for nothing."""
        card = self.card(self.first)
        self.assertTrue(card["nothing"])
        self.assertFalse(card["rows"] or card["papers"])

    def test_without_bank_details(self):
        """X13: without a code the details to copy are there."""
        self.bank.acc_number = "1"
        self.bills()
        (payment,) = self.card(self.first)["payments"]
        self.assertFalse(payment["qr"])
        self.assertTrue(payment["copies"])


@tagged("post_install", "-at_install")
class TestPayPageAgreements(AgreementCommon):
    def test_instalments(self):
        """X13, X16: the page asks for what the schedule asks for, as the bill and the till do."""
        self.approved("2026-03")
        self.agreement(debt_to="2026-03-31")
        self.approved("2026-04")
        for day in ("2026-06-05", "2026-07-01"):
            sums = self.today(day, lambda: read_pay_sums(self.env, self.debtor))[self.debtor.id]
            asked = self.today(day, self.debtor._asked)[self.debtor.id]
            self.assertEqual(sums.asked, asked)
            self.assertGreater(sums.later, 0)
            total = sums.billed - sums.paid + sums.other - sums.later + sums.kept
            self.assertEqual(total, sums.asked)

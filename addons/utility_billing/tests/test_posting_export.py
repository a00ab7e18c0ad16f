import base64
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, new_test_user, tagged

from ..gateway.postings import (
    Dimension,
    Document,
    Entry,
    Header,
    postings_sap,
    postings_xml,
    sap_reference,
)
from .invoice_common import InvoiceCommon

FIXTURES = Path(__file__).with_name("fixtures")
NS = {"p": "urn:utility:postings:1"}


@tagged("post_install", "-at_install")
class TestPostingFiles(BaseCase):
    header = Header("7707083893", "2025-10", datetime(2025, 11, 5, 10), 12, "RUB", "1000")
    documents = (
        Document(
            "5d1c1c36-9f0e-5b0e-9f5c-1f6b5f0d7a11",
            "charge",
            "BILL/2025/10",
            date(2025, 10, 31),
            "Начислено за октябрь",
            (
                Entry(
                    "62.01",
                    "90.01",
                    Decimal("123456.78"),
                    "2918.2",
                    "м3",
                    (
                        Dimension("partner", "debit", "FIZ-VODA", "Население ХВС"),
                        Dimension("contract", "debit"),
                        Dimension("service", "credit", "ХВС"),
                        Dimension("vat", values=(("rate", "20"), ("amount", "20576.13"))),
                    ),
                    cost_centre="K100",
                ),
            ),
        ),
    )

    def test_golden_xml(self):
        """G10: the XML of formats.md 9.2, byte for byte."""
        content = postings_xml(self.header, self.documents)
        self.assertEqual(content, (FIXTURES / "postings.xml").read_bytes())

    def test_golden_sap(self):
        """G10: the CSV for SAP FI, byte for byte."""
        content = postings_sap(self.header, self.documents)
        self.assertEqual(content, (FIXTURES / "postings_sap.csv").read_bytes())


@tagged("post_install", "-at_install")
class TestPostingExport(InvoiceCommon):
    def setUp(self):
        super().setUp()
        self.charge_vat(
            "2026-01", (self.shop, self.water, "12.5", "40", "500.00", "100.00", "20")
        ).action_post()
        self.charge("2026-01", (self.account, self.heat, "70")).action_post()

    def export(self, **values):
        return self.env["utility.posting.export"].create(
            {"date_from": "2026-01-01", "date_to": "2026-01-31"} | values
        )

    def answer(self, export, *rows):
        text = "\n".join(";".join(row) for row in rows)
        export.answer = base64.b64encode(text.encode())
        export.action_read_answer()

    def test_each_posting_is_sent_once(self):
        """G10: the file balances with the ledger; a second export finds nothing."""
        export = self.export()
        self.assertEqual(export.waiting_count, 2)
        export.action_send()
        root = etree.fromstring(base64.b64decode(export.file))
        total = root.find("p:Total", NS)
        self.assertEqual((total.get("entries"), total.get("amount")), ("3", "670.00"))
        dims = root.findall(".//p:Dim[@kind='vat']", NS)
        self.assertEqual([(d.get("rate"), d.get("amount")) for d in dims], [("20", "100.00")])
        self.assertEqual(root.find(".//p:Entry[@quantity]", NS).get("quantity"), "12.5")
        with self.assertRaises(UserError):
            self.export().action_send()

    def test_refused_postings_are_sent_again(self):
        """G10: accepted ones never, refused ones again under the same id."""
        export = self.export()
        export.action_send()
        good, bad = export.line_ids
        with self.assertRaises(UserError):
            self.answer(export, ("unknown", "accepted"))
        with self.assertRaises(UserError):
            self.answer(export, (good.uid, "perhaps"))
        self.answer(export, (good.uid, "accepted"), (bad.uid, "refused", "No such account"))
        self.assertEqual((bad.state, bad.reason), ("refused", "No such account"))
        self.assertEqual((export.state, export.refused_count), ("answered", 1))
        again = self.export(format="sap")
        again.action_send()
        self.assertEqual(again.line_ids.move_id, bad.move_id)
        self.assertEqual(again.line_ids.uid, bad.uid)
        with self.assertRaises(UserError):
            export.action_drop()
        again.action_drop()
        self.assertEqual(self.export().waiting_count, 1)

    def test_confirmation_of_sap(self):
        """G10: SAP confirms by the shortened id of its file; a part now, the rest later."""
        export = self.export(format="sap")
        export.action_send()
        first, second = export.line_ids
        self.answer(export, (sap_reference(first.uid), "accepted"))
        self.assertEqual((first.state, second.state, export.state), ("accepted", "sent", "sent"))
        self.assertEqual(export.unanswered_count, 1)
        self.answer(export, (sap_reference(second.uid), "refused", "Closed"))
        self.assertEqual((second.state, export.state), ("refused", "answered"))

    def test_wrong_confirmations(self):
        """G10: an empty file, no confirmation at all, one of another file, two answers to one
        posting, an answer that comes after the posting was sent again: refused, nothing changes."""
        export = self.export()
        export.action_send()
        first, second = export.line_ids
        wrong = {
            "empty": b"",
            "heading only": b"id;state;reason\n",
            "binary": bytes(range(256)),
            "xml": b"<Confirmations number='1'>",
            "other root": b"<Postings/>",
            "entity": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Confirmations>&b;'
            b"</Confirmations>",
            "other file": f'<Confirmations number="{export.number + 1}"><Document id="{first.uid}"'
            ' state="accepted"/></Confirmations>'.encode(),
            "two answers": f"{first.uid};accepted\n{first.uid};refused".encode(),
            "state": f"{first.uid};maybe".encode(),
        }
        for name, content in wrong.items():
            with self.subTest(name), self.assertRaises(UserError):
                export.answer = base64.b64encode(content)
                export.action_read_answer()
        self.assertEqual(set(export.line_ids.mapped("state")), {"sent"})
        self.answer(export, (first.uid, "refused", "No account"), (second.uid, "accepted"))
        self.export().action_send()
        with self.assertRaisesRegex(UserError, "later file"):
            self.answer(export, (first.uid, "accepted"))
        self.assertEqual(first.state, "refused")

    def test_rights(self):
        """R02: whoever reads sees the exports; accountants alone make and send them."""
        export = self.export()
        for name in ("reader", "cashier", "billing"):
            user = new_test_user(
                self.env,
                f"export_{name}",
                f"utility_base.group_{name}",
                company_id=self.company.id,
                company_ids=[(6, 0, self.company.ids)],
            )
            own = export.with_user(user)
            with self.subTest(name):
                self.assertTrue(own.search([("id", "=", export.id)]))
                self.assertRaises(AccessError, own.action_send)
                self.assertRaises(AccessError, own.create, {})

    def test_codes_of_the_other_program(self):
        """G10: accounts go out by the mapping table."""
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        self.env["utility.posting.code"].create(
            {"account_id": rules._match("invoice").account_id.id, "code": "0062010000"}
        )
        export = self.export(format="sap")
        export.action_send()
        self.assertIn(";40;0062010000;500,00;", base64.b64decode(export.file).decode("utf-8-sig"))

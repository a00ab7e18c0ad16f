import doctest

import pymupdf

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged

from ..models import utility_print_order
from .invoice_common import InvoiceCommon


@tagged("post_install", "-at_install")
class TestInFiles(BaseCase):
    def test_doctests(self):
        """H07: the papers of a customer stay in one file."""
        self.assertEqual(doctest.testmod(utility_print_order).failed, 0)


@tagged("post_install", "-at_install")
class TestPaperPrint(InvoiceCommon):
    """H06: papers of a run or of contracts in files sorted for delivery."""

    def setUp(self):
        super().setUp()
        self.shop.partner_id.zip = "634002"
        self.office.partner_id.zip = "634001"
        self.contract(self.shop)
        rows = [
            (account, self.water, "12", "40", "480.00", "96.00", "20")
            for account in (self.shop, self.office)
        ]
        self.run_charged = self.charge_vat("2026-01", *rows)
        self.run_charged.action_post()

    def wizard(self, record, **values):
        context = {"active_model": record._name, "active_ids": record.ids}
        return self.env["utility.paper.print"].with_context(**context).create(values)

    def labels(self, wizard):
        paper = self.env["utility.paper"].browse
        return [(label, paper(ids).partner_id.mapped("name")) for label, ids in wizard._parts()]

    def test_sequence_and_files(self):
        """H06: by post code; a file a customer; as many papers a file as asked for."""
        wizard = self.wizard(self.run_charged, order="post")
        self.assertEqual((wizard.paper_count, wizard.file_count), (6, 1))
        self.assertEqual(self.labels(wizard), [("", ["АО Контора", "ООО Ромашка"])])
        wizard.split = "post"
        self.assertEqual([label for label, _n in self.labels(wizard)], ["634001", "634002"])
        wizard.write({"split": "none", "size": 4})
        self.assertEqual(wizard.file_count, 2, "the papers of a customer stay together")
        wizard.write({"kind": "invoice", "size": 500})
        self.assertEqual(wizard.paper_count, 2)

    def test_of_contracts(self):
        """H06: chosen contracts, chosen days, what was not sent yet."""
        contract = self.shop.contract_id
        wizard = self.wizard(contract)
        self.assertEqual(wizard.paper_count, 3)
        wizard.date_from = "2026-02-01"
        self.assertEqual(wizard.paper_count, 0)
        with self.assertRaises(UserError):
            wizard.action_print()
        wizard.write({"date_from": False, "only_unsent": True})
        papers = self.env["utility.paper"].search([("contract_id", "=", contract.id)])
        papers.filtered(lambda p: p.kind == "acceptance").action_mark_sent()
        self.assertEqual(wizard.paper_count, 2)

    def test_made_by_jobs(self):
        """H06: the order shows its progress and holds a readable PDF of all papers."""
        papers = self.env["utility.paper"].search([("run_id", "=", self.run_charged.id)])
        action = self.wizard(papers, split="kind").action_print()
        order = self.env["utility.print.order"].browse(action["res_id"])
        self.assertEqual((order.file_count, order.document_count, order.progress), (3, 6, 0))
        for file in order.file_ids:
            file._job_make()
        order._job_finish()
        self.assertEqual((order.state, order.progress), ("done", 100))
        with pymupdf.open(stream=order.file_ids[0].attachment_id.raw, filetype="pdf") as pdf:
            self.assertEqual(len(pdf), 2)
        self.assertIn(str(order.file_ids[0].attachment_id.id),
                      order.file_ids[0].action_download()["url"])  # fmt: skip

    def test_limit_of_one_request(self):
        """H06: the browser waits for no more papers than one worker makes at once."""
        papers = self.env["utility.paper"].browse(range(1, 502))
        with self.assertRaisesRegex(UserError, "Print Files"):
            papers._check_print_limit()

    def test_rights(self):
        """R06: readers print single papers, print files are made by billing and accountants."""
        reader = self.env["res.users"].create(
            {
                "name": "R",
                "login": "paper_print_reader",
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(6, 0, self.env.ref("utility_base.group_reader").ids)],
            }
        )
        with self.assertRaises(AccessError):
            self.env["utility.paper.print"].with_user(reader).create({})

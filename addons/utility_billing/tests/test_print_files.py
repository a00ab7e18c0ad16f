import pymupdf

from odoo.exceptions import UserError
from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestPrintFiles(RunCommon):
    """H01, X34: the bills of a run as print files, made by jobs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("housing_maintenance", 21.5)
        cls.tariff("capital_repair", 15.28)
        codes = ["housing_maintenance", "capital_repair"]
        cls.accounts = cls.env["utility.account"]
        for number in ("10", "9", "2"):
            cls.accounts |= cls.account(number, codes)
        cls.accounts[0].paper_bill = False

    def test_sorted_and_without_mail(self):
        """H01: by house and flat, capital repair after the other; who gets e-mail gets no paper."""
        run = self.charged("2026-02")
        with self.assertRaises(UserError):
            run.action_print_bills()
        run.action_approve()
        ids = [id_ for _label, part in run._print_parts() for id_ in part]
        bills = self.env["utility.bill"].browse(ids)
        self.assertEqual(
            bills.mapped("number"), ["2/2026-02", "2/2026-02-K", "9/2026-02", "9/2026-02-K"]
        )
        file = run._job_print(1, ids)
        with pymupdf.open(stream=file.raw, filetype="pdf") as pdf:
            self.assertEqual(len(pdf), 4)
        run.invalidate_recordset()
        self.assertEqual(run.print_file_ids, file)

    def test_jobs(self):
        """X34: the button leaves one job a file."""
        run = self.approved("2026-02")
        before = self.env["queue.job"].search_count([("method_name", "=", "_job_print")])
        run.action_print_bills()
        after = self.env["queue.job"].search([("method_name", "=", "_job_print")])
        self.assertEqual(len(after) - before, 1)
        self.assertEqual(after[0].channel, "root.utility.billing")
        self.assertEqual(run.print_file_count, 1)

    def test_orders_and_files(self):
        """H07: by post code or street; a file a house; as many bills a file as asked for."""
        street = self.env["utility.street"].create(
            {"name": "Абрикосовая", "locality_id": self.locality.id}
        )
        other = self.env["utility.building"].create(
            {"locality_id": self.locality.id, "street_id": street.id, "number": "7",
             "postal_code": "634001"}
        )  # fmt: skip
        self.building.postal_code = "634002"
        self.account("100", ["housing_maintenance"], building=other)
        run = self.approved("2026-02")
        number = self.env["utility.bill"].browse

        def parts(**choice):
            return [
                (label, [bill.account_id.number for bill in number(ids)])
                for label, ids in run._print_parts(**choice)
            ]

        self.assertEqual(
            parts(order="post", split="post"),
            [("634001", ["100"]), ("634002", ["2", "2", "9", "9"])],
        )
        self.assertEqual([label for label, _n in parts(split="house")],
                         sorted([self.building.address, other.address]))  # fmt: skip
        self.assertEqual(parts(order="street")[0][1][0], "100")
        self.assertEqual([len(n) for _l, n in parts(size=2)], [2, 2, 1])
        wizard = self.env["utility.bill.print"].create({"run_id": run.id, "size": 2})
        self.assertEqual((wizard.bill_count, wizard.file_count), (5, 3))
        wizard.split = "post"
        self.assertEqual(wizard.file_count, 3)
        wizard.action_print()
        self.assertEqual(run.print_file_count, 3)
        wizard.size = 0
        with self.assertRaises(UserError):
            wizard.action_print()

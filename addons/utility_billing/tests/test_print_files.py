import pymupdf

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

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
        run.action_print_bills()
        file = run.print_order_ids.file_ids
        self.assertEqual(file.record_ids, ids)
        file._job_make()
        with pymupdf.open(stream=file.attachment_id.raw, filetype="pdf") as pdf:
            self.assertEqual(len(pdf), 4)

    def test_jobs(self):
        """X34: one job a file and one that ends the order; cancelled ones are made later."""
        run = self.approved("2026-02")
        run.action_print_bills(size=2)
        order = run.print_order_ids
        first, second = order.file_ids
        job = self.env["queue.job"].search([("uuid", "=", first.job_uuid)])
        self.assertEqual((job.method_name, job.channel), ("_job_make", "root.utility.billing"))
        first._job_make()
        self.assertEqual((order.progress, order.document_count), (50, 4))
        order.action_cancel()
        second._job_make()
        order._job_finish()
        self.assertEqual((second.state, order.state), ("cancelled", "cancelled"))
        self.assertEqual(first.state, "done", "what is made stays")
        with self.assertRaises(UserError):
            order.action_cancel()
        order.action_resume()
        first._job_make()
        second._job_make()
        order._job_finish()
        self.assertEqual((order.state, order.progress), ("done", 100))
        with self.assertRaises(UserError):
            order.action_resume()

    def test_lost_job(self):
        """X34: a job that is gone after a crash is found; the file is made again."""
        run = self.approved("2026-02")
        run.action_print_bills()
        file = run.print_order_ids.file_ids
        self.env["queue.job"].search([("uuid", "=", file.job_uuid)]).state = "failed"
        lost = file.job_uuid
        run.print_order_ids.action_resume()
        self.assertNotEqual(file.job_uuid, lost)

    def test_wrong_template(self):
        """H01: a file that cannot be laid out says why; the others are made."""
        run = self.approved("2026-02")
        run.action_print_bills()
        file = run.print_order_ids.file_ids
        bill = self.env["utility.bill"].browse(file.record_ids[0])
        template = self.env["utility.document.template"]._bill_template(
            bill._documents()[0], self.company
        )
        template.source = '#let x = \n#import "/none.typ"'
        with mute_logger("odoo.addons.utility_billing.models.portion_jobs"):
            file._job_make()
        self.assertEqual(file.state, "failed")
        self.assertIn("line", file.message)

    def test_rights(self):
        """R06: users limited to houses see the print files of others not; readers order none."""
        run = self.approved("2026-02")
        run.action_print_bills()
        order = run.print_order_ids
        user = new_test_user(
            self.env,
            "print_reader",
            "utility_base.group_reader",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        reader = self.env["utility.print.order"].with_user(user)
        self.assertTrue(reader.search([("id", "=", order.id)]))
        with self.assertRaises(AccessError):
            reader.browse(order.id).action_cancel()
        user.utility_building_ids = self.building
        self.assertFalse(reader.search([("id", "=", order.id)]))
        self.assertFalse(reader.env["utility.print.file"].search([("order_id", "=", order.id)]))

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
        self.assertEqual(run.print_order_ids.file_count, 3)
        wizard.size = 0
        with self.assertRaises(UserError):
            wizard.action_print()

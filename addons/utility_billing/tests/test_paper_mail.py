from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mail.tests.common import MockEmail

from .invoice_common import InvoiceCommon


@tagged("post_install", "-at_install")
class TestPaperMail(InvoiceCommon, MockEmail):
    """H06: papers of organisations go through the queue of the bills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.company.email = "bills@company.example"
        cls.shop.partner_id.email = "Shop <Shop@example.com>"
        cls.queue = cls.env["utility.bill.mail"]

    def papers(self):
        run = self.charge_vat(
            "2026-01",
            (self.shop, self.water, "12", "40", "480.00", "96.00", "20"),
            (self.office, self.water, "1", "40", "40.00", "8.00", "20"),
        )
        run.action_post()
        return self.env["utility.paper"].search([("move_id", "in", run.move_ids.ids)])

    def send(self):
        with self.mock_mail_gateway():
            self.queue._job_send(self.company.id)
            return list(self._mails)

    def test_a_message_a_customer(self):
        """H06: queued, sent with all papers attached; acts become sent; no address is listed."""
        papers = self.papers()
        notice = papers.action_email()
        self.assertIn("АО Контора", notice["params"]["message"])
        rows = self.queue.search([("paper_ids", "in", papers.ids)], order="state")
        self.assertEqual(rows.mapped("state"), ["failed", "queued"])
        self.assertEqual(set(papers.mapped("sign_state")), {"none"}, "nothing has left yet")
        self.assertFalse(self.queue._enqueue_papers(rows[1].paper_ids), "they wait already")
        (mail,) = self.send()
        self.assertEqual(mail["email_to"], ["shop@example.com"])
        self.assertEqual(len(mail["attachments"]), 3)
        self.assertIn("576", mail["body"])
        own = rows[1].paper_ids
        self.assertTrue(all(own.mapped("emailed_date")))
        act = own.filtered(lambda p: p.kind == "acceptance")
        self.assertEqual(act.sign_state, "sent")
        self.assertEqual(set((own - act).mapped("sign_state")), {"none"})
        self.office.partner_id.email = "office@example.com"
        rows[0].action_send_again()
        self.assertEqual([m["email_to"] for m in self.send()], [["office@example.com"]])

    def test_throttle_is_shared(self):
        """H06: papers wait their turn within the messages a minute of the company."""
        self.office.partner_id.email = "office@example.com"
        self.company.utility_mail_per_minute = 1
        self.papers().action_email()
        self.assertEqual(len(self.send()), 1)
        self.assertEqual(len(self.send()), 1)
        self.assertFalse(self.send())

    def test_bounce(self):
        """H06: a message that comes back is an activity on the papers."""
        papers = self.papers().filtered(lambda p: p.partner_id == self.shop.partner_id)
        papers.action_email()
        self.send()
        row = self.queue.search([("paper_ids", "in", papers.ids)])
        self.queue._bounced([row.message_id])
        self.assertEqual(row.state, "bounced")
        self.assertEqual(len(row.paper_ids.activity_ids), 1)
        self.assertIn("/utility/papers", row.action_paper()["url"])

    def test_interrupted(self):
        """H02: what was being handed over when the server stopped is asked about, never repeated
        by itself; a repeat has the same Message-Id."""
        papers = self.papers().filtered(lambda p: p.partner_id == self.shop.partner_id)
        papers.action_email()
        row = self.queue.search([("paper_ids", "in", papers.ids)])
        row._transition(state="sending", message_id="<1@utility>")
        self.assertFalse(self.send())
        self.assertEqual(row.state, "unsure")
        row.action_send_again()
        (mail,) = self.send()
        self.assertEqual(mail["message_id"], "<1@utility>")
        row._transition(state="unsure")
        row.action_arrived()
        self.assertEqual(row.state, "sent")
        with self.assertRaises(UserError):
            row.action_send_again()

    def test_rights(self):
        """R02: accountants send papers; readers and operators do not."""
        papers = self.papers()
        for name, may in (("reader", False), ("operator", True), ("accountant", True)):
            user = new_test_user(
                self.env,
                f"paper_mail_{name}",
                groups=f"utility_base.group_{name}",
                company_id=self.company.id,
                company_ids=[(6, 0, self.company.ids)],
            )
            own = papers.with_user(user).filtered(lambda p: p.partner_id == self.shop.partner_id)
            with self.subTest(name):
                if may:
                    own.action_email()
                else:
                    self.assertRaises(AccessError, own.action_email)

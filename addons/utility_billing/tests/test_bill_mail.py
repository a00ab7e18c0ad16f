from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.mail.tests.common import MockEmail

from ..gateway.bill_view import default_words
from ..models.utility_bill_link import link_token
from .test_bill_printing import PrintingCommon, page_texts


class MailCommon(PrintingCommon, MockEmail):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.company.email = "bills@company.example"
        cls.first.write({"email_bill": True, "bill_email": "first@payer.example"})
        cls.second.email_bill = True
        cls.second.partner_id.email = "Second <Second@Payer.example>"
        cls.queue = cls.env["utility.bill.mail"]

    def rows(self, run):
        return self.queue.search([("run_id", "=", run.id)], order="email")

    def send(self, refuse=()):
        """What the next job does; the server refuses some addresses."""
        sent = self.env["ir.mail_server"].send_email

        def send_email(server, message, *args, **kwargs):
            if any(address in message["To"] for address in refuse):
                raise MailDeliveryException("Mail Delivery Failed", "550 no such user")
            return sent(message, *args, **kwargs)

        with self.mock_mail_gateway():
            if refuse:
                with (
                    patch.object(type(self.env["ir.mail_server"]), "send_email", send_email),
                    mute_logger("odoo.addons.mail.models.mail_mail"),
                ):
                    self.queue._job_send(self.company.id)
            else:
                self.queue._job_send(self.company.id)
            return list(self._mails)


@tagged("post_install", "-at_install")
class TestBillMail(MailCommon):
    """H02, H11: bills by e-mail through the queue."""

    def test_personal_pdf_and_the_same_figures(self):
        """H02: each payer gets one message: the figures in the text, the own PDF attached."""
        run = self.approved("2026-02")
        run.action_mail_bills()
        self.assertEqual(
            self.rows(run).mapped("email"), ["first@payer.example", "second@payer.example"]
        )
        mails = {mail["email_to"][0]: mail for mail in self.send()}
        self.assertEqual(len(mails), 2)
        for row in self.rows(run):
            self.assertEqual(row.state, "sent")
            mail = mails[row.email]
            self.assertIn(row.account_id.number, mail["subject"])
            charged = f"{row.bill_id.charged:,.2f}".replace(",", "\u202f").replace(".", ",")
            self.assertIn(charged, mail["body"])
            (name, content, kind) = mail["attachments"][0]
            self.assertEqual(kind, "application/pdf")
            self.assertIn(row.account_id.number, page_texts(content)[0])
        with self.assertRaisesRegex(UserError, "e-mail"):
            run.action_mail_bills()

    def test_advance(self):
        """H02: an advance is named so, without a sign, and nothing is asked for."""
        self.env["utility.payment"].create(
            {"account_id": self.first.id, "date": "2026-02-20", "amount": 5000}
        )
        self.second.email_bill = False
        run = self.approved("2026-02")
        run.action_mail_bills()
        (mail,) = self.send()
        words = default_words()["en"]
        self.assertIn(f"{words['closing_advance']}: <b>3", mail["body"])
        self.assertIn(words["nothing_to_pay"], mail["body"])
        self.assertNotIn(words["closing_debt"], mail["body"])

    def test_link_instead_of_the_pdf(self):
        """H02: by setting the message has a personal link and no attachment."""
        self.company.utility_mail_content = "link"
        run = self.approved("2026-02")
        run.action_mail_bills()
        for mail in self.send():
            self.assertFalse(mail["attachments"])
            self.assertIn("/utility/bill/", mail["body"])

    def test_throttle(self):
        """H02: a job sends a minute's messages; the rest waits for a job of the next minute."""
        self.company.utility_mail_per_minute = 1
        run = self.approved("2026-02")
        run.action_mail_bills()
        jobs = self.env["queue.job"].search([("method_name", "=", "_job_send")])
        self.assertEqual(len(jobs), 1)
        self.assertEqual(len(self.send()), 1)
        self.assertEqual(self.rows(run).filtered(lambda r: r.state == "queued").mapped("email"),
                         ["second@payer.example"])  # fmt: skip
        again = self.env["queue.job"].search([("method_name", "=", "_job_send")])
        self.assertEqual(len(again), 1, "one chain a company")
        self.assertEqual(len(self.send()), 1)
        self.assertEqual(set(self.rows(run).mapped("state")), {"sent"})

    def test_refused_address(self):
        """H02: a refused address is listed with its reason and an activity; the others get theirs."""
        run = self.approved("2026-02")
        run.action_mail_bills()
        self.send(refuse=("first@",))
        failed, good = self.rows(run)
        self.assertEqual((failed.state, good.state), ("failed", "sent"))
        self.assertIn("550", failed.error)
        self.assertEqual(len(self.first.activity_ids), 1)
        self.assertEqual(run.mail_failed_count, 1)
        self.first.bill_email = "right@payer.example"
        failed.action_send_again()
        self.assertEqual([mail["email_to"] for mail in self.send()], [["right@payer.example"]])
        self.assertEqual(failed.state, "sent")
        with self.assertRaises(UserError):
            failed.action_send_again()

    def test_bounce(self):
        """H02: a message that comes back marks its row; the account can go back to paper."""
        run = self.approved("2026-02")
        run.action_mail_bills()
        self.send()
        row = self.rows(run)[0]
        self.env["mail.thread"]._routing_handle_bounce(
            None,
            {
                "bounced_email": row.email,
                "bounced_partner": self.env["res.partner"],
                "bounced_message": self.env["mail.message"],
                "bounced_msg_ids": [row.message_id],
                "message_id": "x", "email_from": "MAILER-DAEMON", "to": "bounce",
            },
        )  # fmt: skip
        self.assertEqual(row.state, "bounced")
        self.first.paper_bill = False
        row.action_paper()
        self.assertEqual((self.first.paper_bill, self.first.email_bill), (True, False))

    def test_nobody_gets_two(self):
        """H02: a row that was sent or cancelled meanwhile is not sent again."""
        run = self.approved("2026-02")
        run.action_mail_bills()
        rows = self.rows(run)
        rows[0].action_cancel()
        with self.mock_mail_gateway():
            rows[0]._send()
            rows[1]._send()
            rows[1]._send()
            self.assertEqual(len(self._mails), 1)
        self.assertEqual(rows.mapped("state"), ["cancelled", "sent"])

    def test_server_away(self):
        """H02: while the mail server does not answer nothing is lost: the job comes again."""
        run = self.approved("2026-02")
        run.action_mail_bills()
        with patch.object(
            type(self.env["ir.mail_server"]), "_connect__", side_effect=OSError("refused")
        ):
            self.assertIn("refused", self.queue._job_send(self.company.id))
        self.assertEqual(set(self.rows(run).mapped("state")), {"queued"})

    def test_who_does_not_want_or_has_no_address(self):
        """H02: opting out is respected; a missing address is listed."""
        self.first.email_bill = False
        self.second.partner_id.email = False
        run = self.approved("2026-02")
        run.action_mail_bills()
        row = self.rows(run)
        self.assertEqual((row.account_id, row.state), (self.second, "failed"))
        self.assertFalse(self.send())

    def test_address_is_checked(self):
        """H02: a wrong address is refused where it is typed."""
        with self.assertRaises(ValidationError):
            self.first.bill_email = "first at payer"

    def test_rights(self):
        """R06: readers see the list and send nothing."""
        run = self.approved("2026-02")
        reader = self.env["res.users"].create(
            {"name": "R", "login": "mail_reader", "company_id": self.company.id,
             "company_ids": [(6, 0, self.company.ids)],
             "group_ids": [(6, 0, self.env.ref("utility_base.group_reader").ids)]}
        )  # fmt: skip
        bills = self.env["utility.bill"].search([("run_id", "=", run.id)])
        with self.assertRaises(AccessError):
            bills.with_user(reader).action_mail()
        run.action_mail_bills()
        self.assertTrue(self.queue.with_user(reader).search([("run_id", "=", run.id)]))


@tagged("post_install", "-at_install")
class TestBillLinks(MailCommon, HttpCase):
    def test_personal_link(self):
        """H02, R06: the link opens one bill; another signature or number opens nothing."""
        bill, other = self.bills()
        token = link_token(self.env, "bill", bill.id)
        answer = self.url_open(f"/utility/bill/{bill.id}/{token}")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn("0001", page_texts(answer.content)[0])
        self.assertEqual(self.url_open(f"/utility/bill/{other.id}/{token}").status_code, 404)
        self.assertEqual(self.url_open(f"/utility/bill/{bill.id}/{token[:-1]}x").status_code, 404)

    def test_stop(self):
        """H02: the payer stops the e-mails without a login and gets paper again."""
        self.first.paper_bill = False
        token = link_token(self.env, "bill-stop", self.first.id)
        url = f"/utility/bill/stop/{self.first.id}/{token}"
        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertTrue(self.first.email_bill, "looking changes nothing")
        self.assertEqual(self.url_open(url, data={"go": "1"}).status_code, 200)
        self.first.invalidate_recordset()
        self.assertEqual((self.first.email_bill, self.first.paper_bill), (False, True))
        self.assertEqual(self.url_open(url[:-1] + "x").status_code, 404)

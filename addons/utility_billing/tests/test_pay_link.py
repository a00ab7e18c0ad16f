from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from ..controllers import pay
from .pay_common import PayCommon
from .test_bill_mail import MailCommon


@tagged("post_install", "-at_install")
class TestPayLink(PayCommon, HttpCase):
    """X13, E12, E15: the link opens one page, for as long as it should, for nobody else."""

    def open(self, path, status=200):
        answer = self.url_open(path)
        self.assertEqual(answer.status_code, status, path)
        return answer

    def test_account(self):
        """X13: sums and codes; neither name nor address; found by no search engine."""
        bill = self.bills()[0]
        answer = self.open(self.link(self.first))
        self.assertIn(f"{bill.closing:,.2f}".replace(",", "\u202f").replace(".", ","), answer.text)
        self.assertIn("P*** 0.", answer.text)
        self.names_nobody(answer.text, self.first)
        self.assertNotIn(f"account {self.second.number}", answer.text)
        self.assertIn('lang="en"', answer.text)
        self.assertIn("noindex", answer.headers["X-Robots-Tag"])
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertIn("<svg", answer.text, "the code is there without JavaScript")
        self.assertIn("user-select: all", answer.text)

    def test_bill_and_its_states(self):
        """X13: an older bill says that a newer one exists, a paid one that it is paid."""
        bill = self.bills()[0]
        path = self.link(bill)
        self.assertEqual(self.notes(self.open(path).text), [])
        self.pay(self.first, bill.closing)
        self.assertEqual(self.notes(self.open(path).text), ["paid", "nothing"])
        newer = self.bills("2026-03")[0]
        html = self.open(path).text
        self.assertEqual(self.notes(html), ["superseded", "paid"])
        self.assertIn("03.2026", html)
        self.assertIn(f"{newer.closing:,.2f}".replace(",", "\u202f").replace(".", ","), html)

    def test_withdrawn_bill(self):
        """X13: a bill that was taken back asks for nothing."""
        bill = self.bills()[0]
        path = self.link(bill)
        bill._reverse("wrong tariff")
        self.assertEqual(self.notes(self.open(path).text), ["withdrawn", "nothing"])

    def test_closed_account(self):
        """X13: a closed account says so, and still takes what is owed."""
        self.bills()
        self.first.write({"date_close": "2026-02-28", "state": "closed"})
        html = self.open(self.link(self.first)).text
        self.assertEqual(self.notes(html), ["closed"])
        self.assertIn("<svg", html)

    def test_broken_links(self):
        """R06: any other letter, id, kind, month or company opens nothing."""
        self.bills()
        path = self.link(self.first)
        *_rest, kind, company, id_, issued, token = path.split("/")
        self.open(path)
        for parts in (
            (kind, company, id_, issued, token[:-1] + ("0" if token[-1] != "0" else "1")),
            (kind, company, id_, issued, token[:10]),
            (kind, company, id_, issued, "%D0%B0"),
            (kind, company, self.second.id, issued, token),
            (kind, company, 2147483647, issued, token),
            (kind, company, 99999999999, issued, token),
            (kind, company, id_, "202701", token),
            ("payer", company, self.first.partner_id.id, issued, token),
            ("bill", company, id_, issued, token),
            ("other", company, id_, issued, token),
            (kind, self.env["res.company"].search([("id", "!=", company)], limit=1).id,
             id_, issued, token),
        ):  # fmt: skip
            answer = self.open("/utility/pay/" + "/".join(map(str, parts)), 404)
            self.names_nobody(answer.text, self.first)
        bill_link = self.first.bill_ids[0]._public_url().rpartition("/")[0] + "/%D0%B0"
        self.open(bill_link.removeprefix(self.first.get_base_url()), 404)

    def test_other_company(self):
        """R06: the page of a payer shows the accounts of one company."""
        other = self.env["res.company"].create({"name": "Other Company"})
        self.bills()
        payer = self.first.partner_id
        self.assertIn("0001"[-2:], self.open(self.link(payer)).text)
        html = self.open(self.link(payer, other)).text
        self.assertNotIn(self.company.name, html)
        self.assertNotIn("<svg", html)
        links = self.env["utility.pay.link"]
        url = links._url(self.first, other)
        self.open(url.removeprefix(self.first.get_base_url()), 404)

    def test_withdrawn_link(self):
        """X13: withdrawing stops the links of the account and its bills; new ones work."""
        bill = self.bills()[0]
        paths = [self.link(self.first), self.link(bill)]
        show = self.env["utility.pay.link.show"].create({"account_id": self.first.id})
        self.assertTrue(show.url.endswith(paths[0]))
        show.action_withdraw()
        for path in paths:
            self.open(path, 404)
        self.open(self.link(self.first))
        payer = self.link(self.first.partner_id)
        self.env["utility.pay.link.show"].create(
            {"partner_id": self.first.partner_id.id}
        ).action_withdraw()
        self.open(payer, 404)
        self.open(self.link(self.first))

    def test_moved_out(self):
        """R06: the link of the former payer does not open the account of the next one."""
        self.bills()
        path = self.link(self.first)
        self.first.partner_id = self.second.partner_id
        self.open(path, 404)

    def test_expired(self):
        """X13: a link works for the months of the setting, or for ever."""
        self.bills()
        self.company.utility_pay_link_months = 1
        path = self.link(self.first)
        self.today("2026-04-30")
        self.open(path)
        self.today("2026-05-01")
        answer = self.open(path, 410)
        self.names_nobody(answer.text, self.first)
        self.company.utility_pay_link_months = 0
        self.open(path)

    def test_guessing(self):
        """R06: who tries many links waits; the page is not opened meanwhile."""
        self.bills()
        path = self.link(self.first)
        for _number in range(20):
            self.assertEqual(self.url_open(path[:-1] + "x").status_code, 404)
        self.open(path, 429)
        pay.WRONG.forget()
        self.open(path)

    def test_bills_on_the_page(self):
        """X13: the last bills open from the page, unless the company keeps them off."""
        bill = self.bills()[0]
        self.assertIn(bill._public_url(), self.open(self.link(self.first)).text)
        self.company.utility_pay_pdf = False
        self.assertNotIn("/utility/bill/", self.open(self.link(self.first)).text)

    def test_who_hands_out(self):
        """R06: operators, cashiers, debt and accountants show links; readers do not."""
        self.bills()
        for role in ("operator", "cashier", "debt", "accountant", "reader"):
            user = new_test_user(
                self.env, f"pay_{role}", f"utility_base.group_{role}",
                company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
            )  # fmt: skip
            account = self.first.with_user(user)
            if role == "reader":
                with self.assertRaises(AccessError):
                    account.action_pay_link()
                continue
            shows = self.env["utility.pay.link.show"].with_user(user)
            show = shows.browse(account.action_pay_link()["res_id"])
            self.open(show.url.removeprefix(self.first.get_base_url()))
            if role == "cashier":
                with self.assertRaises(AccessError):
                    show.action_withdraw()


@tagged("post_install", "-at_install")
class TestPayMail(MailCommon):
    def test_button(self):
        """X13, H02: a message with the PDF has the way to pay, unless the company wants none."""
        run = self.approved("2026-02")
        run.action_mail_bills()
        for mail in self.send():
            self.assertTrue(mail["attachments"])
            self.assertIn("/utility/pay/bill/", mail["body"])
        self.company.utility_pay_in_mails = False
        bills = self.env["utility.bill"].search([("run_id", "=", run.id)])
        row = self.queue.search([("bill_id", "=", bills[0].id)])
        self.assertNotIn("/utility/pay/", row._mail_values()["body_html"])

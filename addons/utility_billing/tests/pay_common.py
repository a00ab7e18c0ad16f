import re
from datetime import date
from unittest.mock import patch

from odoo import fields

from ..controllers import pay
from .test_bill_printing import PrintingCommon


class PayCommon(PrintingCommon):
    """Two accounts billed for February 2026; their payment links."""

    def setUp(self):
        super().setUp()
        pay.WRONG.forget()
        pay.VISITS.forget()
        self.today("2026-03-05")

    def today(self, day):
        day = date.fromisoformat(day)
        patcher = patch.object(fields.Date, "context_today", staticmethod(lambda *args: day))
        patcher.start()
        self.addCleanup(patcher.stop)

    def link(self, record, company=None):
        """Path of a fresh link."""
        url = self.env["utility.pay.link"]._url(record, company or self.company)
        return url.removeprefix(record.get_base_url())

    def page(self, record, **query):
        """Values of the page of a link."""
        page = self.env["utility.pay.page"].sudo()
        return page._page(record, self.company, **query)

    def card(self, record):
        (card,) = self.page(record)["cards"]
        return card

    def pay(self, account, amount, day="2026-03-03"):
        return self.env["utility.payment"].create(
            {"account_id": account.id, "date": day, "amount": amount}
        )

    def notes(self, html):
        return re.findall(r'data-note="(\w+)"', html)

    def names_nobody(self, html, account):
        self.assertNotIn(account.partner_id.name, html)
        self.assertNotIn(account.address, html)

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .utility_bill_link import link_token, token_is

#: what a link is for: an account, all accounts of a payer in a company, or a bill
KINDS = {"account": "utility.account", "payer": "res.partner", "bill": "utility.bill"}


class UtilityPayLink(models.AbstractModel):
    """Personal links to the payment page: signed, not stored (X13, E15).

    A link tells its kind, id, company and month of issue; the signature covers also the payer, so
    that the link of who moved out does not open the account of who moved in, and the number of
    withdrawn links.
    """

    _name = "utility.pay.link"
    _description = "Payment link"

    @api.model
    def _url(self, record, company):
        """A fresh link to the payment page of an account, a payer or a bill."""
        kind = next(kind for kind, model in KINDS.items() if model == record._name)
        issued = f"{fields.Date.context_today(self):%Y%m}"
        token = link_token(self.env, *self._signed(kind, record, company, issued))
        path = f"/utility/pay/{kind}/{company.id}/{record.id}/{issued}/{token}"
        return record.get_base_url() + path

    @api.model
    def _open(self, kind, company_id, id_, issued, token):
        """``(record, end)`` of a link, or None where it is wrong, withdrawn or of another company.

        ``end`` is the last day on which it works, None: no end.
        """
        if kind not in KINDS:
            return None
        # sudo: the signature of the link is the right to see what it is for
        record = self.env[KINDS[kind]].sudo().browse(id_).exists()
        company = self.env["res.company"].sudo().browse(company_id).exists()
        good = token_is(self.env, *self._signed(kind, record, company, issued), token)
        if not (good and record and company):
            return None
        if kind != "payer" and record.company_id != company:
            return None
        return record, self._end(company, issued)

    @api.model
    def _end(self, company, issued):
        """Last day of a link that was issued in a month (``YYYYMM``), or None."""
        months = company.utility_pay_link_months
        if not months:
            return None
        first = fields.Date.to_date(f"{issued[:4]}-{issued[4:]}-01")
        return first + relativedelta(months=months + 1, days=-1)

    def _signed(self, kind, record, company, issued):
        """Scope and text that the signature of a link covers."""
        if kind == "payer":
            parts = (record.id, record.utility_pay_link_number)
        else:
            account = record if kind == "account" else record.account_id
            parts = (record.id, account.partner_id.id, account.pay_link_number)
        signed = "-".join(str(part or 0) for part in (company.id, *parts, issued))
        return f"pay-{kind}", signed

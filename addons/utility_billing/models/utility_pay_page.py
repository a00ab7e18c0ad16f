import base64

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.utility_base.tools.shown import shown_sum

from ..gateway.bill_codes import code_png, code_svg
from ..gateway.bill_view import LANGUAGES, SIGNS, default_words, party_view
from ..gateway.payment_code import bar_code, payment_code
from ..gateway.personal import mask_name, mask_number
from ..loader.bill_documents import BillDocuments
from ..loader.pay_sums import read_pay_sums

#: accounts of a payer whose codes a page shows
SHOWN = 50


class UtilityPayPage(models.AbstractModel):
    """What the payment page says: plain texts in the language of the payer, nothing written (X13).

    Names are masked, addresses left out; the number of the account stands only where a payment
    needs it.
    """

    _name = "utility.pay.page"
    _description = "Payment page"

    @api.model
    def _page(self, record, company, end=None, lang=None):
        """Values of the template for an account, a payer or a bill of ``company``.

        :param end: last day of the link
        :param lang: language that the reader chose, of ``LANGUAGES``
        """
        accounts, bill = self._accounts(record, company)
        payer = accounts[:1].partner_id
        templates = self.env["utility.document.template"].with_company(company)
        lang = lang if lang in LANGUAGES else templates._language(payer)
        template = templates._find("bill", lang, company)
        words = {**default_words()[lang], **template._bill_words()[lang]}
        page = self.with_company(company).with_context(lang=templates._installed(lang))
        sums = read_pay_sums(page.env, accounts)
        total = sum(sums[account.id].asked for account in accounts)
        # those that owe stand first: nobody has to look for them
        ordered = accounts.sorted(lambda a: (not sums[a.id].asked, a.number_key or ""))
        cards = page._cards(ordered[:SHOWN], sums, bill, words)
        today = fields.Date.context_today(self)
        return {
            "language": lang,
            "languages": LANGUAGES,
            "word": lambda key: words.get(key, key),
            "company": page.env["res.company"].browse(company.id).name,
            "contacts": [text for text in (company.phone, company.email) if text],
            "payer": mask_name(payer.name),
            "sign": SIGNS.get(company.currency_id.name, company.currency_id.name),
            "total": shown_sum(total),
            "nothing": total <= 0,
            "several": len(accounts) > 1 and words["pay_count"].format(count=len(accounts)),
            "cut": len(accounts) > SHOWN and words["pay_more"].format(count=SHOWN),
            "cards": cards,
            "delay": words["pay_delay"].format(day=f"{today:%d.%m.%Y}"),
            "until": words["pay_until"].format(day=f"{end:%d.%m.%Y}") if end
            else words["pay_link_only"],
        }  # fmt: skip

    def _accounts(self, record, company):
        """The accounts of a link, and the bill if it is of one."""
        accounts = self.env["utility.account"].with_company(company)
        bills = self.env["utility.bill"]
        if record._name == "utility.bill":
            return record.account_id.with_env(accounts.env), record
        if record._name == "utility.account":
            return record.with_env(accounts.env), bills
        domain = [("partner_id", "=", record.id), ("company_id", "=", company.id)]
        return accounts.search(domain), bills

    def _cards(self, accounts, sums, bill, words):
        """A card for each account, the sums and codes of its payments on it."""
        reader = _Payments(self.env, accounts, words)
        papers = self.env["utility.bill"].browse(
            [id_ for account in accounts for id_ in sums[account.id].bills]
        )
        papers.fetch(["number", "capital", "company_id"])
        return [
            {
                "number": mask_number(account.number),
                "month": _month(sums[account.id].month, words),
                "asked": shown_sum(sums[account.id].asked),
                "nothing": not sums[account.id].asked,
                "notes": self._notes(account, sums[account.id], bill, words),
                "rows": _rows(sums[account.id], words),
                "payments": reader.payments(account, sums[account.id]),
                "papers": self._papers(account, sums[account.id], words),
            }
            for account in accounts
        ]

    def _notes(self, account, sums, bill, words):
        about = (bill.period_date, bill.state) if bill else None
        month = f"{bill.period_date:%m.%Y}" if bill else ""
        newest = f"{sums.month:%m.%Y}" if sums.month else ""
        return [
            {"code": code, "text": words[f"pay_note_{code}"].format(month=month, newest=newest)}
            for code in sums.notes(about, account.state == "closed")
        ]

    def _papers(self, account, sums, words):
        """``[(label, address of the PDF)]`` of the last bills; none where the company says so."""
        if not account.company_id.utility_pay_pdf:
            return []
        return [
            (f"{words['mail_open']}{', ' + words['pay_apart'].lower() if bill.capital else ''}",
             bill._public_url())
            for bill in self.env["utility.bill"].browse(sums.bills)
        ]  # fmt: skip


class _Payments:
    """Payments of the accounts of one company with their codes; payees are read once."""

    def __init__(self, env, accounts, words):
        self._env, self._words = env, words
        self._company = accounts.company_id
        self._parties = BillDocuments(env)
        self._barcodes = env["utility.barcode.template"]._of_payees(self._company)
        self._apart = self._company.utility_bill_payee == "supplier"
        self._services = env["utility.service"]

    def payments(self, account, sums):
        """One for each sum that is paid by itself, to each payee."""
        found = []
        for share in sums.shares:
            payees = share.payees if self._apart else {None: share.amount}
            for supplier, amount in sorted(payees.items(), key=lambda item: -item[1]):
                if amount > 0:
                    found.append(self._payment(account, sums, share.service, supplier, amount))
        return found

    def _payment(self, account, sums, service, supplier, amount):
        company, words = self._company, self._words
        party = self._parties.supplier_party(supplier, company)
        month = sums.month or fields.Date.start_of(fields.Date.context_today(account), "month")
        apart = self._services.browse(service).name if service else ""
        purpose = words["purpose"].format(account=account.number, month=f"{month:%m.%Y}")
        purpose = ", ".join(filter(None, (purpose, apart)))[:160]
        currency = company.currency_id.name
        code = payment_code(party, account.number, month, amount, purpose, currency)
        view = party_view(party, words, currency)
        return {
            "payee": party.name,
            "apart": apart,
            "amount": shown_sum(amount),
            "copies": [
                (words["supplier"], party.name),
                *view["details"],
                (words["pay_purpose"], purpose),
                (words["pay_sum"], f"{amount:.2f}"),
            ],
            "qr": code and _qr(code),
            "bars": self._bars(account, month, sums, supplier, amount),
        }

    def _bars(self, account, month, sums, supplier, amount):
        """Picture of the payee's bar code, or None."""
        template = self._barcodes.get((self._company.id, supplier or False))
        bill = self._env["utility.bill"].browse(sums.bills[:1])
        code = template and bar_code(template, account.number, month, amount, bill.number or "")
        if not code:
            return None
        svg, _width = code_svg(code)
        # bars are as wide as their place
        svg = svg.replace("<svg ", '<svg preserveAspectRatio="none" ', 1)
        return {"svg": Markup(svg), "caption": code.caption}


def _qr(code):
    """SVG, picture to save, and address that a bank's program opens (the code of Ukraine is one)."""
    svg, _width = code_svg(code)
    text = code.payload if isinstance(code.payload, str) else ""
    return {
        # made of numbers and base64 by ourselves
        "svg": Markup(svg),
        "png": "data:image/png;base64," + base64.b64encode(code_png(code)).decode(),
        "app": text if text.startswith("https://") else "",
    }


def _month(day, words):
    return f"{words[f'month_{day.month}']} {day.year}" if day else ""


def _rows(sums, words):
    """``[(label, sum)]`` from the bill to the sum to pay; zeros are left out."""
    if not sums.month:
        return []
    since = words["pay_since"]
    if sums.last:
        since += ", " + words["pay_last"].format(day=f"{sums.last:%d.%m.%Y}")
    rows = (
        (words["pay_billed"].format(month=f"{sums.month:%m.%Y}"), sums.billed),
        (since, -sums.paid),
        (words["pay_other"], sums.other),
        (words["later"] if sums.later > 0 else words["ahead"], -sums.later),
        (words["pay_kept"], sums.kept),
    )
    return [(label, shown_sum(value)) for label, value in rows if value]

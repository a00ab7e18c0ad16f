from odoo import fields
from odoo.http import Controller, request, route

from odoo.addons.utility_base.controllers.attempts import Attempts

from ..gateway.bill_view import LANGUAGES, default_words

#: pages that one address opens in a minute, and wrong links that it tries in ten
VISITS = Attempts(120, 60)
WRONG = Attempts(20, 600)

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
    # the address is the key: it goes to nobody else
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}


class PayController(Controller):
    """The payment page without a login (X13, E15)."""

    @route(
        "/utility/pay/<string:kind>/<int(max=2147483647):company_id>/<int(max=2147483647):id_>"
        "/<string:issued>/<string:token>",
        auth="public",
        type="http",
        methods=["GET"],
    )
    def pay(self, kind, company_id, id_, issued, token, lang=None, **_values):
        """What is to be paid now, and how; 404 wrong link, 410 expired, 429 too many."""
        address = request.httprequest.remote_addr
        if WRONG.are_spent(address) or not VISITS.add(address):
            return self._refused(429, "pay_often")
        found = request.env["utility.pay.link"]._open(kind, company_id, id_, issued, token)
        if not found:
            WRONG.add(address)
            return self._refused(404, "pay_invalid_why")
        record, end = found
        if end and end < fields.Date.context_today(record):
            return self._refused(410, "pay_expired")
        # sudo: the signature of the link is the right to see this one page, names masked
        page = request.env["utility.pay.page"].sudo()
        company = record.env["res.company"].browse(company_id)
        return self._answer("utility_billing.pay_page", page._page(record, company, end, lang))

    def _refused(self, status, reason):
        """A page that tells why, in the language of the browser; nothing about anybody."""
        known = request.httprequest.accept_languages.best_match(LANGUAGES) or "en"
        words = default_words()[known]
        values = {"language": known, "title": words["pay_invalid"], "text": words[reason]}
        return self._answer("utility_billing.pay_refused", values, status)

    def _answer(self, template, values, status=200):
        response = request.render(template, values)
        response.status_code = status
        response.headers.update(HEADERS)
        return response

from odoo.http import Controller, request, route

from odoo.addons.utility_base.controllers.answers import pdf_answer

from ..gateway.bill_view import default_words
from ..models.utility_bill_link import token_is


class BillController(Controller):
    @route("/utility/bills", auth="user", type="http")
    def bills(self, ids="", explain="", sets=""):
        """Bills as one PDF, for those who may read them.

        ``explain``: with their explanations; ``sets``: by payer, with a summary page.
        """
        wanted = [int(part) for part in ids.split(",") if part.isdigit()]
        bills = request.env["utility.bill"].browse(wanted).exists()
        if not bills:
            raise request.not_found()
        bills._check_print_limit()
        content = bills._pdf_sets() if sets else bills._pdf(explain=bool(explain))
        return self._answer(bills, content)

    @route("/utility/bill/<int:bill_id>/<string:token>", auth="public", type="http")
    def public_bill(self, bill_id, token):
        """The PDF of one bill for who has its personal link."""
        self._check_token("bill", bill_id, token)
        # sudo: the signature of the link is the right to read this one bill
        bill = request.env["utility.bill"].sudo().browse(bill_id).exists()
        if bill.state != "approved":
            raise request.not_found()
        return self._answer(bill, bill._pdf())

    @route(
        "/utility/bill/stop/<int:account_id>/<string:token>",
        auth="public",
        type="http",
        methods=["GET", "POST"],
        csrf=False,  # the token is the proof, and mail programs post by themselves (RFC 8058)
    )
    def stop_mails(self, account_id, token, **_values):
        """No more bills by e-mail for an account; they are printed again."""
        self._check_token("bill-stop", account_id, token)
        # sudo: the signature of the link is the right to change this one wish
        account = request.env["utility.account"].sudo().browse(account_id).exists()
        if not account:
            raise request.not_found()
        done = request.httprequest.method == "POST"
        if done:
            account.write({"email_bill": False, "paper_bill": True})
        lang = request.env["utility.document.template"].sudo()._language(account.partner_id)
        words = default_words()[lang]
        return request.render(
            "utility_billing.bill_mail_stop",
            {"account": account, "done": done, "word": lambda key: words[key]},
        )

    def _check_token(self, scope, id_, token):
        if not token_is(request.env, scope, id_, token):
            raise request.not_found()

    def _answer(self, bills, content):
        return pdf_answer(content, bills.number if len(bills) == 1 else "bills")

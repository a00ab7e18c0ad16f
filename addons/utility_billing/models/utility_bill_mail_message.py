from odoo import fields, models

from odoo.addons.utility_base.tools.shown import shown_figure

from ..gateway.bill_view import bill_view, default_words
from .utility_bill_link import link_token


class UtilityBillMail(models.Model):
    """The message: the figures of the bill as HTML, the PDF or a personal link, a way to stop (H02)."""

    _inherit = "utility.bill.mail"

    def _mail_values(self):
        """Values of the ``mail.mail`` of one row.

        :raises UserError: the bill cannot be laid out
        """
        self.ensure_one()
        bill, company = self.bill_id, self.company_id
        (document,) = bill._documents()
        templates = self.env["utility.document.template"]
        template = templates._bill_template(document, company)
        words = {**default_words()[document.lang], **template._bill_words()[document.lang]}
        attached = company.utility_mail_content == "attachment"
        stop = self._stop_url()
        body = self.env["ir.qweb"]._render(
            "utility_billing.bill_mail_body",
            {
                "bill": bill_view(document, words),
                "word": lambda key: words.get(key, key),
                "day": _day,
                "figure": shown_figure,
                "link": bill._public_url() if not attached else False,
                "pay": bill._pay_url() if company.utility_pay_in_mails else False,
                "stop": stop,
            },
        )
        subject = words["mail_subject"].format(
            account=document.account, month=f"{document.period:%m.%Y}", company=company.name
        )
        values = self._mail_frame(subject, body) | {
            "headers": repr(
                {
                    "List-Unsubscribe": f"<{stop}>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                }
            ),
        }
        if attached:
            content = templates._render_bills([document], company)
            values["attachment_ids"] = [self._attached(bill.number, content)]
        return values

    def _mail_frame(self, subject, body):
        """Who writes to whom, and what."""
        company = self.company_id
        return {
            "subject": subject,
            "body_html": body,
            "email_to": self.email,
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "reply_to": company.email_formatted or False,
            "model": self._name,
            "res_id": self.id,
            "auto_delete": False,
        }

    def _attached(self, name, content):
        """Command that attaches a PDF."""
        values = {
            "name": f"{name}.pdf".replace("/", "-"),
            "raw": content,
            "mimetype": "application/pdf",
            "res_model": self._name,
            "res_id": self.id,
        }
        return fields.Command.create(values)

    def _stop_url(self):
        token = link_token(self.env, "bill-stop", self.account_id.id)
        return f"{self.get_base_url()}/utility/bill/stop/{self.account_id.id}/{token}"


def _day(iso):
    return ".".join(reversed(iso.split("-"))) if iso else ""

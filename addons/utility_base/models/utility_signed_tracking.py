from odoo import api, fields, models

#: out at the customer and not back; addons add states between sent and returned
OUTSIDE = ("sent", "delivered")


class UtilitySignedMixin(models.AbstractModel):
    """Printing, sending out, return and reminding of documents to be signed (A22).

    A model that inherits this has ``company_id``, activities, a chatter, ``_document_data(lang)``
    with the values of its template and ``_document_customer()`` in whose language it is printed.
    """

    _inherit = "utility.signed.mixin"
    #: kind of the document template, and the name of the document in its address
    _document_kind = None

    @api.model
    def _signed_models(self):
        """Names of the models whose documents are reminded of."""
        names = self.env.registry.descendants(["utility.signed.mixin"], "_inherit")
        return [name for name in names if not self.env[name]._abstract]

    def _signed_user(self):
        """Who follows up the return."""
        return self.env.user

    def _render_document(self):
        """The document as PDF."""
        self.ensure_one()
        templates = self.env["utility.document.template"]
        lang = templates._language(self._document_customer())
        template = templates._find(self._document_kind, lang, self.company_id)
        lang = template.lang or lang
        return template._render(self._document_data(lang), lang)

    def action_print(self):
        """Open the document as PDF in a new tab."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/{self._document_kind}/{self.id}",
            "target": "new",
        }

    def action_mark_sent(self):
        """Sent today; the deadline is by the company's usual number of days unless it is set."""
        today = fields.Date.context_today(self)
        for document in self:
            days = document.company_id.utility_return_days
            deadline = document.return_deadline
            if not deadline or deadline < today:
                deadline = fields.Date.add(today, days=days)
            document.write({"sign_state": "sent", "sent_date": today, "return_deadline": deadline})
        return True

    def action_mark_returned(self):
        self.activity_feedback(
            ["utility_base.activity_return_document"], feedback=self.env._("Returned signed")
        )
        return self.write(
            {"sign_state": "returned", "returned_date": fields.Date.context_today(self)}
        )

    def action_mark_refused(self):
        self.activity_unlink(["utility_base.activity_return_document"])
        return self.write({"sign_state": "refused", "returned_date": False})

    @api.model
    def _cron_remind_return(self):
        """One activity a document that has not come back by its deadline."""
        today = fields.Date.context_today(self)
        for name in self._signed_models():
            late = self.env[name].search(
                [("sign_state", "in", OUTSIDE), ("return_deadline", "<", today)]
            )
            late -= late.filtered(
                lambda d: d.activity_search(["utility_base.activity_return_document"])
            )
            for document in late:
                document.activity_schedule(
                    "utility_base.activity_return_document",
                    summary=self.env._(
                        "%(name)s has not come back signed (deadline %(date)s)",
                        name=document.display_name,
                        date=document.return_deadline,
                    ),
                    user_id=document._signed_user().id,
                )

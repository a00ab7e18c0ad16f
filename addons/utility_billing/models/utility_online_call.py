from datetime import timedelta

from odoo import api, fields, models

KEEP_DAYS = 400  # a year of disputes and the audit after it


class UtilityOnlineCall(models.Model):
    """Journal of on-line calls: what an agent asked, what it was answered, how long it took."""

    _name = "utility.online.call"
    _description = "On-line call"
    _log_access = False
    _order = "id desc"
    _rec_name = "external_id"

    agent_id = fields.Many2one(
        "utility.payment.agent", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    at = fields.Datetime("Time", required=True, readonly=True, default=fields.Datetime.now)
    action = fields.Selection(
        [
            ("check", "Check"),
            ("verify", "May it be paid"),
            ("pay", "Payment"),
            ("cancel", "Cancellation"),
            ("status", "Status"),
        ],
        readonly=True,
    )
    external_id = fields.Char("Number", readonly=True, index="btree_not_null")
    account_number = fields.Char(readonly=True, index="btree_not_null")
    amount = fields.Monetary(readonly=True)
    code = fields.Selection("_code_selection", string="Result", required=True, readonly=True)
    payment_id = fields.Many2one("utility.payment", readonly=True, index="btree_not_null")
    request = fields.Text(readonly=True)
    answer = fields.Text(readonly=True)
    address = fields.Char("IP Address", readonly=True)
    milliseconds = fields.Integer(readonly=True, aggregator="avg")

    _agent_idx = models.Index("(agent_id, at)")

    @api.model
    def _code_texts(self):
        """Result code -> what the payer or the partner reads."""
        _ = self.env._
        # pylint: disable=prefer-env-translation
        return {
            "ok": _("Done"),
            "temporary": _("Try again later"),
            "unknown_request": _("Unknown request"),
            "account_format": _("Wrong account number"),
            "unknown_account": _("Account not found"),
            "closed": _("The account is closed"),
            "id_format": _("Wrong payment number"),
            "date_format": _("Wrong date"),
            "amount_format": _("Wrong amount"),
            "amount_small": _("The amount is too small"),
            "amount_large": _("The amount is too large"),
            "conflict": _("The number belongs to another payment"),
            "duplicate": _("Paid before"),
            "unknown_payment": _("Payment not found"),
            "cancelled": _("The payment was cancelled"),
            "cancel_refused": _("The payment cannot be cancelled"),
            "denied": _("Access denied"),
            "other": _("Error"),
        }

    @api.model
    def _code_selection(self):
        return list(self._code_texts().items())

    @api.model
    def _note(self, agent, call, request, answer, code, payment, address, milliseconds):
        """Write one call down."""
        return self.create(
            {
                "agent_id": agent.id,
                "company_id": agent.company_id.id,
                "action": call.action or False,
                "external_id": call.external_id or False,
                "account_number": call.account or False,
                "amount": float(call.amount or 0),
                "code": code,
                "payment_id": payment.id if payment else False,
                "request": request,
                "answer": answer,
                "address": address,
                "milliseconds": milliseconds,
            }
        )

    @api.autovacuum
    def _gc_calls(self):
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.search([("at", "<", limit)], limit=10000).unlink()

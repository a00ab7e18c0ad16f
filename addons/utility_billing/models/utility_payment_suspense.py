from odoo import api, fields, models
from odoo.exceptions import UserError

from .utility_payment_suggestion import Asked

_FIELDS = ("suggestion_id", "suggestion_reason", "suggestion_sure")


class UtilityPaymentRegistryLine(models.Model):
    """Whose the money of a line may be, why, and giving it there."""

    _inherit = "utility.payment.registry.line"

    suggestion_id = fields.Many2one("utility.account", compute="_compute_suggestion")
    suggestion_reason = fields.Char("Why", compute="_compute_suggestion")
    suggestion_sure = fields.Boolean("Sure", compute="_compute_suggestion")

    @api.depends("account_number", "payer", "address", "account_id")
    @api.depends_context("lang")
    def _compute_suggestion(self):
        waiting = self.filtered(
            lambda r: not r.account_id and (r.payer or r.address or r.account_number)
        )
        _fill_suggestions(
            waiting, lambda r: Asked(r.account_number, r.payer, r.purpose, r.address, r.amount)
        )
        (self - waiting).update(dict.fromkeys(_FIELDS, False))

    def action_accept_suggestion(self):
        """Give the money of the lines to the suggested accounts."""
        for line in self.filtered(lambda r: r.state == "suspense" and r.suggestion_id):
            payment = line.payment_ids.filtered(lambda p: p.state == "suspense")
            payment._assign(line.suggestion_id)
        return True


class UtilityPayment(models.Model):
    """Suggestions for money in suspense, wherever it came from."""

    _inherit = "utility.payment"

    suggestion_id = fields.Many2one("utility.account", compute="_compute_suggestion")
    suggestion_reason = fields.Char("Why", compute="_compute_suggestion")
    suggestion_sure = fields.Boolean("Sure", compute="_compute_suggestion")

    @api.depends("account_number", "payer", "purpose", "account_id", "registry_line_id")
    @api.depends_context("lang")
    def _compute_suggestion(self):
        waiting = self.filtered(lambda p: p.state == "suspense")
        _fill_suggestions(
            waiting,
            lambda p: Asked(
                p.account_number, p.payer, p.purpose, p.registry_line_id.address, p.amount
            ),
        )
        (self - waiting).update(dict.fromkeys(_FIELDS, False))

    def action_accept_suggestion(self):
        """Give the chosen payments to their suggested accounts."""
        return self._accept(self.filtered("suggestion_id"))

    def action_accept_sure(self):
        """Of the chosen payments give those to accounts that several facts point at."""
        return self._accept(self.filtered("suggestion_sure"))

    def _accept(self, payments):
        """Assign, each by itself; what is refused stays in suspense and is told."""
        todo = payments.filtered(lambda p: p.state == "suspense")
        if not todo:
            raise UserError(self.env._("For none of these payments is an account suggested."))
        given, refused = 0, []
        for payment in todo:
            account = payment.suggestion_id
            try:
                with self.env.cr.savepoint():
                    payment._assign(account)
                given += 1
            except UserError as error:
                refused.append(f"{payment.display_name}: {error}")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("%s payments have found their accounts", given),
                "message": "\n".join(refused) or False,
                "type": "warning" if refused else "success",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


def _fill_suggestions(records, asked):
    """Suggestions of lines or payments; ``asked`` makes :class:`Asked` of one of them."""
    suggestions = records.env["utility.payment.suggestion"]
    for company, part in records.grouped("company_id").items():
        found = suggestions._weigh(company, [asked(record) for record in part])
        for record, suggestion in zip(part, found, strict=True):
            record.suggestion_id = suggestion.account
            record.suggestion_reason = suggestions._reason_text(suggestion) or False
            record.suggestion_sure = suggestion.sure

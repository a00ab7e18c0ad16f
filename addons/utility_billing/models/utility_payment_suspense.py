from odoo import api, fields, models
from odoo.exceptions import UserError

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
        suggestions = self.env["utility.payment.suggestion"]
        for line in self:
            found = None
            if not line.account_id and (line.payer or line.address or line.account_number):
                found = suggestions._weigh(
                    line.company_id,
                    line.account_number,
                    line.payer,
                    line.purpose,
                    line.address,
                    line.amount,
                )
            line.suggestion_id = found.account if found else False
            line.suggestion_reason = suggestions._reason_text(found) if found else False
            line.suggestion_sure = bool(found and found.sure)

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
        suggestions = self.env["utility.payment.suggestion"]
        for payment in self:
            found = None
            if payment.state == "suspense":
                found = suggestions._weigh(
                    payment.company_id,
                    payment.account_number,
                    payment.payer,
                    payment.purpose,
                    payment.registry_line_id.address,
                    payment.amount,
                )
            payment.suggestion_id = found.account if found else False
            payment.suggestion_reason = suggestions._reason_text(found) if found else False
            payment.suggestion_sure = bool(found and found.sure)

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

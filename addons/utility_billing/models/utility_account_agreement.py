from decimal import Decimal

from odoo import fields, models

from ..loader.not_due import NotDue
from ..loader.reader import exact_cursor

ZERO = Decimal(0)


class UtilityAccount(models.Model):
    """Agreements of an account (X11, X16-X18): the way to them, and what they let wait."""

    _inherit = "utility.account"

    def action_view_agreements(self):
        return self._view_agreements("utility_billing.utility_agreement_action")

    def action_view_deposits(self):
        return self._view_agreements("utility_billing.utility_deposit_action")

    def action_view_payment_schedules(self):
        return self._view_agreements("utility_billing.utility_payment_schedule_action")

    def action_view_level_plans(self):
        return self._view_agreements("utility_billing.utility_level_plan_action")

    def _view_agreements(self, name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(name)
        return {
            **action,
            "domain": [("account_id", "=", self.id)],
            "context": {"default_account_id": self.id},
        }

    def _asked(self):
        """``{id: Decimal}`` what each account is asked for now: its balance less what agreements let
        wait; never below zero. The sum of registries of debts, on-line checks and the cash desk.
        """
        balances = self._balances()
        not_due = self._not_due()
        return {
            account.id: max(balances.get(account.id, ZERO) - not_due.get(account.id, ZERO), ZERO)
            for account in self
        }

    def _not_due(self):
        """``{id: Decimal}`` what of the balances agreements do not ask for in this month."""
        today = fields.Date.context_today(self)
        with exact_cursor(self.env) as cursor:
            found = NotDue(cursor, self.ids)
        return {account: found.on(account, today) for account in self.ids}

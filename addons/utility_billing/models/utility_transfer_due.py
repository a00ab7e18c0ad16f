import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class UtilitySupplierScheme(models.Model):
    """Transfers that are due by the frequency of the scheme (N03)."""

    _inherit = "utility.supplier.scheme"

    due_date = fields.Date(
        "Due Until",
        compute="_compute_due",
        help="Money collected until this day is to be handed over and stands in no register yet.",
    )
    due_amount = fields.Monetary("Due", compute="_compute_due")
    is_due = fields.Boolean(compute="_compute_due", search="_search_is_due")

    def _due_until(self):
        """The last day that a register made today has to hold: yesterday, or the month before."""
        today = fields.Date.context_today(self)
        if self.frequency == "month":
            return fields.Date.subtract(today.replace(day=1), days=1)
        return fields.Date.subtract(today, days=1)

    def _due(self):
        """Money collected until the due day less what registers hold; advances are nobody's."""
        self.ensure_one()
        if self.mode != "centre":
            return 0
        until = self._due_until()
        if until < self.date_from:
            return 0
        held = self.transfer_ids.filtered(lambda t: t.state != "cancelled")
        return float(sum(self._collected_until(until).values())) - sum(held.mapped("collected"))

    @api.depends("transfer_ids.state", "transfer_ids.collected", "mode", "frequency", "date_from")
    def _compute_due(self):
        for scheme in self:
            scheme.due_amount = scheme._due()
            scheme.is_due = scheme.currency_id.compare_amounts(scheme.due_amount, 0) > 0
            scheme.due_date = scheme._due_until() if scheme.is_due else False

    def _search_is_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        schemes = self.search([("mode", "=", "centre")])  # suppliers are few
        found = schemes.filtered(lambda s: s.is_due in value)
        return [("id", "in", found.ids)]

    @api.model
    def _cron_make_due(self):
        """Drafts of the transfers that are due, for the accountant to confirm; each by itself."""
        for scheme in self.search([("mode", "=", "centre")]):
            if not scheme.is_due:
                continue
            try:
                with self.env.cr.savepoint():
                    self.env["utility.transfer"]._make(scheme, scheme.due_date)
            except UserError as error:  # a draft that waits for its confirmation holds the money
                _logger.info("Transfer to %s: %s", scheme.supplier_id.display_name, error)

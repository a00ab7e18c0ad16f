from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: state that a bill has before the wizard, by what the wizard does
BEFORE = {"release": "held", "hold": "draft", "undo": "draft"}


class UtilityBillHold(models.TransientModel):
    """Hold or release bills, one or a whole filter of them, with one reason (X31)."""

    _name = "utility.bill.hold"
    _description = "Hold or release bills"

    kind = fields.Selection(
        [("release", "Release"), ("hold", "Hold"), ("undo", "Undo the release")],
        required=True,
        default="release",
    )
    scope = fields.Selection(
        [("chosen", "Chosen bills"), ("filter", "All bills of the filter")],
        required=True,
        default="chosen",
    )
    reason = fields.Char()
    bill_count = fields.Integer("Bills", compute="_compute_count")
    amount = fields.Float("Charged", digits=(16, 2), compute="_compute_count")
    skipped_count = fields.Integer(
        compute="_compute_count", help="Bills of another state, or of runs that are not in review."
    )
    has_filter = fields.Boolean(default=lambda self: self._has_filter(), readonly=True)

    @api.model
    def _has_filter(self):
        """Whether the list has more bills than were chosen in it."""
        context = self.env.context
        domain = context.get("active_domain")
        return bool(domain) and self.env["utility.bill"].search_count(domain) > len(
            context.get("active_ids") or []
        )

    def _domain(self):
        """The bills that were asked for, whatever their state."""
        context = self.env.context
        if self.scope == "filter" and context.get("active_domain"):
            return Domain(context["active_domain"])
        return Domain("id", "in", context.get("active_ids") or [])

    def _possible(self):
        """Those of them that can go the way of the wizard."""
        domain = (
            self._domain()
            & Domain("state", "=", BEFORE[self.kind])
            & Domain("run_id.state", "=", "review")
        )
        if self.kind == "undo":
            domain &= Domain("release_reason", "!=", False)
        return domain

    @api.depends("kind", "scope")
    @api.depends_context("active_ids", "active_domain")
    def _compute_count(self):
        bills = self.env["utility.bill"]
        for wizard in self:
            ((count, amount),) = bills._read_group(
                wizard._possible(), aggregates=["__count", "charged:sum"]
            )
            wizard.bill_count = count
            wizard.amount = amount
            wizard.skipped_count = bills.search_count(wizard._domain()) - count

    def action_apply(self):
        """Hold or release the bills; what is in another state is left alone."""
        self.ensure_one()
        bills = self.env["utility.bill"].search(self._possible())
        if not bills:
            raise UserError(
                self.env._(
                    "None of these bills can go this way: look at their state and their run."
                )
            )
        if self.kind == "release":
            bills._release(self.reason)
        elif self.kind == "hold":
            bills._hold(self.reason)
        else:
            bills._undo_release(self.reason)
        return {"type": "ir.actions.act_window_close"}

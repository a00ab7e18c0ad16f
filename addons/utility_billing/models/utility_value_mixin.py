from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class UtilityValueMixin(models.AbstractModel):
    """A dated value with the act that sets it, replaced by a newer row and never overwritten."""

    _name = "utility.value.mixin"
    _description = "Dated value"
    _inherit = ["utility.dated.mixin"]

    timeline_state = fields.Selection(
        [("past", "Past"), ("current", "Holds Today"), ("future", "Future")],
        compute="_compute_timeline_state",
        search="_search_timeline_state",
        string="Now",
    )
    document = fields.Binary("Order, File", attachment=True, copy=False)
    document_name = fields.Char(copy=False)

    @api.depends("date_from", "date_to")
    def _compute_timeline_state(self):
        today = fields.Date.context_today(self)
        for record in self:
            if record.date_to and record.date_to < today:
                record.timeline_state = "past"
            else:
                future = record.date_from and record.date_from > today
                record.timeline_state = "future" if future else "current"

    def _search_timeline_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        parts = {
            "past": Domain("date_to", "<", today),
            "current": (Domain("date_from", "=", False) | Domain("date_from", "<=", today))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today)),
            "future": Domain("date_from", ">", today),
        }
        return Domain.OR(parts[state] for state in value if state in parts)

    def _continue_from(self, day, vals):
        """A new row with ``vals`` from ``day`` on; this one ends the day before.

        The new row keeps the end that this one had.

        :raises UserError: ``day`` is not inside the days of this row
        """
        self.ensure_one()
        if self.date_from and day <= self.date_from or self.date_to and day > self.date_to:
            raise UserError(
                self.env._(
                    "%(name)s holds from %(start)s to %(end)s: choose a day after the first of them.",
                    name=self.display_name,
                    start=self.date_from or "…",
                    end=self.date_to or "…",
                )
            )
        end = self.date_to
        self.date_to = day - timedelta(days=1)
        return self.copy({"date_from": day, "date_to": end, **vals})

    def action_new_value(self):
        """Ask for the value and the day from which it holds."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Value"),
            "res_model": "utility.value.change",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

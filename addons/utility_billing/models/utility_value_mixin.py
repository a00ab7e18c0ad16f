from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class UtilityValueMixin(models.AbstractModel):
    """A dated value with the act that sets it, replaced by a newer row and never overwritten."""

    _name = "utility.value.mixin"
    _description = "Dated value"
    _inherit = ["utility.dated.mixin"]

    document = fields.Binary("Order, File", attachment=True, copy=False)
    document_name = fields.Char(copy=False)

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

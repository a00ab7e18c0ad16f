from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.queue_job.delay import group

from .utility_payment_registry_cancel import GROUPS

BATCH = 500  # payments that one transaction mirrors
AT_ONCE = 500


class UtilityPaymentRegistry(models.Model):
    """Taking a registry back: its payments are mirrored, its readings rejected (E07).

    For a file that was loaded into the wrong company or for the wrong agent. Afterwards the file
    may be loaded again; its operations then have numbers with a suffix, the first ones stay.
    """

    _inherit = "utility.payment.registry"

    state = fields.Selection(
        selection_add=[("undoing", "Being taken back"), ("undone", "Taken back")],
        ondelete={"undoing": "set done", "undone": "set done"},
    )

    def action_undo(self):
        """Mirror all payments of the registries; a large one by jobs."""
        if not self.env.su and not any(map(self.env.user.has_group, GROUPS)):
            raise AccessError(self.env._("Payments are reversed by billing and accountants."))
        for registry in self:
            if registry.state not in ("done", "running", "undoing"):
                raise UserError(self.env._("Registry %s is not loaded.", registry.name))
            registry._transition(state="undoing")
            payments = registry._payments_to_undo()
            batches = [payments[n : n + BATCH] for n in range(0, len(payments), BATCH)]
            if self.env.context.get("utility_synchronous") or len(payments) <= AT_ONCE:
                for batch in batches:
                    registry._undo_payments(batch.ids)
                registry._finish_undo()
            else:
                text = self.env._("Taking back registry %(name)s", name=registry.name)
                jobs = [
                    registry.delayable(description=text)._undo_payments(batch.ids)
                    for batch in batches
                ]
                finish = registry.delayable(description=text)._finish_undo()
                group(*jobs).on_done(finish).delay()
        return True

    def _payments_to_undo(self):
        return self.env["utility.payment"].search(
            [
                ("registry_line_id.registry_id", "=", self.id),
                ("state", "in", ("allocated", "suspense")),
            ],
            order="id",
        )

    def _undo_payments(self, payment_ids):
        """Mirror some payments and reject their readings, in one transaction."""
        self.ensure_one()
        payments = (
            self.env["utility.payment"]
            .browse(payment_ids)
            .filtered(lambda p: p.state in ("allocated", "suspense"))
        )
        payments._reverse(fields.Date.context_today(self))
        lines = payments.registry_line_id
        lines._take_readings_back()
        lines._transition(state="undone")

    def _finish_undo(self):
        """The file may come again once nothing of it is left."""
        self.ensure_one()
        if self._payments_to_undo():
            raise UserError(self.env._("Payments of registry %s are still registered.", self.name))
        waiting = self.line_ids.filtered(lambda r: r.state in ("new", "matched", "cancel"))
        waiting._transition(state="undone")
        self.write({"digest": False})
        self._transition(state="undone")
        kept = self.line_ids.filtered(
            lambda r: r.state == "undone" and r.reading_state in ("accepted", "suspect")
        )
        self.message_post(
            body=self.env._(
                "Taken back: %(lines)s lines. Readings that charges rest on stay: %(kept)s.",
                lines=len(self.line_ids.filtered(lambda r: r.state == "undone")),
                kept=len(kept),
            )
        )

from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.queue_job.delay import group

from ..loader.open_items import lock_accounts
from ..loader.payment_mirrors import mirror_payments
from .utility_payment_registry_cancel import GROUPS

BATCH = 5000  # payments that one transaction mirrors
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
            registry._free_deposits()
            registry._transition(state="undoing")
            payments = registry._payments_to_undo().ids
            batches = [payments[n : n + BATCH] for n in range(0, len(payments), BATCH)]
            if self.env.context.get("utility_synchronous") or len(payments) <= AT_ONCE:
                for batch in batches:
                    registry._undo_payments(batch)
                registry._finish_undo()
            else:
                text = self.env._("Taking back registry %(name)s", name=registry.name)
                jobs = [
                    registry.delayable(description=text)._undo_payments(batch) for batch in batches
                ]
                finish = registry.delayable(description=text)._finish_undo()
                group(*jobs).on_done(finish).delay()
        return True

    def _free_deposits(self):
        """Money of the registry that went into deposits becomes payments again, to be mirrored.

        :raises UserError: a deposit does not hold it any more
        """
        moves = self.env["utility.deposit.move"].sudo()  # as deposits are filled: without rights
        sums = moves._read_group(
            [("payment_id.registry_line_id.registry_id", "=", self.id)],
            ["deposit_id", "payment_id"],
            ["amount:sum"],
        )
        taken = defaultdict(Decimal)
        for deposit, payment, amount in sums:
            taken[deposit, payment.registry_line_id] += Decimal(f"{amount:.2f}")
        lock_accounts(self.env, [deposit.account_id.id for deposit, _line in taken])
        today = fields.Date.context_today(self)
        for (deposit, line), amount in taken.items():
            if amount <= 0:
                continue
            if deposit._held() < amount:
                raise UserError(
                    self.env._(
                        "%(deposit)s has used or given back money of line %(line)s. Settle it with "
                        "the payer first.",
                        deposit=deposit.display_name,
                        line=line.number,
                    )
                )
            deposit._use(amount, today, registry_line_id=line.id)

    def _payments_to_undo(self):
        return self.env["utility.payment"].search(
            [
                ("registry_line_id.registry_id", "=", self.id),
                ("state", "in", ("allocated", "suspense")),
            ],
            order="id",
        )

    def _undo_payments(self, payment_ids):
        """Mirror some payments and reject their readings, in one transaction; once a payment."""
        self.ensure_one()
        self.env["utility.payment"].check_access("create")
        self.env.flush_all()
        # moved money goes back where it came to: by the source of the registry
        today = fields.Date.context_today(self)
        mirrored = mirror_payments(self.env, payment_ids, today, self.source)
        with_readings = self.env["utility.payment.registry.line"].search(
            [
                ("id", "in", mirrored.lines),
                ("reading_state", "in", ("accepted", "suspect")),
            ]
        )
        with_readings._take_readings_back()
        self._mark_undone(SQL("id = ANY(%s)", mirrored.lines))
        payments = self.env["utility.payment"].browse(mirrored.payments)
        self.env["utility.payment.order"]._money_gone(payments, again=True)
        self.env["utility.webhook"]._tell_payments(payments, "reversals")

    def _mark_undone(self, condition):
        """Lines of the registry that are taken back: a number of them may come again."""
        lines = self.env["utility.payment.registry.line"]
        lines.flush_model()
        self.env.execute_query(
            SQL(
                "UPDATE utility_payment_registry_line SET state = 'undone'"
                " WHERE registry_id = %s AND %s RETURNING id",
                self.id,
                condition,
            )
        )
        lines.invalidate_model()
        self.invalidate_recordset()

    def _finish_undo(self):
        """The file may come again once nothing of it is left."""
        self.ensure_one()
        if self.state == "undone":
            return
        if self._payments_to_undo():
            raise UserError(self.env._("Payments of registry %s are still registered.", self.name))
        self._mark_undone(SQL("state IN ('new', 'matched', 'cancel', 'settled')"))
        self.write({"digest": False})
        self._transition(state="undone")
        undone = [("registry_id", "=", self.id), ("state", "=", "undone")]
        kept = [*undone, ("reading_state", "in", ("accepted", "suspect"))]
        lines = self.env["utility.payment.registry.line"]
        self.message_post(
            body=self.env._(
                "Taken back: %(lines)s lines. Readings that charges rest on stay: %(kept)s.",
                lines=lines.search_count(undone),
                kept=lines.search_count(kept),
            )
        )

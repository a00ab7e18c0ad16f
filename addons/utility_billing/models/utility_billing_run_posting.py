from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.queue_job.delay import group

from ..loader.invoice_rows import waiting_settlements
from .portion_jobs import CHANNEL

PORTION = 100
AT_ONCE = 200


class UtilityBillingRun(models.Model):
    """Entries of a run: summary entries of individuals, invoices of organisations.

    Invoices of many organisations are made by jobs in portions; a job makes only what is missing,
    so that it may be started again at any time.
    """

    _inherit = "utility.billing.run"

    move_ids = fields.One2many("account.move", "utility_run_id", readonly=True)
    invoicing = fields.Boolean(
        "Invoices Are Being Made",
        readonly=True,
        copy=False,
        help="The run is posted, but some organisations have no invoice yet.",
    )
    # as superuser: who charges need not see the ledger to know that entries were made
    move_count = fields.Integer(compute="_compute_move_count", compute_sudo=True)
    invoice_count = fields.Integer(compute="_compute_move_count", compute_sudo=True)

    def _compute_move_count(self):
        groups = self.env["account.move"]._read_group(
            [("utility_run_id", "in", self.ids)], ["utility_run_id", "move_type"], ["__count"]
        )
        for run in self:
            own = [(kind, count) for found, kind, count in groups if found == run]
            run.move_count = sum(count for _kind, count in own)
            run.invoice_count = sum(count for kind, count in own if kind != "entry")

    def _by_accountant(self):
        """The runs, to be posted by whoever keeps the ledger.

        :raises AccessError: the user is no accountant, or may not see a run
        """
        if not self.env.su and not self.env.user.has_group("utility_base.group_accountant"):
            raise AccessError(self.env._("Entries are posted by accountants."))
        self.check_access("read")
        # sudo: accountants post by the rules; they need no rights to charge nor on each journal
        return self.sudo()

    def action_post(self):
        """Post the approved charges to the general ledger."""
        for run in self._by_accountant():
            if run.state not in ("approved", "documents") or run.simulation:
                raise UserError(self.env._("Run %s is not approved, or posted already.", run.name))
            self.env["utility.posting"]._post_run(run)
            run._transition(state="posted")
            run.flush_recordset()
            run._make_invoices()
        return True

    def _make_invoices(self):
        """Invoices that are missing: a few at once, many by jobs."""
        self.ensure_one()
        keys = waiting_settlements(self.env, self)
        if len(keys) <= AT_ONCE:
            self.env["utility.invoicing"]._invoice(self, keys)
            self._transition(invoicing=False)
            return
        self._transition(invoicing=True)
        name = self.env._("Invoices of %s", self.name)
        jobs = [
            self.delayable(channel=CHANNEL, description=name)._job_invoice(
                keys[start : start + PORTION]
            )
            for start in range(0, len(keys), PORTION)
        ]
        finish = self.delayable(channel=CHANNEL, description=name)
        group(*jobs).on_done(finish._job_invoiced()).delay()

    def _job_invoice(self, keys):
        """Job: invoices of a portion, those that exist already left out."""
        if self.state != "posted":
            return
        waiting = waiting_settlements(self.env, self, keys)
        self.env["utility.invoicing"]._invoice(self, waiting)

    def _job_invoiced(self):
        """Last job: the run is posted as a whole when nobody waits for an invoice."""
        if self.state == "posted" and not waiting_settlements(self.env, self):
            self._transition(invoicing=False)

    def action_make_invoices(self):
        """Make what is missing after a failed job."""
        for run in self._by_accountant():
            run._check_state("posted")
            run._make_invoices()
        return True

    def action_view_moves(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries of %s", self.name),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("utility_run_id", "=", self.id)],
        }

    def action_view_invoices(self):
        self.ensure_one()
        return self.action_view_moves() | {
            "name": self.env._("Invoices of %s", self.name),
            "domain": [
                ("utility_run_id", "=", self.id),
                ("move_type", "in", ("out_invoice", "out_refund")),
            ],
        }

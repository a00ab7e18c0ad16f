from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import groupby

from odoo.addons.utility_base.tools.transition import TRANSITION

from .portion_jobs import cancel_jobs, delay_portions, without_job


class UtilityPrintOrder(models.Model):
    """Bills of a run or papers of organisations for the printing house, in files made by jobs.

    A file that is done stays when the rest is cancelled; *Go On* makes what is missing, also after
    a server that was stopped. The choice and the sequence are those of the moment of the order.
    """

    _name = "utility.print.order"
    _description = "Print order"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ("state", "what", "run_id", "company_id", "options", "finished_at")
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    what = fields.Selection(
        [("bills", "Bills"), ("papers", "Papers of organisations")], required=True, readonly=True
    )
    run_id = fields.Many2one(
        "utility.billing.run", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    options = fields.Json(readonly=True, help="What the layout is asked for.")
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True,
        default="running",
        readonly=True,
    )
    file_ids = fields.One2many("utility.print.file", "order_id", readonly=True)
    document_count = fields.Integer("Documents", compute="_compute_progress")
    file_count = fields.Integer("Files", compute="_compute_progress")
    failed_count = fields.Integer("Files Failed", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", aggregator=None)
    finished_at = fields.Datetime(readonly=True)

    @api.depends("file_ids.state")
    def _compute_progress(self):
        groups = self.env["utility.print.file"]._read_group(
            [("order_id", "in", self.ids)],
            ["order_id", "state"],
            ["__count", "document_count:sum"],
        )
        for order in self:
            own = {state: (files, docs) for found, state, files, docs in groups if found == order}
            order.file_count = sum(files for files, _docs in own.values())
            order.document_count = sum(docs for _files, docs in own.values())
            order.failed_count = own.get("failed", (0, 0))[0]
            done = own.get("done", (0, 0))[1]
            order.progress = 100.0 * done / (order.document_count or 1)

    @api.model
    def _start(self, parts, **values):
        """A new order whose files hold ``parts``: ``[(label, ids)]``; its jobs begin."""
        files = [
            (
                0,
                0,
                {"number": number, "label": label, "record_ids": ids, "document_count": len(ids)},
            )
            for number, (label, ids) in enumerate(parts, 1)
        ]
        orders = self.with_context(utility_transition=TRANSITION)
        order = orders.create(values | {"file_ids": files}).with_env(self.env)
        order._go_on(order.file_ids)
        return order

    def _go_on(self, files):
        last = self.env._("%s: end of the print order", self.name)
        delay_portions(self, files, "_job_make", last)

    def _job_finish(self):
        """Last job; after *Go On* there is one for each part, and the last counts."""
        states = set(self.file_ids.mapped("state"))
        if self.state == "running" and states == {"done"}:
            self._transition(state="done", finished_at=fields.Datetime.now())

    def action_cancel(self):
        """Files that nobody works at are not made; those that are done stay."""
        for order in self:
            if order.state != "running":
                raise UserError(self.env._("%s is not running.", order.name))
            waiting = order.file_ids.filtered(lambda file: file.state == "pending")
            waiting._transition(state="cancelled")
            order.flush_recordset()
            cancel_jobs(waiting)
            order._transition(state="cancelled", finished_at=fields.Datetime.now())
        return True

    def action_resume(self):
        """Make the files that are missing: cancelled, failed, or without a job."""
        for order in self:
            files = order.file_ids.filtered(lambda f: f.state in ("cancelled", "failed"))
            files |= without_job(order.file_ids)
            if not files:
                raise UserError(self.env._("%s: nothing is missing.", order.name))
            files._transition(state="pending", message=False)
            order._transition(state="running", finished_at=False)
            order._go_on(files)
        return True

    def action_open(self):
        """The order with its progress."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if any(order.state == "running" for order in self):
            raise UserError(self.env._("Cancel the print order first."))


def in_files(rows, size):
    """``[(label, ids)]`` of sorted ``(label, customer, id)``: no file holds more than ``size``
    documents but those of one customer, which stay together.

    >>> in_files([("", 1, 11), ("", 1, 12), ("", 2, 13), ("x", 3, 14)], 2)
    [('', [11, 12]), ('', [13]), ('x', [14])]
    """
    parts = []
    for label, same in groupby(rows, lambda row: row[0]):
        ids = []
        for _customer, own in groupby(same, lambda row: row[1]):
            if ids and len(ids) + len(own) > size:
                parts.append((label, ids))
                ids = []
            ids = ids + [row[2] for row in own]
        parts.append((label, ids))
    return parts

import time

from odoo import fields, models

from odoo.addons.utility_base.tools.downloads import download

from .portion_jobs import attempt


class UtilityPrintFile(models.Model):
    """A file of a print order that one job makes; made again it takes the place of the first."""

    _name = "utility.print.file"
    _description = "Print file"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ("state", "order_id", "record_ids", "number", "message")
    _order = "order_id, number"
    _rec_name = "label"

    order_id = fields.Many2one(
        "utility.print.order", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    number = fields.Integer(required=True, readonly=True)
    label = fields.Char("What", readonly=True)
    record_ids = fields.Json(readonly=True, help="Ids of the documents, in their sequence.")
    document_count = fields.Integer("Documents", readonly=True)
    state = fields.Selection(
        [
            ("pending", "Waiting"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="pending",
        readonly=True,
    )
    attachment_id = fields.Many2one("ir.attachment", readonly=True, ondelete="set null")
    size = fields.Integer(related="attachment_id.file_size")
    seconds = fields.Float(digits=(12, 1), readonly=True)
    job_uuid = fields.Char(index="btree_not_null", readonly=True)
    message = fields.Text(readonly=True)

    def _job_make(self):
        """Job: the PDF of the file, unless the order was cancelled meanwhile."""
        self.lock_for_update()
        if self.state != "pending" or self.order_id.state != "running":
            return
        start = time.monotonic()
        if attempt(self, lambda: self._keep(self._content())):
            self._transition(state="done", seconds=time.monotonic() - start, message=False)

    def _content(self):
        """The documents as one PDF."""
        order = self.order_id
        if order.what == "papers":
            return self.env["utility.paper"].browse(self.record_ids)._render_joined()
        bills = self.env["utility.bill"].browse(self.record_ids)
        return bills._pdf(**(order.options or {}))

    def _keep(self, content):
        parts = (self.order_id.name, f"{self.number:04d}", self.label)
        name = " ".join(part for part in parts if part)
        self.attachment_id.unlink()
        self.attachment_id = self.env["ir.attachment"].create(
            {
                "name": f"{name}.pdf".replace("/", "-"),
                "res_model": self._name,
                "res_id": self.id,
                "raw": content,
                "mimetype": "application/pdf",
            }
        )

    def action_download(self):
        self.ensure_one()
        return download(self.attachment_id)

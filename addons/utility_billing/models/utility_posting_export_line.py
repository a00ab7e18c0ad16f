import uuid

from odoo import api, fields, models


class UtilityPostingExportLine(models.Model):
    """A posting in a file, and its answer."""

    _name = "utility.posting.export.line"
    _description = "Exported posting"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ("state", "reason", "export_id", "move_id")
    _order = "export_id, id"
    _rec_name = "move_id"

    export_id = fields.Many2one(
        "utility.posting.export", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="export_id.company_id", store=True, index=True)
    move_id = fields.Many2one(
        "account.move", required=True, readonly=True, index=True, ondelete="restrict"
    )
    date = fields.Date(related="move_id.date")
    amount = fields.Monetary(related="move_id.amount_total")
    currency_id = fields.Many2one(related="move_id.currency_id")
    uid = fields.Char("Id", compute="_compute_uid", help="The same whenever the posting is sent.")
    state = fields.Selection(
        [
            ("sent", "Sent"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="sent",
        readonly=True,
    )
    reason = fields.Char(readonly=True)

    _move_uniq = models.UniqueIndex(
        "(move_id) WHERE state IN ('sent', 'accepted')", "This posting is in another file."
    )

    @api.depends("move_id")
    def _compute_uid(self):
        base = uuid.uuid5(uuid.NAMESPACE_URL, "urn:utility:postings:1")
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid", "")
        for line in self:
            line.uid = str(uuid.uuid5(base, f"{database}/account.move/{line.move_id.id}"))

    def action_view_move(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }

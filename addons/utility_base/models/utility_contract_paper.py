from odoo import api, fields, models


class UtilityContractPaper(models.Model):
    """A document that the customer hands in for a contract, and what the analysis says (A20)."""

    _name = "utility.contract.paper"
    _description = "Document for a contract"
    _order = "contract_id, sequence, id"

    contract_id = fields.Many2one("utility.contract", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, help="Identity card, extract of the register, ...")
    required = fields.Boolean(default=True, help="The contract cannot come into force without it.")
    number = fields.Char(help="Number and date of the document.")
    received_date = fields.Date()
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    verdict = fields.Selection(
        [
            ("missing", "Missing"),
            ("received", "Received"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected"),
        ],
        compute="_compute_verdict",
        store=True,
        readonly=False,
        required=True,
        default="missing",
    )
    note = fields.Char(help="What is wrong with it.")

    @api.depends("received_date", "file")
    def _compute_verdict(self):
        """Something that came in waits for analysis."""
        for paper in self:
            came = paper.received_date or paper.file
            if came and paper.verdict in (False, "missing"):
                paper.verdict = "received"
            else:
                paper.verdict = paper.verdict or "missing"

    def action_accept(self):
        today = fields.Date.context_today(self)
        for paper in self:
            paper.write({"verdict": "accepted", "received_date": paper.received_date or today})
        return True

    def action_reject(self):
        return self.write({"verdict": "rejected"})

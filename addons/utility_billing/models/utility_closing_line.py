from odoo import api, fields, models
from odoo.exceptions import UserError


class UtilityClosingLine(models.Model):
    """What one invariant found in a check of a month; readable, written by the check alone."""

    _name = "utility.closing.line"
    _description = "Line of the closing cockpit"
    _order = "check_id desc, sequence, id"

    check_id = fields.Many2one(
        "utility.closing.check", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="check_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    invariant_id = fields.Many2one("utility.invariant", required=True, ondelete="restrict")
    name = fields.Char(related="invariant_id.name")
    explanation = fields.Char(related="invariant_id.explanation")
    remedy = fields.Char(related="invariant_id.remedy")
    sequence = fields.Integer(related="invariant_id.sequence", store=True)
    stage = fields.Selection(related="invariant_id.stage", store=True)
    severity = fields.Selection(related="invariant_id.severity", store=True)
    done = fields.Boolean(readonly=True)
    count = fields.Integer("Found", readonly=True)
    amount = fields.Monetary(readonly=True)
    seconds = fields.Float(digits=(12, 3), readonly=True)
    res_model = fields.Char(readonly=True)
    res_ids = fields.Json(readonly=True, help="The first thousand rows that were found.")
    previous_count = fields.Integer("Before", readonly=True, help="Found by the check before.")
    change = fields.Integer(compute="_compute_change", help="More or less than the check before.")
    signature_id = fields.Many2one("utility.closing.signature", compute="_compute_state")
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("good", "Good"),
            ("info", "To Know"),
            ("signed", "Signed"),
            ("unsigned", "To Sign"),
            ("blocking", "Blocking"),
        ],
        compute="_compute_state",
    )

    _check_invariant_uniq = models.UniqueIndex("(check_id, invariant_id)")

    @api.depends("count", "previous_count")
    def _compute_change(self):
        for line in self:
            line.change = line.count - line.previous_count

    @api.depends("done", "count", "amount", "severity", "check_id.period_id")
    def _compute_state(self):
        """A signature holds for what was signed: the same count and sum."""
        signatures = self.env["utility.closing.signature"].search(
            [
                ("period_id", "in", self.check_id.period_id.ids),
                ("invariant_id", "in", self.invariant_id.ids),
            ],
            order="id",
        )
        signed = {(s.period_id, s.invariant_id, s.count, round(s.amount, 2)): s for s in signatures}
        for line in self:
            key = (line.check_id.period_id, line.invariant_id, line.count, round(line.amount, 2))
            line.signature_id = signed.get(key, False) if line.severity == "sign" else False
            if not line.done:
                line.state = "waiting"
            elif not line.count:
                line.state = "good"
            elif line.severity == "block":
                line.state = "blocking"
            elif line.severity == "info":
                line.state = "info"
            else:
                line.state = "signed" if line.signature_id else "unsigned"

    def action_open(self):
        """The offending rows, with what their own list offers."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self.res_model,
            "view_mode": "list,form",
            "domain": [("id", "in", self.res_ids or [])],
            "context": {"create": False, "active_test": False},
        }

    def action_sign(self):
        """Ask for the reason why the month may be closed all the same."""
        self.ensure_one()
        if self.state != "unsigned":
            raise UserError(self.env._("There is nothing to sign in “%s”.", self.name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign: %s", self.name),
            "res_model": "utility.closing.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_id": self.id},
        }

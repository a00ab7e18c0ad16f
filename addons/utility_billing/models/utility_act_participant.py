from odoo import api, fields, models


class UtilityActParticipant(models.Model):
    """Who was present when an act was drawn up, and whether they signed it."""

    _name = "utility.act.participant"
    _description = "Participant of an act"
    _order = "act_id, sequence, id"

    act_id = fields.Many2one("utility.act", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="act_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    role = fields.Selection(
        [
            ("executor", "For the company"),
            ("consumer", "Consumer"),
            ("neighbour", "Neighbour"),
            ("chairman", "Head of the house council"),
            ("witness", "Witness"),
        ],
        required=True,
        default="executor",
    )
    partner_id = fields.Many2one("res.partner", "Contact", ondelete="set null")
    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, required=True, precompute=True
    )
    position = fields.Char("Position or Address", help="Of neighbours: their flat.")
    signature = fields.Selection(
        [("signed", "Signed"), ("refused", "Refused to sign"), ("absent", "Was absent")],
        required=True,
        default="signed",
    )

    @api.depends("partner_id")
    def _compute_name(self):
        for participant in self:
            participant.name = participant.partner_id.name or participant.name

    @api.onchange("role")
    def _onchange_role(self):
        """The consumer is the payer unless somebody else is named."""
        if self.role == "consumer" and not self.name:
            self.partner_id = self.act_id.account_id.partner_id

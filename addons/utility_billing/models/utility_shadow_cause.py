from odoo import fields, models
from odoo.exceptions import UserError

CAUSES = [
    ("rounding", "Rounding"),
    ("sign", "Sign of the sum"),
    ("tariff_date", "Price of other days"),
    ("tariff", "Another price"),
    ("residents", "Residents"),
    ("area", "Area"),
    ("norm", "Norm"),
    ("days", "Days"),
    ("reading", "Reading or volume"),
    ("method", "Another method"),
    ("house_share", "Share of the house"),
    ("privilege", "Privilege"),
    ("uplift", "Uplift"),
    ("recalculation", "Recalculation"),
    ("vat", "VAT"),
    ("several", "Two causes"),
    ("service_here", "Service missing here"),
    ("service_there", "Service missing there"),
    ("account_here", "Account missing here"),
    ("account_there", "Account missing there"),
    ("problem", "Could not be charged here"),
    ("other", "Unexplained"),
]
#: causes that no hypothesis explains: a person has to
UNEXPLAINED = ("other", "problem", "account_here")


class UtilityShadowCause(models.Model):
    """A class of differences of a comparison; a person may accept it for a reason."""

    _name = "utility.shadow.cause"
    _description = "Class of differences"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ("state", "user_id", "accepted_at", "count", "amount")
    _order = "state desc, count desc"
    _rec_name = "cause"

    shadow_id = fields.Many2one("utility.shadow", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="shadow_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cause = fields.Selection(CAUSES, required=True, readonly=True)
    count = fields.Integer("Differences", readonly=True)
    amount = fields.Monetary("Sum of Differences", readonly=True)
    state = fields.Selection(
        [("explained", "Explained"), ("unexplained", "Unexplained"), ("accepted", "Accepted")],
        required=True,
        readonly=True,
    )
    reason = fields.Char(help="Why the differences of this class are right.")
    user_id = fields.Many2one("res.users", string="Accepted By", readonly=True)
    accepted_at = fields.Datetime("Accepted On", readonly=True)

    def action_accept(self):
        """Take the responsibility for a class, with a reason that stays."""
        for row in self:
            if not (row.reason or "").strip():
                raise UserError(self.env._("Write down why these differences are right."))
            row._transition(
                state="accepted", user_id=self.env.uid, accepted_at=fields.Datetime.now()
            )
        return True

    def action_view_differences(self):
        self.ensure_one()
        return self.shadow_id._action_differences([("cause", "=", self.cause)])

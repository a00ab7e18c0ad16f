from odoo import api, fields, models


class UtilityAgreementScheduleMixin(models.AbstractModel):
    """Agreements that are paid by a schedule and break by their own delays (X16, X17).

    A model that inherits this follows what was paid by ``_follow(day, isolate)``.
    """

    _name = "utility.agreement.schedule.mixin"
    _description = "Agreement paid by a schedule"
    _inherit = ["utility.agreement.mixin"]

    break_days = fields.Integer(
        "Breaks After Days of Delay",
        compute="_compute_break_days",
        store=True,
        readonly=False,
        tracking=True,
        help="0: not by days.",
    )
    break_missed = fields.Integer(
        "Breaks at Late Payments",
        compute="_compute_break_missed",
        store=True,
        readonly=False,
        tracking=True,
        help="So many late at once; 0: not by their number.",
    )

    # one by one: a term that is given leaves the others to the rules
    @api.depends("account_id", "date")
    def _compute_break_days(self):
        for agreement in self:
            agreement.break_days = int(agreement._usual("agreement_break_days"))

    @api.depends("account_id", "date")
    def _compute_break_missed(self):
        for agreement in self:
            agreement.break_missed = int(agreement._usual("agreement_break_missed"))

    def action_follow(self):
        """See now what was paid, instead of in the night."""
        self.check_access("write")
        self._expect("active")
        self._follow(fields.Date.context_today(self))
        return True

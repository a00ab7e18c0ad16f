from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: what a pause may be limited to; nothing: the whole company
SCOPES = ("account_id", "contract_id", "building_id", "locality_id")


class UtilityPenaltyPause(models.Model):
    """Days that bear no penalty: court, moratorium, bankruptcy, agreement (F10, F20).

    Holds for an account, a contract, a house, a locality or the whole company. The days go on
    counting for the divisors of the law. Penalties of these days that were accrued before are
    taken back by the next accrual.
    """

    _name = "utility.penalty.pause"
    _description = "Pause of penalties"
    _inherit = ["mail.thread", "utility.dated.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    reason = fields.Selection(
        [
            ("court", "Court"),
            ("moratorium", "Moratorium"),
            ("bankruptcy", "Bankruptcy"),
            ("agreement", "Agreement on the debt"),
            ("state_debt", "The state owes the payer"),
            ("other", "Other"),
        ],
        required=True,
        tracking=True,
    )
    account_id = fields.Many2one(
        "utility.account", index="btree_not_null", check_company=True, ondelete="cascade"
    )
    contract_id = fields.Many2one(
        "utility.contract", index="btree_not_null", check_company=True, ondelete="cascade"
    )
    building_id = fields.Many2one(
        "utility.building", index="btree_not_null", check_company=True, ondelete="cascade"
    )
    locality_id = fields.Many2one("utility.locality", index="btree_not_null", ondelete="cascade")
    debt_from = fields.Date(
        "Debts From", readonly=True, help="First month of the debts of an agreement; none: all."
    )
    debt_to = fields.Date("Debts To", readonly=True, help="First day of the last month.")
    interest = fields.Boolean(
        "Interest Too", default=True, help="Interest a year does not run on these days either."
    )
    document = fields.Char(help="Ruling, order or agreement, with number and date.")
    note = fields.Text()
    active = fields.Boolean(default=True, tracking=True)
    date_from = fields.Date(tracking=True)
    date_to = fields.Date(tracking=True)

    @api.constrains(*SCOPES)
    def _check_scope(self):
        for pause in self:
            if sum(bool(pause[name]) for name in SCOPES) > 1:
                raise ValidationError(
                    self.env._(
                        "A pause holds for one account, contract, building or locality, or for "
                        "the whole company. Make a pause for each."
                    )
                )

    @api.depends("reason", "date_from", "date_to")
    def _compute_display_name(self):
        labels = dict(self._fields["reason"]._description_selection(self.env))
        for pause in self:
            days = f"{pause.date_from or ''} – {pause.date_to or ''}".strip()
            pause.display_name = f"{labels.get(pause.reason, '')} {days}".strip()

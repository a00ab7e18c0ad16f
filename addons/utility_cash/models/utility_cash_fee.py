from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.utility_billing.engine.agent_fee import FeeTerm, agent_fee

from .utility_cash_tender import TENDERS


class UtilityCashFee(models.Model):
    """Fee for a way of payment at the till: the payer pays it on top, or the company bears it (X12)."""

    _name = "utility.cash.fee"
    _description = "Fee of the cash desk"
    _order = "kind, date_from desc, id desc"
    _check_company_auto = True
    _rec_name = "kind"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    point_id = fields.Many2one(
        "utility.cash.point", "Till", check_company=True, help="Empty: every till."
    )
    kind = fields.Selection(TENDERS, "Way of Payment", required=True, default="card")
    bearer = fields.Selection(
        [("payer", "The payer, on top"), ("company", "The company")],
        "Borne By",
        required=True,
        default="company",
    )
    percent = fields.Float(digits=(6, 3))
    fixed = fields.Monetary()
    minimum = fields.Monetary(help="Zero: none.")
    maximum = fields.Monetary(help="Zero: none.")
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("To")
    service_id = fields.Many2one(
        "utility.service",
        "Shown As",
        check_company=True,
        help="Names the fee on fiscal receipts and gives its VAT.",
    )

    @api.constrains("percent", "fixed", "minimum", "maximum", "date_from", "date_to")
    def _check_values(self):
        for fee in self:
            if min(fee.percent, fee.fixed, fee.minimum, fee.maximum) < 0 or fee.percent > 100:
                raise ValidationError(self.env._("A fee is between nothing and the whole."))
            if fee.date_to and fee.date_to < fee.date_from:
                raise ValidationError(self.env._("The fee ends before it begins."))

    @api.model_create_multi
    def create(self, vals_list):
        fees = super().create(vals_list)
        # sudo: whoever sets up tills need not have rights on the ledger
        fees.company_id.sudo()._utility_prepare_cash()
        return fees

    @api.model
    def _of_point(self, point, day):
        """``{kind of tender: fee}`` that hold at ``point``; its own go before those of all tills."""
        fees = self.search(
            [
                ("company_id", "=", point.company_id.id),
                ("point_id", "in", [False, point.id]),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
            ]
        )
        found = {}
        for fee in fees.sorted(lambda f: not f.point_id):
            found.setdefault(fee.kind, fee)
        return found

    def _amount(self, amount):
        """Fee of a Decimal ``amount``, to the smallest coin; zero of nothing."""
        self.ensure_one()
        if not amount:
            return Decimal(0)
        values = (self.percent, self.fixed, self.minimum, self.maximum)
        percent, fixed, minimum, maximum = (Decimal(str(value)) for value in values)
        term = FeeTerm(
            self.date_from, self.date_to or None, self.kind, percent, fixed, minimum, maximum
        )
        return agent_fee(amount, term)

    def _screen(self):
        """The fee as the screen reckons with it: whole thousandths of a per cent, whole coins."""
        return {
            "on_top": self.bearer == "payer",
            "percent": round(self.percent * 1000),
            "fixed": round(self.fixed * 100),
            "minimum": round(self.minimum * 100),
            "maximum": round(self.maximum * 100),
        }

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.utility_base.tools.sequences import next_number
from odoo.addons.utility_base.tools.transition import TRANSITION

REASONS = [
    ("receipts", "Receipts of a shift"),
    ("float", "Change money brought"),
    ("surplus", "Surplus found"),
    ("refunds", "Refunds of a shift"),
    ("refund", "Given back to a payer"),
    ("bank", "Handed over to the bank"),
    ("collector", "Handed over to the collector"),
    ("shortage", "Shortage found"),
]
INCOMING = ("receipts", "float", "surplus")
OUT_OF_DRAWER = ("bank", "collector", "refund")
#: posting rule of an order; receipts and refunds are posted with their payments
DOCUMENT = {
    "float": "cash_transfer",
    "bank": "cash_transfer",
    "collector": "cash_transfer",
    "surplus": "cash_surplus",
    "shortage": "cash_shortage",
}


class UtilityCashOrder(models.Model):
    """Cash order (ПКО, РКО): money that came into a till or left it; the cash book is made of them."""

    _name = "utility.cash.order"
    _description = "Cash order"
    _inherit = ["utility.cash.made.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _fixed_fields = ("name", "move_id")

    name = fields.Char("Number", required=True, readonly=True, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    point_id = fields.Many2one(
        "utility.cash.point", required=True, readonly=True, index=True, check_company=True
    )
    shift_id = fields.Many2one(
        "utility.cash.shift", readonly=True, index="btree_not_null", check_company=True
    )
    user_id = fields.Many2one("res.users", "Cashier", required=True, readonly=True, index=True)
    date = fields.Date(required=True, readonly=True, index=True)
    kind = fields.Selection([("in", "Received"), ("out", "Paid Out")], required=True, readonly=True)
    reason = fields.Selection(REASONS, required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    person = fields.Char("Received From or Given To", readonly=True)
    note = fields.Char("Basis", readonly=True)
    move_id = fields.Many2one("account.move", readonly=True, index="btree_not_null")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "The sum of an order is positive.")
    _number_uniq = models.UniqueIndex("(company_id, kind, name, (EXTRACT(year FROM date)))")

    @api.model
    def _issue(self, point, date, reason, amount, shift=None, note="", person=""):
        """Make and post an order; ``amount`` is a positive Decimal.

        :raises UserError: more is paid out than lies in the drawer
        """
        kind = "in" if reason in INCOMING else "out"
        if reason in OUT_OF_DRAWER and amount > point._balance():
            raise UserError(self.env._("Only %s lies in the drawer.", f"{point._balance():.2f}"))
        order = self.with_context(utility_transition=TRANSITION).create(
            {
                "name": next_number(
                    self.env,
                    f"utility_cash.sequence_order_{kind}",
                    f"utility.cash.order.{kind}",
                    point.company_id,
                    date,
                ),
                "company_id": point.company_id.id,
                "point_id": point.id,
                "shift_id": shift.id if shift else False,
                "user_id": self.env.uid,
                "date": date,
                "kind": kind,
                "reason": reason,
                "amount": float(amount),
                "note": note or False,
                "person": person or False,
            }
        )
        order = order.with_env(self.env)
        self.env["utility.posting"]._post_cash_order(order)
        return order

    @api.model
    def _balances(self, points, until=None):
        """``{point id: Decimal}``: received less paid out, up to the end of ``until``."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT point_id, SUM(CASE WHEN kind = 'in' THEN amount ELSE -amount END)::text
                  FROM utility_cash_order
                 WHERE point_id = ANY(%s) AND date <= %s
                 GROUP BY point_id
                """,
                points.ids,
                until or "infinity",
            )
        )
        return {point: Decimal(amount) for point, amount in rows}

    def write(self, vals):
        if self._is_outside():
            raise UserError(self.env._("A cash order does not change."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A cash order cannot be deleted."))

    def action_print(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/cash/order/{self.id}",
            "target": "new",
        }

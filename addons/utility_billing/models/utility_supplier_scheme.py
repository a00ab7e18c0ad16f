from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class UtilitySupplierScheme(models.Model):
    """How money of a supplier's services is settled (C20, N02-N04).

    *Settlement centre*: we charge and collect for the supplier and hand over what was collected,
    less our fee. *Direct*: the supplier charges its customers itself. *Another centre*: an external
    settlement centre charges and collects; its charges and payments come by the exchange of files
    (``utility.centre.statement``). Our runs leave the services of the last two out from the day of
    the scheme on; a contract may say otherwise. The company's own partner stands for services
    without a supplier.
    """

    _name = "utility.supplier.scheme"
    _description = "Settlement with a supplier"
    _order = "supplier_id, date_from desc, id desc"
    _check_company_auto = True
    _rec_name = "supplier_id"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    supplier_id = fields.Many2one("res.partner", required=True, index=True, check_company=True)
    mode = fields.Selection(
        [
            ("centre", "We are its settlement centre"),
            ("direct", "Customers pay it directly"),
            ("external", "Another settlement centre"),
        ],
        required=True,
        default="centre",
    )
    centre_id = fields.Many2one("res.partner", string="Settlement Centre", check_company=True)
    fee_percent = fields.Float("Fee, %", digits=(5, 2), help="Of the collected money.")
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    frequency = fields.Selection(
        [("day", "Every day"), ("month", "Every month")], required=True, default="day"
    )
    transfer_ids = fields.One2many("utility.transfer", "scheme_id")
    collected = fields.Monetary(compute="_compute_balance", help="All that customers paid.")
    fee = fields.Monetary("Fee Withheld", compute="_compute_balance")
    paid = fields.Monetary("Handed Over", compute="_compute_balance")
    balance = fields.Monetary(
        "Still Owed", compute="_compute_balance", help="Collected, less the fee and what was paid."
    )

    _supplier_uniq = models.UniqueIndex(
        "(company_id, supplier_id)", "This supplier has a scheme of settlement already."
    )
    _fee_check = models.Constraint(
        "CHECK (fee_percent >= 0 AND fee_percent < 100)", "The fee is between 0 and 100 percent."
    )

    @api.constrains("mode", "centre_id")
    def _check_centre(self):
        for scheme in self:
            if scheme.mode == "external" and not scheme.centre_id:
                raise ValidationError(self.env._("Name the settlement centre."))

    @api.depends("transfer_ids.state", "transfer_ids.fee", "transfer_ids.payable", "date_from")
    def _compute_balance(self):
        for scheme in self:
            lines = scheme._collected_until(fields.Date.context_today(self))
            done = scheme.transfer_ids.filtered(lambda t: t.state in ("confirmed", "paid"))
            paid = done.filtered(lambda t: t.state == "paid")
            scheme.collected = float(sum(lines.values()))
            scheme.fee = sum(done.mapped("fee"))
            scheme.paid = sum(paid.mapped("payable"))
            scheme.balance = scheme.collected - scheme.fee - scheme.paid

    def _collected_until(self, date):
        """Money used for the supplier's services: ``{(service, kind): Decimal}``.

        Advances belong to nobody until they cover a debt.
        """
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT service_id, kind, SUM(amount)::text FROM utility_allocation
                 WHERE company_id = %s AND supplier_id = %s AND kind <> 'advance'
                   AND date BETWEEN %s AND %s
                 GROUP BY 1, 2 ORDER BY 1, 2
                """,
                self.company_id.id,
                self.supplier_id.id,
                self.date_from,
                date,
            )
        )
        return {(service, kind): Decimal(amount) for service, kind, amount in rows}

    def action_prepare_rules(self):
        """Posting rules of this supplier: its charges are no income of ours."""
        for scheme in self.filtered(lambda s: s.mode == "centre"):
            scheme.company_id._utility_prepare_transfers(scheme.supplier_id)
        return True

    def action_view_allocations(self):
        """What the customers' money was used for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Collected for %s", self.supplier_id.name),
            "res_model": "utility.allocation",
            "view_mode": "list,pivot",
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("supplier_id", "=", self.supplier_id.id),
                ("kind", "!=", "advance"),
                ("date", ">=", self.date_from),
            ],
        }

    def action_view_transfers(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_transfer_action"
        )
        return action | {"domain": [("scheme_id", "=", self.id)], "context": {}}

    def action_make_transfer(self):
        """A draft of what waits to be handed over, until yesterday."""
        self.ensure_one()
        until = fields.Date.subtract(fields.Date.context_today(self), days=1)
        transfer = self.env["utility.transfer"]._make(self, until)
        return {
            "type": "ir.actions.act_window",
            "res_model": "utility.transfer",
            "res_id": transfer.id,
            "view_mode": "form",
        }

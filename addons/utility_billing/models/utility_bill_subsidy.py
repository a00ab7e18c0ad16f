from odoo import fields, models


class UtilityBill(models.Model):
    """What of the payments of a bill's month came from a subsidy (D06)."""

    _inherit = "utility.bill"

    subsidy = fields.Float(
        "Of It by Subsidy",
        digits=(16, 2),
        compute="_compute_subsidy",
        help="Part of what was paid in the month.",
    )

    def _compute_subsidy(self):
        sums = {}
        for month, bills in self.grouped("period_date").items():
            # sudo: the sum of a bill is seen by whoever sees the bill
            rows = (
                self.env["utility.payment"]
                .sudo()
                ._read_group(
                    [
                        ("account_id", "in", bills.account_id.ids),
                        ("source", "=", "subsidy"),
                        ("date", ">=", month),
                        ("date", "<=", fields.Date.end_of(month, "month")),
                    ],
                    ["account_id"],
                    ["amount:sum"],
                )
            )
            sums |= {(account.id, month): amount for account, amount in rows}
        for bill in self:
            key = (bill.account_id.id, bill.period_date)
            bill.subsidy = 0 if bill.capital else sums.get(key, 0)

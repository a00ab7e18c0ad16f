from odoo import fields, models


class UtilityPostingRule(models.Model):
    """Rules of one till go before those of all."""

    _inherit = "utility.posting.rule"

    document = fields.Selection(
        selection_add=[
            ("cash_transfer", "Cash brought and handed over"),
            ("cash_surplus", "Cash surplus"),
            ("cash_shortage", "Cash shortage"),
            ("cash_fee", "Fees paid at the till"),
        ],
        ondelete={
            "cash_transfer": "cascade",
            "cash_surplus": "cascade",
            "cash_shortage": "cascade",
            "cash_fee": "cascade",
        },
    )
    cash_point_id = fields.Many2one(
        "utility.cash.point", check_company=True, help="Empty: every till."
    )

    def _match(self, document, **facts):
        point = facts.pop("cash_point_id", None)
        own = self.filtered(lambda rule: point and rule.cash_point_id.id == point)
        common = self.filtered(lambda rule: not rule.cash_point_id)
        return super(UtilityPostingRule, own)._match(document, **facts) or super(
            UtilityPostingRule, common
        )._match(document, **facts)

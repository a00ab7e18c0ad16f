from odoo import api, fields, models


class UtilityPaymentRegistry(models.Model):
    """Three ways to look at a registry: its lines, its announced total, the transfer (E13)."""

    _inherit = "utility.payment.registry"

    statement_line_ids = fields.One2many(
        "account.bank.statement.line", "utility_registry_id", string="Transfer", readonly=True
    )
    lines_total = fields.Monetary(compute="_compute_reconciliation")
    arrived = fields.Monetary(compute="_compute_reconciliation")
    missing = fields.Monetary(compute="_compute_reconciliation")
    transfer_state = fields.Selection(
        [
            ("waiting", "Waits for the transfer"),
            ("agreed", "All agree"),
            ("differs", "Sums differ"),
        ],
        compute="_compute_reconciliation",
        search="_search_transfer_state",
    )

    def _expected(self):
        """What the bank has to hand over: the total without what it keeps."""
        return self.transferred or self.total - self.fee

    @api.depends("statement_line_ids.amount", "total", "transferred", "fee", "line_ids.state")
    def _compute_reconciliation(self):
        # lines that came before, or are no money, are not in the total either
        totals = {
            registry: amount + beside
            for registry, amount, beside in self.env["utility.payment.registry.line"]._read_group(
                [("registry_id", "in", self.ids), ("state", "!=", "error")],
                ["registry_id"],
                ["amount:sum", "beside:sum"],
            )
        }
        # sudo: who sees the registry may see whether its money came, not the whole statement
        for registry in self:
            currency = registry.currency_id
            registry.lines_total = totals.get(registry, 0)
            transfers = registry.sudo().statement_line_ids
            registry.arrived = sum(transfers.mapped("amount"))
            registry.missing = registry._expected() - registry.arrived
            agreed = (
                currency.compare_amounts(registry.lines_total, registry.total) == 0
                and currency.is_zero(registry.missing)
                and currency.compare_amounts(registry.total, registry._expected() + registry.fee)
                == 0
            )
            state = "agreed" if agreed else "differs"
            registry.transfer_state = state if transfers else "waiting"

    def _search_transfer_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        registries = self.search([("state", "in", ("ready", "running", "done"))])
        found = registries.filtered(lambda r: r.transfer_state in value)
        return [("id", "in", found.ids)]

    def action_find_transfer(self):
        """Look for the transfers among the lines of statements that nothing matches yet."""
        for company in self.company_id:
            lines = self.env["account.bank.statement.line"].search(
                [
                    ("company_id", "=", company.id),
                    ("amount", ">", 0),
                    ("utility_registry_id", "=", False),
                    ("utility_payment_id", "=", False),
                    ("is_reconciled", "=", False),
                ]
            )
            lines._utility_match()
        return True

    def action_view_transfer(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfer of %s", self.name),
            "res_model": "account.bank.statement.line",
            "view_mode": "list,form",
            "domain": [("utility_registry_id", "=", self.id)],
        }

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..gateway.debt_registry import CONTENTS, Column

METERED = ("meter", "reading", "reading_date")


class UtilityDebtRegistryColumn(models.Model):
    """Column of a registry of debts, as the contract with the agent asks for (E13)."""

    _name = "utility.debt.registry.column"
    _description = "Column of a registry of debts"
    _order = "registry_id, sequence, id"

    registry_id = fields.Many2one(
        "utility.debt.registry", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="registry_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    content = fields.Selection(
        [
            ("account", "Account"),
            ("old_account", "Account in the program before"),
            ("name", "Name"),
            ("address", "Address"),
            ("period", "Month"),
            ("debt", "Debt"),
            ("penalty", "Penalty in it"),
            ("service_code", "Code of the service"),
            ("service_name", "Name of the service"),
            ("service_debt", "Debt for a service"),
            ("meter", "Number of a meter"),
            ("reading", "Last reading of a meter"),
            ("reading_date", "Day of the last reading"),
        ],
        required=True,
    )
    service_id = fields.Many2one("utility.service", help="Of which the debt is.")
    place = fields.Integer(
        "Meter", default=1, help="1 for the first meter of the account, 2 for the second…"
    )
    heading = fields.Char(help="Empty: the customary one.")

    @api.constrains("content", "service_id", "place")
    def _check_about(self):
        for column in self:
            if column.content not in CONTENTS:
                raise ValidationError(self.env._("Choose what stands in the column."))
            if column.content == "service_debt" and not column.service_id:
                raise ValidationError(self.env._("Name the service of a debt for a service."))
            if column.content in METERED and not 1 <= column.place <= 20:
                raise ValidationError(self.env._("Meters are counted from 1 to 20."))

    def _columns(self):
        """Columns as the gateway takes them."""
        return tuple(
            Column(
                column.content,
                column.place
                if column.content in METERED
                else column.service_id.code
                if column.content == "service_debt"
                else None,
                column.heading or "",
            )
            for column in self
        )

from odoo import api, fields, models

from .utility_turnover_sheet import DEEPER


class UtilityTurnoverSheetLine(models.TransientModel):
    """Sum of an account, house, service or supplier between two days."""

    _name = "utility.turnover.sheet.line"
    _description = "Line of a turnover sheet"
    _order = "id"

    sheet_id = fields.Many2one(
        "utility.turnover.sheet", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="sheet_id.company_id.currency_id")
    name = fields.Char(compute="_compute_name")
    account_id = fields.Many2one("utility.account")
    building_id = fields.Many2one("utility.building", string="House")
    service_id = fields.Many2one("utility.service")
    supplier_id = fields.Many2one("res.partner")
    opening = fields.Float(digits=(16, 2))
    charged = fields.Float(digits=(16, 2))
    recalculated = fields.Float(digits=(16, 2))
    paid = fields.Float(digits=(16, 2))
    closing = fields.Float(digits=(16, 2))

    @api.depends("sheet_id.by")
    def _compute_name(self):
        """Without a service stand advances, without a supplier the company's own services."""
        for line in self:
            by = line.sheet_id.by
            found = line[f"{by}_id"].display_name
            nothing = self.env._("Advances") if by == "service" else self.env._("None")
            line.name = found or nothing

    def action_deeper(self):
        """What the sum consists of: the next division, or the statement of the account."""
        self.ensure_one()
        sheet = self.sheet_id
        days = {"date_from": sheet.date_from, "date_to": sheet.date_to}
        if sheet.by == "account":
            statement = self.env["utility.statement"].create(
                {"account_id": self.account_id.id, **days}
            )
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Statement of %s", self.account_id.number),
                "res_model": statement._name,
                "res_id": statement.id,
                "view_mode": "form",
                "target": "new",
            }
        values = {
            name: sheet[name].id
            for name in ("account_id", "building_id", "service_id", "supplier_id")
        }
        values[f"{sheet.by}_id"] = self[f"{sheet.by}_id"].id
        deeper = sheet.create(
            {"company_id": sheet.company_id.id, "by": DEEPER[sheet.by], **days, **values}
        )
        return deeper.action_show()

import base64

from odoo import fields, models
from odoo.exceptions import UserError


class UtilityExchangeExport(models.TransientModel):
    """Houses with all inside as an open exchange file (JSON)."""

    _name = "utility.exchange.export"
    _description = "Export of an exchange file"

    building_ids = fields.Many2many(
        "utility.building", string="Houses", help="Empty: all you may see."
    )
    file = fields.Binary(readonly=True, attachment=False)
    filename = fields.Char(readonly=True)
    house_count = fields.Integer("Houses in the File", readonly=True)

    def action_export(self):
        """Make the file and show it for download."""
        self.ensure_one()
        buildings = self.building_ids or self.env["utility.building"].search(
            [("company_id", "in", self.env.companies.ids)]
        )
        if not buildings:
            raise UserError(self.env._("There are no houses yet. Add or import some first."))
        data = self.env["utility.exchange"]._export(buildings)
        self.write(
            {
                "file": base64.b64encode(data),
                "filename": f"exchange-{fields.Date.context_today(self)}.json",
                "house_count": len(buildings),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

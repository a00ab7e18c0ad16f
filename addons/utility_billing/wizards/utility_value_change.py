from odoo import api, fields, models
from odoo.exceptions import UserError

MODELS = ("utility.tariff", "utility.norm", "utility.rule.parameter")


class UtilityValueChange(models.TransientModel):
    """A new value of a tariff, norm or parameter from a day on (C17); the old one ends before it."""

    _name = "utility.value.change"
    _description = "New value from a date"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    name = fields.Char(compute="_compute_name")
    is_text = fields.Boolean(compute="_compute_name")
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    value = fields.Float("New Value", digits=(16, 6))
    text_value = fields.Char("New Value of the Parameter")
    legal_reference = fields.Char("Order", help="Act, number and date.")
    document = fields.Binary("Order, File", attachment=False)
    document_name = fields.Char()

    @api.model
    def default_get(self, fields):
        """The value that holds is what most people change a digit of."""
        values = super().default_get(fields)
        if values.get("res_model") in MODELS and values.get("res_id"):
            record = self.env[values["res_model"]].browse(values["res_id"])
            name = "text_value" if record._name == "utility.rule.parameter" else "value"
            values[name] = record.value
        return values

    @api.depends("res_model", "res_id")
    def _compute_name(self):
        for change in self:
            change.name = change._record().display_name
            change.is_text = change.res_model == "utility.rule.parameter"

    def _record(self):
        self.ensure_one()
        if self.res_model not in MODELS:
            raise UserError(self.env._("Values of this kind have no dates."))
        return self.env[self.res_model].browse(self.res_id)

    def action_apply(self):
        """End the old value, begin the new one, and show it."""
        record = self._record()
        fresh = record._continue_from(
            self.date_from,
            {
                "value": self.text_value if self.is_text else self.value,
                "legal_reference": self.legal_reference,
                "document": self.document,
                "document_name": self.document_name,
            },
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": fresh._name,
            "res_id": fresh.id,
            "view_mode": "form",
        }

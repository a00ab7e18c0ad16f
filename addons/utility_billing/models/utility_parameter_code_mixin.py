from odoo import api, fields, models

from .parameter_names import parameter_names


class UtilityParameterCodeMixin(models.AbstractModel):
    """A code of a rule parameter, chosen by its name; codes of one's own stay possible."""

    _name = "utility.parameter.code.mixin"
    _description = "Code of a rule parameter"

    code = fields.Char(help="Code of the parameter in files, scenarios and formulas.")
    parameter = fields.Selection(
        selection="_parameter_selection",
        compute="_compute_parameter",
        inverse="_inverse_parameter",
        store=True,
        index=True,
        help="What the parameter is about; empty: a code of your own.",
    )
    parameter_help = fields.Char("How to Write It", compute="_compute_parameter_help")

    @api.model
    def _parameter_selection(self):
        names = {code: name for code, (name, _help) in parameter_names(self.env).items()}
        return sorted(names.items(), key=lambda item: item[1])

    @api.depends("code")
    def _compute_parameter(self):
        known = parameter_names(self.env)
        for record in self:
            code = (record.code or "").strip()
            record.parameter = code if code in known else False

    def _inverse_parameter(self):
        for record in self:
            if record.parameter:
                record.code = record.parameter

    @api.onchange("parameter")
    def _onchange_parameter(self):
        if self.parameter:
            self.code = self.parameter

    @api.depends("parameter")
    @api.depends_context("lang")
    def _compute_parameter_help(self):
        known = parameter_names(self.env)
        for record in self:
            record.parameter_help = known[record.parameter][1] if record.parameter else ""

    def _parameter_name(self):
        """The name of the parameter, or the code where it has none."""
        self.ensure_one()
        return parameter_names(self.env).get(self.code, (self.code or "", ""))[0]

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_repr


class UtilityContractTerm(models.Model):
    """One term of a contract or of its amendment, with the days on which it holds."""

    _name = "utility.contract.term"
    _description = "Contract term"
    _order = "contract_id, parameter_id, date_from"

    contract_id = fields.Many2one(
        "utility.contract",
        compute="_compute_origin",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="cascade",
    )
    amendment_id = fields.Many2one("utility.contract.amendment", index=True, ondelete="cascade")
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    parameter_id = fields.Many2one("utility.contract.parameter", required=True, ondelete="restrict")
    value_type = fields.Selection(related="parameter_id.value_type")
    value = fields.Char(required=True)
    date_from = fields.Date(
        compute="_compute_origin", store=True, readonly=False, precompute=True, index=True
    )
    date_to = fields.Date()

    @api.depends("amendment_id.contract_id", "amendment_id.date_from", "amendment_id.state")
    def _compute_origin(self):
        for term in self:
            amendment = term.amendment_id
            if amendment:
                term.contract_id = amendment.contract_id
                # a draft or cancelled amendment changes nothing: its terms never begin
                term.date_from = amendment.date_from if amendment.state == "active" else False
            else:
                term.contract_id = term.contract_id
                term.date_from = term.date_from or term.contract_id.date_from

    @api.depends("contract_id.number", "parameter_id.name", "value")
    def _compute_display_name(self):
        for term in self:
            term.display_name = f"{term.contract_id.number}: {term.parameter_id.name} {term.value}"

    @api.constrains("value", "parameter_id")
    def _check_value(self):
        for term in self:
            error = term._value_error()
            if error:
                raise ValidationError(
                    self.env._(
                        "%(parameter)s: %(error)s", parameter=term.parameter_id.name, error=error
                    )
                )

    def _value_error(self):
        """What is wrong with the value, or an empty text."""
        self.ensure_one()
        kind, value = self.value_type, (self.value or "").strip()
        if kind == "number":
            try:
                float_repr(float(value.replace(",", ".").replace(" ", "")), 6)
            except ValueError:
                return self.env._("“%s” is not a number.", value)
        elif kind == "date":
            try:
                fields.Date.to_date(value)
            except ValueError:
                return self.env._("“%s” is not a date; write it as 2026-02-28.", value)
        elif kind == "flag" and value not in ("0", "1"):
            return self.env._("“%s” is neither 0 nor 1.", value)
        elif kind == "choice":
            choices = [c.strip() for c in (self.parameter_id.choices or "").split(",")]
            if value not in choices:
                return self.env._("“%(v)s” is not one of: %(c)s.", v=value, c=", ".join(choices))
        return ""

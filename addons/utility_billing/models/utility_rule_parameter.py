from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..engine.parameter_values import parse_value
from .parameter_names import parameter_names


class UtilityRuleParameter(models.Model):
    """A figure or date of the law, with the days on which it holds and its source.

    One of the company goes before one of its region, of its country and one of all; among these
    one with service or customer category before one without; of several that hold the latest
    wins. Countries come with the country packs, a company has the rows of its own country alone.
    """

    _name = "utility.rule.parameter"
    _description = "Rule parameter"
    _inherit = [
        "mail.thread",
        "utility.value.mixin",
        "utility.country.mixin",
        "utility.parameter.code.mixin",
    ]
    _rec_name = "code"
    _order = "code, date_from desc, id"
    _check_company_auto = True

    code = fields.Char(required=True, index=True)
    value = fields.Char(
        required=True,
        tracking=True,
        help="A decimal, a word, a list or pairs like 31:300,91:130 by the code.",
    )
    date_from = fields.Date(required=False, default=False, tracking=True, help="Empty: always.")
    date_to = fields.Date(tracking=True)
    service_id = fields.Many2one("utility.service", index=True, ondelete="cascade")
    customer_category_id = fields.Many2one("utility.customer.category", ondelete="cascade")
    house_meter = fields.Boolean("Of House Meters", help="Holds for meters of houses alone.")
    state_id = fields.Many2one("res.country.state", string="Region")
    company_id = fields.Many2one("res.company", index=True, help="Empty: every company.")
    legal_reference = fields.Char(tracking=True, help="Act, number, date, clause.")
    active = fields.Boolean(default=True, tracking=True)

    def init(self):
        """Codes that an update of the addon gave a name are known by it."""
        unnamed = self.with_context(active_test=False).search([("parameter", "=", False)])
        unnamed._compute_parameter()
        return super().init()

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for parameter in self:
            parameter.display_name = parameter._parameter_name()

    @api.model
    def _search_display_name(self, operator, value):
        """By the words of the name in the user's language, or by the code."""
        if operator != "ilike" or not isinstance(value, str):
            return super()._search_display_name(operator, value)
        words = value.lower()
        names = parameter_names(self.env)
        codes = [code for code, (name, _help) in names.items() if words in name.lower()]
        return Domain("code", "in", codes) | Domain("code", "ilike", value)

    @api.model_create_multi
    def create(self, vals_list):
        """Who chose the parameter by its name need not know its code."""
        for vals in vals_list:
            if vals.get("parameter") and not vals.get("code"):
                vals["code"] = vals["parameter"]
        return super().create(vals_list)

    def _continue_from(self, day, vals):
        """Values shared by companies stay as their pack has them: the company gets its own row."""
        if self.company_id:
            return super()._continue_from(day, vals)
        own = {"date_from": day, "date_to": self.date_to, "company_id": self.env.company.id}
        return self.copy({**own, **vals})

    @api.constrains("code", "value")
    def _check_value(self):
        for parameter in self:
            try:
                parse_value(parameter.code, parameter.value)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "%(code)s: %(value)s cannot be read. A decimal has a point (9.5), days are "
                        "written 2026-05-09 and separated by commas.",
                        code=parameter._parameter_name(),
                        value=parameter.value,
                    )
                ) from error

    @api.model
    def _holding(self, code, day, company, service=None):
        """The row of ``code`` that holds for ``company`` on ``day``, best match first, or none."""
        rows = self.search(
            [
                ("code", "=", code),
                ("company_id", "in", (False, company.id)),
                ("country_id", "in", (False, company.country_id.id)),
                ("state_id", "=", False),
                ("service_id", "in", (False, service.id if service else False)),
                ("house_meter", "=", False),
            ]
        ).filtered(
            lambda r: (
                (not r.date_from or r.date_from <= day) and (not r.date_to or r.date_to >= day)
            )
        )
        return rows.sorted(
            lambda r: (
                bool(r.company_id),
                bool(r.country_id),
                bool(r.service_id),
                r.date_from or day.min,
            ),
            reverse=True,
        )[:1]

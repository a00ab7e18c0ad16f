from odoo import api, fields, models

from ..engine import Formula, FormulaError
from ..engine.formula import FUNCTIONS


class UtilityService(models.Model):
    """Formulas of users (C04): the names they may use, and why one is refused.

    A refused formula may be saved, like one whose components come later; its accounts are not
    charged then but get a problem.
    """

    _inherit = "utility.service"

    formula_error = fields.Char(compute="_compute_formula_error")
    formula_help = fields.Html("Variables", compute="_compute_formula_help", sanitize=False)

    @api.depends("basis", "component_ids.code", "component_ids.name")
    @api.depends_context("lang")
    def _compute_formula_help(self):
        for service in self:
            service.formula_help = service.basis == "formula" and self.env["ir.qweb"]._render(
                "utility_billing.formula_variables",
                {"rows": service._formula_variables(), "functions": " ".join(FUNCTIONS)},
            )

    def _formula_variables(self):
        """``[(name, meaning)]`` of what a formula of the service may use."""
        self.ensure_one()
        return [
            ("volume", self.env._("volume by meter or norm")),
            ("area", self.env._("area of the premise, m2")),
            ("residents", self.env._("residents, weighted by days")),
            ("owners", self.env._("owners")),
            ("units", self.env._("units of the service on the account")),
            ("days", self.env._("days on which the account has the service in the month")),
            ("month_days", self.env._("days of the month")),
            ("norm", self.env._("norm a month that fits the account")),
            ("heat_norm", self.env._("heat to warm 1 m3, Gcal")),
            ("tariff", self.env._("tariff without component")),
        ] + [
            (part.code, self.env._("tariff of the component %s", part.name))
            for part in self.component_ids
            if part.code
        ]

    @api.depends("formula", "basis", "component_ids.code")
    @api.depends_context("lang")
    def _compute_formula_error(self):
        for service in self:
            error = False
            if service.basis == "formula" and service.formula:
                error = service._refusal_of(service.formula)
            service.formula_error = error and self.env._(
                "The formula is refused: %(reason)s. Accounts are not charged by it.",
                reason=error,
            )

    def _refusal_of(self, text):
        """The :class:`FormulaError` of a text over the variables of the service, or False."""
        try:
            Formula(text, [name for name, _label in self._formula_variables()])
        except FormulaError as error:
            return error
        return False

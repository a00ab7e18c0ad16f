from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.problems import ProblemError
from ..engine.subsidy import Income, subsidy
from ..loader.reader import exact_cursor
from ..loader.world import WorldLoader


class UtilitySubsidy(models.Model):
    """Subsidy of a household: its income, and what follows from it by the law of the country (D06)."""

    _name = "utility.subsidy"
    _description = "Subsidy"
    _rec_name = "account_id"
    _inherit = ["mail.thread"]
    _order = "account_id, date desc, id desc"
    _check_company_auto = True

    account_id = fields.Many2one("utility.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    building_id = fields.Many2one(related="account_id.building_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("As Of", required=True, default=fields.Date.context_today)
    household_income = fields.Monetary("Income of the Household", required=True, tracking=True)
    persons = fields.Integer(required=True, default=1, tracking=True)
    standard_cost = fields.Monetary(
        help="A month by the standards: a person (Russia) or the household (Ukraine).",
    )
    actual_cost = fields.Monetary(help="A month; the subsidy is never more. 0: not limited.")
    amount = fields.Monetary(compute="_compute_amount", store=True, tracking=True)
    share = fields.Float(
        "Own Share, %",
        digits=(16, 6),
        compute="_compute_amount",
        store=True,
        help="Percent of the income that the household bears itself.",
    )
    document = fields.Char(help="Application and decision.")

    _persons_check = models.Constraint(
        "CHECK (persons > 0 AND household_income >= 0)", "A household has persons and an income."
    )

    @api.depends(
        "date", "household_income", "persons", "standard_cost", "actual_cost", "account_id"
    )
    def _compute_amount(self):
        for record in self:
            record.amount, record.share = 0.0, 0.0
            if record.account_id and record.date and record.persons:
                found = record._calculate()
                record.amount, record.share = float(found.amount), float(found.share)

    def _calculate(self):
        """The engine's :class:`~..engine.subsidy.Subsidy`, exact."""
        self.ensure_one()
        building = self.account_id.building_id
        with exact_cursor(self.env) as cursor:
            worlds = WorldLoader(self.env, self.company_id, cursor, f"{self.date:%Y-%m}")
            parameters = worlds.place(building.id, building.locality_id.id).world.parameters
        income = Income(
            _exact(self.household_income),
            self.persons,
            _exact(self.standard_cost),
            _exact(self.actual_cost) or None,
        )
        try:
            return subsidy(parameters, income, self.date)
        except ProblemError as error:
            raise ValidationError(error.problem.text) from error


def _exact(value):
    return Decimal(f"{value or 0:.2f}")

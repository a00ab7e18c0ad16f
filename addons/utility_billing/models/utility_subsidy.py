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
    _inherit = ["mail.thread", "mail.activity.mixin", "utility.transition.mixin"]
    _order = "account_id, date desc, id desc"
    _check_company_auto = True

    account_id = fields.Many2one("utility.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    building_id = fields.Many2one(related="account_id.building_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("As Of", required=True, default=fields.Date.context_today)
    member_ids = fields.One2many("utility.subsidy.member", "subsidy_id", copy=True)
    household_income = fields.Monetary(
        "Income of the Household",
        required=True,
        compute="_compute_household",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="A month; of the members where they are listed.",
    )
    persons = fields.Integer(
        required=True,
        compute="_compute_household",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    standard_cost = fields.Monetary(
        compute="_compute_standard_cost",
        store=True,
        readonly=False,
        precompute=True,
        help="A month by the standards: a person (Russia) or the household (Ukraine). Taken from "
        "the parameters subsidy_standard_cost_1, _2, _3 of the region by the number of persons.",
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

    @api.depends("member_ids.income")
    def _compute_household(self):
        """Of the members; typed figures stay where none is listed."""
        for record in self:
            if record.member_ids:
                record.household_income = sum(record.member_ids.mapped("income"))
                record.persons = len(record.member_ids)
            else:
                record.household_income = record.household_income or 0
                record.persons = record.persons or 1

    @api.depends("account_id", "date", "persons")
    def _compute_standard_cost(self):
        """The standard of the region for so many persons; typed figures stay where it has none."""
        for record in self:
            found = None
            if record.account_id and record.date and record.persons:
                code = f"subsidy_standard_cost_{min(record.persons, 3)}"
                found = record._parameters().get(code, record.date)
            record.standard_cost = found if found is not None else record.standard_cost

    @api.depends(
        "date", "household_income", "persons", "standard_cost", "actual_cost", "account_id"
    )
    def _compute_amount(self):
        for record in self:
            record.amount, record.share = 0.0, 0.0
            if record.account_id and record.date and record.persons:
                found = record._calculate()
                record.amount, record.share = float(found.amount), float(found.share)

    def _parameters(self):
        """The parameters that hold at the house of the account, its region's first."""
        self.ensure_one()
        building = self.account_id.building_id
        with exact_cursor(self.env) as cursor:
            company = self.account_id.company_id
            worlds = WorldLoader(self.env, company, cursor, f"{self.date:%Y-%m}")
            return worlds.place(building.id, building.locality_id.id).world.parameters

    def _calculate(self):
        """The engine's :class:`~..engine.subsidy.Subsidy`, exact."""
        self.ensure_one()
        income = Income(
            _exact(self.household_income),
            self.persons,
            _exact(self.standard_cost),
            _exact(self.actual_cost) or None,
        )
        try:
            return subsidy(self._parameters(), income, self.date)
        except ProblemError as error:
            raise ValidationError(error.problem.text) from error


def _exact(value):
    return Decimal(f"{value or 0:.2f}")

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import split_every

from ..engine.levels import level
from ..engine.rounding import ZERO
from ..models.billing_problem_texts import texts_of

#: accounts that the preview shows, and that one job takes
SHOWN, SLICE = 40, 500


class UtilityLevelOffer(models.TransientModel):
    """Levelled plans for chosen accounts, or all of a filter, seen before they are made (X17)."""

    _name = "utility.level.offer"
    _description = "Offer levelled payment"

    scope = fields.Selection(
        [("chosen", "Chosen accounts"), ("filter", "All accounts of the filter")],
        required=True,
        default="chosen",
    )
    has_filter = fields.Boolean(default=lambda self: self._has_filter(), readonly=True)
    first_month = fields.Date(
        required=True,
        default=lambda self: self.env["utility.level.plan"]._default_first_month(),
    )
    months = fields.Integer("Number of Months", required=True, default=12)
    account_count = fields.Integer("Accounts", compute="_compute_account_count")
    skipped_count = fields.Integer(
        "Left Alone",
        compute="_compute_account_count",
        help="Closed accounts, organisations, and those with a draft or a plan in force.",
    )
    shown_count = fields.Integer(readonly=True)
    line_ids = fields.One2many("utility.level.offer.line", "offer_id", readonly=True)

    @api.model
    def _has_filter(self):
        """Whether the list has more accounts than were chosen in it."""
        context = self.env.context
        domain = context.get("active_domain")
        return bool(domain) and self.env["utility.account"].search_count(domain) > len(
            context.get("active_ids") or []
        )

    @api.depends("scope")
    def _compute_account_count(self):
        for offer in self:
            chosen = offer._chosen()
            count = self.env["utility.account"].search_count(chosen)
            offer.account_count = self.env["utility.account"].search_count(
                chosen & offer._eligible()
            )
            offer.skipped_count = count - offer.account_count

    def _chosen(self):
        context = self.env.context
        if context.get("active_model", "utility.account") != "utility.account":
            # opened from elsewhere than accounts: ids of other records choose none
            return Domain.FALSE
        if self.scope == "filter" and context.get("active_domain"):
            return Domain(context["active_domain"])
        return Domain("id", "in", context.get("active_ids") or [])

    def _eligible(self):
        plans = self.env["utility.level.plan"]._search([("state", "in", ("draft", "active"))])
        taken = plans.select("account_id")
        return (
            Domain("state", "!=", "closed")
            & Domain("kind", "!=", "organisation")
            & Domain("company_id", "=", self.env.company.id)
            & Domain("id", "not in", taken)
        )

    def _accounts(self, limit=None):
        accounts = self.env["utility.account"]
        return accounts.search(self._chosen() & self._eligible(), order="id", limit=limit)

    def action_preview(self):
        """Show what the levels would be; nothing is made."""
        self.ensure_one()
        self.env["utility.level.plan"].check_access("create")
        self._check_month()
        accounts = self._accounts(SHOWN)
        found = self.env["utility.level.plan"]._expected(accounts, self.first_month, self.months)
        self.write(
            {
                "shown_count": len(accounts),
                "line_ids": [
                    Command.clear(),
                    *(
                        Command.create(self._line(account, found[account.id]))
                        for account in accounts
                    ),
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Levelled Payment"),
            "context": dict(self.env.context),
        }

    def _line(self, account, expectation):
        sums = [sum(parts.values(), ZERO) for parts in expectation.months.values()]
        problem = next(iter(expectation.problems), None)
        return {
            "account_id": account.id,
            "level": float(max(level(sums), ZERO)),
            "lowest": float(min(sums)),
            "highest": float(max(sums)),
            "known_months": expectation.known,
            "problem": texts_of(self.env, problem)[0] if problem else False,
        }

    def action_make(self):
        """Make drafts; many accounts by jobs of some hundreds each."""
        self.ensure_one()
        self.env["utility.level.plan"].check_access("create")
        self._check_month()
        accounts = self._accounts()
        if not accounts:
            raise UserError(self.env._("None of these accounts can have a levelled plan."))
        plans = self.env["utility.level.plan"]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_level_plan_action"
        )
        if len(accounts) <= SLICE:
            made = plans._make_drafts(accounts, self.first_month, self.months)
            return action | {"domain": [("id", "in", made.ids)], "context": {}}
        for number, part in enumerate(split_every(SLICE, accounts.ids, list), 1):
            plans.with_delay(
                description=self.env._(
                    "Levelled plans: accounts from %s", number * SLICE - SLICE + 1
                )
            )._make_drafts(accounts.browse(part), self.first_month, self.months)
        return action | {"context": {"search_default_draft": 1}}

    def _check_month(self):
        if self.first_month.day != 1 or not 2 <= self.months <= 24:
            raise UserError(
                self.env._("Give the first month by its first day, and 2 to 24 months.")
            )

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine.levels import level
from ..engine.rounding import ZERO, share_out
from ..loader.level_history import expect, months_from
from ..loader.open_items import lock_accounts
from .billing_problem_texts import texts_of


class UtilityLevelPlan(models.Model):
    """The way of a levelled plan: its level, in force, ended."""

    _inherit = "utility.level.plan"

    def action_plan(self):
        """Work out the level from the year before, or from what would be charged now."""
        self.check_access("write")
        self._expect("draft")
        for (company, first, months), plans in self.grouped(
            lambda plan: (plan.company_id, plan.first_month, plan.months)
        ).items():
            # the loader reads by SQL: who may not see the account is stopped here
            plans.account_id.check_access("read")
            found = self._expected(plans.with_company(company).account_id, first, months)
            for plan in plans:
                plan._take_in(found[plan.account_id.id])
        return True

    @api.model
    def _expected(self, accounts, first, months):
        """``{account id: Expectation}``, see :func:`~..loader.level_history.expect`."""
        return expect(self.env, accounts, months_from(first, months))

    @api.model
    def _make_drafts(self, accounts, first, months):
        """Drafts with their levels for ``accounts``; one that would be charged nothing has none."""
        found = self._expected(accounts, first, months)
        accounts = accounts.filtered(
            lambda account: any(
                amount > 0
                for parts in found[account.id].months.values()
                for amount in parts.values()
            )
        )
        made = self.create(
            [
                {"account_id": account.id, "first_month": first, "months": months}
                for account in accounts
            ]
        )
        for plan in made:
            plan._take_in(found[plan.account_id.id])
        return made

    def _take_in(self, expectation):
        """Write an expectation as the level, its services and months."""
        self.ensure_one()
        sums = [sum(parts.values(), ZERO) for parts in expectation.months.values()]
        amount = level(sums)
        if amount <= 0:
            problem = next(iter(expectation.problems), None)
            raise UserError(
                self.env._(
                    "Nothing would be charged to account %(account)s in these months. %(why)s",
                    account=self.account_id.number,
                    why=texts_of(self.env, problem)[0] if problem else "",
                )
            )
        services = _positive_means(expectation.months)
        shares = share_out(amount, list(services.values()))
        self.write(
            {
                "level": float(amount),
                "known_months": expectation.known,
                "service_ids": [
                    Command.clear(),
                    *(
                        Command.create({"service_id": service, "amount": float(share)})
                        for service, share in zip(services, shares, strict=True)
                    ),
                ],
                "month_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {"date": month, "amount": float(amount), "expected": float(expected)}
                        )
                        for month, expected in zip(expectation.months, sums, strict=True)
                    ),
                ],
            }
        )

    def action_activate(self):
        """Put in force: number it; its first month is not billed yet."""
        self.check_access("write")
        self._expect("draft")
        lock_accounts(self.env, self.account_id.ids)
        for plan in self:
            plan._check_ready()
            plan.month_ids._transition(amount=plan.level)
            plan._transition(state="active", number=plan._next_number())
        self._follow(fields.Date.context_today(self))
        return True

    def _check_ready(self):
        self.ensure_one()
        if not self.month_ids or not self.level:
            raise UserError(self.env._("Work out the level first."))
        if self.account_id.state == "closed":
            raise UserError(self.env._("Account %s is closed.", self.account_id.number))
        # sudo: what stands in the way stands there whoever may see it
        billed = (
            self.env["utility.bill"]
            .sudo()
            .search(
                [
                    ("account_id", "=", self.account_id.id),
                    ("state", "=", "approved"),
                    ("period_date", ">=", self.first_month),
                ],
                order="period_date desc",
                limit=1,
            )
        )
        if billed:
            raise UserError(
                self.env._(
                    "%(month)s is billed already. Begin with a later month and work out the level "
                    "again.",
                    month=f"{billed.period_date:%m.%Y}",
                )
            )
        # sudo: as above
        other = self.sudo().search(
            [
                ("account_id", "=", self.account_id.id),
                ("id", "!=", self.id),
                ("number", "!=", False),
                ("last_month", ">=", self.first_month),
                "|", ("date_end", "=", False), ("date_end", ">=", self.first_month),
            ],
            limit=1,
        )  # fmt: skip
        if other:
            raise UserError(
                self.env._("%s holds in these months. Begin after it.", other.display_name)
            )

    def action_adopt(self):
        """Ask for the proposed level from the next bill on."""
        self.check_access("write")
        self._expect("active")
        for plan in self:
            rest = plan.month_ids.filtered(lambda month: month.state == "open")
            if not rest or not plan.proposed_level:
                raise UserError(self.env._("There is no other level to ask for."))
            old, new = plan.level, plan.proposed_level
            rest._transition(amount=new)
            plan._transition(level=new, review=False)
            plan.message_post(
                body=self.env._(
                    "Level %(old)s → %(new)s from %(month)s on",
                    old=f"{old:.2f}",
                    new=f"{new:.2f}",
                    month=f"{rest[0].date:%m.%Y}",
                )
            )
        self._follow(fields.Date.context_today(self))
        return True

    def _break_summary(self):
        return self.env._("The levelled plan is broken: the difference is due")


def _positive_means(months):
    """``{service: sum of its months}`` above zero, the largest first."""
    sums = {}
    for parts in months.values():
        for service, amount in parts.items():
            sums[service] = sums.get(service, ZERO) + amount
    return dict(sorted(((s, a) for s, a in sums.items() if a > 0), key=lambda row: -row[1]))

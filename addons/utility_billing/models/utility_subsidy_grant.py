from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.utility_base.tools.transition import TRANSITION

from ..engine.parameter_values import parse_value
from ..loader.open_items import final_runs


class UtilitySubsidyGrant(models.Model):
    """Subsidy of one month, computed here or assigned by the state; credited as a payment (D06).

    A subsidy is a source of payment, no discount: the charge stays, the household pays the rest.
    """

    _name = "utility.subsidy.grant"
    _description = "Subsidy of a month"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ("state", "payment_id", "subsidy_id")
    _rec_name = "account_id"
    _order = "period_date desc, account_id, id"
    _check_company_auto = True

    account_id = fields.Many2one(
        "utility.account", required=True, index=True, check_company=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    building_id = fields.Many2one(related="account_id.building_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    program_id = fields.Many2one(
        "utility.social.program",
        string="Programme",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('kind', '=', 'subsidy'), ('company_id', '=', company_id)]",
    )
    subsidy_id = fields.Many2one(
        "utility.subsidy", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    period_date = fields.Date("For Month", required=True, index=True, help="First day of it.")
    month = fields.Char(compute="_compute_month")
    service_id = fields.Many2one(
        "utility.service", check_company=True, help="Empty: all services of the account."
    )
    amount = fields.Monetary(required=True)
    mandatory = fields.Monetary("Own Payment", help="What the household has to pay itself.")
    document = fields.Char("Case", help="Number of the case or decision.")
    state = fields.Selection(
        [("draft", "To Credit"), ("credited", "Credited"), ("returned", "Taken Back")],
        required=True,
        default="draft",
        index=True,
        readonly=True,
        copy=False,
    )
    problem = fields.Char(readonly=True, copy=False)
    payment_id = fields.Many2one(
        "utility.payment", readonly=True, copy=False, index="btree_not_null"
    )

    _amount_check = models.Constraint("CHECK (amount > 0)", "A subsidy is more than zero.")
    _key_uniq = models.UniqueIndex(
        "(account_id, period_date, program_id, COALESCE(service_id, 0)) WHERE state <> 'returned'",
        "The account has a subsidy of this programme for the month already.",
    )

    @api.depends("period_date")
    def _compute_month(self):
        for record in self:
            record.month = record.period_date and f"{record.period_date:%Y-%m}"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("period_date"):
                vals["period_date"] = fields.Date.to_date(vals["period_date"]).replace(day=1)
        return super().create(vals_list)

    def write(self, vals):
        if set(vals) - {"problem"} and self._is_outside():
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft()

    def _check_draft(self):
        if credited := self.filtered(lambda g: g.state != "draft"):
            raise UserError(
                self.env._(
                    "The subsidy of account %(account)s for %(month)s is credited. Take it back "
                    "instead.",
                    account=credited[0].account_id.number,
                    month=f"{credited[0].period_date:%Y-%m}",
                )
            )

    @api.model
    def _prepare_month(self, company, period):
        """Draft rows of the assigned cases that hold in ``period``; returns how many were made.

        A programme may cap them by the bill of the month; what has no bill yet waits.
        """
        self._check_may_credit()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH bill AS (
                    SELECT c.account_id, SUM(c.amount) AS amount
                      FROM utility_charge c
                      JOIN utility_subsidy s ON s.account_id = c.account_id
                           AND s.state = 'assigned' AND s.date_from <= %(end)s
                           AND s.date_to >= %(start)s
                     WHERE c.company_id = %(company)s AND c.period_date = %(start)s
                       AND c.debt_kind = 'principal' AND c.kind <> 'opening' AND %(final)s
                     GROUP BY c.account_id)
                INSERT INTO utility_subsidy_grant (account_id, company_id, building_id, program_id,
                       subsidy_id, period_date, amount, mandatory, document, state,
                       create_uid, create_date, write_uid, write_date)
                SELECT x.account_id, x.company_id, x.building_id, x.program_id, x.id, %(start)s,
                       x.amount, x.mandatory, x.document, 'draft', %(uid)s,
                       NOW() AT TIME ZONE 'UTC', %(uid)s, NOW() AT TIME ZONE 'UTC'
                  FROM (SELECT s.id, s.account_id, s.company_id, s.building_id, s.program_id,
                               s.document,
                               ROUND(s.share * s.household_income / 100, 2) AS mandatory,
                               CASE WHEN g.cap_actual
                                    THEN LEAST(s.amount, COALESCE(b.amount, 0))
                                    ELSE s.amount END AS amount
                          FROM utility_subsidy s
                          JOIN utility_social_program g ON g.id = s.program_id
                          LEFT JOIN bill b ON b.account_id = s.account_id
                         WHERE s.company_id = %(company)s AND s.state = 'assigned'
                           AND s.date_from <= %(end)s AND s.date_to >= %(start)s) x
                 WHERE x.amount > 0
                   AND NOT EXISTS (SELECT 1 FROM utility_subsidy_grant t
                                    WHERE t.account_id = x.account_id
                                      AND t.period_date = %(start)s
                                      AND t.program_id = x.program_id AND t.state <> 'returned')
                RETURNING id
                """,
                company=company.id,
                start=period.date_from,
                end=period.date_to,
                uid=self.env.uid,
                final=final_runs(),
            )
        )
        self.invalidate_model()
        return len(rows)

    def _credit(self, date):
        """Make draft rows payments of ``date``; returns those that were credited.

        Rows that the law forbids beside a privilege stay, with their problem.
        """
        self._check_may_credit()
        draft = self.filtered(lambda g: g.state == "draft")
        blocked = draft._exclusive()
        for grant in draft:
            told = blocked.get(grant.id, False)
            if grant.problem != told:
                grant.problem = told
        good = draft.filtered(lambda g: g.id not in blocked)
        # sudo: payments are made of what was decided, by staff who may credit subsidies
        payments = self.env["utility.payment"].sudo().with_context(utility_transition=TRANSITION)
        made = payments.create(
            [
                {
                    "company_id": grant.company_id.id,
                    "account_id": grant.account_id.id,
                    "date": date,
                    "amount": grant.amount,
                    "source": "subsidy",
                    "external_id": f"subsidy-{grant.id}",
                    "purpose": self.env._("Subsidy for %s", f"{grant.period_date:%Y-%m}"),
                    "purpose_period": grant.period_date,
                    "purpose_service_id": grant.service_id.id,
                }
                for grant in good
            ]
        )
        for grant, payment in zip(good, made, strict=True):
            grant._transition(state="credited", payment_id=payment.id)
        return good

    def _job_credit(self, date):
        """What a queued job credits; one bad row does not stop the others."""
        try:
            with self.env.cr.savepoint():
                self._credit(date)
        except UserError as error:
            if len(self) == 1:
                self.problem = str(error)
                return
            half = len(self) // 2
            self[:half]._job_credit(date)
            self[half:]._job_credit(date)

    def _exclusive(self):
        """``{grant id: text}`` of those that a privilege of the account excludes in their month.

        The months are the parameter ``privilege_subsidy_exclusive_months``.
        """
        privileges = self.env["utility.privilege"]
        found = {}
        for (company, month), grants in self.grouped(
            lambda g: (g.company_id, g.period_date)
        ).items():
            parameter = self.env["utility.rule.parameter"]._holding(
                "privilege_subsidy_exclusive_months", month, company
            )
            months = parameter and parse_value(parameter.code, parameter.value) or ()
            if month.month not in months:
                continue
            held = privileges.search(
                privileges._domain_between(month, fields.Date.end_of(month, "month"))
                & Domain("account_id", "in", grants.account_id.ids)
                & Domain("category_id.budget", "!=", False)
            ).account_id
            for grant in grants.filtered(lambda g, held=held: g.account_id in held):
                found[grant.id] = self.env._(
                    "The account has a privilege in this month of the heating season; one of the "
                    "two is chosen. End the privilege or delete the subsidy."
                )
        return found

    def action_return(self):
        """Take credited subsidies back: the payment is mirrored today."""
        self._check_may_credit()
        for grant in self:
            if grant.state != "credited":
                raise UserError(self.env._("Only credited subsidies are taken back."))
            grant.payment_id.sudo()._reverse(fields.Date.context_today(self))  # as in _credit
            grant._transition(state="returned")
        return True

    def _check_may_credit(self):
        groups = ("utility_base.group_billing", "utility_base.group_accountant")
        if not self.env.su and not any(map(self.env.user.has_group, groups)):
            raise AccessError(self.env._("Subsidies are credited by billing staff."))
        self.check_access("write")

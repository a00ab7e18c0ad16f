from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

ACTIVITY = "utility_billing.activity_subsidy_ends"


class UtilitySubsidy(models.Model):
    """The case: application, decision for some months, check and a new term (D06)."""

    _inherit = "utility.subsidy"
    _fixed_fields = ("state",)

    state = fields.Selection(
        [
            ("draft", "Application"),
            ("assigned", "Assigned"),
            ("refused", "Refused"),
            ("ended", "Ended"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        readonly=True,
        tracking=True,
    )
    program_id = fields.Many2one(
        "utility.social.program",
        string="Programme",
        check_company=True,
        index="btree_not_null",
        domain="[('kind', '=', 'subsidy'), ('company_id', '=', company_id)]",
    )
    date_from = fields.Date("From", copy=False, tracking=True)
    date_to = fields.Date("To", copy=False, tracking=True)
    refusal = fields.Char("Why Not", copy=False)
    earlier_id = fields.Many2one("utility.subsidy", string="Continues", copy=False, readonly=True)
    grant_ids = fields.One2many("utility.subsidy.grant", "subsidy_id", readonly=True)
    has_privilege = fields.Boolean(compute="_compute_has_privilege")

    @api.depends("account_id", "date_from", "date_to", "date")
    def _compute_has_privilege(self):
        privileges = self.env["utility.privilege"]
        for record in self:
            start = record.date_from or record.date
            record.has_privilege = bool(
                record.account_id
                and start
                and privileges.search_count(
                    privileges._domain_between(start, record.date_to or start)
                    & Domain("account_id", "in", record.account_id.ids),
                    limit=1,
                )
            )

    @api.constrains("account_id", "state", "date_from", "date_to")
    def _check_one_at_a_time(self):
        for record in self.filtered(lambda r: r.state == "assigned"):
            others = self.search(
                [
                    ("account_id", "=", record.account_id.id),
                    ("state", "=", "assigned"),
                    ("id", "!=", record.id),
                    ("date_from", "<=", record.date_to),
                    ("date_to", ">=", record.date_from),
                ],
                limit=1,
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "Account %(account)s has a subsidy until %(day)s. End it first.",
                        account=record.account_id.number,
                        day=others.date_to,
                    )
                )

    def write(self, vals):
        """What was decided stays; a new income is a new case."""
        if self._is_outside() and any(r.state != "draft" for r in self):
            decided = {
                "account_id", "date", "household_income", "persons", "standard_cost",
                "actual_cost", "member_ids", "program_id", "date_from", "date_to",
            }  # fmt: skip
            if decided & set(vals):
                raise UserError(
                    self.env._("The subsidy is decided on. End it, or prepare its next term.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(record.state in ("assigned", "ended") for record in self):
            raise UserError(self.env._("An assigned subsidy cannot be deleted. End it instead."))

    def action_assign(self):
        """Decide for the months of the law (parameter ``subsidy_months``, else six)."""
        self._check_may_decide()
        for record in self:
            if record.state != "draft":
                raise UserError(self.env._("This application is decided on already."))
            if record.amount <= 0:
                raise UserError(
                    self.env._(
                        "By the income of the household there is no subsidy. Refuse it, or correct "
                        "the figures."
                    )
                )
            start = record.date_from or record.date + relativedelta(months=1, day=1)
            months = record._parameters().get("subsidy_months", start, default=6)
            end = record.date_to or start + relativedelta(months=int(months), days=-1)
            record._transition(
                state="assigned",
                date_from=start,
                date_to=end,
                program_id=(record.program_id or record._usual_program()).id,
            )
            record.activity_unlink([ACTIVITY])
        return True

    def action_refuse(self):
        """Refuse applications; the reason stands in ``refusal``."""
        self._check_may_decide()
        for record in self:
            if record.state != "draft" or not (record.refusal or "").strip():
                raise UserError(self.env._("Write down why an application is refused."))
        return self._transition(state="refused")

    def action_end(self):
        """End assigned subsidies today: the next months are not credited."""
        self._check_may_decide()
        today = fields.Date.context_today(self)
        for record in self.filtered(lambda r: r.state == "assigned"):
            last = max(min(record.date_to, today), record.date_from)
            record._transition(state="ended", date_to=last)
            record.activity_unlink([ACTIVITY])
        return True

    def action_renew(self):
        """An application for the time after the term, with the same household to be checked."""
        self.ensure_one()
        new = self.copy({"date": self.date_to or fields.Date.context_today(self)})
        new._transition(earlier_id=self.id)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "view_mode": "form",
        }

    def _check_may_decide(self):
        groups = ("utility_base.group_billing", "utility_base.group_accountant")
        if not self.env.su and not any(map(self.env.user.has_group, groups)):
            raise AccessError(self.env._("Subsidies are decided on by billing staff."))
        self.check_access("write")

    def _usual_program(self):
        """The company's only programme of subsidies, or none."""
        programs = self.env["utility.social.program"].search(
            [("kind", "=", "subsidy"), ("company_id", "=", self.company_id.id)], limit=2
        )
        return programs if len(programs) == 1 else programs.browse()

    @api.model
    def _cron_remind(self):
        """Terms that are over end; an activity for those that are over soon."""
        today = fields.Date.context_today(self)
        over = self.search([("state", "=", "assigned"), ("date_to", "<", today)])
        over._transition(state="ended")
        for company in self.env["res.company"].search([("utility_social_remind_days", ">", 0)]):
            last = fields.Date.add(today, days=company.utility_social_remind_days)
            found = self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "assigned"),
                    ("date_to", ">=", today),
                    ("date_to", "<=", last),
                ]
            )
            known = found.activity_search([ACTIVITY]).mapped("res_id")
            quiet = found.with_context(mail_activity_quick_update=True)
            for record in quiet.filtered(lambda r, known=known: r.id not in known):
                record.activity_schedule(
                    ACTIVITY,
                    date_deadline=record.date_to,
                    summary=self.env._(
                        "Subsidy of account %(account)s ends on %(day)s: check the household",
                        account=record.account_id.number,
                        day=record.date_to,
                    ),
                    user_id=(record.create_uid.active and record.create_uid.id) or self.env.uid,
                )

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class UtilitySocialClaim(models.Model):
    """Register of a month for a social protection body: what a budget has to pay back (P13, D06).

    It holds what was used up to its month less what earlier registers hold, so that corrections of
    past months come as differences by themselves.
    """

    _name = "utility.social.claim"
    _description = "Register for a social protection body"
    _inherit = ["mail.thread", "utility.transition.mixin"]
    _order = "period_date desc, program_id"
    _check_company_auto = True

    program_id = fields.Many2one(
        "utility.social.program",
        string="Programme",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="program_id.partner_id")
    period_date = fields.Date(
        "Period",
        required=True,
        default=lambda self: fields.Date.start_of(
            fields.Date.subtract(fields.Date.context_today(self), months=1), "month"
        ),
        help="First day of the month.",
    )
    month = fields.Char(compute="_compute_month")
    number = fields.Char(copy=False, help="Empty: given when it is sent.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("answered", "Answered"),
            ("reimbursed", "Reimbursed"),
        ],
        required=True,
        default="draft",
        index=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    sent_on = fields.Date(copy=False, tracking=True)
    line_ids = fields.One2many("utility.social.claim.line", "claim_id", readonly=True)
    receipt_ids = fields.One2many("utility.social.receipt", "claim_id", readonly=True)
    line_count = fields.Integer("Rows", compute="_compute_sums")
    amount = fields.Monetary("Claimed", compute="_compute_sums")
    accepted = fields.Monetary(compute="_compute_sums")
    refused_count = fields.Integer("To Work Through", compute="_compute_sums")
    reimbursed = fields.Monetary(compute="_compute_sums")
    left = fields.Monetary("Not Received", compute="_compute_sums")
    warning = fields.Char(compute="_compute_warning")

    _month_uniq = models.UniqueIndex(
        "(program_id, period_date)", "The programme has a register of this month already."
    )

    def _compute_sums(self):
        Line, Receipt = self.env["utility.social.claim.line"], self.env["utility.social.receipt"]
        lines = {
            claim.id: sums
            for claim, *sums in Line._read_group(
                [("claim_id", "in", self.ids)],
                ["claim_id"],
                ["__count", "amount:sum", "accepted_amount:sum"],
            )
        }
        bad = dict(
            Line._read_group(
                [("claim_id", "in", self.ids), *Line._todo_domain()], ["claim_id"], ["__count"]
            )
        )
        paid = dict(
            Receipt._read_group([("claim_id", "in", self.ids)], ["claim_id"], ["amount:sum"])
        )
        for claim in self:
            count, amount, accepted = lines.get(claim.id, (0, 0, 0))
            claim.line_count, claim.amount, claim.accepted = count, amount, accepted
            claim.refused_count = bad.get(claim, 0)
            claim.reimbursed = paid.get(claim, 0)
            due = amount if claim.state in ("draft", "sent") else accepted
            claim.left = due - claim.reimbursed

    @api.depends("period_date")
    def _compute_month(self):
        for record in self:
            record.month = record.period_date and f"{record.period_date:%Y-%m}"

    @api.depends("program_id", "period_date")
    def _compute_warning(self):
        for claim in self:
            over = claim.program_id._excess(claim.period_date) if claim.period_date else ()
            claim.warning = bool(over) and self.env._(
                "%(over)s more is used than the limit of %(program)s allows.",
                over=f"{over[0][1]:.2f}",
                program=claim.program_id.name,
            )

    @api.depends("program_id.name", "period_date", "number")
    def _compute_display_name(self):
        for claim in self:
            month = f"{claim.period_date:%Y-%m}" if claim.period_date else ""
            claim.display_name = " ".join(
                filter(None, (claim.number, claim.program_id.name, month))
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("period_date"):
                vals["period_date"] = fields.Date.to_date(vals["period_date"]).replace(day=1)
        return super().create(vals_list)

    def write(self, vals):
        if self._is_outside() and {"program_id", "period_date"} & set(vals):
            if self.line_ids:
                raise UserError(self.env._("The register is filled. Make another one instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if any(claim.state != "draft" for claim in self):
            raise UserError(self.env._("A register that went out cannot be deleted."))

    def action_fill(self):
        """Rows anew from what is used and not claimed yet."""
        self.check_access("write")
        for claim in self:
            claim._check_state("draft")
            later = self.search_count(
                [
                    ("program_id", "=", claim.program_id.id),
                    ("period_date", ">", claim.period_date),
                    ("state", "!=", "draft"),
                ],
                limit=1,
            )
            if later:
                raise UserError(
                    self.env._(
                        "A register of a later month went out: it holds what was left of this one."
                    )
                )
            self.env["utility.social.claim.line"]._fill(claim)
        return True

    def action_send(self):
        """The register is handed over: its rows stay as they are."""
        self.check_access("write")
        for claim in self:
            claim._check_state("draft")
            if not claim.line_ids:
                raise UserError(self.env._("There is nothing to send: fill the register first."))
            day = claim.sent_on or fields.Date.context_today(self)
            claim._transition(state="sent", sent_on=day, number=claim.number or claim._next(day))
        return True

    def action_back(self):
        """Take a register that was sent by mistake back to work; answers are forgotten."""
        self.check_access("write")
        for claim in self:
            claim._check_state("sent")
            if claim.receipt_ids:
                raise UserError(self.env._("Money came in for this register already."))
        self._transition(state="draft")
        return True

    def action_accept_rest(self):
        """Rows that the answer does not name are accepted; the register is answered."""
        self.check_access("write")
        for claim in self:
            claim._check_state("sent")
            claim.flush_recordset()
            self.env["utility.social.claim.line"].flush_model()
            self.env.execute_query(
                SQL(
                    "UPDATE utility_social_claim_line SET answered = TRUE, accepted_amount = amount,"
                    " state = 'accepted' WHERE claim_id = %s AND answered IS NOT TRUE RETURNING id",
                    claim.id,
                )
            )
            self.env["utility.social.claim.line"].invalidate_model()
            claim._transition(state="answered")
        return True

    def action_answered(self):
        """Every row has its answer."""
        self.check_access("write")
        for claim in self:
            claim._check_state("sent")
            if waiting := claim.line_ids.filtered(lambda line: not line.answered):
                raise UserError(
                    self.env._(
                        "%s rows have no answer yet. Import it, or accept the rest.", len(waiting)
                    )
                )
            claim._transition(state="answered")
        return True

    def _next(self, day):
        """Number of the register among those of the year."""
        first = fields.Date.start_of(day, "year")
        count = self.search_count(
            [("company_id", "=", self.company_id.id), ("sent_on", ">=", first)]
        )
        return f"{count + 1}/{day.year}"

    def _check_state(self, state):
        self.ensure_one()
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._("%(register)s: %(state)s.", register=self.display_name,
                           state=labels[self.state])
            )  # fmt: skip

    def _settle(self):
        """Answered registers whose accepted sum came in are reimbursed, others are not any more."""
        for claim in self:
            paid = claim.currency_id.compare_amounts(claim.reimbursed, claim.accepted) >= 0
            if claim.state == "answered" and paid:
                claim._transition(state="reimbursed")
            elif claim.state == "reimbursed" and not paid:
                claim._transition(state="answered")

    def action_view_lines(self):
        return self._view_lines([])

    def action_view_refused(self):
        return self._view_lines(self.env["utility.social.claim.line"]._todo_domain())

    def _view_lines(self, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_social_claim_line_action"
        )
        return action | {"domain": [("claim_id", "=", self.id), *domain], "context": {}}

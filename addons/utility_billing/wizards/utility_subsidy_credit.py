from odoo import api, fields, models

#: more rows than this are credited by jobs of this size
BATCH = 1000


class UtilitySubsidyCredit(models.TransientModel):
    """Subsidies of a month: prepared from the cases, looked at, and credited to the accounts."""

    _name = "utility.subsidy.credit"
    _description = "Crediting of subsidies"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one(
        "utility.period",
        required=True,
        domain="[('company_id', '=', company_id), ('state', '!=', 'closed')]",
        default=lambda self: self._default_period(),
    )
    date = fields.Date("Credited On", required=True, default=fields.Date.context_today)
    count = fields.Integer("To Credit", compute="_compute_preview")
    amount = fields.Monetary(compute="_compute_preview")
    blocked = fields.Integer("Beside a Privilege", compute="_compute_preview")
    warning = fields.Text(compute="_compute_preview")

    @api.model
    def _default_period(self):
        return self.env["utility.period"].search(
            [("company_id", "=", self.env.company.id), ("state", "!=", "closed")], limit=1
        )

    def _drafts(self):
        return self.env["utility.subsidy.grant"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("period_date", "=", self.period_id.date_from),
                ("state", "=", "draft"),
            ]
        )

    @api.depends("company_id", "period_id", "date")
    def _compute_preview(self):
        for wizard in self:
            drafts = wizard._drafts()
            blocked = drafts._exclusive()
            good = drafts.filtered(lambda g, blocked=blocked: g.id not in blocked)
            wizard.count = len(good)
            wizard.amount = sum(good.mapped("amount"))
            wizard.blocked = len(blocked)
            wizard.warning = wizard._limits(good)

    def _limits(self, grants):
        """What goes beyond the limits of the programmes, in words; empty where nothing does."""
        texts = []
        for program, rows in grants.grouped("program_id").items():
            for limit in program.limit_ids:
                if not limit.date_from <= self.date <= limit.date_to:
                    continue
                used = program._sums(limit.date_from, limit.date_to).get(program.id, {})
                over = used.get("used", 0) + sum(rows.mapped("amount")) - limit.amount
                if over > 0:
                    texts.append(
                        self.env._(
                            "%(program)s: %(over)s more than the limit of %(limit)s.",
                            program=program.name,
                            over=f"{over:.2f}",
                            limit=f"{limit.amount:.2f}",
                        )
                    )
        return "\n".join(texts) or False

    def action_prepare(self):
        """Rows of the cases assigned here; those that exist stay as they are."""
        self.env["utility.subsidy.grant"]._prepare_month(self.company_id, self.period_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_credit(self):
        """Credit the rows of the month; many are done by jobs in the background."""
        grants = self._drafts()
        if len(grants) <= BATCH:
            grants._credit(self.date)
        else:
            grants._check_may_credit()
            for start in range(0, len(grants), BATCH):
                batch = grants[start : start + BATCH]
                batch.with_delay(
                    description=self.env._("Subsidies of %s", self.period_id.code)
                )._job_credit(self.date)
        return self.action_view()

    def action_view(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_subsidy_grant_action"
        )
        return action | {"domain": [("period_date", "=", self.period_id.date_from)]}

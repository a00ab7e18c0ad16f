from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilitySocialProgram(models.Model):
    """A budget that pays for privileges or subsidies, and how far it reaches (D06).

    What is used comes from the ledger, what is claimed from the registers; nothing is stored twice.
    """

    _name = "utility.social.program"
    _description = "Budget programme of social protection"
    _inherit = ["mail.thread"]
    _order = "sequence, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("privilege", "Privileges"), ("subsidy", "Subsidies")], required=True, default="privilege"
    )
    budget = fields.Selection(
        [("state", "State"), ("region", "Region"), ("local", "Local")],
        required=True,
        default="state",
        tracking=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Social Protection Body", check_company=True, tracking=True
    )
    agreement = fields.Char(help="Number and date of the agreement on compensation.")
    category_ids = fields.Many2many(
        "utility.privilege.category",
        "utility_social_program_category_rel",
        domain="[('own_country', '=', True)]",
        help="Categories whose privileges it pays for.",
    )
    service_code_ids = fields.One2many("utility.social.service.code", "program_id")
    start_date = fields.Date(
        "Claimed From", help="First month that is claimed here; empty: all that is charged here."
    )
    cap_actual = fields.Boolean(
        "Not More Than the Bill",
        help="A month's subsidy is at most what was charged for the month; it waits for the bill.",
    )
    paid_volume = fields.Boolean(
        "Volume That Is Paid",
        default=True,
        help="In files: volume × tariff is the sum. Otherwise the volume is that of the entitled "
        "persons, and the sum its percentage.",
    )
    limit_ids = fields.One2many("utility.social.limit", "program_id")
    assigned = fields.Monetary(compute="_compute_sums", help="Limits of the year.")
    used = fields.Monetary(compute="_compute_sums", help="Taken off bills or credited this year.")
    claimed = fields.Monetary(
        compute="_compute_sums", help="In registers of this year that went out."
    )
    reimbursed = fields.Monetary(compute="_compute_sums", help="Received this year.")
    left = fields.Monetary(compute="_compute_sums", help="Limits less what is used.")
    owed = fields.Monetary(compute="_compute_sums", help="Used and not received yet.")
    exceeded = fields.Boolean(compute="_compute_sums")

    _name_uniq = models.UniqueIndex(
        "(company_id, name)", "The company has a programme of this name already."
    )

    @api.constrains("category_ids", "company_id", "active", "kind")
    def _check_categories(self):
        """A category is paid by one programme of a company."""
        rows = self.env["utility.social.program"].search(
            [("category_ids", "in", self.category_ids.ids), ("kind", "=", "privilege")]
        )
        for program in self.filtered(lambda p: p.active and p.kind == "privilege"):
            for other in (rows - program).filtered(
                lambda r, program=program: r.company_id == program.company_id
            ):
                if both := program.category_ids & other.category_ids:
                    raise ValidationError(
                        self.env._(
                            "%(category)s is paid by %(other)s already. Take it out there first.",
                            category=both[0].name,
                            other=other.name,
                        )
                    )

    def _compute_sums(self):
        start = fields.Date.start_of(fields.Date.context_today(self), "year")
        sums = self._sums(start, fields.Date.end_of(start, "year"))
        for program in self:
            found = sums.get(program.id, {})
            for name in ("assigned", "used", "claimed", "reimbursed"):
                program[name] = found.get(name, 0)
            program.left = program.assigned - program.used
            program.owed = program.used - program.reimbursed
            program.exceeded = bool(program.assigned) and program.left < 0

    def _sums(self, start, end):
        """``{programme id: {assigned, used, claimed, accepted, reimbursed}}`` of the months."""
        names = ("assigned", "used", "claimed", "accepted", "reimbursed")
        rows = self.env["utility.social.budget"]._read_group(
            [
                ("program_id", "in", self.ids),
                ("period_date", ">=", start),
                ("period_date", "<=", end),
            ],
            ["program_id"],
            [f"{name}:sum" for name in names],
        )
        return {program.id: dict(zip(names, sums, strict=True)) for program, *sums in rows}

    def _excess(self, day):
        """By how much each programme is over the limit that holds on ``day``: ``[(programme, sum)]``.

        Programmes without a limit on that day are never over.
        """
        found = []
        for program in self:
            limit = program.limit_ids.filtered(lambda row: row.date_from <= day <= row.date_to)[:1]
            if not limit:
                continue
            used = program._sums(limit.date_from, limit.date_to).get(program.id, {}).get("used", 0)
            over = program.currency_id.round(used - limit.amount)
            if over > 0:
                found.append((program, over))
        return found

    def _service_codes(self):
        """``{service id: code of the body}``."""
        self.ensure_one()
        return {row.service_id.id: row.code for row in self.service_code_ids}

    def action_view_usage(self):
        return self._view("utility_social_usage_action")

    def action_view_budget(self):
        return self._view("utility_social_budget_action")

    def action_view_claims(self):
        return self._view("utility_social_claim_action")

    def action_view_receipts(self):
        return self._view("utility_social_receipt_action")

    def _view(self, name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(f"utility_billing.{name}")
        return action | {
            "domain": [("program_id", "=", self.id)],
            "context": {"default_program_id": self.id},
        }

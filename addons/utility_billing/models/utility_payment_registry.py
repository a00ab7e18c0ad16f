import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.queue_job.delay import group
from odoo.addons.utility_base.gateway.problem import GatewayError
from odoo.addons.utility_base.tools.problems import describe_problem

from ..gateway.registry import file_digest
from ..gateway.registry_profiles import parse_registry

BATCH = 5000  # lines a job


class UtilityPaymentRegistry(models.Model):
    """File of payments from a bank or agent: parsed, matched, registered, spread (E01, E07, E11).

    1. The file is read: a contradiction in it (totals, count, encoding) stops here, with the
       lines to look at; a person may decide to load it all the same.
    2. Each line finds its account; lines without one become money in suspense.
    3. The lines become payments and are spread over the debts, in jobs of 5,000 lines.
    The same file is refused, the same payment in another file is left out.
    """

    _name = "utility.payment.registry"
    _description = "Payment registry"
    _inherit = ["utility.transition.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    file = fields.Binary(required=True, attachment=True)
    filename = fields.Char("File Name")
    digest = fields.Char(readonly=True, copy=False)
    profile = fields.Selection(
        [
            ("sber", "Sberbank, 12 columns"),
            ("keyed", "Sberbank, keyed with readings"),
            ("provider", "Provider's registry"),
            ("dbf", "DBF"),
            ("table", "Own format"),
        ],
        string="Format",
        help="Empty: recognised by its contents.",
    )
    format_id = fields.Many2one(
        "utility.registry.format",
        string="Own Format",
        check_company=True,
        help="How a table without a format of its own is read.",
    )
    agent_id = fields.Many2one("utility.payment.agent", index="btree_not_null", check_company=True)
    source = fields.Selection(
        [("registry", "Bank registry"), ("online", "Online"), ("import", "Import")],
        required=True,
        default="registry",
    )
    state = fields.Selection(
        [
            ("draft", "New"),
            ("refused", "Contradictory"),
            ("ready", "Read"),
            ("running", "Running"),
            ("done", "Done"),
        ],
        required=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    line_ids = fields.One2many("utility.payment.registry.line", "registry_id")
    line_count = fields.Integer(compute="_compute_counts")
    matched_count = fields.Integer(compute="_compute_counts")
    suspense_count = fields.Integer(compute="_compute_counts")
    duplicate_count = fields.Integer(compute="_compute_counts")
    error_count = fields.Integer(compute="_compute_counts")
    paid_count = fields.Integer(compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")
    total = fields.Monetary(readonly=True, copy=False)
    transferred = fields.Monetary(readonly=True, copy=False)
    fee = fields.Monetary(readonly=True, copy=False)
    order_number = fields.Char("Payment Order", readonly=True, copy=False)
    order_date = fields.Date(readonly=True, copy=False)
    problems = fields.Text(readonly=True, copy=False)

    _digest_uniq = models.UniqueIndex(
        "(company_id, digest) WHERE digest IS NOT NULL", "This file is loaded already."
    )

    @api.depends("filename", "order_number")
    def _compute_name(self):
        for registry in self:
            registry.name = registry.filename or self.env._("Payment registry")

    @api.depends("line_ids.state")
    def _compute_counts(self):
        groups = self.env["utility.payment.registry.line"]._read_group(
            [("registry_id", "in", self.ids)], ["registry_id", "state"], ["__count"]
        )
        counts = {(registry.id, state): count for registry, state, count in groups}
        for registry in self:

            def of(*states, registry=registry):
                return sum(counts.get((registry.id, state), 0) for state in states)

            registry.line_count = sum(n for (r, _s), n in counts.items() if r == registry.id)
            registry.matched_count = of("matched")
            registry.suspense_count = of("suspense")
            registry.duplicate_count = of("duplicate")
            registry.error_count = of("error")
            registry.paid_count = of("paid")
            ended = registry.line_count - of("new", "matched")
            registry.progress = 100 * ended / registry.line_count if registry.line_count else 0

    def action_read(self):
        """Parse the file and match its lines; nothing is registered yet (dry run)."""
        for registry in self:
            if registry.state not in ("draft", "refused", "ready"):
                raise UserError(self.env._("Registry %s is loaded already.", registry.name))
            registry._read_file()
        return True

    def _read_file(self):
        self.ensure_one()
        data = base64.b64decode(self.file)
        digest = file_digest(data)
        twin = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("digest", "=", digest),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if twin:
            raise UserError(self.env._("This file is loaded already, as %(name)s.", name=twin.name))
        try:
            own = self.format_id
            options = own._options() if own else None
            profile = "table" if own else self.profile or ""
            parsed = parse_registry(data, profile, self.filename or "", options)
        except GatewayError as error:
            raise UserError(
                "\n".join(filter(None, describe_problem(self.env, error.problem)))
            ) from None
        self.line_ids.unlink()
        self.env["utility.payment.registry.line"]._write_parsed(self, parsed.rows)
        counted = parsed.counted
        beside = self._beside()
        self._transition(state="ready" if parsed.is_complete else "refused")
        self.write(
            {
                "profile": parsed.profile,
                "digest": digest,
                "total": float(beside["given"] if beside else counted.amount),
                "transferred": float(beside["credited"] if beside else counted.transferred),
                "fee": float(beside["fee"] if beside else counted.fee),
                "order_number": parsed.announced.order_number or False,
                "order_date": parsed.announced.order_date or False,
                "problems": "\n".join(
                    " ".join(filter(None, describe_problem(self.env, p))) for p in parsed.problems
                ),
            }
        )

    def _beside(self):
        """Sums of a registry whose payers paid the fee beside: what they gave, what is credited.

        Empty where the fee is withheld.
        """
        lines = self.env["utility.payment.registry.line"]
        # as in the totals of the file: what repeats another line of it is no money
        domain = [("registry_id", "=", self.id), "|", ("state", "!=", "error"), ("amount", "<", 0)]
        if not lines.search_count([*domain, ("beside", "!=", 0)], limit=1):
            return {}
        rows = lines._read_group(domain, [], ["amount:sum", "beside:sum", "fee:sum"])
        credited, beside, fee = rows[0]
        return {"given": credited + beside, "credited": credited - fee, "fee": beside + fee}

    def action_accept(self):
        """Load a contradictory file all the same; who decided it stays in the chatter."""
        for registry in self.filtered(lambda r: r.state == "refused"):
            registry.message_post(
                body=self.env._("Accepted in spite of:\n%s", registry.problems or "")
            )
            registry._transition(state="ready")
        return self.action_load()

    def action_load(self):
        """Register the lines as payments by jobs; lines that are registered stay as they are."""
        for registry in self:
            if registry.state not in ("ready", "running"):
                raise UserError(
                    self.env._(
                        "Read the registry %s and look at its problems first.", registry.name
                    )
                )
            registry._transition(state="running")
            lines = registry.line_ids.search(
                [("registry_id", "=", registry.id), ("state", "in", ("matched", "new"))],
                order="number, id",
            )
            if not lines:
                registry._finish()
            batches = [lines[start : start + BATCH] for start in range(0, len(lines), BATCH)]
            if self.env.context.get("utility_synchronous") or len(lines) <= 200:
                for batch in batches:
                    registry._load_lines(batch.ids)
            elif batches:
                description = self.env._("Registry %(name)s", name=registry.name)
                jobs = [
                    registry.delayable(description=description)._load_lines(batch.ids)
                    for batch in batches
                ]
                # batches that end together don't see each other's lines: the last job does
                finish = registry.delayable(description=description)._finish()
                group(*jobs).on_done(finish).delay()
        return True

    def _load_lines(self, line_ids):
        """Payments of some lines, in one transaction; running it again changes nothing."""
        self.ensure_one()
        self.env["utility.payment.registry.line"].browse(line_ids)._pay()
        self._finish()

    def _finish(self):
        waiting = self.env["utility.payment.registry.line"].search_count(
            [("registry_id", "=", self.id), ("state", "in", ("matched", "new"))], limit=1
        )
        if not waiting and self.state != "done":
            self._transition(state="done")
            self.env["utility.webhook"]._tell_registry(self)

    def _told(self):
        """What webhooks are told of a registry: its totals; its payments are read by the API."""
        return {
            "id": self.id,
            "name": self.name,
            "agent": self.agent_id.code or None,
            "payment_order": self.order_number or None,
            "lines": self.line_count,
            "total": f"{self.total:.2f}",
        }

    def action_view_lines(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_payment_registry_line_action"
        )
        return action | {"domain": [("registry_id", "=", self.id)]}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_loaded(self):
        if any(registry.state not in ("draft", "refused", "ready") for registry in self):
            raise UserError(self.env._("A registry that is loaded cannot be deleted."))

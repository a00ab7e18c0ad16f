from odoo import fields, models
from odoo.exceptions import UserError

LARGE = 10_000  # accounts; smaller companies are checked and closed while the page waits


class UtilityPeriod(models.Model):
    """Closing of a month: checked, signed, locked; turnovers and the journal are written."""

    _inherit = "utility.period"

    closing_check_id = fields.Many2one(
        "utility.closing.check",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="The closing by jobs that was begun last.",
    )
    check_ids = fields.One2many("utility.closing.check", "period_id", readonly=True)
    signature_ids = fields.One2many("utility.closing.signature", "period_id", readonly=True)
    steps_html = fields.Html("Steps", compute="_compute_steps_html", sanitize=False)

    def action_check(self):
        """Evaluate the invariants by jobs and show the cockpit."""
        self.ensure_one()
        check = self.env["utility.closing.check"]._start(self)
        if self.env.context.get("utility_synchronous"):
            check._execute()
        else:
            check._delay()
        return self._cockpit(check)

    def action_check_now(self):
        """Evaluate in this transaction: for a company of some thousand accounts."""
        return self.with_context(utility_synchronous=True).action_check()

    def action_cockpit(self):
        """The last check of the month; the first one is made where there is none."""
        self.ensure_one()
        if self.check_ids:
            return self._cockpit(self.check_ids[:1])
        return self.action_check() if self._is_large() else self.action_check_now()

    def _is_large(self):
        """Whether a check takes longer than people wait for a page."""
        # sudo: the size of the company does not depend on what the user may see of it
        accounts = self.env["utility.account"].sudo()
        domain = [("company_id", "=", self.company_id.id)]
        return accounts.search_count(domain, limit=LARGE + 1) > LARGE

    def action_start_closing(self):
        """Close at once, or by jobs where the company is large; shows the cockpit."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "closed":
            raise UserError(self.env._("Period %s is closed already.", self.code))
        before = self.closing_check_id
        if before._at_work():
            raise UserError(
                self.env._(
                    "%(user)s is closing period %(period)s since %(time)s.",
                    user=before.user_id.name,
                    period=self.code,
                    time=fields.Datetime.context_timestamp(self, before.started_at).strftime(
                        "%H:%M"
                    ),
                )
            )
        if not self._is_large():
            self.action_close()
            return self.action_cockpit()
        check = self.env["utility.closing.check"]._start(self, closes=True)
        # of two who press at once the later is refused here by the database, and repeated
        self.closing_check_id = check
        self.flush_recordset()
        check._delay()
        return self._cockpit(check)

    def _cockpit(self, check):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Closing of %s", self.code),
            "res_model": "utility.closing.check",
            "res_id": check.id,
            "view_mode": "form",
        }

    def action_close(self):
        """Close: for people only where no line blocks and every other red line is signed.

        Programs that work as the superuser (imports of history, the demo) answer for themselves.
        """
        for period in self.sorted("date_from"):
            if period.state != "closed":
                if not self.env.su:
                    period._refuse_red_lines()
                self.env["utility.turnover"]._close(period)
            super(UtilityPeriod, period).action_close()
            period._keep_changes()
            self.env["utility.chain.link"]._seal_period(period)
        return True

    def _keep_changes(self):
        """What changed after the charging, and nobody charged again, comes with the next charge."""
        # sudo: who closes need not have rights on facts and requests
        changes = self.env["utility.billing.change"].sudo()
        if changes._look(self):
            changes._ask(self)

    def action_reopen(self, reason=None):
        """The journal says who opened the month again, and why."""
        res = super().action_reopen(reason)
        for period in self:
            self.env["utility.turnover"]._open(period)
        self.env["utility.chain.link"]._append(
            "reopening", self.company_id, self.date_from, note=(reason or "").strip()
        )
        return res

    def _refuse_red_lines(self):
        """Evaluate everything once more, in the transaction that closes."""
        self.ensure_one()
        self.check_access("write")
        check = self.env["utility.closing.check"]._start(self)
        check._execute()
        refused = check._refused_lines()
        if refused:
            raise UserError(check._refusal(refused))

    def _compute_steps_html(self):
        for period in self:
            period.steps_html = self.env["ir.qweb"]._render(
                "utility_billing.closing_steps", {"steps": period._steps()}
            )

    def _steps(self):
        """The way of a month: ``[{name, done, count, url}]`` in its order; count: what is left.

        A month that is not saved yet has none.
        """
        self.ensure_one()
        if not self.id:
            return []
        month = [("company_id", "=", self.company_id.id)]
        runs = [*month, ("period_id", "=", self.id), ("simulation", "=", False)]
        Run, Payment = self.env["utility.billing.run"], self.env["utility.payment"]

        def count(model, *domain):
            return self.env[model].search_count([*domain])

        states = Run.search(runs).mapped("state")
        charged = [s for s in states if s in ("review", "approved", "documents", "posted")]
        final = [s for s in states if s in ("approved", "documents", "posted")]
        dated = [("date", "<=", self.date_to)]
        suspects = count(
            "utility.reading", *month, ("state", "=", "suspect"), *dated,
            ("date", ">=", self.date_from),
        )  # fmt: skip
        waiting = len([s for s in states if s in ("draft", "charging")])
        review = states.count("review")
        handed = states.count("approved")
        suspense = Payment.search_count([*month, ("state", "=", "suspense"), *dated])
        unposted = states.count("approved") + states.count("documents")
        unposted += Payment.search_count([*month, ("move_id", "=", False), *dated])
        steps = [
            (self.env._("Readings"), suspects, True, "utility-readings-to-check"),
            (self.env._("Charged"), waiting, charged, "utility-billing-runs"),
            (self.env._("Approved"), review, final, "utility-billing-runs"),
            (self.env._("Documents"), handed, final, "utility-billing-runs"),
            (self.env._("Payments"), suspense, True, "utility-suspense"),
            (self.env._("Posted"), unposted, final, "utility-billing-runs"),
            (self.env._("Closed"), 0, self.state == "closed", "utility-periods"),
        ]
        return [
            {"name": name, "count": left, "done": bool(begun) and not left, "url": f"/odoo/{path}"}
            for name, left, begun, path in steps
        ]

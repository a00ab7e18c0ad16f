from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.utility_base.gateway.problem import problem
from odoo.addons.utility_base.tools.problems import describe_problem

from .utility_payment_registry_line import CANCEL_MARK

DAYS = 31  # an agent takes back what it took within a month
GROUPS = ("utility_base.group_billing", "utility_base.group_accountant")


class UtilityPaymentRegistryLine(models.Model):
    """Lines below zero: the agent takes a payment back that it sent before (E07, E13).

    The earlier line is found by its number, else by account, sum and day; the mirrored cancellation
    is made by a person. What is not found stays an error: it is somebody's money.
    """

    _inherit = "utility.payment.registry.line"

    cancels_id = fields.Many2one(
        "utility.payment.registry.line", "Cancels Line", readonly=True, ondelete="restrict"
    )

    @api.model
    def _find_cancelled(self, registry):
        """Pair the negative lines of a registry with the earlier lines that they take back."""
        negative = self.search(
            [("registry_id", "=", registry.id), ("amount", "<", 0), ("state", "=", "error")],
            order="number",
        )
        numbers = [f"{line._number_taken_back()}{CANCEL_MARK}" for line in negative]
        known = self.env["utility.payment"]._registered(
            registry.company_id, registry.source, numbers
        )
        for line, number in zip(negative, numbers, strict=True):
            if number in known:
                line._transition(state="duplicate", message=False, codes=False)
                continue
            earlier = line._earlier()
            if earlier:
                line._transition(state="cancel", cancels_id=earlier.id, message=False, codes=False)

    def _number_taken_back(self):
        """Number of the operation; one that stood twice in a file has its line behind it."""
        return (self.external_id or "").partition("~")[0]

    def _earlier(self):
        """The line of the same agent that this one takes back, or none."""
        self.ensure_one()
        self.flush_model(["cancels_id", "state"])  # pairs of this file count already
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.id FROM utility_payment_registry_line l
                  JOIN utility_payment_registry r ON r.id = l.registry_id
                 WHERE l.company_id = %(company)s AND l.amount = %(amount)s::numeric
                   AND r.agent_id IS NOT DISTINCT FROM %(agent)s AND l.date <= %(day)s
                   AND (l.external_id = %(number)s
                        OR l.account_number = %(account)s AND l.date >= %(since)s)
                   AND l.state IN ('paid', 'suspense', 'matched', 'new')
                   AND NOT EXISTS (SELECT 1 FROM utility_payment_registry_line c
                                    WHERE c.cancels_id = l.id AND c.state <> 'undone')
                 ORDER BY l.external_id = %(number)s DESC, l.date DESC, l.id DESC LIMIT 1
                """,
                company=self.company_id.id,
                amount=f"{-self.amount:.2f}",
                agent=self.registry_id.agent_id.id or None,
                number=self._number_taken_back(),
                account=self.account_number or None,
                day=self.date,
                since=self.date - timedelta(days=DAYS),
            )
        )
        return self.browse(rows[0][0] if rows else ())

    def action_cancel_earlier(self):
        """Mirror the payments that the agent took back; a line that cannot be keeps its reason."""
        if not self.env.su and not any(map(self.env.user.has_group, GROUPS)):
            raise AccessError(self.env._("Payments are reversed by billing and accountants."))
        todo = self.filtered(lambda r: r.state == "cancel")
        if not todo:
            raise UserError(self.env._("No line waits for a cancellation."))
        for line in todo:
            payment = (line.cancels_payment_id or line.cancels_id.payment_ids).filtered(
                lambda p, line=line: (
                    p.state in ("allocated", "suspense")
                    and p.currency_id.compare_amounts(p.amount, -line.amount) == 0
                )
            )
            if len(payment) != 1:
                text, remedy = describe_problem(self.env, problem("registry.cancel_used"))
                line.write({"message": f"{text} {remedy}", "codes": "registry.cancel_used"})
                continue
            closed = self.env["utility.period"]._closed_until(line.company_id)
            # the agent's day counts, unless its books are closed
            late = closed and line.date <= closed
            day = fields.Date.context_today(line) if late else max(line.date, payment.date)
            payment._take_back(
                day,
                external_id=line._number_of_mirror(),
                registry_line_id=line.id,
            )
            line.cancels_id._take_readings_back()
            line._transition(
                state="cancelled", account_id=payment.account_id.id, message=False, codes=False
            )
        return True


class UtilityPaymentRegistry(models.Model):
    """Cancellations of a registry."""

    _inherit = "utility.payment.registry"

    cancel_count = fields.Integer(compute="_compute_cancel_count")

    @api.depends("line_ids.state")
    def _compute_cancel_count(self):
        counts = dict(
            self.env["utility.payment.registry.line"]._read_group(
                [("registry_id", "in", self.ids), ("state", "=", "cancel")],
                ["registry_id"],
                ["__count"],
            )
        )
        for registry in self:
            registry.cancel_count = counts.get(registry, 0)

    def action_cancel_earlier(self):
        return self.line_ids.filtered(lambda r: r.state == "cancel").action_cancel_earlier()

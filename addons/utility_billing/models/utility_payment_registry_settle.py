from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.utility_base.gateway.problem import problem
from odoo.addons.utility_base.tools.loose import LooseMany2one

from .utility_payment_registry_cancel import GROUPS
from .utility_payment_registry_line import CANCEL_MARK

ACCOUNTANT = "utility_base.group_accountant"
UNKNOWN, USED = "registry.cancel_unknown", "registry.cancel_used"


class UtilityPaymentRegistryLine(models.Model):
    """Lines below zero that nothing was found for: cleared by a person (E07, E13).

    Either the payment that the agent means is chosen and mirrored, or an accountant tells how the
    money was settled without one (a set-off with the agent, an entry in the books). Both stand in
    the chatter of the registry; afterwards its total agrees with its lines.
    """

    _inherit = "utility.payment.registry.line"

    cancels_payment_id = LooseMany2one(
        "utility.payment", "Cancels Payment", readonly=True, help="Chosen by hand."
    )
    settled_reason = fields.Char("How It Was Settled", readonly=True)
    settled_by_id = LooseMany2one("res.users", "Settled by", readonly=True)
    settled_on = fields.Date(readonly=True)
    can_settle = fields.Boolean(compute="_compute_can_settle")

    _cancels_payment_idx = models.Index("(cancels_payment_id) WHERE cancels_payment_id IS NOT NULL")

    @api.depends("state", "amount", "codes")
    def _compute_can_settle(self):
        for line in self:
            codes = (line.codes or "").split(",")
            line.can_settle = line.amount < 0 and (
                (line.state == "error" and UNKNOWN in codes)
                or (line.state == "cancel" and USED in codes)
            )

    def _check_can_settle(self, groups):
        if not self.env.su and not any(map(self.env.user.has_group, groups)):
            raise AccessError(
                self.env._(
                    "Payments are reversed by billing and accountants, what is settled without "
                    "one is told by accountants."
                )
            )
        for line in self:
            if not line.can_settle:
                raise UserError(self.env._("Line %s has nothing to clear.", line.number))
            if line.registry_id.state not in ("running", "done"):
                raise UserError(self.env._("Register the payments of the registry first."))

    def _settle(self, reason):
        """The money of the lines is settled without a payment; ``reason`` tells how."""
        self._check_can_settle((ACCOUNTANT,))
        self._transition(
            state="settled",
            cancels_id=False,
            cancels_payment_id=False,
            message=False,
            codes=False,
            settled_reason=reason,
            settled_by_id=self.env.uid,
            settled_on=fields.Date.context_today(self),
        )
        for line in self:
            line.registry_id.message_post(
                body=self.env._(
                    "Line %(line)s, %(amount)s: settled by hand. %(reason)s",
                    line=line.number,
                    amount=f"{line.amount:.2f}",
                    reason=reason,
                )
            )

    def action_unsettle(self):
        """What was settled by hand waits again, for a mistake."""
        if not self.env.su and not self.env.user.has_group(ACCOUNTANT):
            raise AccessError(self.env._("What is settled by hand is opened by accountants."))
        for line in self.filtered(lambda r: r.state == "settled"):
            line._transition(
                state="error",
                codes=UNKNOWN,
                message=self._told(problem(UNKNOWN, amount=f"{-line.amount:.2f}")),
                settled_reason=False,
                settled_by_id=False,
                settled_on=False,
            )
            line.registry_id.message_post(
                body=self.env._("Line %s is not settled: it waits again.", line.number)
            )
        return True

    def _cancel_payment(self, payment, reason):
        """Mirror the payment that a person found for this line."""
        self.ensure_one()
        self._check_can_settle(GROUPS)
        if (
            payment.company_id != self.company_id
            or payment.state not in ("allocated", "suspense")
            or self.currency_id.compare_amounts(payment.amount, -self.amount)
        ):
            raise UserError(
                self.env._(
                    "Choose a payment of %(amount)s that is not reversed.",
                    amount=f"{-self.amount:.2f}",
                )
            )
        waits = [("id", "!=", self.id), ("state", "=", "cancel")]
        ways = ["|", ("cancels_payment_id", "=", payment.id)]
        ways.append(("cancels_id", "in", payment.registry_line_id.ids))
        if self.search_count([*waits, *ways], limit=1):
            raise UserError(self.env._("Another line takes this payment back already."))
        self._transition(
            state="cancel",
            cancels_id=payment.registry_line_id.id,
            cancels_payment_id=payment.id,
            message=False,
            codes=False,
        )
        self.action_cancel_earlier()
        self.registry_id.message_post(
            body=self.env._(
                "Line %(line)s takes back the payment %(payment)s, chosen by hand. %(reason)s",
                line=self.number,
                payment=payment.display_name,
                reason=reason,
            )
        )

    def _number_of_mirror(self):
        """Number of the cancellation: of the operation; where that is taken, of the line."""
        number = f"{self._number_taken_back()}{CANCEL_MARK}"
        known = self.env["utility.payment"]._registered(
            self.company_id, (self.cancels_payment_id or self.cancels_id.payment_ids[:1]).source,
            [number],
        )  # fmt: skip
        return f"{self.registry_id.id}:{self.external_id}{CANCEL_MARK}" if known else number


class UtilityPaymentRegistry(models.Model):
    """What agents took back and nobody cleared yet."""

    _inherit = "utility.payment.registry"

    unsettled_count = fields.Integer(compute="_compute_unsettled_count")

    def _unsettled(self):
        return [("registry_id", "in", self.ids), ("amount", "<", 0), ("state", "=", "error")]

    @api.depends("line_ids.state")
    def _compute_unsettled_count(self):
        counts = dict(
            self.env["utility.payment.registry.line"]._read_group(
                [*self._unsettled(), ("codes", "like", UNKNOWN)], ["registry_id"], ["__count"]
            )
        )
        for registry in self:
            registry.unsettled_count = counts.get(registry, 0)

    def action_view_unsettled(self):
        return self.action_view_lines() | {
            "name": self.env._("Taken Back by the Agent"),
            "domain": self._unsettled(),
        }

import uuid
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.tools.transition import TRANSITION

from ..gateway.terminal import NoAnswer

#: may have charged the card
LIVE = ("new", "unknown", "approved")


class UtilityPosOperation(models.Model):
    """A payment, cancellation or reconciliation at a card terminal.

    It is stored before the terminal is asked, and its state is asked before it is repeated: an
    unknown outcome never charges a card twice.
    """

    _name = "utility.pos.operation"
    _description = "Operation of a card terminal"
    _inherit = ["utility.cash.made.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _fixed_fields = ("state", "rrn", "receipt_id", "amount", "attempts")

    number = fields.Char(required=True, readonly=True, help="Number that the terminal knows it by.")
    terminal_id = fields.Many2one(
        "utility.pos.terminal", required=True, readonly=True, index=True, check_company=True
    )
    company_id = fields.Many2one(related="terminal_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    shift_id = fields.Many2one("utility.cash.shift", readonly=True, index=True, check_company=True)
    user_id = fields.Many2one("res.users", "Cashier", required=True, readonly=True, index=True)
    receipt_uuid = fields.Char(readonly=True, index="btree_not_null")
    receipt_id = fields.Many2one(
        "utility.cash.receipt", readonly=True, index="btree_not_null", check_company=True
    )
    original_id = fields.Many2one("utility.pos.operation", readonly=True, index="btree_not_null")
    kind = fields.Selection(
        [("pay", "Payment"), ("cancel", "Cancellation"), ("reconcile", "Reconciliation")],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(readonly=True)
    state = fields.Selection(
        [
            ("new", "New"),
            ("unknown", "Outcome unknown"),
            ("approved", "Approved"),
            ("declined", "Declined"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="new",
        readonly=True,
    )
    attempts = fields.Integer(readonly=True)
    rrn = fields.Char("RRN", readonly=True)
    auth_code = fields.Char(readonly=True)
    card = fields.Char(readonly=True)
    slip = fields.Text(readonly=True)
    message = fields.Char(readonly=True)

    _number_uniq = models.UniqueIndex("(number)")
    _one_live = models.UniqueIndex(
        "(company_id, receipt_uuid) WHERE kind = 'pay' AND state IN ('new', 'unknown', 'approved')",
        "A card payment of this receipt is under way.",
    )

    @api.depends("kind", "amount", "rrn")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for operation in self:
            operation.display_name = (
                f"{kinds.get(operation.kind)} {operation.amount:.2f} {operation.rrn or ''}".strip()
            )

    @api.model
    def _begin(self, kind, terminal, amount, **values):
        operation = self.with_context(utility_transition=TRANSITION).create(
            {
                "number": uuid.uuid4().hex,
                "terminal_id": terminal.id,
                "user_id": self.env.uid,
                "kind": kind,
                "amount": float(amount),
            }
            | values
        )
        return operation.with_env(self.env)

    def _run(self):
        """Ask the terminal until the outcome is known; never charges twice. Returns ``self``."""
        self.ensure_one()
        if self.state not in ("new", "unknown"):
            return self
        # whoever presses twice waits here and then finds the outcome
        self._transition(attempts=self.attempts + 1)
        self.flush_recordset()
        driver = self.terminal_id.sudo()._driver()  # sudo: the key of the bridge
        amount = Decimal(str(self.amount))
        try:
            outcome = driver.status(self.number)
            if outcome.state == "absent":
                if self.kind == "pay":
                    outcome = driver.pay(self.number, amount)
                elif self.kind == "cancel":
                    outcome = driver.cancel(self.number, amount, self.original_id.rrn or "")
                else:
                    outcome = driver.reconcile(self.number)
        except NoAnswer as error:
            self._transition(
                state="unknown",
                message=self.env._("The terminal does not answer (%s). Ask again.", error),
            )
            return self
        states = {"approved": "approved", "declined": "declined"}
        self._transition(
            state=states.get(outcome.state, "unknown"),
            rrn=outcome.rrn or False,
            auth_code=outcome.auth_code or False,
            card=outcome.card[-4:] or False,
            slip=outcome.slip or False,
            message=outcome.text or False,
        )
        if self.kind == "cancel" and self.state == "approved":
            self.original_id._transition(state="cancelled")
        return self

    def _cancel(self, shift=None):
        """The cancellation of a payment, asked for in ``shift``; one that is under way goes on."""
        self.ensure_one()
        self.check_access("write")
        if self.kind != "pay" or self.state != "approved":
            raise UserError(self.env._("Only an approved card payment can be cancelled."))
        known = self.search([("original_id", "=", self.id), ("state", "in", LIVE)], limit=1)
        cancel = known or self._begin(
            "cancel",
            self.terminal_id,
            self.amount,
            original_id=self.id,
            shift_id=(shift or self.shift_id).id,
        )
        return cancel._run()

    @api.model
    def _approved(self, operation_id, shift, receipt_uuid, amount):
        """The approved payment that a receipt names.

        :raises UserError: there is none of this sum for this receipt, or another receipt has it
        """
        operation = self.search(
            [
                ("id", "=", operation_id or 0),
                ("shift_id", "=", shift.id),
                ("receipt_uuid", "=", receipt_uuid),
                ("kind", "=", "pay"),
                ("state", "=", "approved"),
                ("receipt_id", "=", False),
            ]
        )
        if not operation or Decimal(str(operation.amount)) != amount:
            raise UserError(self.env._("The terminal has approved no payment of %s.", amount))
        return operation

    def action_ask(self):
        """Ask the terminal what became of the operation."""
        for operation in self:
            operation._run()
        return True

    def action_cancel(self):
        if self.receipt_id:
            raise UserError(self.env._("Cancel the receipt at the cash desk."))
        self._cancel()
        return True

    def _screen(self):
        return {
            "id": self.id,
            "state": self.state,
            "amount": f"{self.amount:.2f}",
            "rrn": self.rrn or "",
            "message": self.message or "",
        }

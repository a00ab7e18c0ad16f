from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_amount

from odoo.addons.utility_base.tools.loose import LooseMany2one
from odoo.addons.utility_base.tools.transition import TRANSITION

from ..loader.open_items import lock_accounts

SOURCES = [
    ("manual", "By hand"),
    ("cash", "Cash desk"),
    ("registry", "Bank registry"),
    ("statement", "Bank statement"),
    ("online", "Online"),
    ("import", "Import"),
    ("transfer", "Transfer between accounts"),
    ("subsidy", "Subsidy"),
    ("deposit", "From a deposit"),
]
#: sources that only their own methods register
OWN_SOURCES = ("subsidy", "deposit")
LOOKUP = 2000  # numbers that one query asks for
# what may still change on money that is received: the note by people, the others by its methods
OPEN_FIELDS = {"note", "move_id", "state", "account_id", "frozen"}


class UtilityPayment(models.Model):
    """Money received for an account. Cancelled and corrected by mirrored rows, never edited.

    Without an account it waits in suspense: money is never lost.
    """

    _name = "utility.payment"
    _description = "Payment"
    _inherit = ["utility.transition.mixin", "utility.guarded.mixin"]
    _fixed_fields = ("state", "move_id", "mirror_of_id", "frozen")
    _order = "date desc, id desc"
    _rec_names_search = ["account_id.number", "account_number", "external_id", "payer"]
    _guard_date = "date"
    _guard_columns = ("company_id", "date", "amount", "source", "external_id")
    _check_company_auto = True

    company_id = LooseMany2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = LooseMany2one("utility.account", index=True, check_company=True)
    building_id = LooseMany2one(related="account_id.building_id", store=True, index=True)
    balance_before = fields.Monetary(related="account_id.balance", string="Debt of the Account")
    date = fields.Date(required=True, default=fields.Date.context_today)
    received_at = fields.Datetime(default=fields.Datetime.now)
    amount = fields.Monetary(required=True)
    fee = fields.Monetary(help="Kept by the agent; part of the amount.")
    source = fields.Selection(SOURCES, required=True, default="manual")
    state = fields.Selection(
        [
            ("suspense", "In suspense"),
            ("allocated", "Allocated"),
            ("reversed", "Reversed"),
            ("mirror", "Reversal"),
        ],
        required=True,
        default="suspense",
        copy=False,
        readonly=True,
    )
    external_id = fields.Char(copy=False, help="Number in the payer's system.")
    account_number = fields.Char(help="Account number as the payer wrote it.")
    payer = fields.Char()
    purpose = fields.Char()
    purpose_period = fields.Date(help="First day of the month that the payer named.")
    purpose_service_id = fields.Many2one("utility.service", check_company=True)
    costs = fields.Monetary(help="Costs of collecting the debt, covered from the payment first.")
    mirror_of_id = fields.Many2one(
        "utility.payment", copy=False, readonly=True, index="btree_not_null"
    )
    registry_line_id = LooseMany2one(
        "utility.payment.registry.line", copy=False, readonly=True, index="btree_not_null"
    )
    move_id = fields.Many2one("account.move", copy=False, readonly=True, index="btree_not_null")
    allocation_ids = fields.One2many("utility.allocation", "payment_id", readonly=True)
    note = fields.Char()
    create_uid = LooseMany2one("res.users", string="Created by", readonly=True)
    write_uid = LooseMany2one("res.users", string="Last Updated by", readonly=True)

    _date_idx = models.Index("(date, id)")
    _external_uniq = models.UniqueIndex(
        "(external_id, company_id, source) WHERE external_id IS NOT NULL",
        "This payment is registered already.",
    )
    # payments to look at are few, allocated ones are many
    _state_idx = models.Index("(state) WHERE state <> 'allocated'")
    _suspense_idx = models.Index("(company_id) WHERE account_id IS NULL")

    @api.depends("date", "amount", "account_id.number")
    def _compute_display_name(self):
        for payment in self:
            number = payment.account_id.number or payment.account_number or ""
            payment.display_name = f"{payment.date} {number} {payment.amount:.2f}"

    @api.constrains("amount", "mirror_of_id", "fee", "costs")
    def _check_amount(self):
        for payment in self:
            if payment.amount <= 0 and not payment.mirror_of_id:
                raise ValidationError(
                    self.env._(
                        "The amount of a payment must be positive, not %s. "
                        "To take money back reverse the payment.",
                        payment.amount,
                    )
                )
            limit = payment.company_id.utility_payment_limit
            if payment.source == "manual" and 0 < limit < payment.amount:
                raise ValidationError(
                    self.env._(
                        "A keyed payment is at most %s: check the digits. "
                        "The limit stands in the settings.",
                        format_amount(self.env, limit, payment.currency_id),
                    )
                )
            if not payment.mirror_of_id and not 0 <= payment.costs <= payment.amount:
                raise ValidationError(
                    self.env._("The costs of collecting are between zero and the amount.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("purpose_period"):
                day = fields.Date.to_date(vals["purpose_period"])
                vals["purpose_period"] = day.replace(day=1)
        usual = self.default_get(["source"]).get("source")  # the context may name one
        if self._is_outside() and any(
            vals.get("source", usual) in OWN_SOURCES for vals in vals_list
        ):
            raise UserError(
                self.env._(
                    "Subsidies are credited from their list and deposits used by their button, "
                    "they are not registered as payments."
                )
            )
        payments = super().create(vals_list)
        payments.filtered(lambda p: p.account_id and not p.mirror_of_id)._allocate()
        news = payments.filtered(lambda p: not p.mirror_of_id)
        self.env["utility.webhook"]._tell_payments(news, "payments")
        return payments

    def write(self, vals):
        fixed = set(vals) - ({"note"} if self._is_outside() else OPEN_FIELDS)
        if fixed and not (self.env.su and self.env.context.get("install_mode")):
            raise UserError(
                self.env._(
                    "A payment that is registered cannot be edited. Reverse it and register it again."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A payment cannot be deleted. Reverse it."))

    def _told(self):
        """What webhooks are told of a payment: texts and numbers, no names of people."""
        self.ensure_one()
        return {
            "id": self.id,
            "external_id": self.external_id or None,
            "account": self.account_id.number or None,
            "account_written": self.account_number or None,
            "date": f"{self.date}",
            "amount": f"{self.amount:.2f}",
            "fee": f"{self.fee:.2f}",
            "currency": self.currency_id.name,
            "source": self.source,
            "state": self.state,
        }

    def _allocate(self):
        """Spread payments with an account over its debts; the rest is an advance."""
        payments = self.sorted(lambda p: (p.date, p.id))
        lock_accounts(self.env, payments.account_id.ids)
        self.env["utility.allocation"]._allocate_payments(payments)
        payments._transition(state="allocated")
        self.env["utility.payment.order"]._match(payments.ids)
        self.env["utility.deposit"]._claim(payments.ids)

    @api.model
    def _registered(self, company, source, external_ids):
        """Those of the numbers that payments of this source have already."""
        found = set()
        numbers = [number for number in external_ids if number]
        for start in range(0, len(numbers), LOOKUP):
            query = self._search(
                [
                    ("company_id", "=", company.id),
                    ("source", "=", source),
                    ("external_id", "in", numbers[start : start + LOOKUP]),
                ]
            )
            number = self._field_to_sql(query.table, "external_id", query)
            found.update(row[0] for row in self.env.execute_query(query.select(number)))
        return found

    def action_reverse(self):
        """Mirror the payments and what they were used for, dated today."""
        groups = ("utility_base.group_billing", "utility_base.group_accountant")
        if not self.env.su and not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Payments are reversed by billing and accountants."))
        today = fields.Date.context_today(self)
        return self._take_back(today) and True

    def _take_back(self, date, **extra):
        """Mirror payments whose money is gone: orders that they confirmed are paid no more."""
        mirrors = self._reverse(date, **extra)
        self.env["utility.payment.order"]._money_gone(self)
        return mirrors

    def _reverse(self, date, **extra):
        """Mirrored payments of ``self`` on ``date``; ``extra`` values stand on the mirrors."""
        for payment in self:
            if payment.state in ("reversed", "mirror"):
                raise UserError(self.env._("Payment %s is reversed already.", payment.display_name))
        lock_accounts(self.env, self.account_id.ids)
        mirrors = self.with_context(utility_transition=TRANSITION).create(
            [
                {
                    "company_id": payment.company_id.id,
                    "account_id": payment.account_id.id,
                    "account_number": payment.account_number,
                    "date": date,
                    "amount": -payment.amount,
                    "fee": -payment.fee,
                    "source": payment.source,
                    "state": "mirror",
                    "payer": payment.payer,
                    "purpose": payment.purpose,
                    "mirror_of_id": payment.id,
                }
                | extra
                for payment in self
            ]
        )
        self.env["utility.allocation"]._mirror(self, date)
        self._transition(state="reversed")
        self.env["utility.webhook"]._tell_payments(self, "reversals")
        return mirrors.with_env(self.env)

    def _assign(self, account):
        """Give money in suspense to ``account``.

        Money that the ledger or a closed month shows in suspense leaves it by a mirrored row, so
        that both stay as they are; other money simply gets its account.
        """
        account.check_access("read")
        today = fields.Date.context_today(self)
        assigned = self.browse()
        for payment in self:
            if payment.state != "suspense":
                raise UserError(self.env._("Payment %s is not in suspense.", payment.display_name))
            closed = self.env["utility.period"]._closed_until(payment.company_id)
            if payment.move_id or closed and payment.date <= closed:
                mirror = payment._reverse(today)
                new = payment.copy(
                    {
                        "account_id": account.id,
                        "date": today,
                        "account_number": account.number,
                        "registry_line_id": payment.registry_line_id.id,
                        "note": self.env._("From suspense: %s", payment.display_name),
                    }
                )
                mirror.note = self.env._("To account %s", account.number)
                assigned += new
            else:
                payment._transition(account_id=account.id)
                payment._allocate()
                assigned += payment
            line = payment.registry_line_id
            line._transition(account_id=account.id, state="paid", is_learned=True)
            line._enter_readings()
        return assigned

    @api.model
    def import_payments(self, rows):
        """Register up to 1,000 payments; bad rows are told, good ones stay.

        :param rows: dicts ``{external_id, account, date, amount, fee?, source?, purpose_period?,
            purpose_service?, payer?, purpose?}``; amounts as text, dates ISO, period ``2026-02``
        :return: a list as long as ``rows``: ``{"id": ..., "state": "created"|"unchanged"}`` or
            ``{"errors": [{"row", "field", "code", "message", "remedy"}]}``
        """
        if len(rows) > 1000:
            raise UserError(self.env._("At most 1,000 payments a call; send them in parts."))
        return self.env["utility.payment.intake"]._take(rows)

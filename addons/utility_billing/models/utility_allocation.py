from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.agreements import defer
from ..engine.allocation import allocate
from ..engine.allocation_plain import allocate_plain
from ..engine.parameter_values import parse_value
from ..engine.periods import first_day, period_of, shift
from ..loader.copying import CopyBeside
from ..loader.open_items import (
    COLUMNS,
    DIVIDED_SOURCES,
    Received,
    Used,
    allocation_lines,
    lock_accounts,
    read_advances,
    read_open_items,
)
from ..loader.plain_debts import plain_lines, read_plain_debts

SLICE = 1000  # accounts whose money is spread together


def _is_plain(payments):
    """Whether one payment came, for whatever the account owes."""
    return len(payments) == 1 and not payments[0].service and not payments[0].capital_service


class UtilityAllocation(models.Model):
    """What a payment was used for. Appended only; a correction adds mirrored rows.

    ``kind`` advance: not used yet; used later by a negative advance row and rows of the debt.
    """

    _name = "utility.allocation"
    _description = "Allocation of a payment"
    _rec_name = "account_id"
    _inherit = ["utility.guarded.mixin", "utility.lean.mixin"]
    _auto = False
    _log_access = False
    _order = "date desc, id desc"
    _guard_date = "date"

    payment_id = fields.Many2one("utility.payment", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    account_id = fields.Many2one("utility.account", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True, help="Day on which the allocation counts.")
    period_date = fields.Date(
        "Debt of Period", readonly=True, help="First day of the month of the debt; none: advance."
    )
    service_id = fields.Many2one("utility.service", readonly=True)
    supplier_id = fields.Many2one("res.partner", readonly=True)
    kind = fields.Selection(
        [
            ("principal", "Principal"),
            ("penalty", "Penalty"),
            ("costs", "Costs"),
            ("advance", "Advance"),
        ],
        required=True,
        readonly=True,
    )
    capital = fields.Boolean(readonly=True, help="Advance of the services kept apart.")
    amount = fields.Float(digits=(16, 2), required=True, readonly=True)
    run_id = fields.Many2one(
        "utility.billing.run", readonly=True, help="The run whose approval used the advance."
    )

    _account_idx = models.Index("(account_id, period_date)")
    _payment_idx = models.Index("(payment_id)")

    @api.model
    def _allocate_payments(self, payments):
        """Spread ``payments`` in their order over what their accounts owe, and write it.

        The accounts are locked by the caller. One read and one write whatever their number.
        """
        payments.flush_recordset()
        self._charge_costs(payments)
        self._allocate_received(
            [
                Received(
                    payment.id,
                    payment.company_id.id,
                    payment.account_id.id,
                    payment.date,
                    Decimal(str(payment.amount)),
                    payment.purpose_period or None,
                    payment.purpose_service_id.id if payment.purpose_service_id.capital else None,
                    payment.source in DIVIDED_SOURCES and payment.purpose_service_id.id or None,
                )
                for payment in payments
            ]
        )

    @api.model
    def _allocate_received(self, payments):
        """Spread :class:`Received` money in its order; the accounts are locked by the caller.

        Some accounts at a time: what was found for them is written while the next are computed.
        """
        of_account = {}
        for payment in payments:
            of_account.setdefault(payment.account, []).append(payment)
        accounts, orders = sorted(of_account), {}
        with CopyBeside(self.env.cr) as beside:
            for start in range(0, len(accounts), SLICE):
                part = accounts[start : start + SLICE]
                beside.wait()
                plans = self.env["utility.agreement"]._plans(part)
                plain = [id_ for id_ in part if id_ not in plans and _is_plain(of_account[id_])]
                debts, credit = read_plain_debts(self.env, plain)
                plain = [id_ for id_ in plain if id_ not in credit]
                others = sorted(set(part).difference(plain))
                items = read_open_items(self.env, others) if others else {}
                money = [payment for account in part for payment in of_account[account]]
                for company, day in {(payment.company, payment.date) for payment in money}:
                    if (company, day) not in orders:
                        own = self.env["res.company"].browse(company)
                        orders[company, day] = self._rules_of_order(own, day)
                beside.start()
                text = self._spread_plain(of_account, plain, debts, orders)
                rows = self._spread(of_account, others, items, plans, orders)
                beside.add(self._table, COLUMNS, text + allocation_lines(rows))
        self.invalidate_model()

    def _spread_plain(self, of_account, accounts, debts, orders):
        """Allocations of accounts with one payment and plain debts, for COPY; no queries."""
        lines = []
        for account in accounts:
            (payment,) = of_account[account]
            found, rest = allocate_plain(
                int(payment.amount * 100),
                debts.get(account, []),
                purpose_period=payment.period,
                **orders[payment.company, payment.date],
            )
            lines.append(plain_lines(payment, found, rest))
        return "".join(lines)

    def _spread(self, of_account, accounts, items, plans, orders):
        """Allocations of the payments of some accounts, as rows of ``COLUMNS``; no queries."""
        rows = []
        for account in accounts:
            last = of_account[account][-1]
            for payment in of_account[account]:
                used = self._shares(
                    items,
                    account,
                    payment.amount,
                    payment.period,
                    payment.capital_service,
                    orders[payment.company, payment.date]
                    | {"plan": plans.get(account), "day": payment.date},
                    payment.service,
                    again=payment is not last,
                )
                base = (payment.payment, payment.company, account, payment.date)
                rows += [(*base, *share, None) for share in used]
        return rows

    @api.model
    def _use_advances(self, accounts, date, run=None):
        """Cover the debts of ``accounts`` from their advances, dated ``date``, or the day of a
        payment that came later.

        Called when charges become final. Returns the sum that was used.
        """
        lock_accounts(self.env, accounts)
        advances = read_advances(self.env, accounts)
        items = read_open_items(self.env, advances)
        plans = self.env["utility.agreement"]._plans(advances)
        companies = dict(
            self.env.execute_query(
                SQL("SELECT id, company_id FROM utility_account WHERE id = ANY(%s)", list(advances))
            )
        )
        rows, used, orders = [], Decimal(0), {}
        for account, parts in advances.items():
            company = companies[account]
            if company not in orders:
                orders[company] = self._rules_of_order(
                    self.env["res.company"].browse(company), date
                )
            for part in parts:
                shares = self._shares(
                    items,
                    account,
                    part.amount,
                    part.purpose_period,
                    part.purpose_service if part.capital else None,
                    orders[company] | {"plan": plans.get(account), "day": date},
                    part.purpose_service,
                )
                covered = [share for share in shares if share.kind != "advance"]
                if not covered:
                    continue
                base = (part.payment, company, account, max(date, part.date))
                total = sum(share.amount for share in covered)
                used += total
                back = Used(None, None, None, "advance", part.capital or None, -total)
                run_id = run.id if run else None
                rows += [(*base, *share, run_id) for share in (back, *covered)]
        with CopyBeside(self.env.cr) as beside:
            beside.add(self._table, COLUMNS, allocation_lines(rows))
        self.invalidate_model()
        return used

    @api.model
    def _rules_of_order(self, company, day):
        """Arguments of :func:`allocate` by the law and the settings that hold on a day."""
        # sudo: whoever takes money need not have rights on parameters
        parameters = self.env["utility.rule.parameter"].sudo()
        found = {}
        order = parameters._holding("allocation_order", day, company)
        if order:
            found["order"] = parse_value("allocation_order", order.value)
        months = parameters._holding("limitation_months", day, company)
        if months:
            found["barred_before"] = first_day(shift(period_of(day), -int(months.value)))
        return found

    @api.model
    def _shares(
        self, items, account, amount, period, capital_service, order, service=None, again=True
    ):
        """:class:`Used` parts of one payment; takes what it covers out of ``items``.

        :param order: arguments of :func:`allocate`; with ``plan`` and ``day`` what an agreement
            does not ask for yet is covered last
        :param service: the service for which others divided the money (E13): its debts come first
        :param again: whether another payment of the account follows
        """
        left = items.get(account, [])
        plan, day = order.pop("plan"), order.pop("day")
        if plan:
            left = defer(left, plan, day)
        shares = []
        if service and not capital_service:
            named = [item for item in left if item.service == service]
            shares = [
                share
                for share in allocate(amount, named, purpose_period=period, **order)
                if share.debt is not None
            ]
            amount -= sum(share.amount for share in shares)
        if amount:
            done = {id(share.debt) for share in shares}
            others = [item for item in left if id(item) not in done] if done else left
            shares += allocate(
                amount, others, purpose_period=period, capital_service=capital_service, **order
            )
        used, taken = [], {}
        for item, part in shares:
            if item is None:
                used.append(Used(None, None, None, "advance", bool(capital_service) or None, part))
                continue
            taken[id(item)] = part
            used.append(Used(item.period, item.service, item.supplier, item.kind, None, part))
        if taken and again:
            items[account] = [
                item._replace(amount=item.amount - taken.get(id(item), 0))
                for item in left
                if item.amount != taken.get(id(item))
            ]
        return used

    def _charge_costs(self, payments):
        """Costs of collecting become a debt of their own, which the payment covers first."""
        for payment in payments.filtered("costs"):
            run = self.env["utility.billing.run"]._final_run(
                "costs", payment.company_id, payment.date
            )
            self.env["utility.charge"]._insert(
                [
                    {
                        "run_id": run.id,
                        "company_id": payment.company_id.id,
                        "period_date": payment.date.replace(day=1),
                        "account_id": payment.account_id.id,
                        "building_id": payment.building_id.id,
                        "kind": "costs",
                        "debt_kind": "costs",
                        "amount": payment.costs,
                        "net": payment.costs,
                        "vat": 0,
                    }
                ]
            )

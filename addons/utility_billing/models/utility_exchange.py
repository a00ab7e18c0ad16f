from collections import defaultdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, models

from odoo.addons.utility_base.gateway.exchange_model import Accrual, Payment
from odoo.addons.utility_base.importers.identity import Entity, Identity
from odoo.addons.utility_base.importers.rows import RowError
from odoo.addons.utility_base.importers.work import outcome

_MODELS = {"saldo": "utility.opening.balance", "payments": "utility.payment"}
_KEY = ("account_id", "period_date", "service_id", "kind")
_BALANCE = Entity("utility.opening.balance", {"key": Identity(_KEY, _KEY)})
_ZONES = {"day": "день", "night": "ночь", "peak": "пик", "half_peak": "полупик"}


class UtilityExchange(models.AbstractModel):
    """Money in the open exchange file: opening balances and payments in, charges out as well.

    Charges of another program are not taken in: what they left unpaid is the opening balance.
    """

    _inherit = "utility.exchange"

    @api.model
    def _takes(self, part):
        """A part is for those who may write it; others leave it out of the file they import."""
        if part in _MODELS:
            return self.env[_MODELS[part]].has_access("create")
        return super()._takes(part)

    @api.model
    def _load_saldo(self, work, notes):
        """Balances at the beginning of a month are debts, or advances, of the month before."""
        wanted = []
        for row, account, item in notes:
            if item.saldo:
                key = (account.id, item.saldo_period - relativedelta(months=1), False, "principal")
                wanted.append((row, key, item.saldo))
        known = _BALANCE.identities["key"].find(
            self.env["utility.opening.balance"], {key for _row, key, _amount in wanted}
        )
        fresh = []
        for row, key, amount in wanted:
            if key in known:
                balance = self.env["utility.opening.balance"].browse(known[key])
                if balance.state == "draft":
                    work.write(row, balance, {"amount": amount})
            else:
                fresh.append((row, {**dict(zip(_KEY, key, strict=True)), "amount": amount}))
        if fresh:
            work.create("utility.opening.balance", fresh)

    @api.model
    def _load_payments(self, work, notes):
        """Payments are spread over the debts of their accounts as if they came today."""
        numbers = {id(item): self._payment_number(account, item) for _row, account, item in notes}
        model = self.env["utility.payment"]
        known = {
            payment.external_id: payment
            for payment in model.search(
                [("source", "=", "import"), ("external_id", "in", list(numbers.values()))]
            )
        }
        fresh = []
        for row, account, item in notes:
            number = numbers[id(item)]
            if number in known:
                outcome(row, known[number], "unchanged", True)
            elif item.correction or item.sum <= 0:
                raise RowError("BIL-PAYMENT-CORRECTION", "sum", item.sum)
            else:
                vals = {
                    "account_id": account.id,
                    "date": item.date,
                    "amount": item.sum,
                    "source": "import",
                    "external_id": number,
                    "purpose_period": item.period,
                    "note": item.comment or None,
                }
                fresh.append((row, vals))
        if fresh:
            work.create("utility.payment", fresh, main=True)

    def _payment_number(self, account, item):
        return item.id or f"{account.id}/{item.date}/{item.number}/{item.sum}"

    @api.model
    def _dump_saldo(self, accounts):
        """Opening balances as they came; accounts with several months of debt give their sum."""
        found = defaultdict(Decimal)
        months = {}
        rows = self.env["utility.opening.balance"].search([("account_id", "in", accounts.ids)])
        for row in rows:
            account = row.account_id.id
            found[account] += Decimal(f"{row.amount:.2f}")
            month = row.period_date + relativedelta(months=1)
            months[account] = max(month, months.get(account, month))
        return {account: (amount, months[account]) for account, amount in found.items()}

    @api.model
    def _dump_accruals(self, accounts):
        charges = self.env["utility.charge"].search(
            [("account_id", "in", accounts.ids), ("kind", "!=", "opening")],
            order="period_date, account_id, id",
        )
        for charge in charges:
            amount, nothing = Decimal(f"{charge.amount:.2f}"), Decimal("0.00")
            yield Accrual(
                id=f"{charge._name}:{charge.id}",
                accounts_id=self._number(charge.account_id),
                period=charge.period_date,
                utilities_id=charge.service_id.code or "",
                utilities_title=charge.service_id.name or charge.kind,
                calculated_by={"meter": "counter", "average": "average", "norm": "standard"}.get(
                    charge.method, ""
                ),
                bet=_ZONES.get(charge.zone, ""),
                cost=Decimal(f"{charge.price:.6f}").normalize() if charge.price else None,
                volume=Decimal(f"{charge.volume:.6f}").normalize() if charge.volume else None,
                value=nothing if charge.kind in ("recalculation", "privilege") else amount,
                recalc=amount if charge.kind == "recalculation" else None,
                privileges=amount if charge.kind == "privilege" else None,
            )

    @api.model
    def _dump_payments(self, accounts):
        payments = self.env["utility.payment"].search(
            [("account_id", "in", accounts.ids), ("state", "=", "allocated")],
            order="date, id",
        )
        for payment in payments:
            yield Payment(
                id=payment.external_id or f"{payment._name}:{payment.id}",
                accounts_id=self._number(payment.account_id),
                date=payment.date,
                sum=Decimal(f"{payment.amount:.2f}"),
                period=payment.purpose_period or None,
                comment=payment.note or "",
                source=payment.source,
            )

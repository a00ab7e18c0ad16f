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
from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.utility_base.importers.lookup import Services
from odoo.addons.utility_base.importers.rows import RowError
from odoo.addons.utility_base.importers.work import outcome

from ..loader.open_items import final_runs


class UtilityExchange(models.AbstractModel):
    """Money that comes in by the open exchange file: balances, charges, payments.

    Opening balances are drafts that billing staff approve. Charges of the program before stand in
    runs of their own; what is there already, by account, month and service, is left alone.
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
        return part in ("saldo", "accruals", "payments") or super()._takes(part)

    @api.model
    def _load_saldo(self, work, notes):
        """The balance stood at the beginning of its month: a debt of the month before."""
        model = self.env["utility.opening.balance"]
        known = model.search([("account_id", "in", [ref.id for _row, ref, _item in notes])])
        wanted = [
            (
                row,
                {
                    "account_id": ref.id,
                    "period_date": fields.Date.subtract(item.saldo_period, months=1),
                    "amount": item.saldo,
                },
            )
            for row, ref, item in notes
            if item.saldo and ref.id not in known.account_id.ids
        ]
        work.create("utility.opening.balance", wanted)

    @api.model
    def _load_payments(self, work, notes):
        company = self.env.company
        ids = [item.id for _row, _ref, item in notes if item.id]
        known = set(
            self.env["utility.payment"]
            .search([("company_id", "=", company.id), ("external_id", "in", ids)])
            .mapped("external_id")
        )
        own = self.env["utility.payment"].browse(
            int(text.split(":")[1]) for text in ids if _is_own(text)
        )
        known |= {
            self._number_of(payment) for payment in own.exists() if payment.company_id == company
        }
        wanted = []
        for row, ref, item in notes:
            if item.id in known:
                continue
            if item.sum <= 0:
                row.fail(RowError("BIL-PAYMENT-SIGN", "sum", item.sum).problem.at(row=row.number))
                continue
            values = {
                "account_id": ref.id,
                "external_id": item.id or False,
                "source": "import",
                "date": item.date,
                "amount": item.sum,
                "purpose": item.comment or False,
                "purpose_period": item.period,
            }
            wanted.append((row, values))
        work.create("utility.payment", wanted, main=True)

    @api.model
    def _load_accruals(self, work, notes):
        company = self.env.company
        services = Services(self.env, company)
        known = self._known_accruals({ref.id for _row, ref, _item in notes})
        accounts = {a.id: a for a in self.env["utility.account"].browse({n[1].id for n in notes})}
        runs, charges = {}, []
        for row, ref, item in notes:
            service = services.by_word.get((item.utilities_id or "").lower()) or services.find(
                item.utilities_title
            )
            if not hasattr(service, "id"):
                row.fail(service.at(row=row.number, column="utilities_title"))
                continue
            if (ref.id, item.period, service.id) in known:
                continue
            if item.period not in runs:
                runs[item.period] = self.env["utility.billing.run"]._final_run(
                    "history", company, item.period
                )
            run = runs[item.period]
            charges += self._charges(run, accounts[ref.id], service, item)
            outcome(row, run, "created", True)
        self.env["utility.charge"]._insert(charges)

    def _known_accruals(self, accounts):
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT account_id, period_date, service_id FROM utility_charge"
                " WHERE account_id = ANY(%s) AND kind <> 'opening'",
                list(accounts),
            )
        )
        return set(rows)

    def _charges(self, run, account, service, item):
        """Charges of one accrual: the charge itself, its correction, its privilege."""
        base = {
            "run_id": run.id,
            "company_id": account.company_id.id,
            "period_date": item.period,
            "account_id": account.id,
            "building_id": account.building_id.id,
            "service_id": service.id,
            "supplier_id": service.supplier_id.id,
            "debt_kind": "principal",
            "vat": "0",
        }
        sums = (("charge", item.value), ("recalculation", item.recalc))
        sums += (("privilege", item.privileges and -abs(item.privileges)),)
        return [
            base
            | {"kind": kind, "amount": amount, "net": amount}
            | ({"volume": item.volume, "price": item.cost} if kind == "charge" else {})
            | ({"of_period": item.period} if kind == "recalculation" else {})
            for kind, amount in sums
            if amount
        ]

    @api.model
    def _number_of(self, payment):
        """Id of a payment in the file: that of the payer's system, else its own."""
        return payment.external_id or f"utility.payment:{payment.id}"

    @api.model
    def _charged_sums(self, accounts):
        """Final charges a month, service and zone: ``(account id, period, service id, zone,
        price, volume, charged, recalculated, privileges)`` with sums as text."""
        return self.env.execute_query(
            SQL(
                """
                SELECT c.account_id, c.period_date, c.service_id, c.zone, MAX(c.price)::text,
                       SUM(c.volume) FILTER (WHERE c.kind = 'charge')::text,
                       COALESCE(SUM(c.amount) FILTER (
                           WHERE c.kind NOT IN ('recalculation', 'privilege')), 0)::text,
                       SUM(c.amount) FILTER (WHERE c.kind = 'recalculation')::text,
                       (-SUM(c.amount) FILTER (WHERE c.kind = 'privilege'))::text
                  FROM utility_charge c
                 WHERE c.account_id = ANY(%s) AND c.kind NOT IN ('opening', 'costs', 'penalty')
                   AND %s
                 GROUP BY 1, 2, 3, 4
                 ORDER BY 1, 2, 3, 4
                """,
                accounts.ids,
                final_runs(),
            )
        )


def _is_own(text):
    """Whether an id was given by an export of this program: ``utility.payment:12``."""
    name, _colon, number = text.partition(":")
    return name == "utility.payment" and number.isdigit()


def decimal_or_none(text):
    return None if text is None else Decimal(text)

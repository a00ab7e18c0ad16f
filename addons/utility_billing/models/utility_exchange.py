from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.utility_base.importers.lookup import Services
from odoo.addons.utility_base.importers.rows import RowError
from odoo.addons.utility_base.importers.work import outcome

from ..loader.open_items import final_runs

_MODELS = {
    "saldo": "utility.opening.balance",
    "accruals": "utility.billing.run",
    "payments": "utility.payment",
}


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
        """The balance stood at the beginning of its month: a debt of the month before.

        From that month on the account is charged here.
        """
        for row, ref, item in notes:
            account = self.env["utility.account"].browse(ref.id)
            until = fields.Date.subtract(item.saldo_period, days=1)
            work.write(row, account, {"charged_until": until})
        model = self.env["utility.opening.balance"]
        known = {
            (b.account_id.id, b.period_date): b
            for b in model.search([("account_id", "in", [ref.id for _row, ref, _item in notes])])
        }
        wanted = []
        for row, ref, item in notes:
            month = fields.Date.subtract(item.saldo_period, months=1)
            balance = known.get((ref.id, month))
            if balance and balance.state == "draft":
                work.write(row, balance, {"amount": item.saldo})
            elif item.saldo and not balance:
                values = {"account_id": ref.id, "period_date": month, "amount": item.saldo}
                wanted.append((row, values))
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
            if item.correction or item.sum <= 0:
                row.fail(
                    RowError("BIL-PAYMENT-CORRECTION", "sum", item.sum).problem.at(row=row.number)
                )
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

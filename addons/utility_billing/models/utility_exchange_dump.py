from odoo import api, fields, models

from odoo.addons.utility_base.gateway import exchange_model as shape

from .utility_exchange import decimal_or_none

ZONES = {"day": "день", "night": "ночь", "peak": "пик", "half_peak": "полупик"}


class UtilityExchange(models.AbstractModel):
    """Money that goes out by the open exchange file."""

    _inherit = "utility.exchange"

    @api.model
    def _dump_saldo(self, accounts):
        """Opening balances of the accounts; charges and payments lead on from them."""
        groups = self.env["utility.opening.balance"]._read_group(
            [("account_id", "in", accounts.ids)],
            ["account_id"],
            ["amount:sum", "period_date:max"],
        )
        return {
            account.id: (decimal_or_none(f"{amount:.2f}"), fields.Date.add(month, months=1))
            for account, amount, month in groups
        }

    @api.model
    def _dump_accruals(self, accounts):
        numbers = {account.id: self._number(account) for account in accounts}
        services = self.env["utility.service"].with_context(active_test=False)
        known = {service.id: service for service in services.search([])}
        for account, month, service, zone, price, volume, *sums in self._charged_sums(accounts):
            charged, recalculated, privileges = map(decimal_or_none, sums)
            found = known[service]
            yield shape.Accrual(
                id=f"{numbers[account]}/{month:%Y-%m}/{found.code}{'/' + zone if zone else ''}",
                accounts_id=numbers[account],
                period=month,
                utilities_id=found.code,
                utilities_title=found.name,
                bet=ZONES.get(zone, ""),
                cost=decimal_or_none(price),
                volume=decimal_or_none(volume),
                value=charged,
                recalc=recalculated,
                privileges=privileges,
            )

    @api.model
    def _dump_payments(self, accounts):
        payments = self.env["utility.payment"].search(
            [("account_id", "in", accounts.ids), ("state", "=", "allocated")], order="date, id"
        )
        for payment in payments:
            yield shape.Payment(
                id=self._number_of(payment),
                accounts_id=self._number(payment.account_id),
                date=payment.date,
                sum=decimal_or_none(f"{payment.amount:.2f}"),
                period=payment.purpose_period or None,
                comment=payment.purpose or "",
                source=payment.source,
            )

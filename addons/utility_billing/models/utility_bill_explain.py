from decimal import Decimal

from odoo import fields, models
from odoo.tools import format_date


class UtilityBill(models.Model):
    """Why a bill is what it is, as plain data for screens, papers, the portal and RPC (Z01)."""

    _name = "utility.bill"
    _inherit = ["utility.bill", "utility.explained.mixin"]

    def _explained_bills(self):
        return self

    def explain_bill(self, lang=None):
        """The explanation of whole bills, JSON-able.

        Portal users get approved bills of their own accounts alone.

        :param lang: language of the texts, an installed code or its beginning (``ru``); None: the user's
        :return: a list of dicts, one a bill: ``id number account_id account payer address period
            (YYYY-MM) month (in words) currency currency_id residents area date_due state opening charged
            recalculated privileges penalty paid closing`` and ``services``: a list of
            ``{service_id, service, amount, lines}`` in the order of the paper. A line is what
            ``utility.charge.explain_charge`` gives. Sums are texts with two decimals; the steps
            of a line add up to it, the lines to their service, the services to ``charged``.
        """
        bills = self._explained(lang)
        return [bill._explain() for bill in bills]

    def _explain(self):
        self.ensure_one()
        account = self.account_id
        last = fields.Date.end_of(self.period_date, "month")
        lines = self.line_ids.filtered(lambda line: line.cause != "reversal")
        lines = lines.sorted(lambda line: (line.service_id.sequence, line.service_id.id, line.id))
        services = {}
        for found in lines.explain_charge():
            service = services.setdefault(
                found["service_id"],
                {"service_id": found["service_id"], "service": found["service"], "lines": []},
            )
            service["lines"].append(found)
        for service in services.values():
            total = sum(Decimal(line["amount"]) for line in service["lines"])
            service["amount"] = f"{total:.2f}"
        money = ("opening", "charged", "recalculated", "privileges", "penalty", "paid", "closing")
        return {
            "id": self.id,
            "number": self.number,
            "account_id": account.id,
            "account": account.number,
            "payer": account.partner_id.name or "",
            "address": account.address or "",
            "period": self.period_code,
            "month": format_date(self.env, self.period_date, date_format="LLLL y"),
            "currency": self.currency_id.name,
            "currency_id": self.currency_id.id,
            "residents": account._resident_counts(last).get(account.id, 0),
            "area": account.premise_id.total_area,
            "date_due": fields.Date.to_string(self.date_due) or "",
            "state": self.state,
            **{name: f"{self[name] or 0:.2f}" for name in money},
            "services": list(services.values()),
        }

    def action_why(self):
        """The screen that explains the month of the bill."""
        return self.account_id._action_why(self.period_code)

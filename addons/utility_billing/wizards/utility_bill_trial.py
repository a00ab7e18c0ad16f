from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_amount

from ..engine import explain
from ..loader.study import study_month
from ..loader.trial import trial_balance, trial_bill
from ..models.billing_problem_texts import texts_of
from ..models.charge_texts import ChargeTexts

ZERO = Decimal(0)


class UtilityBillTrial(models.TransientModel):
    """What the bill of an account would be (X30), explained; or both sides of a study (Z14).

    Charges by the steps of the run and writes nothing.
    """

    _name = "utility.bill.trial"
    _description = "Trial of a bill"

    account_id = fields.Many2one("utility.account", required=True)
    month = fields.Date(required=True, default=lambda self: self._default_month())
    study_id = fields.Many2one("utility.tariff.study")
    result_html = fields.Html(compute="_compute_result_html", sanitize=False)

    @api.model
    def _default_month(self):
        period = self.env["utility.billing.run"]._default_period()
        return period.date_from or fields.Date.start_of(fields.Date.context_today(self), "month")

    @api.constrains("month", "study_id")
    def _check_month(self):
        for trial in self.filtered("study_id"):
            if f"{trial.month:%Y-%m}" not in trial.study_id._periods():
                raise ValidationError(self.env._("Choose a month of the study."))

    @api.depends("account_id", "month", "study_id")
    def _compute_result_html(self):
        for trial in self:
            if not (trial.account_id and trial.month):
                trial.result_html = False
                continue
            # the loader reads by SQL: who may not see the account is stopped here
            trial.account_id.check_access("read")
            trial.result_html = trial._study_html() if trial.study_id else trial._bill_html()

    def _bill_html(self):
        account, period = self.account_id._origin, f"{self.month:%Y-%m}"
        place, lines, problems = trial_bill(self.env, account, period)
        total = sum((line.amount for line in lines), ZERO)
        sums = trial_balance(self.env, account, period).values()
        opening, penalty, paid = (
            (sum(part) for part in zip(*sums, strict=True)) if sums else (0,) * 3
        )
        return self.env["ir.qweb"]._render(
            "utility_billing.bill_trial",
            {
                "items": self._items(place, lines),
                "problems": [texts_of(self.env, problem) for problem in problems],
                "total": total,
                "balance": [
                    (self.env._("Balance at the beginning of the month"), opening),
                    (self.env._("Charged"), total),
                    (self.env._("Penalties"), penalty),
                    (self.env._("Paid in the month"), paid),
                ],
                "to_pay": opening + total + penalty - paid,
                "money": self._money,
            },
        )

    def _study_html(self):
        study, month = self.study_id, f"{self.month:%Y-%m}"
        study.check_access("read")
        periods = [period for period in study._periods() if period <= month]
        if not periods or periods[-1] != month:
            return False
        sides = study_month(
            self.env,
            self.account_id._origin,
            periods,
            study._drafts(),
            max(study._periods()[-1], f"{fields.Date.context_today(self):%Y-%m}"),
        )
        return self.env["ir.qweb"]._render(
            "utility_billing.study_trial",
            {
                "services": self._paired([self._items(place, lines) for place, lines, _p in sides]),
                "problems": [
                    [texts_of(self.env, problem) for problem in problems]
                    for _place, _lines, problems in sides
                ],
                "totals": [sum((line.amount for line in side[1]), ZERO) for side in sides],
                "money": self._money,
            },
        )

    @staticmethod
    def _paired(sides):
        """``[(service, old, new, items old, items new)]``; what differs comes first."""
        order = dict.fromkeys(item["service"] for items in sides for item in items)
        found = []
        for service in order:
            parts = [[item for item in items if item["service"] == service] for items in sides]
            sums = [sum((item["amount"] for item in part), ZERO) for part in parts]
            found.append((service, *sums, *parts))
        return sorted(found, key=lambda row: -abs(row[2] - row[1]))

    def _items(self, place, lines):
        """Lines in the order of the bill: ``service title amount text readings legal``."""
        if place is None:
            return []
        found = []
        for line in sorted(lines, key=lambda line: place.order[line.service]):
            # a charge that exists in memory alone: the texts of lines are made from charges
            charge = self.env["utility.charge"].new(
                {
                    "account_id": self.account_id.id,
                    "company_id": self.account_id.company_id.id,
                    "building_id": self.account_id.building_id.id,
                    "service_id": place.services[line.service],
                    "period_date": f"{line.period}-01",
                    "of_period": f"{line.of_period}-01" if line.of_period else False,
                    "component": line.component,
                    "zone": line.zone or False,
                    "kind": line.kind,
                    "cause": line.cause or False,
                }
            )
            texts = ChargeTexts(self.env, charge)
            explained = explain(line, place.world)
            found.append(
                {
                    "service": charge.service_id.name,
                    "title": texts.title(),
                    "amount": line.amount,
                    "text": texts.sentences(explained, line),
                    "readings": texts.readings(line),
                    "legal": texts.legal(explained),
                }
            )
        return found

    def _money(self, value):
        return format_amount(self.env, float(value), self.account_id.company_id.currency_id)

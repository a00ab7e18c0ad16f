from datetime import timedelta

from odoo import api, fields, models

from ..engine import Formula
from ..engine.formula_method import VARIABLES
from ..loader.draft import ServiceDraft
from ..loader.trial import trial_formula
from ..models.billing_problem_texts import texts_of


class UtilityFormulaTest(models.TransientModel):
    """A formula tried on an account and month before it is saved (C04). Writes nothing."""

    _name = "utility.formula.test"
    _description = "Test of a formula"

    service_id = fields.Many2one("utility.service", required=True)
    formula = fields.Text(required=True)
    account_id = fields.Many2one("utility.account", required=True)
    month = fields.Date(required=True, default=lambda self: self._default_month())
    result_html = fields.Html(compute="_compute_result", sanitize=False)
    is_good = fields.Boolean(compute="_compute_result", help="The formula gave a result.")

    @api.model
    def _default_month(self):
        """The last month that is over: its readings are there."""
        return fields.Date.start_of(
            fields.Date.start_of(fields.Date.context_today(self), "month") - timedelta(days=1),
            "month",
        )

    @api.model
    def default_get(self, fields):
        """An account that has the service, so that the first look shows something."""
        values = super().default_get(fields)
        service = values.get("service_id")
        if "account_id" in fields and service and not values.get("account_id"):
            line = self.env["utility.account.service"].search(
                [("service_id", "=", service), ("account_id.state", "=", "open")],
                order="date_from desc, id",
                limit=1,
            )
            values["account_id"] = line.account_id.id
        return values

    @api.depends("service_id", "formula", "account_id", "month")
    def _compute_result(self):
        for test in self:
            result = test._result()
            test.is_good = bool(result["lines"])
            test.result_html = self.env["ir.qweb"]._render(
                "utility_billing.formula_test_result", result
            )

    def _result(self):
        """What the screen shows: ``variables lines problems place has_service amount``."""
        self.ensure_one()
        empty = {"variables": [], "lines": [], "problems": [], "place": None, "amount": None}
        empty |= {"has_service": True, "formula": self.formula or ""}
        if not (self.service_id and (self.formula or "").strip()):
            return empty
        text = " ".join(self.formula.split())
        error = self.service_id._refusal_of(text)
        if error:
            empty |= {"formula": text, "place": error.column}
        account = self.account_id
        if not (account and self.month):
            return {**empty, "problems": [(str(error), "")] if error else []}
        # the loader reads by SQL: who may not see the account or the service is stopped here
        account.check_access("read")
        self.service_id.check_access("read")
        draft = ServiceDraft(self.service_id._origin.id, {"formula": text, "basis": "formula"})
        trial, has_service = trial_formula(
            self.env, account._origin, self.service_id._origin, f"{self.month:%Y-%m}", [draft]
        )
        used = () if error else Formula(text).names
        currency = account.company_id.currency_id
        return {
            **empty,
            "formula": text,
            "variables": [
                (name, label, None if value is None else _shown(value), name in used)
                for name, value, label in self._labelled(trial.variables)
            ],
            "lines": [
                (line.date_from, line.date_to, _shown(line.trace[0][1][2]), line.amount)
                for line in trial.lines
            ],
            "amount": currency.format(float(sum(line.amount for line in trial.lines))),
            "problems": [texts_of(self.env, problem) for problem in trial.problems],
            "has_service": has_service,
        }

    def _labelled(self, values):
        labels = dict(self.service_id._formula_variables())
        order = {name: index for index, name in enumerate((*VARIABLES, *labels))}
        return [
            (name, values[name], labels.get(name, ""))
            for name in sorted(values, key=lambda name: order.get(name, len(order)))
        ]

    def action_use(self):
        """Hand the formula back to the screen that it came from; nothing is saved here."""
        self.ensure_one()
        formula = " ".join(self.formula.split())
        return {"type": "ir.actions.act_window_close", "infos": {"formula": formula}}


def _shown(value):
    """A number without idle zeros.

    >>> from decimal import Decimal
    >>> _shown(Decimal("12.500000")), _shown(30)
    ('12.5', '30')
    """
    text = f"{value:f}" if not isinstance(value, int) else str(value)
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"

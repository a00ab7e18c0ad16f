from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ..engine.periods import first_day
from ..engine.waterfall import ORDER, facts, waterfall
from ..loader.ledger_lines import COLUMNS
from ..loader.open_items import final_runs
from ..loader.reader import exact_cursor, rows
from ..loader.trace import line_of
from .charge_figures import Figures

ZERO = Decimal("0.00")


class UtilityAccount(models.Model):
    """Why the bill of a month differs from that of another (Z01)."""

    _inherit = "utility.account"

    def _explained_account(self, lang=None):
        """The account to read from, after the check: staff by their rights, payers their own."""
        self.ensure_one()
        account = self
        if self.env.user._is_internal() or self.env.su:
            self.check_access("read")
        else:
            # sudo: a payer may read what concerns the own account, checked here
            account = self.sudo()
            own = account.exists().partner_id == self.env.user.partner_id
            if not (self.env.user._is_portal() and own):
                raise AccessError(self.env._("This is not your account."))
        if lang:
            lang = self.env["utility.document.template"].sudo()._installed(lang)
            account = account.with_context(lang=lang)
        return account

    def compare_months(self, period, before=None, lang=None, capital=None):
        """Why what was charged in a month differs from another month: steps that add up exactly.

        Staff need the right to read the account; portal users get their own accounts alone.

        :param period: ``YYYY-MM``; before: the month to compare with; None: the last one charged before it
        :param capital: True: the bills of services kept apart alone; False: the others; None: all
        :return: dict: ``account currency currency_id before now`` (each ``{period, month, amount}``),
            ``difference``, ``steps``: ``{cause, label, amount}`` of the whole bill and
            ``services``: ``{service_id, service, before, now, difference, steps, facts}``; sums are
            texts with two decimals, below zero where the bill became smaller. ``facts`` are texts
            such as price, volume and persons then and now.
        """
        account = self._explained_account(lang)
        try:
            first = first_day(period)
            earlier = first_day(before) if before else account._charged_before(first)
        except ValueError:
            raise UserError(self.env._("Give the months as 2026-02.")) from None
        if not earlier:
            earlier = fields.Date.subtract(first, months=1)
        old, new = (account._lines_of_month(day, capital) for day in (earlier, first))
        labels = account._cause_labels()
        services = account._compared_services(old, new, labels)
        totals = {}
        for service in services:
            for step in service["steps"]:
                totals[step["cause"]] = totals.get(step["cause"], ZERO) + Decimal(step["amount"])
        sums = [sum((line.amount for line in lines), ZERO) for lines in (old, new)]
        return {
            "account": account.number,
            "currency": account.company_id.currency_id.name,
            "currency_id": account.company_id.currency_id.id,
            "before": account._month_sum(earlier, sums[0]),
            "now": account._month_sum(first, sums[1]),
            "difference": f"{sums[1] - sums[0]:.2f}",
            "steps": [
                {"cause": cause, "label": labels[cause], "amount": f"{totals[cause]:.2f}"}
                for cause in ORDER
                if totals.get(cause)
            ],
            "services": services,
        }

    def action_why(self):
        """The screen that explains the last bill of the account."""
        return self._action_why(False)

    def _action_why(self, period):
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("utility_billing.bill_why_action")
        # in the context, so that a reloaded page finds it again
        context = {"active_id": self.id, "why": {"account_id": self.id, "period": period}}
        return {**action, "name": self.display_name, "context": context}

    def charged_months(self):
        """Months of the account with approved bills, the newest first, as ``YYYY-MM``."""
        account = self._explained_account()
        groups = account.env["utility.bill"]._read_group(
            [("account_id", "=", account.id), ("state", "=", "approved")],
            ["period_date:month"],
            order="period_date:month DESC",
        )
        return [f"{day:%Y-%m}" for (day,) in groups]

    def _charged_before(self, day):
        return (
            self.env["utility.bill"]
            .search(
                [
                    ("account_id", "=", self.id),
                    ("state", "=", "approved"),
                    ("period_date", "<", day),
                ],
                order="period_date DESC",
                limit=1,
            )
            .period_date
        )

    def _month_sum(self, day, amount):
        return {
            "period": f"{day:%Y-%m}",
            "month": format_date(self.env, day, date_format="LLLL y"),
            "amount": f"{amount:.2f}",
        }

    def _cause_labels(self):
        return {
            "tariff": self.env._("Price"),
            "people": self.env._("Number of people"),
            "volume": self.env._("Consumption"),
            "uplift": self.env._("Uplift for a missing meter"),
            "privilege": self.env._("Privileges"),
            "recalculation": self.env._("Recalculations"),
            "penalty": self.env._("Penalties"),
            "other": self.env._("Other"),
        }

    def _lines_of_month(self, first, capital=None):
        """Lines that count in the month, as the engine's; the service of a line is its id."""
        bills = SQL("TRUE")
        if capital is not None:
            bills = SQL("COALESCE(b.capital, FALSE) = %s", capital)
        with exact_cursor(self.env) as cursor:
            found = rows(
                cursor,
                SQL(
                    "SELECT c.id, c.account_id, c.service_id, c.supplier_id, c.period_date, c.kind,"
                    " c.component, c.zone, c.of_period, c.method, c.reason, c.cause, c.volume,"
                    " c.price, c.amount, c.net, c.vat, c.vat_rate, c.trace FROM utility_charge c"
                    " LEFT JOIN utility_bill b ON b.id = c.bill_id"
                    " WHERE c.account_id = %s AND c.period_date = %s AND c.kind <> 'opening'"
                    " AND (b.state = 'approved' OR c.bill_id IS NULL) AND %s AND %s"
                    " ORDER BY c.id",
                    self.id,
                    first,
                    final_runs(),
                    bills,
                ),
            )
        lines = []
        for values in found:
            row = dict(zip(COLUMNS, values, strict=True))
            for name in ("volume", "net", "vat", "vat_rate"):
                row[name] = row[name] if row[name] is not None else ZERO
            lines.append(line_of(row, row["service_id"]))
        return lines

    def _compared_services(self, old, new, labels):
        steps = waterfall(old, new)
        services = self.env["utility.service"].browse(
            dict.fromkeys(line.service for line in (*new, *old) if line.service)
        )
        found = []
        for service in [*services.sorted(lambda s: (s.sequence, s.id)).ids, None]:
            sides = [[line for line in lines if line.service == service] for lines in (old, new)]
            before, now = (sum((line.amount for line in side), ZERO) for side in sides)
            own = [step for step in steps if step.service == service]
            if not sides[0] and not sides[1]:
                continue
            record = services.browse(service)
            found.append(
                {
                    "service_id": service,
                    "service": record.name or self.env._("Costs of collecting"),
                    "before": f"{before:.2f}",
                    "now": f"{now:.2f}",
                    "difference": f"{now - before:.2f}",
                    "steps": [
                        {
                            "cause": step.cause,
                            "label": labels[step.cause],
                            "amount": f"{step.amount:.2f}",
                        }
                        for step in own
                    ],
                    "facts": self._compared_facts(record, *map(facts, sides)),
                }
            )
        return found

    def _compared_facts(self, service, old, new):
        """What changed in numbers: price, volume and persons, then and now."""
        found = []
        figures = Figures(self.env, self.currency_id)
        labels = {
            "price": self.env._("Price"),
            "volume": self.env._("Consumption, %s", service.uom_id.name or ""),
            "persons": self.env._("People"),
        }
        for name, label in labels.items():
            values = [side[name] for side in (old, new)]
            if None not in values and values[0] != values[1]:
                shown = [figures.number(round(value, 4)) for value in values]
                found.append(f"{label}: {shown[0]} → {shown[1]}")
        return found

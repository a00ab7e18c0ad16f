from decimal import Decimal

from odoo import fields, models

from ..engine.periods import first_day, period_of
from ..loader.replay import replay
from .utility_account_replay import NOW

ZERO = Decimal("0.00")


class UtilityAccount(models.Model):
    """What a recalculation would correct, before it is written, and what it did (D01, X33)."""

    _inherit = "utility.account"

    def explain_corrections(self, since=None):
        """*Was charged / should be / difference* by month and service.

        ``waiting`` is what the next run would write by today's knowledge, month after month from
        ``since``; ``written`` is what approved runs have corrected. Nothing is written here.

        :param since: ``YYYY-MM``; None: the first month that an open request asks for
        :return: dict ``waiting``, ``written``: lists of ``{period, service_id, service, charged,
            should_be, difference, cause, run}`` with sums as texts; ``reasons``: texts
        """
        self.ensure_one()
        self.check_access("read")
        requests = self.env["utility.recalculation"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("building_id", "in", (False, self.building_id.id)),
                ("state", "=", "open"),
            ]
        )
        days = requests.mapped("date_from")
        start = since or (days and period_of(min(days)))
        return {
            "waiting": self._corrections_waiting(start) if start else [],
            "written": self._corrections_written(),
            "reasons": [request.reason for request in requests],
        }

    def _corrections_waiting(self, start):
        months = [month for month in reversed(self.charged_months()) if month >= start]
        found = []
        for month in months:
            result = replay(self.env, self.company_id, self.building_id.id, month, NOW, self.ids)
            sums = {}
            for place, lines in ((0, result.ledger), (1, result.fresh)):
                for line in lines:
                    service = result.services[line.service]
                    sums.setdefault(service, [ZERO, ZERO])[place] += line.amount
            for service, (charged, now) in sums.items():
                if charged != now:
                    found.append(self._correction(month, service, charged, now, "", ""))
        return found

    def _corrections_written(self):
        lines = self.env["utility.charge"].search(
            [
                ("account_id", "=", self.id),
                ("kind", "=", "recalculation"),
                ("cause", "=", "correction"),
                ("bill_id.state", "=", "approved"),
            ],
            order="period_date DESC, id",
        )
        causes = dict(lines._fields["cause"]._description_selection(self.env))
        found = []
        for line in lines:
            _key, values = (line.trace or {}).get("t") or ("", ())
            now, charged = map(Decimal, values) if len(values) == 2 else (ZERO, ZERO)
            month = f"{line.of_period or line.period_date:%Y-%m}"
            found.append(
                self._correction(
                    month,
                    line.service_id.id,
                    charged,
                    now,
                    line.run_id.display_name,
                    causes.get(line.cause, ""),
                )
            )
        return found

    def _correction(self, month, service, charged, now, run, cause):
        return {
            "period": month,
            "month": fields.Date.to_string(first_day(month)),
            "service_id": service,
            "service": self.env["utility.service"].browse(service).name,
            "charged": f"{charged:.2f}",
            "should_be": f"{now:.2f}",
            "difference": f"{now - charged:.2f}",
            "run": run,
            "cause": cause,
        }

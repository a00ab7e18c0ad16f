from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.periods import first_day
from ..loader.replay import replay

#: later than any edit: what is known now
NOW = datetime(9999, 1, 1)
ZERO = Decimal("0.00")


class UtilityAccount(models.Model):
    """A month of an account as it was known on a day (Z03)."""

    _inherit = "utility.account"

    def replay_month(self, period, known_on):
        """What a month was and would have been by the knowledge of a day, beside today's.

        Nothing is written. *billed* is what approved runs had charged for the month by the end of
        that day, corrections included; *calculated* is the month computed anew with the prices,
        people, readings and events as they were known then.

        :param period: ``YYYY-MM``; known_on: ISO date
        :return: dict of texts: ``account period known_on currency``, ``rows``: ``{service_id,
            service, component, zone, billed_then, billed_now, calculated_then, calculated_now,
            difference}`` (difference of what was billed), ``totals`` of the same sums, ``written``:
            runs that charged or corrected the month ``{date, run, amount, known}`` and ``learnt``:
            reasons of recalculation that came after that day ``{date, reason}``, ``problems``
        """
        self.ensure_one()
        self.check_access("read")
        try:
            first, day = first_day(period), fields.Date.to_date(known_on)
        except ValueError:
            raise UserError(
                self.env._("Give the month as 2026-02 and the day as 2026-03-31.")
            ) from None
        moment = self._end_of_day(day)
        place = (self.env, self.company_id, self.building_id.id, period)
        now = replay(*place, NOW, self.ids)
        # by the end of a day that is not over all is known that is known now
        over = moment <= fields.Datetime.now()
        then = replay(*place, moment, self.ids) if over else now
        rows, totals = self._replayed_rows(then, now)
        return {
            "account": self.number,
            "period": period,
            "known_on": fields.Date.to_string(day),
            "currency": self.company_id.currency_id.name,
            "rows": rows,
            "totals": totals,
            "written": self._replayed_runs(first, moment),
            "learnt": self._replayed_reasons(moment),
            "problems": [problem.text for problem in (*then.problems, *now.problems)],
        }

    def _end_of_day(self, day):
        """The end of a day of the company as UTC without zone."""
        zone = ZoneInfo(self.company_id.partner_id.tz or "UTC")
        local = datetime.combine(day + timedelta(days=1), time.min, zone)
        return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    def _replayed_rows(self, then, now):
        sums = {}
        for name, found in (("then", then), ("now", now)):
            for side, lines in (("billed", found.ledger), ("calculated", found.fresh)):
                for line in lines:
                    service = found.services[line.service]
                    key = (service, line.component or "", line.zone or "")
                    row = sums.setdefault(
                        key,
                        dict.fromkeys(
                            ("billed_then", "billed_now", "calculated_then", "calculated_now"), ZERO
                        ),
                    )
                    row[f"{side}_{name}"] += line.amount
        services = self.env["utility.service"].browse({key[0] for key in sums})
        place = {service.id: (service.sequence, service.id) for service in services}
        totals = {}
        rows = []
        for (service, component, zone), row in sorted(
            sums.items(), key=lambda item: (place[item[0][0]], item[0])
        ):
            row["difference"] = row["billed_now"] - row["billed_then"]
            for name, amount in row.items():
                totals[name] = totals.get(name, ZERO) + amount
            rows.append(
                {
                    "service_id": service,
                    "service": services.browse(service).name,
                    "component": component,
                    "zone": zone,
                    **{name: f"{amount:.2f}" for name, amount in row.items()},
                }
            )
        return rows, {name: f"{amount:.2f}" for name, amount in totals.items()}

    def _replayed_runs(self, first, moment):
        """Runs whose approved lines belong to the month, in the order of approval."""
        lines = self.env["utility.charge"].search(
            [
                ("account_id", "=", self.id),
                ("bill_id.state", "in", ("approved", "reversed")),
                ("debt_kind", "=", "principal"),
                ("run_id.approved_at", "!=", False),
                "|", ("of_period", "=", first),
                "&", ("of_period", "=", False), ("period_date", "=", first),
            ]
        )  # fmt: skip
        found = []
        for run, own in lines.grouped("run_id").items():
            found.append((run.approved_at, run, sum(Decimal(f"{x.amount:.2f}") for x in own)))
        return [
            {
                "date": fields.Date.to_string(fields.Datetime.context_timestamp(self, when)),
                "run": run.display_name,
                "amount": f"{amount:.2f}",
                "known": when <= moment,
            }
            for when, run, amount in sorted(found, key=lambda item: item[0])
        ]

    def _replayed_reasons(self, moment):
        requests = self.env["utility.recalculation"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("building_id", "in", (False, self.building_id.id)),
                ("create_date", ">", moment),
            ],
            order="id",
        )
        return [
            {"date": fields.Date.to_string(r.create_date), "reason": r.reason} for r in requests
        ]

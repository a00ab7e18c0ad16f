"""The steps of a scenario by the actions that the screens call."""

from datetime import date

from ..engine.periods import first_day, last_day, period_of, shift


class StepError(Exception):
    """A step that is refused; nothing has changed."""


def message_of(error):
    """The text of an error, in small letters where the user interface begins with a capital."""
    text = str(error) or type(error).__name__
    return text.strip().replace("\n", "; ")


class Steps:
    """Executes steps; ``errors``: ``{number of the step: message}`` of the refused ones."""

    def __init__(self, world, scenario):
        self.world = world
        self.env = world.env
        self.scenario = scenario
        self.errors = {}
        self.subsidies = []

    def run(self, number, name, argument):
        """Run a step whole or not at all."""
        world = self.world
        saved = (
            world.data,
            dict(world.meters),
            dict(world.accounts),
            dict(world.buildings),
            dict(world.services),
            dict(world.flats),
            list(world.deferred),
            dict(world.categories),
            dict(world.meter_models),
        )
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_{name}")(argument)
                self.env.flush_all()
        except Exception as error:  # every refusal of a step is a result of the scenario
            (
                world.data,
                world.meters,
                world.accounts,
                world.buildings,
                world.services,
                world.flats,
                world.deferred,
                world.categories,
                world.meter_models,
            ) = saved
            self.env.invalidate_all(flush=False)
            message = message_of(error)
            self.errors[number] = (
                f"{message} ({message.lower()})" if message != message.lower() else message
            )

    def _period(self, code):
        return self.env["utility.period"]._get(date.fromisoformat(f"{code}-01"), self.world.company)

    def _charge(self, period):
        wrong = [text for day, text, _about in self.world.deferred if day <= last_day(period)]
        if wrong:
            raise StepError("; ".join(dict.fromkeys(wrong)))
        run = self.env["utility.billing.run"].create(
            {"period_id": self._period(period).id, "company_id": self.world.company.id}
        )
        run.action_charge_now()
        if run.problem_ids:
            raise StepError("; ".join(dict.fromkeys(run.problem_ids.mapped("message"))))
        run.action_approve()

    def _close(self, period):
        periods = self.env["utility.period"].search(
            [
                ("company_id", "=", self.world.company.id),
                ("date_from", "<", f"{period}-01"),
                ("state", "=", "open"),
            ]
        )
        for earlier in periods.sorted("date_from"):
            earlier.action_close()
        self._period(period).action_close()

    def _pay(self, row):
        account = self.world.accounts.get(row["account"])
        if not account:
            raise StepError(f"unknown account {row['account']}")
        values = {
            "account_id": account.id,
            "company_id": self.world.company.id,
            "date": row["date"],
            "amount": float(row["amount"]),
            "costs": float(row.get("costs", 0)),
        }
        if "purpose_period" in row:
            values["purpose_period"] = f"{row['purpose_period']}-01"
        if "purpose_service" in row:
            values["purpose_service_id"] = self.world.service(row["purpose_service"]).id
        self.env["utility.payment"].create(values)

    def _change(self, change):
        self.world.change(change)

    def _penalty(self, day):
        self.env["utility.penalty"]._accrue(self.world.company, day)

    def _annual_correction(self, row):
        period = row.get("period")
        if period is None:
            last = self._last_charged()
            if last is None:
                raise StepError("no period was charged yet: name the period of the correction")
            period = shift(last, 1)
        self.env["utility.annual.correction"]._correct(
            self.world.company,
            self.world.service(row["service"]),
            row["year"],
            self._period(period),
        )

    def _subsidy(self, row):
        account = self.world.accounts.get(row["account"])
        if not account:
            raise StepError(f"unknown account {row['account']}")
        income = next(a for a in self.world.data["accounts"] if a["ref"] == row["account"]).get(
            "income"
        )
        if not income:
            raise StepError(f"no income of account {row['account']}")
        record = self.env["utility.subsidy"].create(
            {
                "account_id": account.id,
                "date": self._today(),
                "household_income": float(income["household_income"]),
                "persons": income["persons"],
                "standard_cost": float(income.get("standard_cost", 0)),
                "actual_cost": float(income.get("actual_cost", 0)),
            }
        )
        found = record._calculate()
        self.subsidies.append(
            {"account": row["account"], "amount": found.amount, "share": found.share}
        )

    def _today(self):
        """The day on which the steps run."""
        if self.scenario.today:
            return self.scenario.today
        last = self._last_charged()
        return first_day(shift(last, 1)) if last else date.today()

    def _last_charged(self):
        """The last period that was charged, or None."""
        bill = self.env["utility.bill"].search(
            [("company_id", "=", self.world.company.id)], order="period_date desc", limit=1
        )
        return period_of(bill.period_date) if bill else None

"""The steps of a scenario by the actions that the screens call."""

from datetime import date


from ..engine.periods import last_day
from .orm_world import NotSupportedError


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

    def run(self, number, name, argument):
        """Run a step whole or not at all."""
        world = self.world
        saved = (world.data, dict(world.meters), dict(world.accounts), dict(world.buildings),
                 dict(world.services), dict(world.flats), list(world.deferred))
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_{name}")(argument)
                self.env.flush_all()
        except Exception as error:  # every refusal of a step is a result of the scenario
            (world.data, world.meters, world.accounts, world.buildings, world.services, world.flats,
             world.deferred) = saved
            self.env.invalidate_all(flush=False)
            message = message_of(error)
            self.errors[number] = f"{message} ({message.lower()})" if message != message.lower() else message

    def _period(self, code):
        return self.env["utility.period"]._get(
            date.fromisoformat(f"{code}-01"), self.world.company
        )

    def _charge(self, period):
        wrong = [text for day, text in self.world.deferred if day <= last_day(period)]
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

    def _penalty(self, _day):
        raise NotSupportedError("penalties")

    def _annual_correction(self, _row):
        raise NotSupportedError("yearly corrections")

    def _subsidy(self, _row):
        raise NotSupportedError("subsidies")



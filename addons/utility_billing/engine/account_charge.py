"""The working state of one account in one month."""

from .people import average_persons, average_residents, people_spans
from .periods import last_day
from .privileges import privilege_lines
from .problems import Problem, ProblemError
from .reductions import reduction_lines
from .rounding import ZERO
from .suspension import suspensions


class AccountCharge:
    """Working state of one account in one month; methods and rules read and fill it.

    lines: what is charged so far. volumes: what was used by service (whatever the components).
    metered: services that have a meter in the period. events: those known as of the charge, of
    the account and its house. suspended: days without a service, by code, or None. house: the
    :class:`~.house.House`, or None where the account is charged alone. late: services that wait
    for others, with their plans.
    """

    __slots__ = (
        "account",
        "ref",
        "month",
        "period",
        "house",
        "lines",
        "problems",
        "events",
        "people",
        "volumes",
        "late",
        "metered",
        "whole",
        "plans",
        "suspended",
        "_persons",
    )

    def __init__(self, month, account, house, as_of):
        self.account = account
        self.ref = account.ref
        self.month = month
        self.period = month.period
        self.house = house
        self.lines = []
        self.problems = []
        self.people = people_spans(account, month)
        self.volumes = {}
        self.late = []
        self.metered = set()
        self.whole = month.whole
        self.plans = month.plans(account.customer)
        self._persons = None
        self.events = known_events(account, house, as_of)
        self.suspended = suspensions(self.events) if self.events else None

    @property
    def persons(self):
        """Persons of the month (owners where nobody lives), weighted by days."""
        if self._persons is None:
            self._persons = average_persons(self.people, self.month)
        return self._persons

    @property
    def residents(self):
        """Residents of the month, weighted by days."""
        return average_residents(self.people, self.month)

    @property
    def heated_area(self):
        """m2 that heating is shared by: of the premise, or the room's part of a communal flat."""
        account = self.account
        if account.flat is not None and self.house is not None:
            return self.house.room_area(account)
        return account.area if account.heated_area is None else account.heated_area

    def active(self, line):
        """(first day, last day, days) on which the account has a service in the month."""
        if line.date_from is None and line.date_to is None:
            return self.whole
        start, end = self.month.first, self.month.last
        if line.date_from is not None and line.date_from > start:
            start = line.date_from
        if line.date_to is not None and line.date_to < end:
            end = line.date_to
        return start, end, (end - start).days + 1

    def line_of(self, code):
        """The account's service row of a code."""
        for line in self.account.services:
            if line.code == code:
                return line
        raise ProblemError("NO_SERVICE", service=code)

    def flat_uses(self, plan, line):
        """The room's share of a shared meter of a communal flat, or None."""
        if self.account.flat is None or self.house is None or line.meters:
            return None
        return self.house.flat_uses(self, plan)

    def heat_norm(self, service):
        """Gcal to heat one m3: the norm, or what the house meters show."""
        if service.heat_norm != "house":
            if service.heat_norm is None:
                raise ProblemError("NO_HEAT_NORM", service=service.code)
            return service.heat_norm
        if self.house is None:
            raise ProblemError("NO_HOUSE", service=service.code)
        return self.house.heat_of_water(service)

    def charge_own(self):
        """Charge the services that need nothing of others; the others wait in ``late``."""
        plans = self.plans
        for line in self.account.services:
            plan = plans.get(line.code)
            if plan is None:
                try:
                    plan = self.plan(line.code)
                except ProblemError as error:
                    self._refuse(error.problem)
                    continue
            if plan.late:
                self.late.append((line, plan))
            else:
                self._run(line, plan)

    def charge_late(self, stage):
        """Charge services that wait for the account's own (1) or for the whole house (2)."""
        for line, plan in self.late:
            if plan.late == stage:
                self._run(line, plan)

    def _run(self, line, plan):
        if plan.error is not None:
            self._refuse(Problem(plan.error.code, self.ref, plan.error.variables))
            return
        if line.date_from is not None or line.date_to is not None:
            start, end, _days = self.active(line)
            if start > end:
                return
        # a service changed in the month has several rows
        self.volumes.setdefault(line.code, ZERO)
        try:
            plan.strategy.run(self, plan, line)
        except ProblemError as error:
            self.volumes.pop(line.code)
            self._refuse(error.problem)

    def _refuse(self, problem):
        problem.account = self.ref
        self.problems.append(problem)

    def finish(self):
        """Reductions and privileges in the order of the law, on what is charged."""
        try:
            if self.events:
                self.lines.extend(reduction_lines(self))
            if self.account.privileges:
                self.lines.extend(privilege_lines(self))
        except ProblemError as error:
            self._refuse(error.problem)

    def plan(self, code):
        """The plan of a service for the account's group."""
        return self.month.plan(code, self.account.customer)


def known_events(account, house, as_of):
    """Events of the account and its house that have taken effect by the period ``as_of``."""
    if house is None or not house.building.events:
        if not account.events:
            return ()
        found = account.events
    else:
        found = [*account.events, *house.building.events]
    limit = last_day(as_of)
    return [event for event in found if event.ends <= limit]

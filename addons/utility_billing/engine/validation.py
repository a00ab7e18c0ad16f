"""Checks of data when they are entered: overlapping prices, readings that can't be."""

from .problems import Problem, ProblemError
from .readings import counts, difference
from .tariffs import overlap


def check_service(service):
    """Problems of a service's tariffs and norms."""
    found = overlap(service)
    if found is None:
        return []
    day = found[2]
    variables = {"service": service.code, "day": day.isoformat() if day else "-"}
    return [Problem("OVERLAP", variables=variables)]


def check_meter(meter, until=None):
    """Problems of a meter's readings up to a day (None: of all).

    A reading before the installation, after the removal, or below the one before it without being a
    rollover. Readings of days on which the meter may not be used are not compared.
    """
    found = []
    for index, register in enumerate(meter.registers):
        starts = [day for day in (meter.installed, register.initial_date) if day is not None]
        begin = max(starts) if starts else None
        before = register.initial_value
        before_day = register.initial_date
        for day, value in register.readings:
            if until is not None and day > until:
                break
            place = {"day": day.isoformat(), "meter": meter.serial}
            if begin is not None and day < begin:
                found.append(Problem("BEFORE_INSTALL", variables=place))
                continue
            if meter.removed is not None and day > meter.removed:
                found.append(Problem("AFTER_REMOVAL", variables=place))
                continue
            if not counts(meter, day):
                continue
            for verification in meter.verifications:
                if verification.day <= day and (
                    before_day is None or verification.day > before_day
                ):
                    before, before_day = verification.values[index], verification.day
            if before is not None:
                try:
                    difference(meter, before, day, value)
                except ProblemError as error:
                    found.append(error.problem)
            before, before_day = value, day
    return found


def check_account(account, until=None):
    """Problems of all meters of an account, with the account on them."""
    found = []
    for line in account.services:
        for meter in line.meters:
            for problem in check_meter(meter, until):
                problem.account = account.ref
                found.append(problem)
    return found

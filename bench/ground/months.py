"""Months of a town that were charged, approved and closed, for the benches of what comes later."""

import time

from dateutil.relativedelta import relativedelta


def first_months(last, count):
    """The first days of ``count`` months that end with that of ``last``."""
    return [last - relativedelta(months=back) for back in reversed(range(count))]


def last_day(month):
    """The last day of the month that begins on a day."""
    return month + relativedelta(months=1, days=-1)


def start_run(env, month, **values):
    """A planned run of a month, ready for its portions."""
    period = env["utility.period"]._get(month)
    run = env["utility.billing.run"].create(
        {"name": f"Bench {period.code}", "period_id": period.id, **values}
    )
    run._plan()
    return run


def charge(env, run):
    """Charge the portions of a run one after another, as its jobs would; seconds it took."""
    start = time.monotonic()
    for portion in run.portion_ids:
        portion._charge()
        env.cr.commit()
    return time.monotonic() - start


def charge_and_close(env, month):
    """Charge, approve and close a month; seconds of the charging."""
    run = start_run(env, month)
    seconds = charge(env, run)
    run._finish()
    run.action_approve()
    run.period_id.action_close()
    env.cr.commit()
    env.invalidate_all()
    return seconds

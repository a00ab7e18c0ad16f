"""What bills say of a levelled plan: the real charge, the level and the running difference."""

from odoo.addons.utility_base.tools.shown import shown_sum

from ..engine.levels import running, true_up
from ..engine.periods import last_day, period_of
from ..gateway.bill_data import BillNotice


def level_notices(plans, bill, words):
    """A message of the plan that the bill belongs to; none where there is no plan.

    :param plans: :class:`~.levels.StoredPlan` of the account
    """
    month = bill.period_date
    end = last_day(period_of(month))
    for stored in plans:
        plan = stored.plan
        if bill.capital or month not in plan.levels or month not in plan.charges:
            continue
        if plan.ended and plan.ended <= end:
            continue
        last = month == max(plan.levels)
        rest = (
            true_up(plan.charges, plan.levels)
            if last
            else running(plan.charges, plan.levels)[month]
        )
        key = "level_notice_last" if last else "level_notice"
        text = words[key].format(
            number=stored.number,
            date=f"{stored.date:%d.%m.%Y}",
            charged=shown_sum(plan.charges[month]),
            level=shown_sum(plan.levels[month]),
            difference=shown_sum(rest),
            until=f"{max(plan.levels):%m.%Y}",
        )
        return (BillNotice(text=text, important=True),)
    return ()

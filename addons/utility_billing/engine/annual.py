"""Yearly correction: the year's real volume at the tariffs of its months, an account's share,
rounded once, less what was charged for the year (ПП 354 ф.3(2), 3(4); ПП 491 п.29(3); ПП 318 for
waste).
"""

from .account_charge import AccountCharge
from .common_needs import area_shares
from .corrections import APART
from .heating import share_volume
from .house import House
from .house_meter import house_volume
from .lines import CHARGE, RECALCULATION, ChargeLine
from .periods import months_of_year
from .problems import Problem, ProblemError
from .rounding import ONE, ZERO
from .vat import taxed
from .waste import container_volume


def annual_lines(world, load, ledger, code, year, period):
    """The yearly correction of a service for a house.

    :param load: function (period, ledger lines, carry) -> :class:`~.account.Building`
    :param ledger: lines of the house, in the order of writing
    :param year: number of the year; period: the open period that gets the lines
    :return: (lines, problems)
    """
    fees, volumes, accounts, plans = {}, {}, {}, {}
    known = False
    for month in months_of_year(year):
        building = load(month, ledger, {})
        house = House(world.month(month), building, month)
        house.charges = [
            AccountCharge(house.month, account, house, month) for account in building.accounts
        ]
        try:
            shares = _real_volumes(house, code, ledger)
            known = known or shares is not None
            for charge in house.charges:
                if not any(line.code == code for line in charge.account.services):
                    continue
                plan = plans[charge.ref] = charge.plan(code)
                accounts[charge.ref] = charge.account
                volume = (shares or {}).get(charge.ref, ZERO)
                volumes[charge.ref] = volumes.get(charge.ref, ZERO) + volume
                fees[charge.ref] = fees.get(charge.ref, ZERO) + fee_of(charge, plan, volume)
        except ProblemError as error:
            return [], [error.problem]
    if not known:
        variables = {"service": code, "period": str(year)}
        return [], [Problem("NO_HOUSE_VOLUME", variables=variables)]
    lines = []
    for ref, fee in fees.items():
        charged = _charged(ledger, ref, code, year)
        line = _line(plans[ref], ref, max(fee, ZERO), volumes[ref], charged, period)
        line.of_period = f"{year:04d}-12"
        lines.append(line)
    return [line for line in lines if line.amount], []


def fee_of(charge, plan, volume):
    """The unrounded fee of a volume at the prices of a month, by days where these change."""
    if not volume:
        return ZERO
    fee = ZERO
    for span in plan.spans:
        parts = span.of_zone(None)
        if not parts:
            raise ProblemError("NO_TARIFF", service=plan.code, day=span.date_from.isoformat())
        share = ONE * span.days / charge.month.days
        for part in parts:
            price = part.price
            if price.blocks:
                slices = price.slices(volume * share, share)
                fee += sum(quantity * value for quantity, value in slices)
            else:
                fee += volume * share * price.value
    return fee


def _real_volumes(house, code, ledger):
    """{account ref: real volume of the month}, or None where the house shows nothing."""
    service = house.month.world.services.get(code)
    if service is None:
        raise ProblemError("NO_SERVICE", service=code)
    if service.common_of:
        volume = house_volume(house, service.common_of).volume
        if volume is None:
            return None
        own = sum(
            (
                line.consumed
                for line in ledger
                if line.service == service.common_of
                and line.cause not in APART
                and (line.of_period or line.period) == house.month.period
            ),
            ZERO,
        )
        return area_shares(house, house.charges[0].plan(code), volume - own)
    if service.waste_accounting:
        found = {}
        for charge in house.charges:
            volume, _trace = container_volume(charge, code, house.month.period)
            if volume is not None:
                found[charge.ref] = volume
        return found or None
    volume = house_volume(house, code).volume
    if volume is None:
        return None
    plan = house.charges[0].plan(code)
    return {ref: share.volume for ref, share in share_volume(house, plan, volume, "month").items()}


def _charged(ledger, ref, code, year):
    """(net, amount) charged for the months of a year, without reductions, uplift and privilege.

    A yearly correction made before counts, so that a second one brings only what is new.
    """
    prefix = f"{year:04d}-"
    net = amount = ZERO
    for line in ledger:
        if (
            line.account == ref
            and line.service == code
            and (line.of_period or line.period).startswith(prefix)
            and (line.kind == CHARGE or line.cause in ("settlement", "correction", "annual"))
        ):
            net += line.net
            amount += line.amount
    return net, amount


def _line(plan, ref, fee, volume, charged, period):
    net, _vat, amount = taxed(plan, fee)
    net, difference = net - charged[0], amount - charged[1]
    return ChargeLine(
        ref,
        plan.code,
        period,
        RECALCULATION,
        None,
        None,
        ZERO,
        net,
        difference - net,
        difference,
        cause="annual",
        vat_rate=plan.vat_rate,
        vat_included=plan.vat_included,
        trace=(("annual", (amount, charged[1], volume)), None, ""),
    )

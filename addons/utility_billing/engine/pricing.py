"""From volumes to charge lines: components, zones, blocks, segments, uplift, tax.

A line is a component and zone of one segment (days with constant price, norm and people), rounded to
0.01 half up; the blocks of a tariff are slices of one line, each rounded.
"""

from .lines import CHARGE, RECALCULATION, UPLIFT, ChargeLine
from .problems import ProblemError
from .rounding import HUNDRED, ONE, ZERO, money
from .tariffs import scale_of
from .vat import taxed, taxed_rounded

MEMO_LIMIT = 20000
NOT_AGAIN = object()


class Use:
    """A volume found for some days of a month, to be priced.

    volumes: list of (zone, volume). by_component: volumes found for a component itself (a norm
    of its own). own_volume: the own reading inside a share of the house. persons: base of blocks a person. border_scale: days of the reading / border days.
    uplift: the reason allows the coefficient. trace: (formula key, values).
    """

    __slots__ = (
        "date_from",
        "date_to",
        "days",
        "volumes",
        "method",
        "reason",
        "uplift",
        "persons",
        "border_scale",
        "used",
        "trace",
        "by_component",
        "own_volume",
    )

    def __init__(
        self,
        date_from,
        date_to,
        days,
        volumes,
        method,
        trace,
        reason="",
        uplift=False,
        persons=ONE,
        border_scale=None,
        used=(),
        by_component=None,
        own_volume=None,
    ):
        self.date_from = date_from
        self.date_to = date_to
        self.days = days
        self.volumes = volumes
        self.method = method
        self.trace = trace
        self.reason = reason
        self.uplift = uplift
        self.persons = persons
        self.border_scale = border_scale
        self.used = used
        self.by_component = by_component
        self.own_volume = own_volume


def price_use(charge, plan, use):
    """Append the lines of a use to ``charge.lines`` (an :class:`~.charge.AccountCharge`).

    :raises ProblemError: NO_TARIFF where a volume meets a day without price.
    """
    used = (
        sum(volume for _zone, volume in use.volumes) if len(use.volumes) > 1 else use.volumes[0][1]
    )
    code = plan.code
    charge.volumes[code] = charge.volumes.get(code, ZERO) + used
    for span in plan.spans:
        start = use.date_from if use.date_from >= span.date_from else span.date_from
        end = use.date_to if use.date_to <= span.date_to else span.date_to
        if end < start:
            continue
        whole = start == use.date_from and end == use.date_to
        days = use.days if whole else (end - start).days + 1
        share = None if whole else ONE * days / use.days
        total = None
        for zone, volume in use.volumes:
            parts = span.of_zone(zone)
            if parts is None:
                if not volume:
                    _empty_line(charge, plan, use, zone, start, end)
                    continue
                raise ProblemError("NO_TARIFF", service=plan.code, day=start.isoformat())
            if share is not None:
                volume = volume * share
            if total is None and len(use.volumes) > 1:
                total = sum(part for _zone, part in use.volumes) * (ONE if whole else share)
            main = main_component(parts)
            for component, price in parts:
                quantity = _quantity(charge, plan, use, component, volume, share)
                own = ZERO
                if component is main:
                    main = NOT_AGAIN
                    own = volume if use.own_volume is None else use.own_volume
                _add(
                    charge,
                    plan,
                    use,
                    zone,
                    component,
                    price,
                    quantity,
                    total,
                    own,
                    start,
                    end,
                    days,
                )


def _quantity(charge, plan, use, component, volume, share):
    if component is None:
        return volume
    if use.by_component and component in use.by_component:
        own = use.by_component[component]
        return own if share is None else own * share
    if component == "heat" and plan.service.heat_norm is not None:
        return volume * charge.heat_norm(plan.service)
    return volume


def main_component(parts):
    """The component that shows the consumption itself: any but the heat in it."""
    if len(parts) > 1 and parts[0][0] == "heat":
        return parts[1][0]
    return parts[0][0]


def _add(charge, plan, use, zone, component, price, quantity, total, consumed, start, end, days):
    slices = None
    if price.blocks:
        slices, fee = _sliced(charge, plan, use, component, price, quantity, total, days)
        net, vat, amount = taxed_rounded(plan, sum(money(q * v) for q, v in slices), fee)
    else:
        memo = price.memo
        found = memo.get(quantity)
        if found is None:
            fee = quantity * price.value
            if len(memo) > MEMO_LIMIT:
                memo.clear()
            found = memo[quantity] = (fee, *taxed(plan, fee))
        fee, net, vat, amount = found
    negative = quantity < 0
    charge.lines.append(
        ChargeLine(
            charge.ref,
            plan.code,
            charge.period,
            RECALCULATION if negative else CHARGE,
            component,
            zone,
            quantity,
            net,
            vat,
            amount,
            price.value,
            use.method,
            use.reason,
            start,
            end,
            charge.period if negative else None,
            "settlement" if negative else "",
            plan.vat_rate,
            plan.vat_included,
            use.used,
            (use.trace, slices, price.ref),
            consumed,
        )
    )
    if use.uplift and plan.uplift > 0 and plan.uplift_components in ("all", component):
        net, vat, amount = taxed(plan, fee * plan.uplift)
        charge.lines.append(
            ChargeLine(
                charge.ref,
                plan.code,
                charge.period,
                UPLIFT,
                component,
                zone,
                ZERO,
                net,
                vat,
                amount,
                price.value,
                use.method,
                use.reason,
                start,
                end,
                None,
                "",
                plan.vat_rate,
                plan.vat_included,
                (),
                (("uplift", (quantity, price.value, plan.uplift + ONE)), slices, price.ref),
            )
        )


def _sliced(charge, plan, use, component, price, quantity, total, days):
    """Block slices of a line and its unrounded fee; zones share each block by their volumes."""
    if use.method == "norm" and price.last_without_meter:
        slices = [(quantity, price.blocks[-1][1])]
    else:
        scale = scale_of(price, use, days, charge.month.days)
        if total is None or not total:
            slices = price.slices(quantity, scale)
        else:
            if component == "heat" and plan.service.heat_norm is not None:
                total = total * charge.heat_norm(plan.service)
            slices = [(q * quantity / total, v) for q, v in price.slices(total, scale)]
    return slices, sum(q * v for q, v in slices)


def _empty_line(charge, plan, use, zone, start, end):
    """Nothing was used and no price holds: the line keeps the reading for the months to come."""
    charge.lines.append(
        ChargeLine(
            charge.ref,
            plan.code,
            charge.period,
            CHARGE,
            None,
            zone,
            ZERO,
            ZERO,
            ZERO,
            ZERO,
            method=use.method,
            reason=use.reason,
            date_from=start,
            date_to=end,
            vat_rate=plan.vat_rate,
            vat_included=plan.vat_included,
            used=use.used,
            trace=(use.trace, None, ""),
        )
    )


def percent_of(value, percent):
    """``percent`` of a value, not rounded."""
    return value * percent / HUNDRED

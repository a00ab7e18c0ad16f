"""From volumes to charge lines: components, zones, blocks, segments, uplift, tax.

A line is a component and zone of one segment (days with constant price, norm and people), rounded
to 0.01 half up; the blocks of a tariff are slices of one line, each rounded.
"""

from dataclasses import fields

from .lines import CHARGE, RECALCULATION, UPLIFT, ChargeLine, Shared
from .problems import ProblemError
from .rounding import ONE, ZERO, money
from .suspension import uses_left
from .tariffs import scale_of
from .vat import taxed, taxed_rounded

MEMO_LIMIT = 20000
#: fields of a line that do not depend on the account; ``shared`` itself is the last of a line
SHARED = tuple(field.name for field in fields(ChargeLine))[1:-1]


class Use:
    """A volume found for some days of a month, to be priced.

    volumes: list of (zone, volume). by_component: volumes found for a component itself (a norm of
    its own). own_volume: the own reading inside a share of the house. persons: base of blocks a
    person (None: persons of the account). shared: kept for all accounts alike; lines: the fields
    of its lines once they are priced. border_scale: days of the reading / border days. uplift:
    the reason allows the coefficient. trace: (formula key, values).
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
        "shared",
        "lines",
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
        persons=None,
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
        self.shared = False
        self.lines = None


def price_use(charge, plan, use):
    """Append the lines of a use to ``charge.lines`` (an :class:`~.account_charge.AccountCharge`).

    :raises ProblemError: NO_TARIFF where a volume meets a day without price.
    """
    if charge.suspended is not None and plan.code in charge.suspended:
        for part in uses_left(use, charge.suspended[plan.code]):
            _price_part(charge, plan, part)
    else:
        _price_part(charge, plan, use)


def _price_part(charge, plan, use):
    volumes = use.volumes
    used = volumes[0][1] if len(volumes) == 1 else sum(volume for _zone, volume in volumes)
    charge.volumes[plan.code] += used
    if use.shared:
        _price_shared(charge, plan, use)
    elif plan.plain:
        _price_days(charge, plan, use, plan.spans[0], use.date_from, use.date_to, use.days, None)
    else:
        _price_spans(charge, plan, use)


def _price_shared(charge, plan, use):
    """Price a use that many accounts share: once, then only the account of the lines differs."""
    ref, lines = charge.ref, charge.lines
    if use.lines is None:
        start = len(lines)
        _price_spans(charge, plan, use)
        use.lines = [
            Shared(getattr(line, name) for name in SHARED).values for line in lines[start:]
        ]
        return
    lines += [ChargeLine(ref, *values) for values in use.lines]


def _price_spans(charge, plan, use):
    """Lines of a use in all price spans of the month."""
    for span in plan.spans:
        start = max(use.date_from, span.date_from)
        end = min(use.date_to, span.date_to)
        if start <= end:
            days = (end - start).days + 1
            share = None if days == use.days else ONE * days / use.days
            _price_days(charge, plan, use, span, start, end, days, share)


def _price_days(charge, plan, use, span, start, end, days, share):
    """Lines of the days of a use inside one price span; ``share``: their part of the use."""
    ref, period, lines = charge.ref, charge.period, charge.lines
    code, method, reason, used, trace = plan.code, use.method, use.reason, use.used, use.trace
    uplift = use.uplift and plan.uplift > 0
    for zone, volume in use.volumes:
        parts = span.parts.get(zone, span.general)
        if parts is None:
            if volume:
                raise ProblemError("NO_TARIFF", service=code, day=start.isoformat())
            _empty_line(charge, plan, use, zone, start, end)
            continue
        if share is not None:
            volume = volume * share
        # what the account itself used: its own reading within a share of the house
        consumed = volume
        if use.own_volume is not None:
            consumed = use.own_volume if share is None else use.own_volume * share
        for part in parts:
            quantity = volume
            if part.heated or use.by_component:
                quantity = _quantity(charge, plan, use, part, volume, share)
            price = part.price
            slices = None
            if price.blocks:
                slices, fee = _sliced(charge, plan, use, part, quantity, days, share)
                rounded = sum(money(amount * value) for amount, value in slices)
                net, vat, amount = taxed_rounded(plan, rounded, fee)
            else:
                found = price.memo.get(quantity)
                if found is None:
                    found = _priced(plan, price, quantity)
                fee, net, vat, amount = found
            credit = quantity < 0
            lines.append(
                ChargeLine(
                    ref,
                    code,
                    period,
                    RECALCULATION if credit else CHARGE,
                    part.component,
                    zone,
                    quantity,
                    net,
                    vat,
                    amount,
                    price.value,
                    method,
                    reason,
                    start,
                    end,
                    period if credit else None,
                    "settlement" if credit else "",
                    plan.vat_rate,
                    plan.vat_included,
                    used,
                    (trace, slices, price.ref),
                    consumed if part.main else ZERO,
                )
            )
            if uplift and not credit:
                _uplift(charge, plan, use, part, zone, quantity, fee, slices, start, end)


def _quantity(charge, plan, use, part, volume, share):
    """The quantity of a component: the heat in the volume, or a volume of its own."""
    if use.by_component and part.component in use.by_component:
        own = use.by_component[part.component]
        return own if share is None else own * share
    return volume * charge.heat_norm(plan.service) if part.heated else volume


def _priced(plan, price, quantity):
    """(fee, net, vat, gross) of a quantity at a flat price, kept for the next account."""
    if len(price.memo) > MEMO_LIMIT:
        price.memo.clear()
    fee = quantity * price.value
    found = price.memo[quantity] = (fee, *taxed_rounded(plan, money(fee), fee))
    return found


def _uplift(charge, plan, use, part, zone, quantity, fee, slices, start, end):
    """The line of the coefficient: ``fee * (K - 1)``; its volume counts nowhere."""
    if plan.uplift_components not in ("all", part.component):
        return
    net, vat, amount = taxed(plan, fee * plan.uplift)
    price = part.price
    charge.lines.append(
        ChargeLine(
            charge.ref,
            plan.code,
            charge.period,
            UPLIFT,
            part.component,
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


def _sliced(charge, plan, use, part, quantity, days, share):
    """Block slices of a line and its unrounded fee; zones share each block by their volumes."""
    price = part.price
    if use.method == "norm" and price.last_without_meter:
        slices = [(quantity, price.blocks[-1][1])]
    else:
        scale = scale_of(charge, price, use, days)
        total = ZERO
        if len(use.volumes) > 1:
            total = sum(volume for _zone, volume in use.volumes)
            if share is not None:
                total = total * share
            if part.heated:
                total = total * charge.heat_norm(plan.service)
        if total:
            slices = [(q * quantity / total, v) for q, v in price.slices(total, scale)]
        else:
            slices = price.slices(quantity, scale)
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

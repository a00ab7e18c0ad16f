"""Services charged by a formula of the user: money as an expression, see :mod:`.formula`."""

from .consumption import own_uses
from .formula import Formula, FormulaError
from .lines import CHARGE, ChargeLine
from .methods import Method, register
from .problems import ProblemError
from .rounding import ONE, ZERO
from .tariffs import cut
from .vat import taxed

#: variables of the account; components of the tariff come by their own names
VARIABLES = (
    "volume",
    "area",
    "residents",
    "owners",
    "units",
    "days",
    "month_days",
    "norm",
    "heat_norm",
    "tariff",
)


@register
class FormulaMethod(Method):
    """The value of the formula is the money of the whole month; days with another tariff take
    their share of it by days. The volume, where the formula uses it, comes from meter or norm.
    """

    name = "formula"

    def run(self, charge, plan, line):
        rule = parsed(plan)
        use = None
        volume = ZERO
        if "volume" in rule.names or line.meters:
            uses = charge.flat_uses(plan, line) or own_uses(charge, plan, line)
            volume = sum((v for one in uses for _zone, v in one.volumes), ZERO)
            use = uses[0] if uses else None
            charge.volumes[plan.code] = volume
        start, end, days = charge.active(line)
        for low, high in cut(start, end, plan.service.tariffs):
            span = next((s for s in plan.spans if s.date_from <= low <= s.date_to), None)
            variables = self.variables(charge, plan, line, volume, days)
            variables.update(self.prices(plan, rule, span, low))
            try:
                fee = rule(variables)
            except FormulaError as error:
                raise ProblemError("BAD_FORMULA", service=plan.code, reason=str(error)) from None
            share = ONE * ((high - low).days + 1) / days
            fee = fee * share
            net, vat, amount = taxed(plan, fee)
            named = tuple((name, variables[name]) for name in sorted(rule.names))
            charge.lines.append(
                ChargeLine(
                    charge.ref,
                    plan.code,
                    charge.period,
                    CHARGE,
                    None,
                    None,
                    volume * share,
                    net,
                    vat,
                    amount,
                    method=use.method if use else "formula",
                    reason=use.reason if use else "",
                    date_from=low,
                    date_to=high,
                    vat_rate=plan.vat_rate,
                    vat_included=plan.vat_included,
                    used=use.used if use else (),
                    trace=(("formula", (rule.text, named, fee)), ((ONE, fee),), ""),
                    consumed=volume * share,
                )
            )

    def variables(self, charge, plan, line, volume, days):
        """The named values of the account."""
        norm = ZERO
        if plan.has_norm:
            span = next(span for span in plan.norm_spans if span.rows)
            rows = span.choose(charge.account, line)
            norm = rows[0][2]
        found = {
            "volume": volume,
            "area": charge.account.area,
            "residents": charge.residents,
            "owners": charge.account.owners,
            "units": charge.account.units_of(line),
            "days": days,
            "month_days": charge.month.days,
            "norm": norm,
        }
        if plan.service.heat_norm is not None:
            found["heat_norm"] = charge.heat_norm(plan.service)
        return found

    def prices(self, plan, rule, span, day):
        """Tariff values by name: ``tariff`` and the components."""
        found = {}
        for part in (span.of_zone(None) if span else None) or ():
            if part.price.value is not None:
                found[part.component or "tariff"] = part.price.value
        wanted = {row.component or "tariff" for row in plan.service.tariffs} | {"tariff"}
        for name in rule.names & wanted:
            if name not in found:
                raise ProblemError("NO_TARIFF", service=plan.code, day=day.isoformat())
        return found


def parsed(plan):
    """The parsed formula of a plan, kept on it.

    :raises ProblemError: BAD_FORMULA with the reason.
    """
    if plan.formula is None:
        try:
            plan.formula = Formula(plan.service.formula or "")
            components = {row.component for row in plan.service.tariffs if row.component}
            plan.formula.require({*VARIABLES, *components})
        except FormulaError as error:
            plan.formula = None
            raise ProblemError("BAD_FORMULA", service=plan.code, reason=str(error)) from None
    return plan.formula

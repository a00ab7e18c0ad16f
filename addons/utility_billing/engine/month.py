"""A month prepared once for all accounts: prices, norms and parameters by service and customer."""

from decimal import Decimal

from .methods import strategy_of
from .periods import days_in, first_day, last_day, month_number
from .problems import Problem, ProblemError
from .rounding import ONE, ZERO
from .tariffs import cut, holds, own_first, price_spans

TWELVE = Decimal(12)


class NormSpan:
    """Days with constant norms. ``rows``: (per, component, norm a month, ref)."""

    __slots__ = ("date_from", "date_to", "days", "rows")

    def __init__(self, date_from, date_to, rows):
        self.date_from = date_from
        self.date_to = date_to
        self.days = (date_to - date_from).days + 1
        self.rows = rows

    def choose(self, account, line):
        """The rows to use for an account: one kind of base, by units, persons or area."""
        kinds = {row[0] for row in self.rows}
        if len(kinds) > 1:
            if "unit" in kinds and account.units_of(line):
                kind = "unit"
            elif "person" in kinds and account.kind == "individual":
                kind = "person"
            else:
                kind = "m2" if "m2" in kinds else min(kinds)
            return [row for row in self.rows if row[0] == kind]
        return self.rows


class ServicePlan:
    """All that is common to the accounts of a customer group for a service in a month."""

    __slots__ = (
        "service",
        "code",
        "customer",
        "month",
        "strategy",
        "late",
        "error",
        "spans",
        "norm_spans",
        "season_share",
        "in_season",
        "vat_rate",
        "vat_included",
        "gross_unrounded",
        "uplift",
        "uplift_components",
        "average_max",
        "average_min",
        "average_limit",
        "border_days",
        "plain",
        "has_norm",
        "sharable",
        "flat_price",
        "by_person",
        "formula",
        "memo",
    )

    def __init__(self, month, service, customer):
        self.service = service
        self.code = service.code
        self.customer = customer
        self.month = month
        self.memo = {}
        self.formula = None
        self.error = None
        self.strategy = strategy_of(service)
        self.late = self.strategy.late if self.strategy is not None else 0
        self.spans = self.norm_spans = ()
        try:
            if self.strategy is None:
                raise ProblemError("NO_STRATEGY", basis=service.basis, service=service.code)
            self.spans = price_spans(service, customer, month.first, month.last)
            self.norm_spans = _norm_spans(service, month, customer)
        except ProblemError as error:
            self.error = error.problem
        self.in_season = not service.season_months or month.number in service.season_months
        self.season_share = _season_share(service, self.in_season)
        self.vat_included = service.vat_included
        self.vat_rate = service.vat_rate
        if self.vat_rate is None:
            self.vat_rate = self.parameter("vat_rate")
            if self.vat_rate is None:
                self.vat_rate = ZERO
                if not service.vat_included and self.error is None:
                    # a price without tax and no rate: the tax would silently be nothing
                    lost = {"code": "vat_rate", "day": month.last.isoformat()}
                    self.error = Problem("NO_PARAMETER", variables=lost)
        self.gross_unrounded = self.parameter("rounding_policy") == "gross_unrounded"
        self.uplift = self.parameter("uplift_coefficient", ONE) - ONE
        self.uplift_components = self.parameter("uplift_components", "all")
        self.average_max = int(self.parameter("average_months_max", 0))
        self.average_min = int(self.parameter("average_months_min", 1))
        self.average_limit = int(self.parameter("average_limit_periods", 0))
        self.border_days = self.parameter("range_border_days")
        self.plain = len(self.spans) == 1
        #: nothing of the house enters the price; no blocks, so nothing of the account either
        self.sharable = service.heat_norm != "house"
        self.flat_price = self.sharable and not any(row.blocks for row in service.tariffs)
        self.has_norm = any(span.rows for span in self.norm_spans)
        self.by_person = all(row[0] == "person" for span in self.norm_spans for row in span.rows)

    def parameter(self, code, default=None):
        """A parameter for this service and customer, as of the last day of the period."""
        # common needs are a service of their own: rules of the resource are for its consumers
        resource = None if self.service.common_needs else self.service.resource
        return self.month.world.parameters.get(
            code, self.month.last, self.code, self.customer, default, resource
        )


class Month:
    """A period of a world; plans and parameters are looked up once."""

    __slots__ = ("world", "period", "first", "last", "days", "number", "whole", "people", "_plans")

    def __init__(self, world, period):
        self.world = world
        self.period = period
        self.first = first_day(period)
        self.last = last_day(period)
        self.days = days_in(period)
        self.number = month_number(period)
        self.whole = (self.first, self.last, self.days)
        self.people = {}
        self._plans = {}

    def plan(self, code, customer):
        """The :class:`ServicePlan`.

        :raises ProblemError: NO_SERVICE if the world does not know the service.
        """
        plans = self.plans(customer)
        found = plans.get(code)
        if found is None:
            service = self.world.services.get(code)
            if service is None:
                raise ProblemError("NO_SERVICE", service=code)
            found = plans[code] = ServicePlan(self, service, customer)
        return found

    def plans(self, customer):
        """Prepared plans of a customer group by service code, filled by :meth:`plan`."""
        return self._plans.setdefault(customer, {})

    def parameter(self, code, service=None, customer=None, default=None):
        """A rule parameter as of the last day of the period."""
        return self.world.parameters.get(code, self.last, service, customer, default)


def _norm_spans(service, month, customer):
    matching = [row for row in service.norms if row.customer in (None, customer)]
    spans = []
    for start, end in cut(month.first, month.last, matching):
        rows = {}
        for norm in own_first([row for row in matching if holds(row, start)]):
            key = (norm.per, norm.component)
            if key not in rows:
                monthly = norm.value / TWELVE if norm.base == "year" else norm.value
                rows[key] = (norm.per, norm.component, monthly, norm)
            elif rows[key][3].customer == norm.customer:
                raise ProblemError("OVERLAP", service=service.code, day=start.isoformat())
        spans.append(NormSpan(start, end, list(rows.values())))
    return spans


def _season_share(service, in_season):
    """What part of a monthly norm is charged: 1, 0 out of season, or months / 12 when even."""
    if service.heating_mode == "even":
        return Decimal(len(service.season_months) or 12) / TWELVE
    return ONE if in_season else ZERO

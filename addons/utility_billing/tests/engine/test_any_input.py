"""Wrong and odd input gives lines or coded problems, never a crash (C22, C25)."""

import unittest
from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from ... import engine as e
from .common import AVERAGE, D, parameters

RULES = parameters(
    **AVERAGE,
    uplift_coefficient=3,
    absence_min_full_days=5,
    area_norm_person=18,
    area_norm_household=10,
)


def maybe(strategy):
    """A value or nothing."""
    return st.one_of(st.none(), strategy)


DAYS = st.dates(date(2025, 12, 1), date(2026, 5, 31))
MOMENTS = st.datetimes(datetime(2026, 2, 1), datetime(2026, 4, 30))
AMOUNTS = st.decimals(min_value=0, max_value=300, places=1)
BASES = st.sampled_from(
    ("meter_or_norm", "area", "person", "unit", "fixed", "house_share", "formula", "nonsense")
)


@st.composite
def odd_services(draw, code):
    """A service with settings that need not fit together."""
    tariffs = [
        e.Tariff(
            draw(AMOUNTS),
            draw(maybe(DAYS)),
            draw(maybe(DAYS)),
            draw(maybe(st.just("organisation"))),
            draw(maybe(st.sampled_from(("cold", "heat")))),
            draw(maybe(st.sampled_from(("day", "night")))),
        )
        for _row in range(draw(st.integers(0, 3)))
    ]
    if draw(st.booleans()):
        blocks = (e.Block(draw(AMOUNTS), draw(AMOUNTS)), e.Block(None, draw(AMOUNTS)))
        per = draw(st.sampled_from(("account", "person")))
        tariffs = [e.Tariff(blocks=blocks, blocks_per=per)]
    norms = [
        e.Norm(
            draw(AMOUNTS),
            draw(st.sampled_from(("person", "m2", "unit"))),
            date_from=draw(maybe(DAYS)),
        )
        for _row in range(draw(st.integers(0, 2)))
    ]
    return e.Service(
        code,
        basis=draw(BASES),
        tariffs=tuple(tariffs),
        norms=tuple(norms),
        heat_norm=draw(maybe(st.sampled_from((D("0.05"), "house")))),
        formula=draw(maybe(st.sampled_from(("volume * tariff", "area / residents", "1 +", "x")))),
        heating_mode=draw(maybe(st.sampled_from(("season", "even")))),
        season_months=draw(st.sampled_from(((), (1, 2), (3, 4)))),
        common_needs=draw(
            maybe(st.sampled_from(("norm", "actual", "norm_with_annual_correction")))
        ),
        common_of=draw(maybe(st.just("heating"))),
        common_share=draw(maybe(st.just(D("0.3")))),
        volume_from=draw(st.sampled_from(((), ("heating",)))),
        waste_accounting=draw(maybe(st.sampled_from(("containers", "norm")))),
        vat_included=draw(st.booleans()),
        vat_rate=draw(maybe(st.just(D("20")))),
    )


@st.composite
def odd_meters(draw, serial):
    """A meter with facts in any order."""
    zones = draw(st.sampled_from(((None,), ("day", "night"))))
    registers = []
    for zone in zones:
        days = sorted(draw(st.sets(DAYS, max_size=4)))
        registers.append(
            e.Register(
                zone,
                draw(maybe(DAYS)),
                draw(AMOUNTS),
                [(day, draw(AMOUNTS)) for day in days],
                draw(maybe(st.sampled_from(days))) if days else None,
            )
        )
        if registers[-1].initial_date is None:
            registers[-1].initial_value = None
    checks = tuple(
        e.Verification(day, draw(maybe(DAYS)), tuple(draw(AMOUNTS) for _zone in zones))
        for day in sorted(draw(st.sets(DAYS, max_size=2)))
    )
    return e.Meter(
        serial,
        registers,
        draw(maybe(st.integers(1, 5))),
        removed=draw(maybe(DAYS)),
        verified_until=draw(maybe(DAYS)),
        verifications=checks,
        failed_from=draw(maybe(DAYS)),
    )


@st.composite
def odd_events(draw):
    """An event of any type for one of the services."""
    code = draw(st.sampled_from(("a", "heating")))
    first, last = sorted((draw(DAYS), draw(DAYS)))
    start, end = sorted((draw(MOMENTS), draw(MOMENTS)))
    return draw(
        st.sampled_from(
            (
                e.Absence(draw(st.integers(0, 4)), first, last),
                e.Outage(code, start, end, draw(st.booleans())),
                e.Quality(code, draw(AMOUNTS), D("18"), start, end, hours=draw(maybe(AMOUNTS))),
                e.Refusal(code, (first, last)),
                e.NotRendered(code, first, last),
                e.MissedPickup("2026-03", draw(AMOUNTS)),
                e.Away(code, first, draw(maybe(st.just(last)))),
            )
        )
    )


@st.composite
def odd_accounts(draw, ref):
    """An account with anything."""
    rows = []
    for code in draw(st.lists(st.sampled_from(("a", "heating", "unknown")), unique=True)):
        rows.append(
            e.AccountService(
                code,
                [draw(odd_meters(f"{ref}{code}{n}")) for n in range(draw(st.integers(0, 2)))],
                date_from=draw(maybe(DAYS)),
                date_to=draw(maybe(DAYS)),
                history=[
                    e.Past(
                        month,
                        draw(AMOUNTS),
                        draw(st.sampled_from(("meter", "average", "norm"))),
                        "not_sent",
                    )
                    for month in ("2025-12", "2026-01", "2026-02")
                ],
            )
        )
    return e.Account(
        ref,
        rows,
        kind=draw(st.sampled_from(("individual", "organisation"))),
        area=draw(AMOUNTS),
        flat=draw(maybe(st.just("K"))),
        individually_heated=draw(st.booleans()),
        residents=[
            e.Residents(draw(st.integers(0, 3)), draw(maybe(DAYS)), draw(maybe(DAYS)))
            for _row in range(draw(st.integers(0, 2)))
        ],
        owners=draw(st.integers(0, 2)),
        privileges=[
            e.Privilege(D("50"), ("a", "heating"), draw(st.sampled_from(("norm", "area_norm"))))
        ],
        events=[draw(odd_events()) for _event in range(draw(st.integers(0, 2)))],
    )


class NeverACrash(unittest.TestCase):
    """A wrong input is a coded problem with a remedy, never an exception."""

    @settings(max_examples=150)
    @given(st.data())
    def test_any_input(self, data):
        """Facts that do not fit together give lines or problems, and every line adds up."""
        rows = [data.draw(odd_services(code)) for code in ("a", "heating")]
        months = st.dictionaries(st.sampled_from(("2025-03", "2026-02", "2026-03")), AMOUNTS)
        house = e.Building(
            "B",
            [data.draw(odd_accounts(ref)) for ref in range(data.draw(st.integers(1, 3)))],
            common_area=data.draw(AMOUNTS),
            meters=[
                e.HouseMeter(
                    "heating", component, data.draw(months), failed_from=data.draw(maybe(DAYS))
                )
                for component in (None, "heat")
            ],
            flats={"K": e.Flat("K", data.draw(AMOUNTS))},
            containers=[e.Container(D("1"), 1, {"2026-03": 3})],
            events=[data.draw(odd_events())],
        )
        result = e.charge_building(e.World(rows, RULES), house, "2026-03")
        for problem in result.problems:
            self.assertTrue(problem.text and problem.remedy)
        for line in result.lines:
            self.assertEqual(line.amount, line.net + line.vat)
            e.explain(line)

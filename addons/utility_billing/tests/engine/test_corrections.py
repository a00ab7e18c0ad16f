"""Corrections of the past: closed and open periods, late events, state (D01, D04, X33)."""

import unittest

from ...scenario.schema import parse
from .scenario_steps import run

WORLD = """
id: T-1
country: RU
parameters:
  - {code: average_months_min, value: "1"}
services:
  cold_water: {tariffs: [{value: "50.00"}], norms: [{value: "4", per: person}]}
buildings: [{ref: B}]
accounts:
  - ref: A
    building: B
    premise: {type: flat, area: "50"}
    residents: 2
    services: [cold_water]
"""
METER = """    meters:
      - service: cold_water
        initial: {date: 2026-02-25, value: "0"}
        readings: {2026-03-25: "4", 2026-04-25: "9", 2026-05-25: "15"}
"""


class CorrectionCase(unittest.TestCase):
    """Steps against expectations."""

    def check(self, text, world=WORLD):
        self.assertEqual(run(parse(world + text)), [])

    def test_reading_corrected_in_a_closed_month(self):
        """A corrected reading moves volume from one month to the next, the sum stays."""
        self.check(
            """steps:
  - {charge: 2026-03}
  - {close: 2026-03}
  - change: {accounts: [{ref: A, meters: [{service: cold_water, readings: {2026-03-25: "3"}}]}]}
  - {charge: 2026-04}
expect:
  lines:
    - {account: A, period: 2026-03, service: cold_water, volume: "4", amount: "200.00"}
    - {account: A, period: 2026-04, service: cold_water, volume: "6", amount: "300.00"}
    - account: A
      period: 2026-04
      service: cold_water
      kind: recalculation
      of_period: 2026-03
      volume: "-1"
      amount: "-50.00"
""",
            WORLD + METER,
        )

    def test_reading_added_to_a_closed_month_by_average(self):
        """A late reading of a closed month is settled once, not twice."""
        world = WORLD + METER.replace('2026-04-25: "9", ', "")
        self.check(
            """steps:
  - {charge: 2026-03}
  - {charge: 2026-04}
  - {close: 2026-03}
  - {close: 2026-04}
  - change: {accounts: [{ref: A, meters: [{service: cold_water, readings: {2026-04-25: "9"}}]}]}
  - {charge: 2026-05}
expect:
  lines:
    - {account: A, period: 2026-04, service: cold_water, volume: "4", amount: "200.00"}
    - {account: A, service: cold_water, kind: recalculation, of_period: 2026-04, amount: "50.00"}
    - {account: A, period: 2026-05, service: cold_water, volume: "6", amount: "300.00"}
""",
            world,
        )

    def test_nothing_changed_nothing_written(self):
        """Later charges without a change write no recalculation, however often."""
        self.check(
            """steps:
  - {charge: 2026-03}
  - {close: 2026-03}
  - {charge: 2026-04}
  - {charge: 2026-04}
  - {close: 2026-04}
  - {charge: 2026-05}
expect:
  lines:
    - {account: A, service: cold_water, kind: recalculation, amount: "0.00"}
    - {account: A, service: cold_water, volume: "15", amount: "750.00"}
""",
            WORLD + METER,
        )

    def test_two_corrections_of_one_month(self):
        """The second correction is less what the first one brought."""
        self.check(
            """steps:
  - {charge: 2026-03}
  - {close: 2026-03}
  - change: {services: {cold_water: {tariffs: [{value: "60.00"}]}}}
  - {charge: 2026-04}
  - {close: 2026-04}
  - change: {services: {cold_water: {tariffs: [{value: "55.00"}]}}}
  - {charge: 2026-05}
expect:
  lines:
    - {account: A, period: 2026-04, service: cold_water, kind: recalculation, amount: "80.00"}
    - {account: A, period: 2026-05, service: cold_water, kind: recalculation, amount: "-80.00"}
    - {account: A, service: cold_water, kind: recalculation, of_period: 2026-03, amount: "40.00"}
    - {account: A, service: cold_water, kind: recalculation, of_period: 2026-04, amount: "-40.00"}
    - {account: A, period: 2026-05, service: cold_water, amount: "440.00"}
"""
        )

    def test_correction_of_uplift_and_privilege(self):
        """Uplift, reductions and privilege of the closed month are part of the difference."""
        world = WORLD + "    no_meter: {cold_water: possible}\n"
        self.check(
            """steps:
  - {charge: 2026-03}
  - {close: 2026-03}
  - change:
      accounts:
        - ref: A
          residents: 1
          privileges: [{percent: "50", services: [cold_water], within: norm, to: 2026-03-31}]
  - {charge: 2026-04}
expect:
  lines:
    - {account: A, period: 2026-03, service: cold_water, kind: uplift, amount: "800.00"}
    - {account: A, period: 2026-04, service: cold_water, kind: recalculation, amount: "-700.00"}
    - {account: A, period: 2026-04, service: cold_water, kind: privilege, amount: "0.00"}
""",
            world,
        )

    def test_open_month_is_charged_again_by_its_own_step(self):
        """A change of an open month comes when it is charged again, not with the next month."""
        self.check(
            """steps:
  - {charge: 2026-03}
  - change: {services: {cold_water: {tariffs: [{value: "60.00"}]}}}
  - {charge: 2026-04}
  - {charge: 2026-03}
expect:
  lines:
    - {account: A, service: cold_water, kind: recalculation, amount: "0.00"}
    - {account: A, period: 2026-03, service: cold_water, amount: "480.00"}
    - {account: A, period: 2026-04, service: cold_water, amount: "480.00"}
"""
        )

    def test_event_entered_late(self):
        """An event of an open month that is entered after its charge comes with the next one."""
        event = (
            "{type: absence, account: A, persons: 1, departure: 2026-03-04, arrival: 2026-03-20}"
        )
        self.check(
            f"""steps:
  - {{charge: 2026-03}}
  - change: {{events: [{event}]}}
  - {{charge: 2026-04}}
  - {{charge: 2026-05}}
expect:
  lines:
    - {{account: A, service: cold_water, kind: recalculation, amount: "-96.77"}}
    - account: A
      period: 2026-04
      service: cold_water
      kind: recalculation
      of_period: 2026-03
      amount: "-96.77"
"""
        )

    def test_event_over_three_months(self):
        """An absence takes effect when it has ended, for every month that was charged."""
        event = (
            "{type: absence, account: A, persons: 1, departure: 2026-03-16, arrival: 2026-05-11}"
        )
        self.check(
            f"""events: [{event}]
steps:
  - {{charge: 2026-03}}
  - {{close: 2026-03}}
  - {{charge: 2026-04}}
  - {{charge: 2026-05}}
expect:
  lines:
    - {{account: A, period: 2026-03, service: cold_water, kind: recalculation, amount: "0.00"}}
    - {{account: A, period: 2026-04, service: cold_water, kind: recalculation, amount: "0.00"}}
    - {{account: A, service: cold_water, kind: recalculation, of_period: 2026-03, amount: "-96.77"}}
    - account: A
      service: cold_water
      kind: recalculation
      of_period: 2026-04
      amount: "-200.00"
    - {{account: A, service: cold_water, kind: recalculation, of_period: 2026-05, amount: "-64.52"}}
"""
        )

    def test_tampering_once(self):
        """An act is charged once, with the first charge after its end."""
        event = (
            "{type: tampering, account: A, service: cold_water, from: 2026-03-01, to: 2026-03-31}"
        )
        self.check(
            f"""events: [{event}]
steps:
  - {{charge: 2026-03}}
  - {{close: 2026-03}}
  - {{charge: 2026-04}}
expect:
  lines:
    - {{account: A, service: cold_water, kind: recalculation, amount: "4000.00"}}
    - {{account: A, period: 2026-03, service: cold_water, kind: recalculation, amount: "4000.00"}}
"""
        )

    def test_new_account_changes_no_closed_month(self):
        """An account that is opened later changes nothing in the months before."""
        self.check(
            """steps:
  - {charge: 2026-03}
  - {close: 2026-03}
  - change:
      accounts:
        - {ref: N, building: B, premise: {area: "50"}, residents: 1, services: [cold_water]}
  - {charge: 2026-04}
expect:
  lines:
    - {account: N, service: cold_water, amount: "200.00"}
    - {building: B, service: cold_water, kind: recalculation, amount: "0.00"}
"""
        )

    def test_wrong_change_is_refused(self):
        """Readings and prices that can't be are refused with the change; the world stays."""
        self.check(
            """steps:
  - {charge: 2026-03}
  - change: {accounts: [{ref: A, meters: [{service: cold_water, readings: {2026-02-01: "1"}}]}]}
  - change: {services: {cold_water: {tariffs: [{value: "1"}, {value: "2"}]}}}
  - change: {accounts: [{ref: A, building: X}]}
  - {charge: 2026-04}
expect:
  errors:
    - {step: 2, contains: before installation}
    - {step: 3, contains: overlap}
    - {step: 4, contains: unknown building}
  lines:
    - {account: A, period: 2026-04, service: cold_water, amount: "250.00"}
""",
            WORLD + METER,
        )

    def test_recharge_gives_payments_back(self):
        """A period charged again lower: what was paid too much is an advance again."""
        self.check(
            """steps:
  - {charge: 2026-03}
  - {pay: {account: A, date: 2026-04-05, amount: "400.00"}}
  - change: {accounts: [{ref: A, residents: 1}]}
  - {charge: 2026-03}
expect:
  allocations:
    - {account: A, period: 2026-03, amount: "200.00"}
    - {account: A, kind: advance, amount: "200.00"}
  balances: [{account: A, amount: "-200.00"}]
"""
        )

    def test_carry_of_a_corrected_month(self):
        """The negative rest of common needs follows the corrected month (ПП 491 п.29)."""
        world = WORLD.replace(
            "buildings: [{ref: B}]",
            '  common_cold_water: {tariffs: [{value: "10.00"}], common_needs: actual}\n'
            "buildings:\n"
            "  - ref: B\n"
            '    meters: [{service: cold_water, volumes: {2026-03: "5", 2026-04: "11"}}]',
        ).replace("services: [cold_water]", "services: [cold_water, common_cold_water]")
        change = '{ref: B, meters: [{service: cold_water, volumes: {2026-03: "7"}}]}'
        for steps, amount in (("", "0.00"), (f"  - change: {{buildings: [{change}]}}\n", "20.00")):
            # 8 m3 by norm: 5 or 7 of the house leave 3 or 1 for April, which has 3 of its own
            self.check(
                "steps:\n  - {charge: 2026-03}\n  - {close: 2026-03}\n"
                + steps
                + "  - {charge: 2026-04}\nexpect:\n  lines:\n"
                + "    - {account: A, period: 2026-04, service: common_cold_water,"
                + f' amount: "{amount}"}}\n',
                world,
            )

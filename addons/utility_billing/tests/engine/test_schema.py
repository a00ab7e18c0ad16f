"""The reader of scenario files refuses what does not fit, and merges changes (Z19)."""

import unittest
from datetime import date

from ...scenario.expect import Outcome, compare
from ...scenario.fields import SchemaError
from ...scenario.schema import merge, parse
from .common import D
from .scenario_steps import run

HEAD = "id: T-1\ntitle: t\ncountry: RU\n"
WORLD = """
services:
  cold_water: {tariffs: [{value: "50.00"}], norms: [{value: "4", per: person}]}
buildings: [{ref: B}]
accounts:
  - ref: A
    building: B
    premise: {type: flat, area: "50"}
    residents: 2
    services: [cold_water]
    meters:
      - service: cold_water
        serial: W
        initial: {date: 2026-02-25, value: "1"}
        readings: {2026-03-25: "5"}
"""
EXPECT = 'expect: {totals: [{account: A, period: 2026-03, amount: "200.00"}]}\n'


def file(extra="", world=WORLD, expect=EXPECT):
    """A scenario from parts of a file."""
    return parse(HEAD + world + extra + expect)


class RefusalCase(unittest.TestCase):
    """Files that do not fit."""

    def refused(self, path, *args, **values):
        with self.assertRaises(SchemaError) as caught:
            file(*args, **values)
        self.assertIn(path, str(caught.exception))

    def test_unknown_fields(self):
        """Unknown fields at any depth, with their path."""
        self.refused("colour", "colour: red\n")
        self.refused("accounts[0].premise.flor", world=WORLD.replace("area:", "flor: 1, area:"))
        self.refused("steps[0].fly", "steps: [{fly: 1}]\n")
        self.refused("events[0].type", "events: [{type: rain, account: A}]\n")
        self.refused("events[0].persns", "events: [{type: absence, account: A, persns: 1}]\n")
        self.refused("parameters[0].code", 'parameters: [{code: luck, value: "1"}]\n')
        self.refused("expect.lines[0].colour", expect="expect: {lines: [{colour: red}]}\n")

    def test_floats_and_wrong_values(self):
        """Floats, wrong dates, periods, words and counts."""
        self.refused("float 50.0", world=WORLD.replace('"50.00"', "50.00"))
        self.refused("steps[0].charge", "steps: [{charge: 2026-13}]\n")
        self.refused("readings", world=WORLD.replace("2026-03-25", "2026-03-32"))
        self.refused("residents", world=WORLD.replace("residents: 2", "residents: two"))
        self.refused("premise.type", world=WORLD.replace("type: flat", "type: castle"))
        self.refused("norms[0]", world=WORLD.replace(", per: person", ""))
        self.refused("value", 'parameters: [{code: penalty_divisors, value: "x"}]\n')

    def test_unknown_references(self):
        """Services, accounts, buildings and steps that the file does not have."""
        self.refused(
            "accounts[0].services: unknown service ether",
            world=WORLD.replace("services: [cold_water]", "services: [ether]"),
        )
        self.refused(
            "meters[0].service: unknown service ether",
            world=WORLD.replace("service: cold_water", "service: ether"),
        )
        row = 'opening: [{period: 2026-01, service: ether, amount: "1"}]'
        self.refused("opening[0].service", world=WORLD.replace("residents: 2", row))
        row = 'privileges: [{percent: "5", services: [ether]}]'
        self.refused("privileges[0].services", world=WORLD.replace("residents: 2", row))
        self.refused("volumes", world=WORLD.replace("residents: 2", "volumes: {ether: {}}"))
        row = 'parameters: [{code: key_rate, value: "5", service: ether}]\n'
        self.refused("parameters[0].service", row)
        wrong = EXPECT.replace("account: A", "account: Z")
        self.refused("expect.totals[0].account: unknown account Z", expect=wrong)
        wrong = 'expect: {lines: [{account: A, service: ether, amount: "1"}]}\n'
        self.refused("expect.lines[0].service", expect=wrong)
        self.refused("errors[0].step", expect="expect: {errors: [{step: 1, contains: x}]}\n")

    def test_references_to_later_changes(self):
        """An account and a service that a later change brings may be expected."""
        later = (
            "steps: [{change: {services: {lift: {basis: fixed}}, accounts: [{ref: N, building: B, "
            "services: [lift]}]}}, {charge: 2026-03}]\n"
        )
        found = file(later, expect='expect: {lines: [{account: N, service: lift, amount: "0"}]}\n')
        self.assertEqual(len(found.steps), 2)

    def test_doubled_keys_and_refs(self):
        """Keys and refs given twice, references to nothing."""
        self.refused(
            "given twice", world=WORLD.replace("residents: 2", "residents: 2\n    residents: 3")
        )
        self.refused("given twice", world=WORLD.replace("[{ref: B}]", "[{ref: B}, {ref: B}]"))
        self.refused("unknown building X", world=WORLD.replace("building: B", "building: X"))
        events = (
            "events: [{type: absence, account: Z, persons: 1, "
            "departure: 2026-03-01, arrival: 2026-03-09}]\n"
        )
        self.refused("unknown account Z", events)

    def test_blocks(self):
        """A tariff has a value or blocks; only the last block has no border."""
        for tariff in (
            '{value: "1", blocks: [{value: "2"}]}',
            "{from: 2026-01-01}",
            '{blocks: [{value: "1"}, {value: "2"}]}',
            '{blocks: [{to: "1", value: "1"}]}',
        ):
            self.refused("tariffs[0]", world=WORLD.replace('{value: "50.00"}', tariff))

    def test_broken_yaml(self):
        """A text that is no YAML names its line."""
        self.refused("line", world="services: [}\n")
        self.refused("a key must be a text", world="services: {{a: b}: c}\n")
        self.refused("a mapping is expected", world="services: [a]\n")

    def test_default_steps(self):
        """Without steps every period that is expected is charged, in order."""
        scenario = file(
            expect='expect: {lines: [{account: A, period: 2026-04, amount: "0"},'
            ' {account: A, period: 2026-03, amount: "0"}]}\n'
        )
        self.assertEqual(scenario.steps, [("charge", "2026-03"), ("charge", "2026-04")])


class MergeCase(unittest.TestCase):
    """Later corrections of the world."""

    def test_mappings_and_lists(self):
        """Mappings key by key, lists replaced, readings added to the meter of the serial."""
        world = file().world
        change = file(
            """steps:
  - change:
      services: {cold_water: {tariffs: [{value: "60"}]}}
      accounts:
        - ref: A
          residents: 3
          meters: [{service: cold_water, serial: W, readings: {2026-04-25: "9"}}]
        - {ref: C, building: B, services: [cold_water]}
"""
        ).steps[0][1]
        merged = merge(world, change)
        self.assertEqual(merged["services"]["cold_water"]["tariffs"], [{"value": D("60")}])
        self.assertEqual(len(merged["services"]["cold_water"]["norms"]), 1)
        one, other = merged["accounts"]
        self.assertEqual((one["residents"], other["ref"]), (3, "C"))
        self.assertEqual(
            one["meters"][0]["readings"], {date(2026, 3, 25): D("5"), date(2026, 4, 25): D("9")}
        )
        self.assertEqual(world["accounts"][0]["residents"], 2)

    def test_meter_without_serial(self):
        """The only meter of the service is meant; another serial is another meter."""
        world = file().world
        for meter, count in (("service: cold_water", 1), ("service: cold_water, serial: V", 2)):
            steps = f"steps: [{{change: {{accounts: [{{ref: A, meters: [{{{meter}}}]}}]}}}}]\n"
            merged = merge(world, file(steps).steps[0][1])
            self.assertEqual(len(merged["accounts"][0]["meters"]), count)

    def test_new_account_needs_its_building(self):
        """A new account without building is refused."""
        change = file("steps: [{change: {accounts: [{ref: C}]}}]\n").steps[0][1]
        with self.assertRaises(SchemaError):
            merge(file().world, change)


class CompareCase(unittest.TestCase):
    """Differences are found and named."""

    def test_errors(self):
        """A step that fails unexpectedly, and one that does not fail."""
        expect = {"errors": [{"step": 2, "contains": "closed"}]}
        found = compare(expect, Outcome(errors={3: "negative consumption"}))
        self.assertEqual(len(found), 2)
        self.assertEqual(compare(expect, Outcome(errors={2: "period is closed"})), [])

    def test_steps_of_a_run(self):
        """A failed step changes nothing, and the steps after it still run."""
        steps = """steps:
  - {charge: 2026-03}
  - {close: 2026-03}
  - {close: 2026-03}
  - {pay: {account: A, date: 2026-04-02, amount: "0"}}
  - {pay: {account: A, date: 2026-04-02, amount: "50.00"}}
"""
        expect = """expect:
  errors: [{step: 3, contains: closed}, {step: 4, contains: amount}]
  balances: [{account: A, amount: "150.00"}]
"""
        self.assertEqual(run(file(steps, expect=expect)), [])

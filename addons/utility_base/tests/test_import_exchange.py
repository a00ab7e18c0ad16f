import base64
import json
from dataclasses import replace
from pathlib import Path

from odoo.tests import tagged

from ..gateway import exchange_json
from ..gateway.address import house_number, parse_address, street_name
from .imports_common import ImportsCommon

TOWN = Path(__file__).parents[1] / "demo" / "town.json"
# What the register does not hold: ids of entrances, numbers beside a list of residents, details of
# persons beyond their documents, opening balances (billing keeps them), the day of sealing.
NOT_HELD = {
    "entrances": {"id"},
    "accounts": {"saldo", "saldo_period", "registered"},
    "counters": {"stamp_date", "unit"},
    "individual": {"sex"},
}
NUMBERS = {"overall_area", "common_area", "living_area", "area", "calculated_area", "latitude",
       "longitude",
           "B", "T1", "T2", "T3"}  # fmt: skip


def held(plain, kind=""):
    """A plain object without what the register does not hold, lists in the order of their content.

    Addresses are compared by their parts: the register has one spelling of each (A19).
    """
    plain = dict(plain)
    if kind == "residents" and not plain.get("residence"):
        # birthday and relation stand with a residence: those of owners who live elsewhere go
        plain.pop("relationship", None)
        plain["individual"] = {
            k: v for k, v in plain.get("individual", {}).items() if k != "birthdate"
        }
    result = {}
    for key, value in plain.items():
        if key in NOT_HELD.get(kind, ()):
            continue
        if key == "address":
            value = repr(replace(parse_address(value), postal_code=""))
        elif key == "street":
            value = street_name(value)
        elif key in ("number", "flat_number"):
            value = house_number(value)
        elif key in NUMBERS:
            value = float(value)
        elif isinstance(value, dict):
            value = held(value, key)
        elif isinstance(value, list):
            value = sorted(
                (held(item, key) for item in value), key=lambda i: json.dumps(i, sort_keys=True)
            )
        result[key] = value
    return result


@tagged("post_install", "-at_install", "utility_import")
class TestImportExchange(ImportsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator.sudo().group_ids = [(4, cls.env.ref("utility_base.group_administrator").id)]

    def test_round_trip(self):
        """P07: the demo town comes out of the register as it went in."""
        data = TOWN.read_bytes()
        record = self._run("exchange", data, "town.json")
        self.assertEqual(
            record.state,
            "done",
            record.row_ids.filtered(lambda r: r.state == "error").mapped("message"),
        )
        houses = self.env["utility.building"].search([("external_id", "!=", False)])
        before, problems = exchange_json.parse(data)
        exported = self.env["utility.exchange"]._export(houses)
        after, found = exchange_json.parse(exported)
        self.assertFalse([p for p in (*problems, *found) if not p.is_warning])
        self.maxDiff = None
        for part in ("houses", "counters"):
            given = {i.id: held(exchange_json.dump_item(i), part) for i in getattr(before, part)}
            got = {i.id: held(exchange_json.dump_item(i), part) for i in getattr(after, part)}
            self.assertEqual(set(got), set(given))
            for number, item in given.items():
                with self.subTest(f"{part} {number}"):
                    self.assertEqual(got[number], item)
        # and once more: the exported file changes nothing
        again = self._run("exchange", exported, "again.json")
        self.assertEqual(
            again.state,
            "done",
            again.row_ids.filtered(lambda r: r.state == "error").mapped("message"),
        )
        self.assertFalse(again.change_ids.mapped(lambda c: (c.res_model, c.before, c.after)))

    def test_undo_of_a_town(self):
        """X72: a whole town goes back without a trace."""
        tables = ("utility.building", "utility.premise", "utility.account", "utility.residency",
                  "utility.ownership", "utility.meter", "utility.reading", "res.partner",
                  "utility.area", "utility.street", "utility.locality",
                  "utility.contract")  # fmt: skip
        before = self._counts(*tables)
        record = self._run("exchange", TOWN.read_bytes(), "town.json")
        self.assertNotEqual(self._counts(*tables), before)
        record.action_undo()
        self.assertEqual(record.kept_count, 0, set(record.change_ids.mapped("undo_reason")))
        self.assertEqual(self._counts(*tables), before)

    def test_bad_objects(self):
        """P07: an object that can't be read is told by its path, the rest is imported."""
        data = json.dumps(
            {
                "houses": [
                    {
                        "id": "h1",
                        "address": "г. Энск, ул. Ленина, д. 5",
                        "premises": [{"flat_number": "9"}],
                    },
                    {"id": "h2", "address": "за рекой"},
                ],
                "counters": [{"id": "c1", "type": "ХВС", "serial": "1", "flats_id": "nowhere"}],
            }
        ).encode()
        record = self._run("exchange", data, "bad.json")
        self.assertEqual(record.state, "partial")
        rows = {row.code: row for row in record.row_ids}
        self.assertIn("IMP-ADDRESS", rows)
        self.assertIn("IMP-PREMISE-UNKNOWN", rows)
        self.assertEqual(rows["exchange.required"].column, "houses[0].premises[0].id")
        self.assertEqual(self.building.external_id, "h1")

    def test_money_waits_for_billing(self):
        """P07: without the billing addon charges and payments are left out, with the reason."""
        exchange, _problems = exchange_json.parse(TOWN.read_bytes())
        house = exchange.houses[0]
        account = house.premises[0].accounts[0]
        plain = json.loads(exchange_json.build(replace(exchange, houses=(house,), counters=())))
        plain["payments"] = [{"accounts_id": account.id, "date": "2026-01-10", "sum": "100.00"}]
        record = self._run("exchange", json.dumps(plain).encode(), "pay.json")
        row = record.row_ids.sorted("number")[-1]
        if self.env["utility.exchange"]._takes("payments"):
            self.assertEqual(row.state, "created")
        else:
            self.assertEqual((row.state, row.code), ("skipped", "IMP-NO-BILLING"))

    def test_wizard(self):
        """P07: the chosen houses are exported for download, as the user may see them."""
        wizard = self.env["utility.exchange.export"].create({"building_ids": self.building.ids})
        wizard.action_export()
        exchange, problems = exchange_json.parse(base64.b64decode(wizard.file))
        self.assertFalse(problems)
        self.assertEqual(len(exchange.houses[0].premises), 3)
        self.assertEqual(wizard.house_count, 1)

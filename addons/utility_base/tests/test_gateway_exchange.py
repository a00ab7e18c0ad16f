import doctest
import json
import os
import random
from datetime import date
from decimal import Decimal

import jsonschema
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..gateway import address, exchange_fields, exchange_json, exchange_people, exchange_schema
from ..gateway.address import parse_address
from ..gateway.exchange_fields import Extra, Nested, described
from ..gateway.exchange_model import Exchange
from ..gateway.problem import GatewayError

SCHEMA = jsonschema.Draft202012Validator(exchange_schema.make_schema())
TOWN = os.path.join(os.path.dirname(__file__), "..", "demo", "town.json")
SMALL = {
    "houses": [
        {
            "id": 7,
            "address": "г. Томск, ул. Мира, д. 1",
            "premises": [
                {
                    "id": "p1",
                    "premises_type": "Квартира",
                    "overall_area": "45,10",
                    "accounts": [
                        {
                            "id": 1,
                            "account": "0001",
                            "date_from": "2020-01-15",
                            "saldo": "-12.50",
                            "residents": [
                                {
                                    "type": "физ. лицо",
                                    "main_payer": "Да",
                                    "share": "1/2",
                                    "individual": {"lastname": "Ким"},
                                    "residence": {"type": "const", "date_from": "2020-01-15"},
                                }
                            ],
                        }
                    ],
                }
            ],
        }
    ],
    "counters": [
        {
            "id": 1,
            "type": "Эл. двухтарифный",
            "serial": 123,
            "flats_id": "p1",
            "values": [{"date": "2026-10-20", "values": {"T1": "10,5", "T2": 3}}],
        }
    ],
    "payments": [{"accounts_id": 1, "date": "2026-10-05", "sum": 100.10, "correction": 0}],
}


def parse(data):
    return exchange_json.parse(json.dumps(data, ensure_ascii=False).encode())


def changed(path, value):
    """A copy of SMALL with one value replaced, or removed when ``value`` is ``...``."""
    data = json.loads(json.dumps(SMALL))
    place = data
    *steps, last = path
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


ACCOUNT = ("houses", 0, "premises", 0, "accounts", 0)


class TestExchange(BaseCase):
    def test_examples_in_docstrings(self):
        """P07: the documented examples are true."""
        for module in (address, exchange_fields, exchange_json, exchange_people):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted and not result.failed, module.__name__)

    def test_tolerant_reading(self):
        """P07: numbers as ids, decimal commas, other case, one registration instead of a list."""
        found, problems = parse(SMALL)
        self.assertEqual(problems, [])
        premise = found.houses[0].premises[0]
        account = premise.accounts[0]
        self.assertEqual((found.houses[0].id, premise.premises_type), ("7", "квартира"))
        self.assertEqual(premise.overall_area, Decimal("45.10"))
        self.assertEqual((account.account, account.saldo), ("0001", Decimal("-12.50")))
        self.assertEqual(account.residents[0].residence[0].date_from, date(2020, 1, 15))
        self.assertTrue(account.residents[0].main_payer)
        self.assertEqual(
            found.counters[0].values[0].values, {"T1": Decimal("10.5"), "T2": Decimal(3)}
        )
        self.assertEqual(found.payments[0].sum, Decimal("100.1"))
        self.assertIs(found.payments[0].correction, False)

    def test_problems_name_their_path(self):
        """P07: each error has a code and the path of its value; the rest is read."""
        cases = [
            ((*ACCOUNT, "account"), ..., "exchange.required", "accounts[0].account", 0),
            ((*ACCOUNT, "saldo"), "abc", "value.decimal", "accounts[0].saldo", 1),
            ((*ACCOUNT, "date_from"), "31.02.2020", "value.date", "accounts[0].date_from", 1),
            ((*ACCOUNT, "date_to"), "2019-01-01", "exchange.dates", "accounts[0].date_to", 1),
            ((*ACCOUNT, "rooms_id"), "9", "exchange.reference", "accounts[0].rooms_id", 1),
            ((*ACCOUNT, "residents"), 5, "exchange.type", "accounts[0].residents", 1),
            ((*ACCOUNT, "services"), [{"code": ""}], "exchange.required", "services[0].code", 1),
            (("counters", 0, "type"), "Пар", "value.choice", "counters[0].type", 1),
            (("counters", 0, "flats_id"), "zz", "exchange.reference", "counters[0].flats_id", 1),
            (("counters", 0, "flats_id"), ..., "exchange.required", "counters[0].flats_id", 1),
            (
                ("counters", 0, "values", 0, "values"),
                {"X": 1},
                "value.choice",
                "values[0].values",
                1,
            ),
            (
                ("payments", 0, "accounts_id"),
                "zz",
                "exchange.reference",
                "payments[0].accounts_id",
                1,
            ),
            (("houses", 0, "colour"), "red", "exchange.unknown_field", "houses[0].colour", 1),
        ]
        for path, value, code, end, accounts in cases:
            with self.subTest(path=path, value=value):
                found, problems = parse(changed(path, value))
                hits = [item for item in problems if item.code == code]
                self.assertTrue(hits, problems)
                self.assertTrue(hits[0].path.endswith(end), hits[0].path)
                self.assertEqual(len(found.houses[0].premises[0].accounts), accounts)
                self.assertTrue(hits[0].as_dict()["message"])

    def test_duplicate_ids(self):
        """P07: one id for two objects of one kind is told."""
        data = json.loads(json.dumps(SMALL))
        data["houses"].append({"id": "7", "address": "x"})
        _found, problems = parse(data)
        self.assertEqual(
            [(p.code, p.path) for p in problems], [("exchange.duplicate_id", "houses[1].id")]
        )

    def test_unknown_fields_are_told_once(self):
        """P07: a foreign field that stands in every object gives one warning."""
        data = json.loads(json.dumps(SMALL))
        data["payments"] = [dict(SMALL["payments"][0], cashdesk=n) for n in range(5)]
        _found, problems = parse(data)
        self.assertEqual(
            [(p.code, p.is_warning) for p in problems], [("exchange.unknown_field", True)]
        )

    def test_parts_as_separate_files(self):
        """P08: the four lists also come as files of their own; references are then not checked."""
        for name in ("houses", "counters", "payments"):
            found, problems = parse(SMALL[name])
            self.assertEqual(problems, [])
            self.assertEqual(len(getattr(found, name)), 1)

    def test_not_an_exchange_file(self):
        """P07: other JSON and no JSON are refused with a code."""
        for data in (b"[]", b'{"a": 1}', b"5", b"{", b""):
            with self.assertRaises(GatewayError) as caught:
                exchange_json.parse(data)
            self.assertIn(caught.exception.problem.code, ("exchange.root", "file.not_json"))

    def test_schema_file(self):
        """Z16: exchange.schema.json is what the model says, and valid itself."""
        with open(exchange_schema.PATH, encoding="utf-8") as file:
            self.assertEqual(file.read(), exchange_schema.dump_schema())
        jsonschema.Draft202012Validator.check_schema(exchange_schema.make_schema())

    def test_demo_town(self):
        """P07: the demo town is valid by the schema, free of problems and byte-stable."""
        with open(TOWN, "rb") as file:
            data = file.read()
        SCHEMA.validate(json.loads(data))
        town, problems = exchange_json.parse(data)
        self.assertEqual(problems, [])
        self.assertEqual(exchange_json.build(town), data)
        accounts = [a for h in town.houses for p in h.premises for a in p.accounts]
        self.assertEqual(len({account.account for account in accounts}), len(accounts))
        flats = [p for p in town.houses[0].premises if p.premises_type == "квартира"]
        self.assertGreaterEqual(len(flats), 60)
        kinds = {p.premises_type for h in town.houses for p in h.premises}
        self.assertLessEqual(
            {"жилой дом", "коммунальная квартира", "нежилое", "машиноместо"}, kinds
        )
        last = max(value.date for counter in town.counters for value in counter.values)
        self.assertEqual((last.year, last.month), (2026, 10))

    @settings(max_examples=40, deadline=None, database=None, derandomize=True)
    @given(st.integers(0, 2**32))
    def test_round_trip(self, seed):
        """P07: whatever the values, a built file is valid by the schema and reads back the same."""
        draw = random.Random(seed)
        exchange = _random_object(Exchange, draw, depth=0)
        assume(exchange.houses or exchange.counters or exchange.accruals or exchange.payments)
        data = exchange_json.build(exchange)
        SCHEMA.validate(json.loads(data))
        again, _problems = exchange_json.parse(data)
        self.assertEqual(again, exchange)
        self.assertEqual(exchange_json.build(again), data)

    def test_addresses(self):
        """A19: one-line addresses of three countries come apart the same way."""
        cases = {
            "г. Светлореченск, ул. Ленина, д. 1": ("Светлореченск", "street", "Ленина", "1", ""),
            "Томск г, Мира пр-кт, дом 12, корп. 3, кв. 5": ("Томск", "avenue", "Мира", "12", "5"),
            "м. Київ, вул. Хрещатик, буд. 22, кв. 7": ("Київ", "street", "Хрещатик", "22", "7"),
            "Алматы қ., Абай даңғылы, 10 үй, 4 пәтер": ("Алматы", "avenue", "Абай", "10", "4"),
            "г. Томск, ул. 79-й Гвардейской Дивизии, 4/1, 15":
                ("Томск", "street", "79-й Гвардейской Дивизии", "4/1", "15"),
            "с. Моряковка, пер. Тихий 4а": ("Моряковка", "lane", "Тихий", "4А", ""),
        }  # fmt: skip
        for text, expected in cases.items():
            found = parse_address(text)
            got = (found.locality, found.street_kind, found.street, found.house, found.premise)
            self.assertEqual(got, expected, text)
        self.assertEqual(parse_address("").code, "IMP-ADDRESS")
        self.assertEqual(parse_address("за рекой").code, "IMP-ADDRESS")


def _random_object(model, draw, depth):
    """An object of a model with random but valid values in some of its fields."""
    values = {}
    for name, _key, kind, _doc, required in described(model):
        if isinstance(kind, Nested):
            chance = 0.9 if depth < 5 else 0
            if draw.random() < chance:
                count = draw.randrange(3) if kind.many else 1
                made = [_random_object(kind.model, draw, depth + 1) for _n in range(count)]
                values[name] = tuple(made) if kind.many else made[0]
        elif required or draw.random() < 0.5:
            values[name] = _random_value(kind, draw)
    return model(**values)


def _random_value(kind, draw):
    if isinstance(kind, Extra):
        return {"note": "Ж" * draw.randrange(3), "list": [1, {"x": None}]}
    if isinstance(kind, exchange_fields.Zones):
        return {"B": Decimal(draw.randrange(10**8)).scaleb(-3)}
    if isinstance(kind, exchange_fields.Choice):
        return draw.choice(kind.known)
    if isinstance(kind, exchange_fields.Text):
        return draw.choice(("0001", "Әлия", 'ООО "Заря"', "a\\b", "«1/2»", str(draw.random())))
    if kind is exchange_fields.SHARE:
        return exchange_fields.Fraction(1, draw.randrange(1, 9))
    if kind is exchange_fields.INTEGER:
        return draw.randrange(-5, 10**6)
    if kind is exchange_fields.DECIMAL:
        return Decimal(draw.randrange(-(10**9), 10**9)).scaleb(-draw.randrange(5))
    if kind is exchange_fields.DATE:
        return date(1850, 1, 1).replace(year=draw.randrange(1850, 2199), day=draw.randrange(1, 29))
    if kind is exchange_fields.PERIOD:
        return date(draw.randrange(1990, 2100), draw.randrange(1, 13), 1)
    return draw.random() < 0.5

import doctest
from datetime import date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.utility_base.gateway.problem import GatewayError, describe
from odoo.addons.utility_base.gateway.write_dbf import write_dbf

from ..gateway import registry_profiles, sber_registry
from ..gateway.registry import PaymentRow, RegistryOptions
from ..gateway.registry_profiles import detect, parse_registry
from .gateway_common import fixture

quick = settings(max_examples=100, deadline=None, database=None, derandomize=True)
SBER = "7707083893_40702810900000000001_001_05112025.txt"
texts = st.text("АБВгдежз ёЁ.,-№0123456789", max_size=20).map(lambda text: " ".join(text.split()))


def codes(registry):
    return [item.code for item in registry.problems]


def row_codes(registry):
    return [[item.code for item in row.problems] for row in registry.rows]


class TestSberRegistry(BaseCase):
    def setUp(self):
        super().setUp()
        self.text = fixture(SBER).decode("cp1251")

    def _parse(self, text, encoding="cp1251"):
        return parse_registry(text.encode(encoding), "sber")

    def test_examples_in_docstrings(self):
        """E07: the documented examples are true."""
        for module in (registry_profiles, sber_registry):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted and not result.failed)

    def test_fixture(self):
        """E07, E14: the sample registry is read whole, recognised by its contents."""
        registry = parse_registry(fixture(SBER), filename="in/" + SBER)
        self.assertEqual(registry.profile, "sber")
        self.assertTrue(registry.is_complete)
        self.assertEqual(registry.info["settlement"], "40702810900000000001")
        self.assertEqual(registry.announced.order_number, "123456")
        self.assertEqual(registry.announced.order_date, date(2025, 11, 5))
        self.assertEqual((registry.counted.count, registry.counted.amount), (2, Decimal("1750.50")))
        first, second = registry.rows
        self.assertEqual(first.external_id, "650123456789ABCD")
        self.assertEqual(first.moment, datetime(2025, 11, 4, 12, 31, 5))
        self.assertEqual((first.account, first.period), ("0000012345", date(2025, 10, 1)))
        self.assertEqual((first.amount, first.fee), (Decimal("1500.00"), Decimal("15.00")))
        self.assertEqual(first.payer, "ИВАНОВ ИВАН ИВАНОВИЧ")
        self.assertEqual((second.payer, second.problems), ("", ()))

    def test_encodings(self):
        """E07: the same registry saved in another encoding gives the same payments."""
        expected = self._parse(self.text).rows
        for encoding in ("utf-8", "utf-8-sig", "cp866", "koi8-r"):
            self.assertEqual(self._parse(self.text, encoding).rows, expected, encoding)
        with self.assertRaises(GatewayError) as caught:
            parse_registry(fixture(SBER), "sber", options=RegistryOptions(encoding="utf-8"))
        self.assertEqual(caught.exception.problem.code, "file.encoding")

    def test_sums_as_people_write_them(self):
        """E07: thousands with spaces, points, reversals."""
        text = self.text.replace("1500,00;1485,00", "1 500,00;1\u00a0485.00")
        self.assertEqual(self._parse(text).rows[0].amount, Decimal("1500.00"))
        text = self.text.replace("250,50;248,00;2,50", "-250,50;-248,00;-2,50")
        row = self._parse(text).rows[1]
        self.assertEqual((row.amount, row.is_payment), (Decimal("-250.50"), True))

    def test_bad_rows_do_not_stop_good_ones(self):
        """E07: a coded error a bad row, with its line and column; the others are read."""
        text = self.text.replace("1500,00;1485", "15OO,00;1485").replace("13-02-44", "25-02-44")
        registry = self._parse(text)
        self.assertEqual(row_codes(registry), [["value.decimal"], ["value.date"]])
        self.assertEqual((registry.rows[0].amount, registry.rows[0].is_payment), (None, False))
        place = registry.rows[0].problems[0]
        self.assertEqual((place.row, place.column, place.value), (1, "amount", "15OO,00"))
        self.assertIn("15OO,00", describe(place)[0])
        self.assertEqual(set(codes(registry)), {"registry.count", "registry.total"})

    def test_no_account_is_still_money(self):
        """E07: a payment without an account waits in suspense, it is never lost."""
        registry = self._parse(self.text.replace("0000067890", ""))
        self.assertEqual(row_codes(registry)[1], ["registry.no_account"])
        self.assertTrue(registry.rows[1].is_payment)
        self.assertTrue(registry.is_complete)

    def test_totals_of_the_trailer(self):
        """E07: wrong count, sums or fee are told; the fee of a line is compared too."""
        wrong = self.text.replace("=2;1750,50;1733,00;17,50", "=3;1750,51;1733,00;17,50")
        self.assertEqual(codes(self._parse(wrong)), ["registry.count", "registry.total"])
        wrong = self.text.replace("1485,00;15,00", "1480,00;15,00")
        registry = self._parse(wrong)
        self.assertEqual(row_codes(registry)[0], ["registry.fee"])
        self.assertEqual(codes(registry), ["registry.total"])
        plus = self.text.replace("=2;", "+2;")
        self.assertTrue(self._parse(plus).is_complete)

    def test_truncated_and_joined_files(self):
        """E07: a file without its last line, cut inside one or joined of two is not complete."""
        lines = self.text.splitlines()
        self.assertEqual(codes(self._parse("\n".join(lines[:2]))), ["registry.no_trailer"])
        cut = self._parse(lines[0] + "\n" + lines[1][:60])
        self.assertEqual(codes(cut), ["registry.no_trailer"])
        self.assertEqual(
            row_codes(cut)[1], ["row.columns", "registry.no_amount", "registry.no_account"]
        )
        joined = self._parse(self.text + lines[0].replace("ABCD", "ABCF") + "\n")
        self.assertIn("registry.after_trailer", codes(joined))
        self.assertEqual(len(joined.rows), 3)
        with self.assertRaises(GatewayError) as caught:
            self._parse("  \n")
        self.assertEqual(caught.exception.problem.code, "file.empty")

    def test_repeated_lines(self):
        """E07: the same operation twice is credited once; one number for two sums is an error."""
        line = self.text.splitlines()[0]
        total = "=2;3000,00;2970,00;30,00;1;05-11-2025\n"
        registry = self._parse(f"{line}\n{line}\n{total}")
        self.assertEqual([row.is_payment for row in registry.rows], [True, False])
        self.assertTrue(registry.is_complete)  # the bank counted both
        self.assertEqual(registry.counted.count, 1)
        other = line.replace("1500,00;1485,00", "1515,00;1500,00")
        registry = self._parse(f"{line}\n{other}\n")
        self.assertEqual(row_codes(registry)[1], ["registry.id_conflict"])
        self.assertTrue(registry.rows[1].is_payment)
        self.assertNotEqual(registry.rows[0].external_id, registry.rows[1].external_id)

    def test_missing_operation_number(self):
        """E07: a made number is the same when the file comes again and differs between lines."""
        text = self.text.replace("650123456789ABCD", "").replace("650123456790ABCE", "")
        ids = [[row.external_id for row in self._parse(text).rows] for _time in range(2)]
        self.assertEqual(ids[0], ids[1])
        self.assertEqual(len(set(ids[0])), 2)

    def test_semicolon_in_an_address(self):
        """E07: the format has no quotes; a semicolon in the address does not shift the sums."""
        row = self._parse(self.text.replace("УЛ ЛЕНИНА,Д 1", "УЛ ЛЕНИНА;Д 1")).rows[0]
        self.assertEqual(
            (row.amount, row.address), (Decimal("1500.00"), "Г ТОМСК,УЛ ЛЕНИНА;Д 1,КВ 5")
        )

    @quick
    @given(
        st.lists(
            st.builds(
                PaymentRow,
                line=st.just(0),
                external_id=st.uuids().map(lambda uid: uid.hex),
                moment=st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)).map(
                    lambda moment: moment.replace(microsecond=0)
                ),
                account=st.integers(1, 10**10).map(str),
                amount=st.decimals(Decimal("0.01"), 10**7, places=2),
                fee=st.decimals(0, 1000, places=2),
                payer=texts,
                address=texts,
                period=st.none() | st.just(date(2026, 10, 1)),
            ),
            max_size=8,
        )
    )
    def test_round_trip(self, rows):
        """E13: what we write for an agent's test is read back to the kopeck."""
        data = sber_registry.build(rows, order_number="7", order_date=date(2026, 11, 5))
        registry = parse_registry(data, "sber", options=RegistryOptions(encoding="cp1251"))
        self.assertTrue(registry.is_complete)
        fields = ("external_id", "moment", "account", "amount", "fee", "payer", "address", "period")
        self.assertEqual(
            [tuple(getattr(row, name) for name in fields) for row in registry.rows],
            [tuple(getattr(row, name) for name in fields) for row in rows],
        )

    @quick
    @given(
        st.binary(min_size=1, max_size=200),
        st.sampled_from(sorted(registry_profiles.registry_profiles)),
    )
    def test_any_bytes(self, data, profile):
        """E07: no file breaks a parser: rows with problems or a coded refusal."""
        try:
            for row in parse_registry(data, profile).rows:
                self.assertTrue(row.external_id)
        except GatewayError as error:
            self.assertIn(error.problem.code.split(".")[0], ("file", "registry"))


class TestOtherRegistries(BaseCase):
    def test_keyed_with_readings(self):
        """E07, P02: the keyed registry brings payments and meter readings."""
        registry = parse_registry(fixture("sber_keyed_registry_cp1251.txt"))
        row = registry.rows[0]
        self.assertEqual(registry.profile, "keyed")
        self.assertEqual((row.account, row.document), ("0000012345", "PD-1025-1"))
        self.assertEqual((row.amount, row.fee), (Decimal("1500.00"), Decimal("15.00")))
        self.assertEqual(row.moment, datetime(2025, 11, 4))
        self.assertEqual(row.readings, (("1", Decimal("123.45")), ("2", Decimal("67"))))
        wrong = fixture("sber_keyed_registry_cp1251.txt").replace(b"123,45", b"12x")
        row = parse_registry(wrong).rows[0]
        self.assertEqual(row.readings, (("2", Decimal("67")),))
        self.assertTrue(row.is_payment)
        self.assertIn("value.decimal", [item.code for item in row.problems if item.is_warning])

    def test_provider(self):
        """E13: the generic registry with its settlement account in line 1 (or an empty line)."""
        body = "000123;PAY-1;2026-10-05;1500.50;;x;Вода;77\n000124;PAY-2;2026-10-05 10:30;abc;;;;\n"
        for first in ("40702810900000000001", ""):
            registry = parse_registry((first + "\n" + body).encode("cp1251"))
            self.assertEqual((registry.profile, registry.info["settlement"]), ("provider", first))
            row, bad = registry.rows
            self.assertEqual((row.account, row.external_id, row.amount, row.order_number),
                             ("000123", "PAY-1", Decimal("1500.50"), "77"))  # fmt: skip
            self.assertEqual((bad.moment, bad.amount), (datetime(2026, 10, 5, 10, 30), None))
            self.assertEqual([item.code for item in bad.problems], ["value.decimal"])

    def test_dbf(self):
        """E07, P01: payments in DBF by customary or mapped column names."""
        registry = parse_registry(fixture("payments_registry_cp1251.dbf"))
        row = registry.rows[0]
        self.assertEqual((registry.profile, row.account), ("dbf", "0904900100130"))
        self.assertEqual((row.amount, row.moment.date()), (Decimal("298.39"), date(2025, 11, 4)))
        fields = [("KOD", "C", 8, 0), ("GROSHI", "N", 9, 2), ("DATP", "D", 8, 0)]
        day = date(2026, 10, 5)
        rows = [("77", Decimal("10.50"), day), ("77", Decimal("10.50"), day)]
        data = write_dbf(fields, rows, today=day)
        self.assertEqual(detect(data), "")
        options = RegistryOptions(columns={"account": "kod", "amount": "GROSHI"})
        registry = parse_registry(data, "dbf", options=options)
        self.assertEqual(registry.counted.amount, Decimal("21.00"))  # two equal payments stay two
        with self.assertRaises(GatewayError) as caught:
            parse_registry(data, "dbf")
        self.assertEqual(caught.exception.problem.code, "registry.column")

    def test_a_day_of_april_is_no_dbf(self):
        """E07: every day of the year is recognised, though "03-04" also begins a DBF header."""
        line = (
            "{:%d-%m-%Y};09-15-00;8616/0123;0000000A;65{:05d};0000012345;Ким;г. Томск;0326;"
            "{},78;1,00;0,00"
        )
        for month in range(1, 13):
            for day in (1, 3, 4, 10, 28):
                moment = date(2026, month, day)
                text = "\r\n".join(line.format(moment, n, 12578 + n) for n in range(120))
                self.assertEqual(detect(text.encode("cp1251")), "sber", moment)

    def test_unknown_format(self):
        """E07: a file of an unknown kind is told to be so."""
        for data in (b"hello", fixture("st00012.txt"), b"%PDF-1.7"):
            with self.assertRaises(GatewayError) as caught:
                parse_registry(data)
            self.assertEqual(caught.exception.problem.code, "registry.unknown_format")

import doctest
from datetime import date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.utility_base.gateway.problem import GatewayError

from ..gateway import barcode, nbu_qr, st00012
from ..gateway.barcode import BarcodeValues, make_template
from .gateway_common import fixture

quick = settings(max_examples=150, deadline=None, database=None, derandomize=True)
PAYEE = {
    "Name": 'ООО "Водоканал"',
    "PersonalAcc": "40702810900000000001",
    "BankName": "ПАО Сбербанк",
    "BIC": "044525225",
    "CorrespAcc": "30101810400000000225",
}
values = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40
)


class TestSt00012(BaseCase):
    def assertRefused(self, code, call, *args):
        with self.assertRaises(GatewayError) as caught:
            call(*args)
        self.assertEqual(caught.exception.problem.code, code)
        return caught.exception.problem

    def test_examples_in_docstrings(self):
        """X13: the documented examples are true."""
        for module in (st00012, nbu_qr, barcode):
            result = doctest.testmod(module, optionflags=doctest.ELLIPSIS)
            self.assertTrue(result.attempted and not result.failed, module.__name__)

    def test_fixture(self):
        """X13: the sample bill's code is read, and built again byte for byte."""
        data = fixture("st00012.txt")
        code = st00012.parse(data)
        self.assertEqual((code.account, code.amount), ("0000012345", Decimal("2500.50")))
        self.assertEqual(code.problems, ())
        self.assertEqual(st00012.build(code.fields, "2"), data)

    def test_encodings(self):
        """X13: all three encodings; a letter outside cp1251 turns the code to UTF-8."""
        for digit, codec in st00012.ENCODINGS.items():
            data = st00012.build(PAYEE, digit)
            self.assertTrue(data.startswith(b"ST0001" + digit.encode()))
            self.assertIn("Водоканал".encode(codec), data)
            self.assertEqual(dict(st00012.parse(data).fields), PAYEE)
        kazakh = st00012.build({**PAYEE, "LastName": "Әлімбаева"}, "1")
        self.assertTrue(kazakh.startswith(b"ST00012"))

    def test_separator_avoids_the_texts(self):
        """X13: the separator is a sign that no text holds; without any left the code is refused."""
        data = st00012.build({**PAYEE, "Purpose": "Вода | ЖКХ"}, "2").decode()
        self.assertTrue(data.startswith("ST00012#Name="))
        self.assertEqual(st00012.parse(data).fields["Purpose"], "Вода | ЖКХ")
        self.assertRefused(
            "qr.no_separator", st00012.build, {**PAYEE, "Purpose": st00012.SEPARATORS}
        )

    def test_sums(self):
        """X13: kopecks; zero and advance leave the sum open."""
        self.assertEqual(st00012.kopecks(Decimal("2500.50")), "250050")
        for amount in (Decimal(0), Decimal("-5"), None):
            self.assertEqual(st00012.kopecks(amount), "")
        self.assertNotIn(b"Sum", st00012.build({**PAYEE, "Sum": ""}))

    def test_limits_and_common_mistakes(self):
        """X13: the 300-byte limit, wrong bank details, roubles in Sum, misspelt keys."""
        long = {**PAYEE, "Name": "Ж" * 160}
        st00012.build(long, "1")  # fits in one byte a letter
        self.assertRefused("qr.too_long", st00012.build, long, "2")
        wrong = {
            "qr.format": ({"Sum": "2500.00"}, {"BIC": "12"}, {"PersonalAcc": "1"},
                          {"Name": "Ж" * 161},
                          {"KPP": "1" * 10}, {"Purpose": "a\nb"}, {"TechCode": "16"}),
            "qr.unknown_key": ({"INN": "7707083893"}, {"lastName": "Ким"}),
            "qr.required": ({"Name": ""}, {"CorrespAcc": None}),
        }  # fmt: skip
        for code, cases in wrong.items():
            for case in cases:
                self.assertRefused(code, st00012.build, {**PAYEE, **case})
        hint = self.assertRefused("qr.unknown_key", st00012.build, {**PAYEE, "INN": "1"})
        self.assertEqual(hint.params["expected"], "PayeeINN")

    def test_trailing_separator_and_rubbish(self):
        """X13: emitters end with a separator; other codes are no payment."""
        text = st00012.build(PAYEE, "2").decode() + "|"
        self.assertEqual(dict(st00012.parse(text).fields), PAYEE)
        for other in ("https://example.com", "", "ST00014|Name=x", b"\xff\xfe\0"):
            self.assertRefused("qr.not_payment", st00012.parse, other)

    def test_scanner_in_a_wrong_encoding(self):
        """E10: text of a scanner that mixes up encodings or the keyboard layout is restored."""
        for digit, codec in st00012.ENCODINGS.items():
            data = st00012.build({**PAYEE, "PersAcc": "0000012345", "Sum": "100"}, digit)
            for misread in ("latin-1", "cp1251", "cp866", "koi8-r"):
                try:
                    typed = data.decode(misread)
                except UnicodeDecodeError:
                    continue
                code = st00012.parse(typed)
                self.assertEqual(code.fields["Name"], PAYEE["Name"], (codec, misread))
                recovered = [item.code for item in code.problems]
                self.assertEqual(recovered, [] if misread == codec else ["qr.recovered"])
        self.assertEqual(st00012.parse("ІЕ00012/ЗукіФсс=0077/Ігь=100").account, "0077")

    def test_good_texts_are_left_alone(self):
        """E10: short and rare names in any encoding are not "restored" into something else."""
        for name in ("ИП Ли", "ФЭЦ", "ТСЖ Щит", "Ъ", "ООО Юнга", "ЖЭК № 5", "Їжак", "Ґ", "Әлия"):
            for digit in st00012.ENCODINGS:
                code = st00012.parse(st00012.build({**PAYEE, "Name": name}, digit))
                self.assertEqual((code.fields["Name"], code.problems), (name, ()), (name, digit))

    @quick
    @given(st.dictionaries(st.sampled_from(sorted(st00012.FREE_KEYS)), values, max_size=8))
    def test_round_trip(self, free):
        """X13: what is built is read back unchanged, whatever the texts."""
        free = {key: value.strip() for key, value in free.items() if value.strip()}
        try:
            data = st00012.build({**PAYEE, **free})
        except GatewayError as error:
            self.assertIn(error.problem.code, ("qr.no_separator", "qr.format"))
            return
        self.assertEqual(dict(st00012.parse(data).fields), {**PAYEE, **free})


class TestNbuQr(BaseCase):
    def _payment(self, **kwargs):
        common = {
            "recipient": 'КП "Водоканал"',
            "iban": "UA213223130000026007233566001",
            "code": "12345678",
            "amount": Decimal("298.39"),
            "purpose": "Вода, о/р 123456789, 10.2025",
        }
        return nbu_qr.NbuPayment(**{**common, **kwargs})

    def test_fixture(self):
        """X13: formats 002 and 003 in cp1251, as published."""
        old, new = fixture("nbu_002_003.txt").decode().split()
        self.assertEqual(nbu_qr.build(self._payment(version="002")), old)
        full = self._payment(category="SUPP/REGU", reference="12345678-202510")
        self.assertEqual(nbu_qr.build(full), new)
        self.assertEqual(nbu_qr.parse(new), full)
        self.assertEqual(nbu_qr.parse(old).amount, Decimal("298.39"))

    def test_limits(self):
        """X13: check digits of the IBAN, range of the sum, lengths, letters outside cp1251."""
        for wrong in (
            {"iban": "UA213223130000026007233566002"}, {"amount": Decimal("1e9")}, {"code": "1"},
            {"recipient": ""}, {"purpose": "п" * 421}, {"lock": "ZZ"}, {"version": "001"},
            {"purpose": "a\nb"}, {"purpose": "п" * 400, "display": "д" * 140},
        ):  # fmt: skip
            with self.assertRaises(GatewayError, msg=wrong) as caught:
                nbu_qr.build(self._payment(**wrong))
            self.assertTrue(caught.exception.problem.code.startswith("qr."))
        text = nbu_qr.build(self._payment(purpose="Су үшін"))
        self.assertEqual(nbu_qr.parse(text).encoding, "1")

    def test_rubbish(self):
        """X13: anything else is told to be no payment code."""
        for text in ("", "https://qr.bank.gov.ua/", "https://qr.bank.gov.ua/QkNE", "abc", "Ж"):
            with self.assertRaises(GatewayError):
                nbu_qr.parse(text)

    @quick
    @given(
        amount=st.none() | st.decimals(0, 10**8, places=2),
        purpose=st.text("абвіїєґ 0123456789№/,", min_size=1, max_size=60)
        .map(str.strip)
        .filter(bool),
        until=st.none() | st.datetimes(datetime(2025, 1, 1), datetime(2060, 1, 1)),
        version=st.sampled_from(("002", "003")),
    )
    def test_round_trip(self, amount, purpose, until, version):
        """X13: what is built is read back unchanged."""
        until = until.replace(microsecond=0) if until and version == "003" else None
        payment = self._payment(amount=amount, purpose=purpose, valid_until=until, version=version)
        again = nbu_qr.parse(nbu_qr.build(payment))
        self.assertEqual((again.amount, again.purpose), (amount, purpose))
        self.assertEqual(again.valid_until, until)


class TestBarcode(BaseCase):
    TEMPLATE = {
        "check": "mod10_luhn",
        "segments": [
            {"kind": "literal", "text": "7001"},
            {"kind": "account", "width": 10},
            {"kind": "period", "text": "MMYY"},
            {"kind": "sum", "width": 8},
        ],
    }

    def test_tomsk(self):
        """E10: the published example of Tomsk 383: 35110001053 has the check digit 4."""
        self.assertEqual(barcode.check_mod11_desc("35110001053"), "4")

    def test_wrong_digit_is_noticed(self):
        """E10: one misread digit never credits another account."""
        template = make_template(self.TEMPLATE)
        text = barcode.build(template, BarcodeValues(account="12345", period=date(2026, 10, 1)))
        for index, char in enumerate(text[4:-1], start=4):
            wrong = text[:index] + str((int(char) + 1) % 10) + text[index + 1 :]
            with self.assertRaises(GatewayError) as caught:
                barcode.parse_any([template], wrong)
            self.assertIn(caught.exception.problem.code, ("barcode.check", "barcode.no_match"))

    def test_templates_are_checked(self):
        """E10: a wrong template and a value that does not fit are coded errors."""
        for wrong in (
            {}, {"segments": [{"kind": "flat", "width": 2}]}, {"segments": [{"kind": "sum"}]},
            {**self.TEMPLATE, "check": "crc"}, {**self.TEMPLATE, "symbology": "ean13"},
            {"symbology": "i2of5", "segments": [{"kind": "account", "width": 7}]},
            {"segments": [{"kind": "period", "text": "YMD"}]},
        ):  # fmt: skip
            with self.assertRaises(GatewayError) as caught:
                make_template(wrong)
            self.assertEqual(caught.exception.problem.code, "barcode.template")
        with self.assertRaises(GatewayError) as caught:
            barcode.build(make_template(self.TEMPLATE), BarcodeValues(account="1" * 11))
        self.assertEqual(caught.exception.problem.code, "barcode.width")

    @quick
    @given(
        account=st.integers(0, 10**10 - 1).map(str),
        period=st.dates(date(2000, 1, 1), date(2099, 12, 1)).map(lambda day: day.replace(day=1)),
        amount=st.decimals(0, 999999, places=2),
        check=st.sampled_from(sorted(barcode.CHECKS)),
        form=st.sampled_from(sorted(barcode.PERIOD_FORMATS)),
    )
    def test_round_trip(self, account, period, amount, check, form):
        """E10: account, month and sum come back from every kind of template."""
        segments = [*self.TEMPLATE["segments"]]
        segments[2] = {"kind": "period", "text": form}
        template = make_template({"segments": segments, "check": check})
        text = barcode.build(template, BarcodeValues(account=account, period=period, sum=amount))
        found = barcode.parse_any([template], text)[1]
        self.assertEqual(
            (found.account, found.period, found.sum), (account.zfill(10), period, amount)
        )

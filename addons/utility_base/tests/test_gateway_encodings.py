from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..gateway.problem import GatewayError
from ..gateway.text_encoding import ENCODINGS, decode, encode, guess_encoding

quick = settings(max_examples=100, deadline=None, database=None, derandomize=True)

RUSSIAN = (
    "Лицевой счёт;ФИО;Адрес;Сумма\n0001;Иванов Иван Иванович;ул. Ленина, д. 5, кв. 12;1500,00\n",
    "ИВАНОВ ИВАН ИВАНОВИЧ;Г ТОМСК,УЛ ЛЕНИНА,Д 1,КВ 5",
    "ПЕТРОВА АННА",
    "Дом;Квартира",
    "холодная вода; горячая вода; электроэнергия (день)",
)
UKRAINIAN = (
    "Особовий рахунок;Прізвище;Сума\n1;Гаврилюк Єлизавета Їжакевичівна;10\n",
    "ІВАНЕНКО ІВАН ІВАНОВИЧ;М.КИЇВ",
    "Ґалаґан Ганна Євгенівна, вул. Київська, 7",
)


class TestGatewayEncodings(BaseCase):
    def test_guess_russian(self):
        """P01, P03: Russian files in any of the encodings that programs write."""
        for text in RUSSIAN:
            for encoding in ("utf-8", "utf-8-sig", "cp1251", "cp866", "koi8-r"):
                found, name = decode(text.encode(encoding))
                self.assertEqual(found, text, (encoding, name))

    def test_guess_ukrainian(self):
        """P03: Ukrainian files in cp1251 and cp1125, with letters cp866 does not have."""
        for text in UKRAINIAN:
            for encoding in ("utf-8", "cp1251", "cp1125"):
                found, name = decode(text.encode(encoding))
                self.assertEqual(found, text, (encoding, name))

    def test_given_encoding_wins(self):
        """P03: a profile's encoding is used as told; a wrong one is an error with the place."""
        self.assertEqual(decode("Әлия".encode("kz1048"), "kz1048")[0], "Әлия")
        with self.assertRaises(GatewayError) as caught:
            decode("ab\nИван".encode("cp1251"), "utf-8")
        self.assertEqual(caught.exception.problem.code, "file.encoding")
        self.assertEqual(caught.exception.problem.params["position"], 3)
        with self.assertRaises(GatewayError) as caught:
            decode(b"x", "cp99999")
        self.assertEqual(caught.exception.problem.code, "file.option")

    def test_truncated_utf8_is_not_taken_for_cp1251(self):
        """P03: a file cut inside a letter is reported, not shown as rubbish."""
        with self.assertRaises(GatewayError):
            decode("Иванов Иван".encode()[:-1])

    def test_ukrainian_letters_for_cp866(self):
        """P13: cp866 has no і; the Latin letter is written, other alphabets are refused."""
        self.assertEqual(encode("Іваненко", "cp866").decode("cp866"), "Iваненко")
        self.assertEqual(encode("Ґудзь", "cp1125").decode("cp1125"), "Ґудзь")
        with self.assertRaises(GatewayError) as caught:
            encode("Әлия", "cp866")
        self.assertEqual(caught.exception.problem.code, "file.not_encodable")
        self.assertEqual(encode("Әлия", "cp866", {"Ә": "А"}).decode("cp866"), "Алия")

    @quick
    @given(st.binary(max_size=200))
    def test_any_bytes_decode_or_are_refused(self, data):
        """P12: no bytes at all break the guess."""
        self.assertIn(guess_encoding(data), ENCODINGS)
        try:
            decode(data)
        except GatewayError as error:
            self.assertEqual(error.problem.code, "file.encoding")

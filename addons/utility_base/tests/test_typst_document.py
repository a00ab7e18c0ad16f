"""Documents from Typst templates: data, pictures, sandbox and messages."""

import doctest
from datetime import UTC, date, datetime
from decimal import Decimal

import pymupdf

from odoo.tests import BaseCase

from ..gateway import typst_document
from ..gateway.typst_document import DocumentError, render

HEAD = '#import "/utility.typ": *\n#show: page-setup\n'
SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    b'<rect width="9" height="9"/></svg>'
)


class TestTypstDocument(BaseCase):
    def _text(self, body, data):
        with pymupdf.open(stream=render(HEAD + body, data), filetype="pdf") as document:
            return "".join(page.get_text() for page in document)

    def _error(self, source):
        with self.assertRaises(DocumentError) as caught:
            render(source, {})
        return caught.exception

    def test_doctests(self):
        self.assertEqual(doctest.testmod(typst_document), doctest.TestResults(0, 4))

    def test_letters_of_all_languages(self):
        """X45: Russian, Ukrainian and Kazakh letters can be read back from the PDF."""
        names = "Ёлкина Ґалаґан Їжакевич Әлия Ғабит Қанат Ңұр Өмір Ұлан Үміт Һарун Іңкәр"
        text = self._text("#data.name", {"name": names})
        self.assertEqual(" ".join(text.split()), names)

    def test_values(self):
        """X45: figures keep their digits, dates and empty values get the customary look."""
        data = {"sum": Decimal("-1234567.80"), "day": date(2026, 2, 3), "none": None}
        text = self._text("#figure-text(data.sum)|#day(data.day)|#dash(data.none)", data)
        self.assertEqual(text.strip(), "\u22121\u202f234\u202f567,80|03.02.2026|\u2014")

    def test_labels(self):
        """X45: a word of the form comes from the labels, else its key is shown."""
        text = self._text('#t("a")/#t("b")', {"labels": {"a": "Слово"}})
        self.assertEqual(text.strip(), "Слово/b")

    def test_asset(self):
        pages = render(HEAD + '#asset("q.svg")', {}, "png", assets={"q.svg": SQUARE})
        self.assertEqual(pages[0][:4], b"\x89PNG")
        with self.assertRaises(ValueError):
            render("x", {}, assets={"../q.svg": SQUARE})

    def test_repeatable(self):
        """X45: a frozen document is the same bytes when it is made again."""
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        self.assertEqual(render("x", {}, created=moment), render("x", {}, created=moment))

    def test_error_has_place(self):
        error = self._error("fine\n#let f(x) = x.y\n#f((a: 1))")
        self.assertEqual((error.line, error.column), (2, 15))
        self.assertIn('"y"', error.message)
        error = self._error('#import "/utility.typ": *\n\n#day(3)')
        self.assertEqual(error.line, 3, "an error inside the library is shown at its caller")

    def test_warnings_do_not_hide_the_place(self):
        """H10: a font that is not there is told before the error, with a place of its own."""
        error = self._error('#set text(font: "No Such Font")\nfine\n#nonsense')
        self.assertEqual(error.line, 3)

    def test_sandbox(self):
        for source in (
            '#read("/etc/passwd")',
            '#read("../../../../etc/passwd")',
            '#import "@preview/tablex:0.0.8": *',
            '#import ("@pre" + "view/tablex:0.0.8"): *',
            'a\n#{\n  include "@" + "preview/x:0.1.0"\n}',
            '#import "@pre" + "view/tablex:0.0.8": *',
            '#eval("import \\"@pre" + "view/tablex:0.0.8\\": *")',
            '#dictionary(std).at("ev" + "al")("1")',
        ):
            error = str(self._error(source))
            self.assertNotIn("passwd)", error)
            self.assertNotIn("download", error)
        self.assertIn("not available", self._error('#import "@preview/tablex:0.0.8": *').message)

"""One-dimensional barcodes of bills by a template of segments, built and read by the same template.

There is no national standard: a payee's template is an ordered list of segments (literal, account,
period, sum, service code, bill number) and a check algorithm. Published example: Tomsk, mayor's
resolution 383 of 02.10.2002, appendix 2: operation (3), housing office (2), account (6), check (1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo.addons.utility_base.gateway.problem import GatewayError, problem, refuse

KINDS = ("literal", "account", "period", "sum", "service", "bill")
PERIOD_FORMATS = {"MMYY": "%m%y", "YYMM": "%y%m", "MMYYYY": "%m%Y", "YYYYMM": "%Y%m"}
SYMBOLOGIES = ("code128", "ean13", "i2of5")


@dataclass(frozen=True, slots=True)
class Segment:
    """``width`` characters of one kind. ``text`` is the literal, or the period's format (MMYY).

    Numbers and accounts are padded with zeros on the left; sums are in the smallest coin.
    """

    kind: str
    width: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    segments: tuple[Segment, ...]
    check: str = "none"
    symbology: str = "code128"

    @property
    def width(self):
        """Characters of a whole code with its check digit."""
        return sum(item.width for item in self.segments) + (self.check != "none")


@dataclass(frozen=True, slots=True)
class BarcodeValues:
    """What a code carries; the sum is in roubles (hryvnias, tenge)."""

    account: str = ""
    period: date | None = None
    sum: Decimal | None = None
    service: str = ""
    bill: str = ""


def check_none(_digits):
    return ""


def check_mod11_desc(digits):
    """Weights n+1 … 2 from the left, sum modulo 11, ten becomes 0 (Tomsk 383).

    >>> check_mod11_desc("35110001053")
    '4'
    """
    top = len(digits) + 1
    total = sum(int(char) * (top - index) for index, char in enumerate(digits))
    return str(total % 11 % 10)


def check_luhn(digits):
    """ISO/IEC 7812-1, modulo 10.

    >>> check_luhn("7992739871")
    '3'
    """
    total = 0
    for index, char in enumerate(reversed(digits)):
        doubled = int(char) * (2 - index % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def check_ean(digits):
    """GS1: weights 3 and 1 from the right, modulo 10.

    >>> check_ean("400638133393")
    '1'
    """
    total = sum(int(char) * (3 - index % 2 * 2) for index, char in enumerate(reversed(digits)))
    return str(-total % 10)


CHECKS: Mapping = {
    "none": check_none,
    "mod11_desc": check_mod11_desc,
    "mod10_luhn": check_luhn,
    "ean": check_ean,
}


def make_template(values):
    """Template of JSON: ``{"segments": [{"kind", "width", "text"}], "check", "symbology"}``."""
    segments = []
    for item in values.get("segments", ()):
        kind, text = item.get("kind"), str(item.get("text") or "")
        width = int(item.get("width") or len(text))
        if kind not in KINDS:
            refuse("barcode.template", reason=f"segment {kind}")
        if kind == "period":
            text = text or "MMYY"
            width = len(text)
            if text not in PERIOD_FORMATS:
                refuse("barcode.template", reason=f"period {text}")
        if width < 1 or (kind == "literal" and len(text) != width):
            refuse("barcode.template", reason=f"width of {kind}")
        segments.append(Segment(kind, width, text))
    template = Template(
        tuple(segments), values.get("check", "none"), values.get("symbology", "code128")
    )
    if not segments or template.check not in CHECKS or template.symbology not in SYMBOLOGIES:
        refuse("barcode.template", reason="segments, check or symbology")
    if template.symbology == "ean13" and (template.width, template.check) != (13, "ean"):
        refuse("barcode.template", reason="EAN-13 has 12 digits and an EAN check digit")
    if template.symbology == "i2of5" and template.width % 2:
        refuse("barcode.template", reason="interleaved 2 of 5 needs an even number of digits")
    return template


def build(template, values):
    """Text of the code.

    >>> tomsk = make_template({"check": "mod11_desc", "segments": [
    ...     {"kind": "literal", "text": "351"}, {"kind": "service", "width": 2},
    ...     {"kind": "account", "width": 6}]})
    >>> build(tomsk, BarcodeValues(account="1053", service="10"))
    '351100010534'
    """
    body = "".join(_segment_text(item, values) for item in template.segments)
    if template.check != "none" and not body.isdecimal():
        refuse("barcode.template", reason="a check digit needs digits only")
    return body + CHECKS[template.check](body)


def _segment_text(segment, values):
    if segment.kind == "literal":
        return segment.text
    value = getattr(values, segment.kind)
    if segment.kind == "period":
        return value.strftime(PERIOD_FORMATS[segment.text]) if value else "0" * segment.width
    if segment.kind == "sum":
        value = int(max(value or Decimal(0), Decimal(0)).scaleb(2))
    text = str(value)
    if len(text) > segment.width or not text.isascii() or not text.isalnum() and text:
        refuse("barcode.width", column=segment.kind, value=text, width=segment.width)
    return text.zfill(segment.width)


def parse(template, text):
    """Values of a scanned text. ``GatewayError``: ``barcode.no_match`` or ``barcode.check``.

    >>> segments = Segment("literal", 3, "351"), Segment("service", 2), Segment("account", 6)
    >>> tomsk = Template(segments, "mod11_desc")
    >>> parse(tomsk, "351100010534").account
    '001053'
    """
    text = text.strip()
    if len(text) != template.width or not text.isascii() or not text.isalnum():
        refuse("barcode.no_match", value=text)
    found, position = {}, 0
    for segment in template.segments:
        part = text[position : position + segment.width]
        position += segment.width
        if segment.kind == "literal":
            if part != segment.text:
                refuse("barcode.no_match", value=text)
        else:
            found[segment.kind] = _segment_value(segment, part, text)
    if template.check != "none":
        if not text.isdecimal():
            refuse("barcode.no_match", value=text)
        if CHECKS[template.check](text[:-1]) != text[-1]:
            refuse("barcode.check", value=text)
    return BarcodeValues(**found)


def _segment_value(segment, part, text):
    if segment.kind == "sum":
        if not part.isdecimal():
            refuse("barcode.no_match", value=text)
        return Decimal(part).scaleb(-2)
    if segment.kind == "period":
        return _period(segment.text, part, text)
    return part


def _period(form, part, text):
    if not part.strip("0"):
        return None
    month = part[form.index("MM") :][:2]
    year = part[form.index("YY") :][: form.count("Y")]
    if not part.isdecimal() or not 1 <= int(month) <= 12:
        refuse("barcode.no_match", value=text)
    return date(int(year) if len(year) == 4 else 2000 + int(year), int(month), 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a code: a kind of segment, ``check`` or ``rest``; what it means, and if it may."""

    kind: str
    text: str
    meaning: str = ""
    good: bool = True


def dissect(template, text):
    """Parts of ``text`` by the segments of ``template``, right or wrong, to be looked at.

    >>> segments = Segment("literal", 3, "351"), Segment("account", 4)
    >>> [(part.kind, part.text, part.good) for part in dissect(Template(segments, "ean"), "3520012x")]
    [('literal', '352', False), ('account', '0012', True), ('check', 'x', False)]
    """
    parts, position = [], 0
    for segment in template.segments:
        piece = text[position : position + segment.width]
        position += segment.width
        parts.append(_part(segment, piece))
    if template.check != "none":
        body = text[: template.width - 1]
        known = CHECKS[template.check](body) if body.isdecimal() else ""
        piece = text[position : position + 1]
        parts.append(Part("check", piece, known, piece == known != ""))
    if text[template.width :]:
        parts.append(Part("rest", text[template.width :], good=False))
    return parts


def _part(segment, piece):
    if segment.kind == "literal":
        return Part("literal", piece, segment.text, piece == segment.text)
    try:
        value = _segment_value(segment, piece, piece)
    except (GatewayError, ValueError):
        return Part(segment.kind, piece, good=False)
    if segment.kind == "period":
        meaning = f"{value:%m.%Y}" if value else ""
    else:
        meaning = str(value).lstrip("0") or "0" if segment.kind == "account" else str(value)
    return Part(segment.kind, piece, meaning, len(piece) == segment.width)


def parse_any(templates, text):
    """(template, values) of the first template that fits; a wrong check digit is told as such."""
    failed = problem("barcode.no_match", value=text)
    for template in templates:
        try:
            return template, parse(template, text)
        except GatewayError as error:
            if error.problem.code == "barcode.check":
                failed = error.problem
    raise GatewayError(failed)

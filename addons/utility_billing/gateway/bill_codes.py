"""Codes of a bill as SVG: one path a code, for hundreds of rectangles slow the typesetter."""

import re

import zxingcpp

from odoo.addons.utility_base.gateway.problem import refuse

_FORMATS = {
    "qr": zxingcpp.QRCode,
    "code128": zxingcpp.Code128,
    "ean13": zxingcpp.EAN13,
    "i2of5": zxingcpp.ITF,
}
_DARK = re.compile(rb"\x00+")


def code_svg(code):
    """(SVG text, modules in its width) of a :class:`~.bill_data.BillCode`.

    Without quiet zone: the template leaves room.

    QR codes have error correction M (ГОСТ Р 56042-2014, NBU rules); bytes are taken as they are.
    Raises ``GatewayError`` when the payload does not fit.
    """
    barcode_format = _FORMATS.get(code.kind)
    if barcode_format is None or not code.payload:
        refuse("document.code", reason=code.kind if code.payload else "empty")
    options = {"ec_level": "M"} if code.kind == "qr" else {}
    try:
        symbol = zxingcpp.create_barcode(code.payload, barcode_format, **options)
        # the library's own SVG takes five times as long as its bitmap
        bitmap = zxingcpp.write_barcode_to_image(symbol, scale=1, add_quiet_zones=False)
    except (ValueError, RuntimeError) as error:
        refuse("document.code", reason=str(error))
    pixels = memoryview(bitmap)
    height, width = pixels.shape
    data = pixels.tobytes()
    if code.kind != "qr":
        height = 1  # bars are as high as the template wants them
    rows = [data[start : start + width] for start in range(0, height * width, width)]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}"><path d="{outline(rows)}"/></svg>'
    )
    return drawing, width


def outline(rows):
    """SVG path of the dark (zero) pixels; runs that repeat in the next row become one rectangle.

    >>> outline([b"\\x00\\x00\\xff", b"\\x00\\x00\\xff", b"\\xff\\x00\\x00"])
    'M0 0h2v2h-2zM1 2h2v1h-2z'
    """
    parts, open_runs = [], {}
    for y, row in enumerate([*rows, b""]):
        runs = {match.span() for match in _DARK.finditer(row)}
        for run in sorted(open_runs.keys() - runs):
            top = open_runs.pop(run)
            left, right = run
            parts.append(f"M{left} {top}h{right - left}v{y - top}h{left - right}z")
        for run in runs - open_runs.keys():
            open_runs[run] = y
    return "".join(parts)

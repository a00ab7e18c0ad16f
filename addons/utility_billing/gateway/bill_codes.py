"""Codes of a bill as SVG that holds a picture: it makes a third of the bytes of drawn modules in a PDF."""

import base64
import io

import zxingcpp
from PIL import Image

from odoo.addons.utility_base.gateway.problem import refuse

_FORMATS = {
    "qr": zxingcpp.QRCode,
    "code128": zxingcpp.Code128,
    "ean13": zxingcpp.EAN13,
    "i2of5": zxingcpp.ITF,
}
#: dots a module: programs that smooth pictures blur no more than a quarter of a module
_DOTS = 4


def code_svg(code):
    """(SVG text, modules in its width) of a :class:`~.bill_data.BillCode`.

    Without quiet zone: the template leaves room.

    QR codes have error correction M (ГОСТ Р 56042-2014, NBU rules); bytes are taken as they are.
    Raises ``GatewayError`` when the payload does not fit.
    """
    # the library's own SVG takes five times as long as its bitmap
    pixels = _bitmap(code, add_quiet_zones=False)
    height, width = pixels.shape
    if code.kind != "qr":
        height = 1  # bars are as high as the template wants them
    picture = base64.b64encode(_png(pixels.tobytes()[: width * height], width, height)).decode()
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image xlink:href="data:image/png;base64,{picture}" width="{width}" height="{height}"'
        ' preserveAspectRatio="none" style="image-rendering:pixelated"/></svg>'
    )
    return drawing, width


def code_png(code):
    """PNG of a :class:`~.bill_data.BillCode` with its quiet zone, for programs that read pictures.

    Raises ``GatewayError`` when the payload does not fit.
    """
    pixels = _bitmap(code, add_quiet_zones=True)
    height, width = pixels.shape
    return _png(pixels.tobytes(), width, height)


def _bitmap(code, **options):
    """Bytes of the modules, one a module, 0 dark."""
    barcode_format = _FORMATS.get(code.kind)
    if barcode_format is None or not code.payload:
        refuse("document.code", reason=code.kind if code.payload else "empty")
    level = {"ec_level": "M"} if code.kind == "qr" else {}
    try:
        symbol = zxingcpp.create_barcode(code.payload, barcode_format, **level)
        return memoryview(zxingcpp.write_barcode_to_image(symbol, scale=1, **options))
    except (ValueError, RuntimeError) as error:
        refuse("document.code", reason=str(error))


def _png(data, width, height):
    """PNG of one bit a dot from bytes of one a module, 0 dark."""
    image = Image.frombytes("L", (width, height), data)
    image = image.resize((width * _DOTS, height * _DOTS), Image.Resampling.NEAREST)
    with io.BytesIO() as target:
        image.convert("1", dither=Image.Dither.NONE).save(target, "PNG")
        return target.getvalue()

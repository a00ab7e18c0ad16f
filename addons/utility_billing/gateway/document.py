"""Bills from a Typst template to one PDF, or to pictures.

A template is text of the database. It sees ``data`` (see ``bill_view``), the libraries
``/utility.typ`` and ``/bill.typ``, the appendix ``/appendix.typ``, pictures of notices, and nothing
else: no files, packages or network. Batches of 20 to 100 bills are fastest; the layout
cache of a process grows with every page, so mass printing recycles its worker.
"""

from pathlib import Path

from odoo.addons.utility_base.gateway.problem import GatewayError, problem
from odoo.addons.utility_base.gateway.typst_document import DocumentError
from odoo.addons.utility_base.gateway.typst_document import render as render_typst

from .bill_view import bills_data

DATA = Path(__file__).parents[1] / "data"
TEMPLATE = DATA / "bill_template.typ"
APPENDIX = DATA / "bill_appendix.typ"
LIBRARY = Path(__file__).with_name("bill.typ")


def default_template():
    """Source of the template that the suite ships."""
    return TEMPLATE.read_text(encoding="utf-8")


def libraries(appendix=None):
    """Sources that a bill's template may import; ``appendix`` is one of the database."""
    return {
        "bill.typ": LIBRARY.read_text(encoding="utf-8"),
        "appendix.typ": appendix or APPENDIX.read_text(encoding="utf-8"),
    }


def pictures(bills):
    """{file name: bytes} of the pictures on bills."""
    return {
        notice.picture: notice.image for bill in bills for notice in bill.notices if notice.picture
    }


def render(template, data, fmt="pdf", *, assets=None, ppi=110, created=None):
    """``template`` with ``data``: bytes of a PDF, or a list of pictures (``png``, ``svg``),
    one a page.

    ``created`` (datetime with its zone) makes equal documents equal bytes. Raises ``GatewayError``:
    ``document.template`` with the line that is wrong.
    """
    try:
        return render_typst(
            template,
            data,
            fmt,
            files=libraries(),
            assets=assets,
            ppi=ppi,
            created=created,
        )
    except DocumentError as error:
        reason = " ".join([error.message, *error.hints])
        raise GatewayError(
            problem("document.template", row=error.line or None, line=error.line, reason=reason)
        ) from None


def render_bills(bills, template=None, fmt="pdf", *, words=None, ppi=110, created=None):
    """Many :class:`~.bill_data.BillDocument` in one file, each beginning on a page of its own."""
    bills = tuple(bills)
    return render(
        template or default_template(),
        bills_data(bills, words),
        fmt,
        assets=pictures(bills),
        ppi=ppi,
        created=created,
    )

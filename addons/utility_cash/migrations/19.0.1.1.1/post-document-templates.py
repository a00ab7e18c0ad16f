from odoo import SUPERUSER_ID, api

from odoo.addons.utility_base.tools.shipped_templates import renew_templates

RELEASED = {
    "document_template_receipt": (
        "81a264f1d7c408e8aabc4305fbd723bc",
        "utility_cash/data/documents/cash_receipt.typ",
        "utility_cash/data/documents/sample_cash_receipt.json",
    ),
}


def migrate(cr, version):
    """Receipts that nobody has changed name the fee and what a refund gives back."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    renew_templates(env, "utility_cash", RELEASED)

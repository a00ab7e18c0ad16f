from odoo import SUPERUSER_ID, api

from odoo.addons.utility_base.tools.shipped_templates import renew_templates

RELEASED = {
    "document_template_bill": (
        "158509c86f3b6146affea45e2e0e8444",
        "utility_billing/data/bill_template.typ",
        "utility_billing/data/documents/sample_bill.json",
    ),
    "document_template_bill_appendix": (
        "fcd1afb996d9bbd005392f3886e17cf9",
        "utility_billing/data/bill_appendix.typ",
        "utility_billing/data/documents/sample_bill_appendix.json",
    ),
    "document_template_instalments": (
        "d03c6aac6ec6352dcc119ed3ae5a39c6",
        "utility_billing/data/agreements/instalments.typ",
        "utility_billing/data/agreements/sample_instalments.json",
    ),
}


def migrate(cr, version):
    """Bills and agreements that nobody has changed say what may wait, and the interest."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    renew_templates(env, "utility_billing", RELEASED)

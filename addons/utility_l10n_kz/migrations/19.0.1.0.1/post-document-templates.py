from odoo import SUPERUSER_ID, api

from odoo.addons.utility_base.tools.shipped_templates import renew_templates

RELEASED = {
    "document_template_bill_kz": (
        "cc55585a828cbe3d045525ea17183734",
        "utility_l10n_kz/data/documents/bill_kz.typ",
        "utility_l10n_kz/data/documents/sample_bill_kz.json",
    ),
}


def migrate(cr, version):
    """Bills that nobody has changed say what may wait."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    renew_templates(env, "utility_l10n_kz", RELEASED)

from odoo import SUPERUSER_ID, api

from odoo.addons.utility_base.tools.shipped_templates import renew_templates

RELEASED = {
    "document_template_bill_ua": (
        "8768ec1912e804c958595fc13b230681",
        "utility_l10n_ua/data/documents/bill_ua.typ",
        "utility_l10n_ua/data/documents/sample_bill_ua.json",
    ),
}


def migrate(cr, version):
    """Bills that nobody has changed say what may wait."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    renew_templates(env, "utility_l10n_ua", RELEASED)

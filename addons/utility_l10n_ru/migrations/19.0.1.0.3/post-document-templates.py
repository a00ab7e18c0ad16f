from odoo import SUPERUSER_ID, api

from odoo.addons.utility_base.tools.shipped_templates import renew_templates

RELEASED = {
    "document_template_bill_ru": (
        "9932e8305feade6e4b4583df8ec447ae",
        "utility_l10n_ru/data/documents/bill_ru.typ",
        "utility_l10n_ru/data/documents/sample_bill_ru.json",
    ),
    "document_template_bill_ru_large": (
        "653fdd273a2903d9749859b8ca9c3d8f",
        "utility_l10n_ru/data/documents/bill_ru_large.typ",
        "utility_l10n_ru/data/documents/sample_bill_ru.json",
    ),
}


def migrate(cr, version):
    """Bills that nobody has changed say what may wait."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    renew_templates(env, "utility_l10n_ru", RELEASED)

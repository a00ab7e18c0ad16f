from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Install the packs of the companies' countries in the same update."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    codes = env["res.company"].search([]).country_id.mapped("code")
    packs = [f"utility_l10n_{code.lower()}" for code in codes]
    modules = env["ir.module.module"].search([("name", "in", packs), ("state", "=", "uninstalled")])
    modules.button_install()

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Companies that post already get rules for the invoices of organisations."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["utility.posting.rule"].search([]).company_id._utility_prepare_posting()

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Messages with papers of a contract belong to no single account: the limits let them pass."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref("utility_billing.rule_bill_mail_limits", raise_if_not_found=False)
    if rule:
        rule.domain_force = (
            '(user._utility_kind_limit("account_id.kind", "account_id")'
            ' + user._utility_building_limit("account_id.building_id", "account_id"))'
        )

from odoo.addons.utility_base.tools.loose import drop_indexes


def migrate(cr, version):
    """Readings lose the indexes on a register and an account alone: those with the date serve both."""
    drop_indexes(cr, ["utility_reading__register_id_index", "utility_reading__account_id_index"])

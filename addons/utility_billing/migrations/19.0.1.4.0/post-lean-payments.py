from odoo.addons.utility_base.tools.loose import drop_indexes, drop_keys

PAYMENT = "company_id account_id building_id registry_line_id create_uid write_uid".split()
LINE = "company_id account_id create_uid write_uid".split()


def migrate(cr, version):
    """Payments and lines of registries lose what slowed their writing.

    Keys and indexes that no screen and no statement uses; accounts given by hand, which the indexes
    on the lines served, are marked.
    """
    drop_keys(cr, "utility_payment", PAYMENT)
    drop_keys(cr, "utility_payment_registry_line", LINE)
    payment, line = "utility_payment__%s_index", "utility_payment_registry_line__%s_index"
    drop_indexes(cr, [payment % name for name in ("company_id", "date", "external_id")])
    lines = ("account_id", "account_number", "company_id", "external_id", "registry_id")
    drop_indexes(cr, [line % name for name in lines])
    drop_indexes(cr, ["utility_payment_registry_line_state_idx"])
    cr.execute(
        """
        UPDATE utility_payment_registry_line l SET is_learned = TRUE
          FROM utility_account a
         WHERE a.id = l.account_id AND l.state = 'paid' AND a.number <> l.account_number
        """
    )

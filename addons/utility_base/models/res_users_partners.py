from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# All but the persons who are linked to the register by nothing that the user may see.
_VISIBLE = """(
    %(p)s.is_company IS TRUE OR %(p)s.parent_id IS NOT NULL
    OR EXISTS (SELECT FROM res_users u WHERE u.partner_id = %(p)s.id)
    OR EXISTS (SELECT FROM utility_account a WHERE a.partner_id = %(p)s.id AND %(account)s)
    OR EXISTS (
        SELECT FROM utility_residency r JOIN utility_account a ON a.id = r.account_id
         WHERE r.partner_id = %(p)s.id AND %(account)s)
    OR EXISTS (SELECT FROM utility_ownership o WHERE o.partner_id = %(p)s.id AND %(ownership)s)
    OR NOT (
        EXISTS (SELECT FROM utility_account a WHERE a.partner_id = %(p)s.id)
        OR EXISTS (SELECT FROM utility_residency r WHERE r.partner_id = %(p)s.id)
        OR EXISTS (SELECT FROM utility_ownership o WHERE o.partner_id = %(p)s.id))
)"""


class ResUsers(models.Model):
    _inherit = "res.users"

    def _utility_partner_limit(self):
        """Domain of the contacts that the limits leave visible; used by the rule of contacts (R01).

        Persons whom the register knows as payer, resident or owner are seen by those who may see
        one of these facts. Companies, their people, employees, and persons unknown to the register
        are seen by all.
        """
        self.ensure_one()
        organisations = self.utility_customer_scope == "organisation"
        buildings = self.with_context(active_test=False).utility_building_ids.ids
        if not organisations and not buildings:
            return Domain.TRUE

        def to_sql(model, alias, query):
            for name in ("utility.account", "utility.residency", "utility.ownership"):
                model.env[name].flush_model()
            account, ownership = SQL("TRUE"), SQL("TRUE")
            if buildings:
                account = SQL("a.building_id = ANY(%s)", buildings)
                ownership = SQL("o.building_id = ANY(%s)", buildings)
            if organisations:
                account = SQL("%s AND a.kind = 'organisation'", account)
                ownership = SQL("FALSE")
            return SQL(_VISIBLE, p=SQL.identifier(alias), account=account, ownership=ownership)

        def predicate(partner):
            known = Domain("id", "=", partner.id) & Domain.custom(to_sql=to_sql)
            return not partner.id or bool(partner.search_count(known))

        return Domain.custom(to_sql=to_sql, predicate=predicate)

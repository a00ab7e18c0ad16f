"""Services that others charge: by the settlement scheme of the supplier, or by the contract (N02)."""

from odoo.tools import SQL


def charged_elsewhere(company_id, first):
    """Condition on ``utility_account_service s``: in the month from ``first`` others charge it.

    What the contract of the account says comes before what the supplier's scheme says; a service
    without a supplier is the company's own. Companies without either setting pay nothing for this:
    the two questions for any are asked once a query.
    """
    return SQL(
        """(
        (EXISTS (SELECT FROM utility_supplier_scheme WHERE company_id = %(company)s
                    AND mode IN ('direct', 'external'))
         OR EXISTS (SELECT FROM utility_contract WHERE company_id = %(company)s
                       AND settlement IN ('direct', 'external')))
        AND COALESCE(
            (SELECT k.settlement IN ('direct', 'external')
               FROM utility_account e JOIN utility_contract k ON k.id = e.contract_id
              WHERE e.id = s.account_id AND k.settlement IS NOT NULL),
            EXISTS (SELECT FROM utility_supplier_scheme m
                     WHERE m.company_id = %(company)s AND m.mode IN ('direct', 'external')
                       AND m.date_from <= %(first)s
                       AND m.supplier_id = COALESCE(s.supplier_id,
                           (SELECT partner_id FROM res_company WHERE id = %(company)s)))))""",
        company=company_id,
        first=first,
    )

from odoo import api, models
from odoo.tools import SQL


class UtilityAccount(models.Model):
    """Order of an account's registers, the same in every file that leaves and comes back."""

    _inherit = "utility.account"

    @api.model
    def _registers_in_order(self, account_ids, day):
        """``{account id: [(number of the meter, register id)]}`` of meters that stand on ``day``.

        By the service, then the meter, then its zones: number 2 of a registry is the second here.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT i.account_id, m.serial, g.id
                  FROM utility_meter_installation i
                  JOIN utility_meter m ON m.id = i.meter_id
                  JOIN utility_meter_register g ON g.meter_id = m.id
                  LEFT JOIN utility_service s ON s.id = i.service_id
                 WHERE i.account_id = ANY(%(accounts)s) AND i.date_from <= %(day)s
                   AND (i.date_to IS NULL OR i.date_to >= %(day)s)
                 ORDER BY i.account_id, s.sequence, s.id, i.id, g.sequence, g.id
                """,
                accounts=list(account_ids),
                day=day,
            )
        )
        found = {}
        for account, serial, register in rows:
            found.setdefault(account, []).append((serial, register))
        return found

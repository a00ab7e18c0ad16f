from odoo import models
from odoo.tools import SQL


class UtilityBillingRun(models.Model):
    """What an approved charge has answered: events, absences and requests that it knew (X33)."""

    _inherit = "utility.billing.run"

    def _settle_requests(self):
        """Events took effect with this charge; requests of recalculation are answered.

        A run of single accounts leaves the requests of its buildings open for the others. What was
        confirmed or asked for after the charging is not in it, and waits for the next one.
        """
        self.ensure_one()
        self.env.flush_all()
        accounts = SQL(
            "SELECT b.account_id FROM utility_bill b WHERE b.run_id = %s AND b.state = 'approved'",
            self.id,
        )
        period = self.period_id
        for query in (
            SQL(
                "UPDATE utility_absence x SET charged_period = %(code)s FROM utility_account o"
                " JOIN (%(houses)s) k ON k.building_id = o.building_id"
                " WHERE o.id = x.account_id AND %(known)s AND x.state = 'confirmed'"
                " AND x.charged_period IS NULL AND x.arrival <= %(last)s"
                " AND x.account_id IN (%(accounts)s) RETURNING x.id",
                code=period.code,
                last=period.date_to,
                accounts=accounts,
                houses=self._known_houses(),
                known=self._was_known("utility_absence"),
            ),
            SQL(
                "UPDATE utility_event x SET charged_period = %(code)s FROM (%(houses)s) k"
                " WHERE k.building_id = x.building_id AND %(known)s AND x.state = 'confirmed'"
                " AND x.charged_period IS NULL AND CASE WHEN x.kind = 'suspension' THEN x.date_from"
                " ELSE COALESCE(x.date_to, x.date_from) END <= %(last)s"
                " AND x.company_id = %(company)s AND (x.account_id IN (%(accounts)s)"
                " OR x.account_id IS NULL AND x.building_id IN (SELECT a.building_id"
                " FROM utility_account a WHERE a.id IN (%(accounts)s))) RETURNING x.id",
                code=period.code,
                last=period.date_to,
                company=self.company_id.id,
                accounts=accounts,
                houses=self._known_houses(),
                known=self._was_known("utility_event"),
            ),
        ):
            self.env.execute_query(query)
        self.env["utility.absence"].invalidate_model(["charged_period"])
        self.env["utility.event"].invalidate_model(["charged_period"])
        if self.account_ids:
            return
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "open"),
            ("date_from", "<", period.date_from),
        ]
        if self.building_ids:
            domain.append(("building_id", "in", self.building_ids.ids))
        # sudo: requests are kept by the runs alone
        self._known_requests(self.env["utility.recalculation"].sudo().search(domain)).write(
            {"state": "done", "run_id": self.id}
        )

    def _known_houses(self):
        """Query ``(building_id, moment)``: up to when all bills of a house know the facts."""
        return SQL(
            "SELECT building_id, MIN(known_at) AS moment FROM utility_bill WHERE run_id = %s"
            " GROUP BY building_id",
            self.id,
        )

    def _was_known(self, table):
        """Condition: the row ``x`` was confirmed when the house ``k`` was charged."""
        return SQL(
            "(k.moment IS NULL OR x.create_date <= k.moment AND COALESCE((SELECT h.content->>'state'"
            " FROM utility_history h WHERE h.table_name = %s AND h.res_id = x.id"
            " AND h.known_to > k.moment ORDER BY h.known_to, h.id LIMIT 1), x.state) = 'confirmed')",
            table,
        )

    def _known_requests(self, requests):
        """Those of the requests that were made before any house that they concern was charged."""
        if not requests:
            return requests
        requests.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                "SELECT q.id FROM utility_recalculation q WHERE q.id = ANY(%s) AND NOT EXISTS ("
                " SELECT FROM (%s) k WHERE k.moment < q.asked_at"
                " AND (q.building_id IS NULL OR q.building_id = k.building_id))",
                requests.ids,
                self._known_houses(),
            )
        )
        return requests.browse([id_ for (id_,) in rows])

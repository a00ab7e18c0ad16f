from odoo import api, fields, models
from odoo.tools import SQL

from ..loader.changed import changes
from ..loader.changed_facts import FACTS

#: runs whose charges stand or are about to
_CHARGED = ("review", "approved", "documents", "posted")


class UtilityBillingChange(models.Model):
    """A fact that changed after an account was charged by it, while the month is open (X33).

    Found by :meth:`_look`: a line a fact and account, one without account where everybody is
    concerned. Charging again makes it go; else it becomes a request of recalculation when
    somebody asks for it, and by itself when the month is closed.
    """

    _name = "utility.billing.change"
    _description = "Change after charging"
    _order = "changed_at desc, id desc"
    _rec_name = "what"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    period_id = fields.Many2one(
        "utility.period", required=True, readonly=True, index=True, ondelete="cascade",
        string="Month",
    )  # fmt: skip
    run_id = fields.Many2one(
        "utility.billing.run", readonly=True, index=True, ondelete="cascade", string="Charged By"
    )
    account_id = fields.Many2one(
        "utility.account", readonly=True, index="btree_not_null", ondelete="cascade",
        help="Empty: all accounts.",
    )  # fmt: skip
    building_id = fields.Many2one("utility.building", readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(related="account_id.partner_id")
    address = fields.Char(related="account_id.address")
    model = fields.Selection(
        selection="_selection_model", string="Fact", required=True, readonly=True
    )
    res_id = fields.Integer("Id of the Fact", readonly=True, aggregator=None)
    what = fields.Char(compute="_compute_what")
    operation = fields.Selection(
        [("added", "Added"), ("changed", "Changed"), ("deleted", "Deleted")],
        required=True,
        readonly=True,
    )
    changed_at = fields.Datetime("Changed", readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True)
    date_from = fields.Date(
        "Changes Charges From", readonly=True, help="The first day of the month that is concerned."
    )
    state = fields.Selection(
        [("found", "Found"), ("asked", "Waits for a Recalculation")], required=True, readonly=True
    )

    @api.model
    def _selection_model(self):
        """Names of the sources, as their models are called."""
        names = [fact.model for fact in FACTS]
        return [(name, self.env[name]._description) for name in names if name in self.env]

    @api.depends("model", "res_id")
    def _compute_what(self):
        """The name of the fact, where it is still there."""
        for model, lines in self.grouped("model").items():
            records = self.env[model].browse(lines.mapped("res_id")).exists()
            # who may not see a fact sees that it changed, not what it is
            records = records._filtered_access("read")
            names = {record.id: record.display_name for record in records}
            for line in lines:
                line.what = names.get(line.res_id, False)

    @api.model
    def _look(self, periods):
        """Find the changes of the charged months ``periods`` anew; how many lines there are."""
        total = 0
        for period in periods:
            self.env.flush_all()
            ((since,),) = self.env.execute_query(
                SQL(
                    "SELECT MIN(COALESCE(started_at, approved_at)) FROM utility_billing_run"
                    " WHERE period_id = %s AND kind = 'month' AND state IN %s"
                    " AND NOT COALESCE(simulation, FALSE)",
                    period.id,
                    _CHARGED,
                )
            )
            self.env.execute_query(
                SQL(
                    "WITH gone AS (DELETE FROM utility_billing_change WHERE period_id = %s"
                    " RETURNING 1) SELECT COUNT(*) FROM gone",
                    period.id,
                )
            )
            if since:
                total += sum(self._insert(period, query) for query in self._queries(period, since))
        self.invalidate_model()
        return total

    @api.model
    def _queries(self, period, since):
        bills = SQL(
            "b.company_id = %s AND b.state IN ('approved', 'draft', 'held') AND r.period_id = %s"
            " AND r.kind = 'month' AND r.state IN %s AND NOT COALESCE(r.simulation, FALSE)",
            period.company_id.id,
            period.id,
            _CHARGED,
        )
        company = period.company_id
        return changes(self.env, company, period.date_from, period.date_to, bills, since)

    @api.model
    def _insert(self, period, query):
        """Keep what a query finds; what a request asked for after the change waits for it."""
        ((count,),) = self.env.execute_query(
            SQL(
                """
                WITH new AS (
                    INSERT INTO utility_billing_change (company_id, period_id, model, res_id,
                           operation, account_id, building_id, run_id, changed_at, user_id,
                           date_from, state)
                    SELECT %(company)s, %(period)s, f.model, f.res_id, f.operation, f.account_id,
                           f.building_id, f.run_id, f.changed_at, f.user_id, f.date_from,
                           CASE WHEN EXISTS (
                                SELECT FROM utility_recalculation q
                                 WHERE q.company_id = %(company)s AND q.date_from <= f.date_from
                                   AND q.asked_at >= f.changed_at
                                   AND (q.building_id IS NULL OR q.building_id = f.building_id))
                                THEN 'asked' ELSE 'found' END
                      FROM (%(found)s) f RETURNING 1)
                SELECT COUNT(*) FROM new
                """,
                company=period.company_id.id,
                period=period.id,
                found=query,
            )
        )
        return count

    @api.model
    def _ask(self, period):
        """Ask for the recalculation of what is found and not asked for yet; the requests.

        The month may be open: it is charged again with the next one all the same.
        """
        self.flush_model()
        asked = self.env.execute_query(
            SQL(
                "SELECT c.building_id, MIN(c.date_from), ARRAY_AGG(DISTINCT c.model)"
                " FROM utility_billing_change c LEFT JOIN utility_billing_run r ON r.id = c.run_id"
                " WHERE c.period_id = %s AND c.state = 'found' AND r.state IN %s"
                " GROUP BY c.building_id",
                period.id,
                _CHARGED[1:],
            )
        )
        requests = self.env["utility.recalculation"]
        for building, day, sources in asked:
            names = ", ".join(sorted(self.env[name]._description for name in sources))
            reason = self.env._(
                "Changed after the charging of %(month)s: %(facts)s", month=period.code, facts=names
            )
            places = self.env["utility.building"].browse(building) if building else None
            requests |= requests._request(period.company_id, day, reason, places, period.date_to)
        # sudo: lines are found by the program, nobody writes them by hand
        self.sudo().search(
            [("period_id", "=", period.id), ("run_id.state", "in", _CHARGED[1:])]
        ).state = "asked"
        return requests

    @api.model
    def _cron_look(self):
        """Look at the months that are charged and not closed."""
        runs = self.env["utility.billing.run"].search(
            [
                ("kind", "=", "month"),
                ("state", "in", _CHARGED),
                ("simulation", "=", False),
                ("period_id.state", "!=", "closed"),
            ]
        )
        self._look(runs.period_id)

    def action_open_fact(self):
        """The fact itself, or its account where it was deleted."""
        self.ensure_one()
        model, res_id = self.model, self.res_id
        if not self.what:
            model, res_id = "utility.account", self.account_id.id
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": res_id,
            "views": [(False, "form")],
        }

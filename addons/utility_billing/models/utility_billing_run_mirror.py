from odoo import models
from odoo.tools import SQL

#: columns of a mirrored row that differ from the row it mirrors
_NEGATED = ("volume", "amount", "net", "vat")


class UtilityBillingRun(models.Model):
    """Mirrored rows of charges: what is taken back stays to be seen."""

    _inherit = "utility.billing.run"

    def _mirror(self, bill_ids, run):
        """Write the mirrored rows of the charges of approved bills into ``run``."""
        if not bill_ids:
            return
        self._insert_mirrored(SQL("c.bill_id = ANY(%s)", bill_ids), run)
        self.env.execute_query(
            SQL(
                "WITH x AS (UPDATE utility_bill SET state = 'reversed' WHERE id = ANY(%s)"
                " RETURNING 1) SELECT COUNT(*) FROM x",
                bill_ids,
            )
        )

    def _charged_accounts(self):
        """Accounts of a run whose charges stand on no bills."""
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT account_id FROM utility_charge WHERE run_id = %s", self.id)
        )
        return [id_ for (id_,) in rows]

    def _mirror_without_bills(self):
        """Penalties, interest and yearly corrections of the run, which stand on no bill of it."""
        self._insert_mirrored(SQL("c.run_id = %s AND c.bill_id IS NULL", self.id), self)

    def _insert_mirrored(self, where, run):
        """Write mirrored rows of the charges ``c`` that ``where`` chooses into ``run``."""
        self._insert_copies(SQL("%s AND c.cause IS DISTINCT FROM 'reversal'", where), run)

    def _hand_on(self, bill_ids):
        """What other runs took back of this one, and this one of others, stays taken back.

        The rows leave the run by rows of the opposite sign, so that a reversed run adds up to
        nothing, and stand in the run of bills taken back, which is posted like any other.

        :param bill_ids: the run's own bills that are being taken back now
        """
        others = SQL(
            "c.run_id = %s AND c.bill_id IS NOT NULL AND c.bill_id <> ALL(%s)", self.id, bill_ids
        )
        if not self.env.execute_query(
            SQL("SELECT 1 FROM utility_charge c WHERE %s LIMIT 1", others)
        ):
            return
        target = self._final_run("reversal", self.company_id, self.period_id.date_from)
        target.flush_recordset()
        self._insert_copies(others, target, negated=False)
        self._insert_copies(others, self)

    def _insert_copies(self, where, run, negated=True):
        """Write the charges ``c`` that ``where`` chooses into ``run``, mirrored or as they are."""
        names = [
            name
            for name, field in self.env["utility.charge"]._fields.items()
            if field.store and field.column_type and name != "id"
        ]
        values = {name: SQL.identifier("c", name) for name in names}
        if negated:
            values |= {name: SQL("-%s", values[name]) for name in _NEGATED}
        values["run_id"] = SQL("%s", run.id)
        if negated:  # the cause tells the sign of what a row says of its privileges
            values["cause"] = SQL("CASE WHEN c.cause = 'reversal' THEN NULL ELSE 'reversal' END")
        self.env.execute_query(
            SQL(
                """
                WITH x AS (
                    INSERT INTO utility_charge (%(names)s)
                    SELECT %(values)s FROM utility_charge c
                     WHERE %(where)s
                     ORDER BY c.account_id, c.id RETURNING 1)
                SELECT COUNT(*) FROM x
                """,
                names=SQL(", ").join(SQL.identifier(name) for name in names),
                values=SQL(", ").join(values[name] for name in names),
                where=where,
            )
        )
        self.env["utility.charge"].invalidate_model()

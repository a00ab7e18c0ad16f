import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..closing.journal import CONTENT, digests
from ..closing.shared import sorted_groups, speed_up

START = "0" * 64  # previous hash of the first link of a company
#: what the hash of a link is made of, in this order
PARTS = (
    "previous_hash",
    "company_id",
    "number",
    "kind",
    "run_id",
    "period_date",
    "date_from",
    "date_to",
    "first_id",
    "last_id",
    "row_count",
    "amount",
    "content_hash",
    "sealed_at",
    "user_id",
    "note",
)


def link_hash(values):
    """SHA-256 of a link: its values as text with ``|`` between them; nothing: empty.

    >>> link_hash({"previous_hash": "0" * 64, "number": 1})[:12]
    '9532056d8996'
    """
    text = "|".join(
        "" if values.get(part) in (None, False) else str(values[part]) for part in PARTS
    )
    return hashlib.sha256(text.encode()).hexdigest()


class UtilityChainLink(models.Model):
    """Journal of what was approved, paid and closed: each link seals the one before (Z17).

    Written in the transaction of the approval or closing. Whoever edits, adds or deletes a sealed
    row, in the program or by SQL, is found by :meth:`_verify`.
    """

    _name = "utility.chain.link"
    _description = "Link of the journal"
    _order = "company_id, number desc"
    _rec_name = "number"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    number = fields.Integer(required=True, readonly=True)
    kind = fields.Selection(
        [
            ("charges", "Charges"),
            ("payments", "Payments"),
            ("allocations", "Use of Payments"),
            ("turnover", "Statement of Balances"),
            ("closing", "Closing"),
            ("reopening", "Reopening"),
        ],
        required=True,
        readonly=True,
    )
    run_id = fields.Many2one("utility.billing.run", readonly=True, ondelete="restrict")
    period_date = fields.Date("Period", readonly=True)
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", readonly=True)
    first_id = fields.Char(readonly=True, help="Least id of the sealed charges.")
    last_id = fields.Char(readonly=True, help="Greatest id of the sealed charges.")
    row_count = fields.Integer("Rows", readonly=True)
    amount = fields.Char(readonly=True, help="Sum of the rows, exact.")
    content_hash = fields.Char(readonly=True)
    previous_hash = fields.Char(required=True, readonly=True)
    hash = fields.Char(required=True, readonly=True)
    sealed_at = fields.Char(required=True, readonly=True, help="UTC.")
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    note = fields.Char(readonly=True)
    verified_at = fields.Datetime(readonly=True)
    problem = fields.Text(readonly=True)

    _number_uniq = models.UniqueIndex("(company_id, number)", "The journal went on meanwhile.")
    _run_idx = models.Index("(run_id) WHERE run_id IS NOT NULL")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The journal is only written on."))

    @api.model
    def _append(self, kind, company, period_date=None, **values):
        """One more link of ``company``: its leaves, if it has any, are written set-based."""
        self.env.flush_all()
        # the row of the company is written: of two at once the later is repeated, not lost
        ((number, previous),) = self.env.execute_query(
            SQL(
                "UPDATE res_company SET utility_chain_number = COALESCE(utility_chain_number, 0) + 1"
                " WHERE id = %s RETURNING utility_chain_number, utility_chain_hash",
                company.id,
            )
        )
        values |= {
            "company_id": company.id,
            "number": number,
            "kind": kind,
            "period_date": period_date,
            "previous_hash": previous or START,
            "sealed_at": fields.Datetime.to_string(fields.Datetime.now()),
            "user_id": self.env.uid,
        }
        ((link,),) = self.env.execute_query(SQL("SELECT nextval('utility_chain_link_id_seq')"))
        values |= self._write_leaves(kind, link, values)
        values["hash"] = link_hash(values)
        # by SQL: nobody has the right to write the journal
        columns = {"id": link, **{k: v for k, v in values.items() if v not in (None, False)}}
        self.env.cr.execute(
            SQL(
                "INSERT INTO utility_chain_link (%s) VALUES (%s)",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(SQL("%s", value) for value in columns.values()),
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE res_company SET utility_chain_hash = %s WHERE id = %s",
                values["hash"],
                company.id,
            )
        )
        company.invalidate_recordset(["utility_chain_number", "utility_chain_hash"])
        self.invalidate_model()
        return self.browse(link)

    def _write_leaves(self, kind, link, values):
        """``{row_count, amount, content_hash}`` of the rows that a link covers."""
        if kind in ("closing", "reopening"):
            return {"row_count": 0, "amount": None, "content_hash": None}
        # apart from the writing: only statements that read have parallel workers
        speed_up(self.env)
        with sorted_groups(self.env):
            self.env.cr.execute(
                SQL(
                    "DROP TABLE IF EXISTS pg_temp.utility_new_leaf;"
                    "CREATE TEMP TABLE utility_new_leaf ON COMMIT DROP AS %s",
                    digests(kind, values),
                )
            )
        ((count, amount),) = self.env.execute_query(
            SQL(
                """
                WITH written AS (
                    INSERT INTO utility_chain_leaf (link_id, key, digest, row_ids, marks)
                    SELECT %s, key, digest, row_ids, marks FROM utility_new_leaf ORDER BY key)
                SELECT COALESCE(SUM(cardinality(row_ids)), 0), COALESCE(SUM(amount), 0)::text
                  FROM utility_new_leaf
                """,
                link,
            )
        )
        return {
            "row_count": int(count),
            "amount": amount,
            "content_hash": self._content_hash(link),
        }

    def _content_hash(self, link):
        query = SQL("SELECT %s FROM utility_chain_leaf WHERE link_id = %s", CONTENT, link)
        return self.env.execute_query(query)[0][0]

    @api.model
    def _seal_run(self, run):
        """Seal the charges of ``run`` that no link has yet."""
        self.env.flush_all()
        ((first, last),) = self.env.execute_query(
            SQL(
                "SELECT MIN(id), MAX(id) FROM utility_charge WHERE run_id = %s AND id >"
                " COALESCE((SELECT MAX(last_id::bigint) FROM utility_chain_link"
                " WHERE run_id = %s AND kind = 'charges'), 0)",
                run.id,
                run.id,
            )
        )
        if first is None:
            return self.browse()
        return self._append(
            "charges",
            run.company_id,
            run.period_id.date_from,
            run_id=run.id,
            first_id=first,
            last_id=last,
        )

    @api.model
    def _seal_period(self, period):
        """Seal the rest of a month that is being closed, its statement and the closing itself."""
        company, month = period.company_id, period.date_from
        runs = self.env["utility.billing.run"].search(
            [
                ("period_id", "=", period.id),
                ("state", "in", ("approved", "documents", "posted", "reversed")),
                ("simulation", "=", False),
            ],
            order="id",
        )
        for run in runs:
            self._seal_run(run)
        # the first closing seals all that came before
        earlier = self.search_count(
            [
                ("company_id", "=", company.id),
                ("kind", "=", "closing"),
                ("period_date", "<", month),
            ],
            limit=1,
        )
        days = {"date_from": month if earlier else None, "date_to": period.date_to}
        self._append("payments", company, month, **days)
        self._append("allocations", company, month, **days)
        self._append("turnover", company, month, date_from=month, date_to=month)
        return self._append("closing", company, month, note=period.code)

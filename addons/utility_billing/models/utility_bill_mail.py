from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.modules import module
from odoo.tools import SQL

from odoo.addons.base.models.ir_qweb import QWebError

from .portion_jobs import CHANNEL

#: minutes until the next try where the mail server does not answer
PAUSE = 5


class UtilityBillMail(models.Model):
    """A bill on its way by e-mail (H02, H11): one row a bill and address.

    Rows wait in the queue; one chain of jobs a company sends as many a minute as its settings allow.
    An address that the server refuses is *failed*, one that answers later that it doesn't exist is
    *bounced*: both lists have an activity on the account and a way back.
    """

    _name = "utility.bill.mail"
    _description = "Bill by e-mail"
    _inherit = ["utility.transition.mixin"]
    # whose bill goes to which address is the account's affair; rows are made by the queue
    _fixed_fields = (
        "state",
        "company_id",
        "run_id",
        "bill_id",
        "account_id",
        "period_date",
        "email",
        "error",
        "sent_at",
        "message_id",
    )
    _order = "id desc"
    _rec_name = "email"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    run_id = fields.Many2one("utility.billing.run", readonly=True, index=True)
    bill_id = fields.Many2one(
        "utility.bill", required=True, readonly=True, index=True, ondelete="cascade"
    )
    account_id = fields.Many2one("utility.account", required=True, readonly=True)
    period_date = fields.Date("Period", required=True, readonly=True)
    email = fields.Char("E-mail", readonly=True)
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("bounced", "Bounced"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="queued",
        readonly=True,
    )
    error = fields.Char(readonly=True, help="What the mail server or the template said.")
    sent_at = fields.Datetime(readonly=True)
    message_id = fields.Char(
        readonly=True, index="btree_not_null", help="By which a bounce is known."
    )

    _queue_idx = models.Index("(company_id, id) WHERE state = 'queued'")
    _account_idx = models.Index("(account_id, period_date)")

    # Queue

    @api.model
    def _enqueue(self, bills):
        """Rows for approved bills of accounts that want e-mail and do not wait for one already.

        Accounts without an address get a failed row, so that somebody sees them.

        :return: number of rows
        """
        self.check_access("create")
        bills.check_access("read")
        return self._insert(SQL("b.id = ANY(%s)", bills.ids))

    @api.model
    def _insert(self, condition):
        """Rows for approved bills ``b`` under a condition, in one statement; their number."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO utility_bill_mail (company_id, run_id, bill_id, account_id, period_date,
                       email, state, error, create_uid, write_uid, create_date, write_date)
                SELECT x.company_id, x.run_id, x.id, x.account_id, x.period_date, x.email,
                       CASE WHEN x.email IS NULL THEN 'failed' ELSE 'queued' END,
                       CASE WHEN x.email IS NULL THEN %(nobody)s END,
                       %(user)s, %(user)s, NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
                  FROM (SELECT b.*, COALESCE(NULLIF(a.bill_email, ''), p.email_normalized) AS email
                          FROM utility_bill b
                          JOIN utility_account a ON a.id = b.account_id
                          LEFT JOIN res_partner p ON p.id = a.partner_id
                         WHERE %(condition)s AND b.state = 'approved' AND a.email_bill
                           AND NOT EXISTS (SELECT 1 FROM utility_bill_mail m
                                            WHERE m.bill_id = b.id AND m.state = 'queued')) x
                 ORDER BY x.account_id
                RETURNING company_id
                """,
                nobody=self.env._("The account has no e-mail address."),
                user=self.env.uid,
                condition=condition,
            )
        )
        self.invalidate_model()
        for company in self.env["res.company"].browse({row[0] for row in rows}):
            self._schedule(company)
        return len(rows)

    @api.model
    def _schedule(self, company, minutes=0):
        """Let the chain of a company go on; one that waits already stays alone."""
        self.with_company(company).with_delay(
            channel=CHANNEL,
            eta=minutes * 60,
            identity_key=f"utility-bill-mail-{company.id}",
            description=self.env._("Bills by e-mail of %s", company.name),
        )._job_send(company.id)

    @api.model
    def _job_send(self, company_id):
        """Job: one minute's messages; the next minute gets a job of its own while rows wait."""
        company = self.env["res.company"].browse(company_id)
        if reason := self._server_problem():
            self._schedule(company, PAUSE)
            return reason
        rows = self._next(company, company.utility_mail_per_minute)
        for row in rows:
            row._send()
        if len(rows) == company.utility_mail_per_minute:
            self._schedule(company, 1)
        return self.env._("%s messages", len(rows))

    @api.model
    def _next(self, company, limit):
        """The rows that wait longest, locked for this job."""
        self.env.flush_all()
        query = SQL(
            "SELECT id FROM utility_bill_mail WHERE company_id = %s AND state = 'queued'"
            " ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED",
            company.id,
            limit,
        )
        return self.browse(id_ for (id_,) in self.env.execute_query(query))

    @api.model
    def _server_problem(self):
        """Why no message can be sent now, or False."""
        try:
            # sudo: who sends bills need not see the settings of the mail server
            session = self.env["ir.mail_server"].sudo()._connect__()
        except Exception as error:  # noqa: BLE001 - whatever the connection says is told
            return str(error)
        if session:
            session.quit()
        return False

    def _send(self):
        """Send one row and keep the outcome; a failure never stops the others.

        A row that another job holds or has sent meanwhile is left to it: nobody gets two.
        """
        self.ensure_one()
        self.invalidate_recordset(["state"])
        if not self.try_lock_for_update() or self.state != "queued":
            return
        try:
            with self.env.cr.savepoint():
                mail = self._make_mail()
        except (UserError, QWebError) as error:
            self._fail("failed", str(error))
            return
        self._transition(
            state="sent",
            sent_at=fields.Datetime.now(),
            error=False,
            message_id=mail.message_id,
        )
        mail.send()
        if mail.state == "exception":
            self._fail("failed", mail.failure_reason or self.env._("The mail server refused it."))
        # the PDF and the text are made again when asked for: a million kept copies help nobody
        mail.unlink()
        if not module.current_test:
            # what has left cannot be taken back: a crash later must not send it once more
            self.env.cr.commit()  # pylint: disable=invalid-commit

    def _fail(self, state, reason):
        self._transition(state=state, error=reason)
        self._tell()

    def _tell(self):
        """An activity on the accounts that did not get their bill, for who started the run."""
        for row in self:
            account = row.account_id
            summary = self.env._("Bill by e-mail not delivered")
            if account.activity_ids.filtered(lambda a, text=summary: a.summary == text):
                continue
            account.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=f"{row.email or ''} {row.error or ''}",
                user_id=(row.run_id.user_id or self.env.user).id,
            )

    @api.model
    def _bounced(self, message_ids):
        """Rows whose messages came back; called by the mail gateway."""
        rows = self.sudo().search([("message_id", "in", message_ids), ("state", "=", "sent")])
        rows._fail("bounced", self.env._("The address answered that it takes no mail."))
        return rows

    # Buttons

    def action_send_again(self):
        """Queue failed and bounced rows again, with the address that the account has now."""
        rows = self.filtered(lambda row: row.state in ("failed", "bounced", "cancelled"))
        if not rows:
            raise UserError(
                self.env._("Only failed, bounced and cancelled messages are sent again.")
            )
        self.check_access("write")
        for row in rows:
            email = row.account_id._bill_address()
            if not email:
                row._transition(error=self.env._("The account has no e-mail address."))
                continue
            row._transition(state="queued", email=email, error=False, message_id=False)
        for company in rows.filtered(lambda row: row.state == "queued").company_id:
            self._schedule(company)
        return True

    def action_cancel(self):
        """Take waiting rows out of the queue."""
        self.check_access("write")
        self.filtered(lambda row: row.state == "queued")._transition(state="cancelled")
        return True

    def action_paper(self):
        """Go back to paper: the accounts get printed bills and no e-mail."""
        self.check_access("write")
        self.account_id.write({"paper_bill": True, "email_bill": False})
        return self.bill_id.action_print()

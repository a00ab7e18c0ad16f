from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .portion_jobs import CHANNEL


class UtilityBillMail(models.Model):
    """A bill or the papers of a customer on their way by e-mail (H02, H06, H11): a row a message.

    Rows wait in the queue; one chain of jobs a company sends as many a minute as its settings allow.
    An address that the server refuses is *failed*, one that answers later that it doesn't exist is
    *bounced*: both lists have an activity and a way back. A message that was being handed over when
    the server stopped is *unsure*: somebody decides, and a repeat has the same Message-Id, by which
    mail programs know it.
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
        "partner_id",
        "paper_ids",
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
        "utility.bill", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    account_id = fields.Many2one("utility.account", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, help="Whose papers go with the message."
    )
    paper_ids = fields.Many2many("utility.paper", string="Papers", readonly=True)
    period_date = fields.Date("Period", readonly=True)
    email = fields.Char("E-mail", readonly=True)
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sending", "Being Sent"),
            ("sent", "Sent"),
            ("unsure", "Perhaps Sent"),
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

    _queue_idx = models.Index("(company_id, id) WHERE state IN ('queued', 'sending')")
    _account_idx = models.Index("(account_id, period_date)")

    _what = models.Constraint(
        "CHECK (bill_id IS NOT NULL AND account_id IS NOT NULL OR partner_id IS NOT NULL)",
        "A message holds a bill of an account or papers of a customer.",
    )

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
                                            WHERE m.bill_id = b.id AND m.state IN ('queued', 'sending'))) x
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

    def _fail(self, state, reason):
        self._transition(state=state, error=reason)
        self._tell()

    def _tell(self):
        """An activity where something was not delivered, for who started the run."""
        summary = self.env._("Not delivered by e-mail")
        for row in self:
            record = row._told()
            if record.activity_ids.filtered(lambda a: a.summary == summary):
                continue
            record.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                note=f"{row.email or ''} {row.error or ''}",
                user_id=(row.run_id.user_id or self.env.user).id,
            )

    def _told(self):
        """The record that gets the activity of an undelivered message."""
        return self.account_id

    def _address(self):
        """Normalized address that the customer has today, or False."""
        return self.account_id._bill_address()

    @api.model
    def _bounced(self, message_ids):
        """Rows whose messages came back; called by the mail gateway."""
        rows = self.sudo().search([("message_id", "in", message_ids), ("state", "=", "sent")])
        rows._fail("bounced", self.env._("The address answered that it takes no mail."))
        return rows

    # Buttons

    def action_send_again(self):
        """Queue what was not delivered again, with the address that the customer has now.

        What perhaps arrived keeps its Message-Id while the address is the same.
        """
        rows = self.filtered(lambda r: r.state in ("failed", "bounced", "cancelled", "unsure"))
        if not rows:
            raise UserError(
                self.env._("Only messages that were not delivered or cancelled are sent again.")
            )
        self.check_access("write")
        for row in rows:
            email = row._address()
            if not email:
                row._transition(error=self.env._("There is no e-mail address."))
                continue
            same = row.state == "unsure" and email == row.email
            row._transition(
                state="queued", email=email, error=False, message_id=same and row.message_id
            )
        for company in rows.filtered(lambda row: row.state == "queued").company_id:
            self._schedule(company)
        return True

    def action_arrived(self):
        """The customer has it: what perhaps was sent counts as sent."""
        self.check_access("write")
        for row in self.filtered(lambda r: r.state == "unsure"):
            row._sent()
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

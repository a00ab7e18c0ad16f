from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.modules import module
from odoo.tools import SQL
from odoo.tools.mail import generate_tracking_message_id

from odoo.addons.base.models.ir_qweb import QWebError

#: minutes until the next try where the mail server does not answer
PAUSE = 5


class UtilityBillMail(models.Model):
    """The job that sends: a minute's messages, each of them once (H02, H11).

    1. The row becomes *being sent* with its Message-Id, and that is kept.
    2. The message is handed to the mail server.
    3. The outcome is kept. A row that stays at the first step was interrupted.
    """

    _inherit = "utility.bill.mail"

    @api.model
    def _job_send(self, company_id):
        """Job: one minute's messages; the next minute gets a job of its own while rows wait."""
        company = self.env["res.company"].browse(company_id)
        self._left_over(company)
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
    def _left_over(self, company):
        """Rows that a job had begun to hand over when it ended become unsure.

        A job that lives holds its row, so that it is left out here.
        """
        self.env.flush_all()
        query = SQL(
            "SELECT id FROM utility_bill_mail WHERE company_id = %s AND state = 'sending'"
            " FOR UPDATE SKIP LOCKED",
            company.id,
        )
        rows = self.browse(id_ for (id_,) in self.env.execute_query(query))
        rows.invalidate_recordset()
        rows._fail(
            "unsure",
            self.env._("The server stopped while it was handed over: it may have arrived."),
        )
        return rows

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
                values = self._mail_values()
        except (UserError, QWebError) as error:
            self._fail("failed", str(error))
            return
        number = self.message_id or generate_tracking_message_id(f"{self.id}-{self._table}")
        self._transition(state="sending", error=False, message_id=number)
        self._keep()
        # what is kept is free for a moment: who was quicker, a job or a person, has the row
        self.invalidate_recordset(["state"])
        if not self.try_lock_for_update() or self.state != "sending":
            return
        # sudo: who sends bills need not have rights on messages
        mail = self.env["mail.mail"].sudo().create(values | {"message_id": number})
        mail.send()
        if mail.state == "exception":
            self._fail("failed", mail.failure_reason or self.env._("The mail server refused it."))
        else:
            self._sent()
        # the PDF and the text are made again when asked for: a million kept copies help nobody
        mail.unlink()
        self._keep()

    def _keep(self):
        """What has left cannot be taken back: a crash later must not send it once more."""
        if not module.current_test:
            self.env.cr.commit()  # pylint: disable=invalid-commit

    def _sent(self):
        self._transition(state="sent", sent_at=fields.Datetime.now(), error=False)

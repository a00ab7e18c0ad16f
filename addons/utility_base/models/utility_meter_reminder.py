from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

BATCH = 200


class UtilityMeter(models.Model):
    """Reminders before and after the expiry of a verification (X23)."""

    _inherit = "utility.meter"

    reminder_key = fields.Char(
        readonly=True, copy=False, help="Expiry and step of the last reminder: each is sent once."
    )

    @api.model
    def _reminder_step(self, until, today, steps):
        """The step that is due: the last reached of ``steps`` (days after expiry).

        A step is missed by nobody: where the job did not run on its day, it is sent on the next.
        """
        reached = [step for step in steps if (today - until).days >= step]
        return max(reached, default=None)

    @api.model
    def _cron_verification_reminders(self):
        """Remind of verifications that expire or have expired, in committed batches."""
        companies = self.env["res.company"].search([("active", "=", True)])
        todo = self.browse()
        for company in companies:
            todo |= self._to_remind(company)
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(todo))
        for start in range(0, len(todo), BATCH):
            batch = todo[start : start + BATCH].try_lock_for_update()
            batch._remind()
            if not cron._commit_progress(len(batch)):
                break

    @api.model
    def _to_remind(self, company):
        """Installed meters of ``company`` with a reminder due that was not sent yet."""
        steps = company._utility_reminder_steps()
        if not steps:
            return self.browse()
        today = fields.Date.context_today(self)
        nearest = fields.Date.add(today, days=-min(steps))
        domain = Domain(
            [
                ("company_id", "=", company.id),
                ("state", "=", "installed"),
                ("verified_until", "!=", False),
                ("verified_until", "<=", nearest),
            ]
        )
        return self.search(domain).filtered(
            lambda m: m.reminder_key != m._reminder_due(today, steps)
        )

    def _reminder_due(self, today, steps):
        """Key of the reminder that is due now, False where none is."""
        step = self._reminder_step(self.verified_until, today, steps)
        return False if step is None else f"{self.verified_until}:{step}"

    def _remind(self):
        """An activity for the responsible, a letter for the payer; both say what to do by when."""
        today = fields.Date.context_today(self)
        by_company = defaultdict(self.browse)
        for meter in self:
            by_company[meter.company_id] |= meter
        for company, meters in by_company.items():
            steps = company._utility_reminder_steps()
            meters._remind_responsible(company)
            meters._remind_payers()
            for meter in meters:
                meter.reminder_key = meter._reminder_due(today, steps)

    def _remind_responsible(self, company):
        user = company.utility_meter_user_id or self.env.ref("base.user_admin")
        kind = "utility_base.activity_type_verification"
        waiting = self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", self.env.ref(kind).id),
            ]
        )
        # no letter for each activity: the responsible sees them in the list
        quiet = self.with_context(mail_activity_quick_update=True)
        for meter in quiet - self.browse(waiting.mapped("res_id")):
            meter.activity_schedule(
                kind,
                date_deadline=meter.verified_until,
                summary=self.env._("Verification of meter %s", meter.serial),
                user_id=user.id,
            )

    def _remind_payers(self):
        template = self.env.ref("utility_base.mail_template_verification")
        reachable = self.filtered(lambda m: m.account_id.partner_id.email)
        template.send_mail_batch(reachable.ids, force_send=False)

    def _has_verification(self):
        """Close the reminders of meters that have been verified in the meantime."""
        self.activity_feedback(["utility_base.activity_type_verification"])

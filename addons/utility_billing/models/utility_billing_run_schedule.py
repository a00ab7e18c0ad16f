from odoo import fields, models
from odoo.tools import SQL


class UtilityBillingRun(models.Model):
    """Runs that the schedule of the company started (C03): watched by its responsible."""

    _inherit = "utility.billing.run"
    _fixed_fields = ("state", "kind", "parent_id", "approved_by_id", "approved_at", "scheduled")

    scheduled = fields.Boolean("By Schedule", readonly=True, copy=False)

    # two servers that wake up at once make one run
    _scheduled_uniq = models.UniqueIndex(
        "(company_id, period_id) WHERE scheduled", "The schedule has started this month already."
    )

    def _notify_responsible(self):
        """A run of the schedule is always brought to somebody: nobody waits for it."""
        res = super()._notify_responsible()
        if self.scheduled and not self.activity_ids:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=(self.user_id or self.env.user).id,
                summary=self.env._("Approve the charging of %s", self.period_id.code),
                note=self.env._("Accounts charged: %s, no problems.", self.billed_count),
            )
        return res

    def action_approve(self):
        """Bills of a scheduled month go by e-mail at once where the company wants it (S13)."""
        res = super().action_approve()
        for run in self.filtered(lambda r: r.scheduled and r.company_id.utility_month_mail):
            # sudo: who approves starts the mailing that the administrator set up
            run.env["utility.bill.mail"].sudo()._insert(
                SQL(
                    "b.run_id = %s AND NOT EXISTS (SELECT 1 FROM utility_bill_mail o"
                    " WHERE o.bill_id = b.id)",
                    run.id,
                )
            )
        return res

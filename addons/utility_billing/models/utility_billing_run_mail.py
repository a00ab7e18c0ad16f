from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class UtilityBillingRun(models.Model):
    """Bills of a run by e-mail (H02)."""

    _inherit = "utility.billing.run"

    mail_count = fields.Integer("E-mails", compute="_compute_mail_counts")
    mail_failed_count = fields.Integer("E-mails Failed", compute="_compute_mail_counts")

    def _compute_mail_counts(self):
        counts = dict.fromkeys(self.ids, (0, 0))
        for run, state, count in self.env["utility.bill.mail"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        ):
            total, failed = counts[run.id]
            bad = count if state in ("failed", "bounced", "unsure") else 0
            counts[run.id] = (total + count, failed + bad)
        for run in self:
            run.mail_count, run.mail_failed_count = counts.get(run.id, (0, 0))

    def action_mail_bills(self):
        """Queue the bills of accounts that want e-mail and have not got this one."""
        count = 0
        for run in self:
            run._check_state("approved", "documents", "posted")
            mails = run.env["utility.bill.mail"]
            mails.check_access("create")
            count += mails._insert(
                SQL(
                    "b.run_id = %s AND NOT EXISTS (SELECT 1 FROM utility_bill_mail o"
                    " WHERE o.bill_id = b.id)",
                    run.id,
                )
            )
        if not count:
            raise UserError(
                self.env._(
                    "No account of the run waits for its bill by e-mail. Whether an account wants "
                    "e-mail stands on its page “More”."
                )
            )
        return self.action_view_mails()

    def action_view_mails(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_bill_mail_action"
        )
        return action | {"domain": [("run_id", "in", self.ids)], "context": {}}

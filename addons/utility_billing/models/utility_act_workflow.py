from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.utility_base.tools.sequences import next_number

from .utility_act import FREE

#: facts that do not change any more once the act is in force
LOOSE = {
    "note",
    "objection",
    "user_id",
    "attachment_ids",
    "message_main_attachment_id",
    "message_follower_ids",
    "message_partner_ids",
    "activity_ids",
    "reconnected_on",
    "reconnection_ids",
    "cancel_reason",
    "former_reason",
    "seal_ids",
    "preview",
    "answer",
    "answered_on",
}


class UtilityAct(models.Model):
    """States of an act: who may bring it where."""

    _inherit = "utility.act"

    def write(self, vals):
        """An act in force keeps what it says; it is cancelled and drawn up anew."""
        if set(vals) - LOOSE and self._is_outside():
            held = self.filtered(lambda act: act.state not in ("draft", "filed"))
            if held:
                raise UserError(
                    self.env._(
                        "%s is in force or closed. Cancel it and draw up another. (ACT_HELD)",
                        held[0].display_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if any(act.number for act in self):
            raise UserError(
                self.env._("A numbered act is not deleted. Cancel it with a reason. (ACT_HELD)")
            )

    def action_file(self):
        """Number the act; from now on its deadlines run."""
        self._expect("draft")
        self._check_complete()
        for act in self:
            act._transition(state="filed", number=act.number or act._next_number())
            act._plan_activities()
        return True

    def action_confirm(self):
        """Put the act in force: its events and facts feed the next charge."""
        self._expect("draft", "filed", "contested")
        for act in self:
            act._check_right()
            if act.state == "contested":
                act._transition(state="confirmed")
                continue
            if act.state == "draft":
                act.action_file()
            else:
                act._check_complete()
            act._apply()
            act._transition(state="confirmed")
            act._end_activities()
        return True

    def action_contest(self):
        """The consumer objects: the act stays in force until somebody decides."""
        self._expect("confirmed")
        for act in self:
            if not act.objection:
                raise UserError(
                    self.env._("Write down what the consumer objects to first. (ACT_EMPTY)")
                )
            act._transition(state="contested")
            act.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=(act.user_id or self.env.user).id,
                summary=self.env._("Decide on the objection"),
            )
        return True

    def action_draft(self):
        """Back to the draft; the number stays with the act."""
        self._expect("filed", "refused")
        self._end_activities()
        self._transition(state="draft")
        return True

    def _cancel(self, reason):
        """Take back what the act brought about, with a reason (see ``utility.act.cancel``)."""
        self._expect("draft", "filed", "confirmed", "contested")
        for act in self:
            if act.state in ("confirmed", "contested"):
                act._check_right()
                act._withdraw()
            act._transition(state="cancelled", cancel_reason=reason)
            act._end_activities()
            act.message_post(body=self.env._("Cancelled: %s", reason))
        return True

    def _expect(self, *states):
        wrong = self.filtered(lambda act: act.state not in states)
        if wrong:
            label = dict(self._fields["state"]._description_selection(self.env))[wrong[0].state]
            raise UserError(
                self.env._(
                    "%(act)s is “%(state)s”: this is not possible now. (ACT_STATE)",
                    act=wrong[0].display_name,
                    state=label,
                )
            )

    def _check_right(self):
        """Operators put in force what changes no charge; the rest is up to billing."""
        group = "operator" if self.kind in FREE else "billing"
        if not self.env.su and not self.env.user.has_group(f"utility_base.group_{group}"):
            raise AccessError(
                self.env._(
                    "%s changes charges: somebody of billing puts it in force. (ACT_RIGHT)",
                    self.display_name,
                )
            )

    def _next_number(self):
        """Next number of the company's journal of this kind; each year begins with one."""
        self.ensure_one()
        return next_number(
            self.env,
            "utility_billing.sequence_act",
            f"utility.act.{self.kind}",
            self.company_id,
            self.date,
            self.kind,
        )

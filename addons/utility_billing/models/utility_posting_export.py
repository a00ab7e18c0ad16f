import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.gateway.problem import GatewayError

from ..gateway.postings import read_answers, sap_reference


class UtilityPostingExport(models.Model):
    """Postings sent to another accounting program, and what it answered (G10).

    Every posting is sent once. Refused ones are free to be sent again when their cause is mended;
    a file that was lost is downloaded again.
    """

    _name = "utility.posting.export"
    _description = "Export of postings"
    _inherit = ["utility.transition.mixin", "mail.thread"]
    _fixed_fields = ("state", "number", "file", "file_name")
    _order = "number desc"
    _rec_name = "number"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    number = fields.Integer(readonly=True, copy=False)
    date_from = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    date_to = fields.Date(required=True, default=fields.Date.context_today)
    format = fields.Selection(
        [("xml", "XML (1C and others)"), ("sap", "CSV for SAP")], required=True, default="xml"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent"), ("answered", "Answered"), ("dropped", "Dropped")],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
    )
    line_ids = fields.One2many("utility.posting.export.line", "export_id", readonly=True)
    line_count = fields.Integer(compute="_compute_counts")
    refused_count = fields.Integer(compute="_compute_counts")
    unanswered_count = fields.Integer("Not Answered", compute="_compute_counts")
    waiting_count = fields.Integer(compute="_compute_waiting", string="Postings to Send")
    file = fields.Binary(readonly=True, attachment=True, copy=False)
    file_name = fields.Char(readonly=True, copy=False)
    answer = fields.Binary(attachment=True, copy=False, string="Confirmation")
    answer_name = fields.Char(copy=False)

    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number > 0", "This number is taken."
    )

    @api.depends("line_ids.state")
    def _compute_counts(self):
        groups = self.env["utility.posting.export.line"]._read_group(
            [("export_id", "in", self.ids)], ["export_id", "state"], ["__count"]
        )
        for export in self:
            own = {state: count for found, state, count in groups if found == export}
            export.line_count = sum(own.values())
            export.refused_count = own.get("refused", 0)
            export.unanswered_count = own.get("sent", 0)

    @api.depends("date_from", "date_to", "company_id", "state")
    def _compute_waiting(self):
        for export in self:
            drafts = export.state == "draft" and export.date_from and export.date_to
            export.waiting_count = len(export._waiting()) if drafts else 0

    def _waiting(self):
        """Posted entries of the days that no file holds, or whose last answer was a refusal."""
        self.ensure_one()
        sent = self.env["utility.posting.export.line"]._search(
            [("company_id", "=", self.company_id.id), ("state", "in", ("sent", "accepted"))]
        )
        # sudo: the export is the right of accountants, whatever journals they see
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("utility_document", "!=", False),
                    ("state", "=", "posted"),
                    ("date", ">=", self.date_from),
                    ("date", "<=", self.date_to),
                    ("id", "not in", sent.subselect("move_id")),
                ],
                order="date, id",
            )
        )

    def action_send(self):
        """Make the file; the postings in it are not sent by another one."""
        for export in self:
            if export.state != "draft":
                raise UserError(self.env._("Export %s is sent already.", export.number))
            # one at a time: two exports must not take the same postings
            export.company_id.lock_for_update()
            moves = export._waiting()
            if not moves:
                raise UserError(self.env._("There is nothing to send for these days."))
            last = self.search(
                [("company_id", "=", export.company_id.id), ("number", ">", 0)],
                order="number desc",
                limit=1,
            )
            export._transition(number=last.number + 1)
            export._transition(line_ids=[(0, 0, {"move_id": move.id}) for move in moves])
            content, name = export._content(moves)
            export._transition(state="sent", file=base64.b64encode(content), file_name=name)
        return True

    def action_read_answer(self):
        """Take the confirmation of the other program: accepted or refused, with reasons."""
        self.ensure_one()
        if self.state not in ("sent", "answered") or not self.answer:
            raise UserError(self.env._("Choose the file with the confirmation first."))
        try:
            number, answers = read_answers(base64.b64decode(self.answer))
        except GatewayError as error:
            raise UserError(str(error)) from error
        if number and number != self.number:
            raise UserError(
                self.env._(
                    "This is the confirmation of export %(other)s, not of %(own)s.",
                    other=number,
                    own=self.number,
                )
            )
        # a program that got the file for SAP knows no more of the id than the file said
        lines = {sap_reference(line.uid): line for line in self.line_ids}
        lines |= {line.uid: line for line in self.line_ids}
        unknown = [answer.id for answer in answers if answer.id not in lines]
        if unknown:
            raise UserError(self.env._("The export holds no document %s.", ", ".join(unknown[:5])))
        taken = self._sent_elsewhere([lines[answer.id] for answer in answers if answer.accepted])
        if taken:
            raise UserError(
                self.env._(
                    "%s was refused before and is in a later file now; read the confirmation of "
                    "that file.",
                    ", ".join(taken.move_id[:5].mapped("display_name")),
                )
            )
        for answer in answers:
            lines[answer.id]._transition(
                state="accepted" if answer.accepted else "refused", reason=answer.reason
            )
        # a partial confirmation: the rest is waited for
        waiting = "sent" in self.line_ids.mapped("state")
        self._transition(state="sent" if waiting else "answered")
        return True

    def _sent_elsewhere(self, lines):
        """Of ``lines`` those whose posting is sent or accepted with another file."""
        free = self.line_ids.browse(
            [line.id for line in lines if line.state not in ("sent", "accepted")]
        )
        others = free.search(
            [("move_id", "in", free.move_id.ids), ("state", "in", ("sent", "accepted"))]
        )
        return free.filtered(lambda line: line.move_id in others.move_id)

    def action_drop(self):
        """The file was never loaded: its postings are free again."""
        for export in self:
            if "accepted" in export.line_ids.mapped("state"):
                raise UserError(self.env._("Some postings of %s are accepted.", export.number))
            export.line_ids._transition(state="dropped")
            export._transition(state="dropped")
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(export.state != "draft" for export in self):
            raise UserError(self.env._("Only drafts are deleted; drop the export instead."))

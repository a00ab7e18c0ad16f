from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..gateway.steps_picture import steps

_FAR = fields.Date.to_date("9999-12-31")


class UtilityTimelineMixin(models.AbstractModel):
    """Dated rows of which one alone holds on a day for one key (tariffs, norms).

    ``_timeline_key`` names the fields of the key. Two rows of a key on one day are refused; days
    without a row between two rows are told by ``gap_note`` but allowed.
    """

    _name = "utility.timeline.mixin"
    _description = "Timeline of one key"
    _inherit = ["utility.value.mixin"]

    _timeline_key = ()

    gap_note = fields.Char("Gap Before", compute="_compute_gap_note")
    has_gap = fields.Boolean("Has a Gap", compute="_compute_gap_note", search="_search_has_gap")
    timeline_html = fields.Html("Timeline", compute="_compute_timeline_html", sanitize=False)

    @api.depends(lambda self: ("date_from", "date_to", "active", *self._timeline_key))
    def _compute_gap_note(self):
        gaps = self._gaps()
        for record in self:
            start, end = gaps.get(record._origin or record, (None, None))
            record.has_gap = bool(start)
            record.gap_note = start and self.env._(
                "Nothing holds from %(start)s to %(end)s",
                start=format_date(self.env, start),
                end=format_date(self.env, end),
            )

    def _gaps(self):
        """``{record: (first, last day)}`` of the days without a row before it; one query."""
        found = {}
        if not self.service_id:
            return found
        rows = self.search([("service_id", "in", self.service_id.ids)], order="date_from, id")
        timelines = rows.grouped(lambda row: row._timeline_of())
        for record in self:
            origin = record._origin or record
            if not record.date_from:
                continue
            before = timelines.get(record._timeline_of(), rows.browse()).filtered(
                lambda row, record=record, origin=origin: (
                    row != origin and row.date_from < record.date_from and record._same_places(row)
                )
            )
            if not before or any(not row.date_to for row in before):
                continue
            last = max(before.mapped("date_to"))
            if last < record.date_from - timedelta(days=1):
                found[origin] = (last + timedelta(days=1), record.date_from - timedelta(days=1))
        return found

    def _timeline_of(self):
        """The key of a row; rows of one key make a timeline."""
        return tuple(
            tuple(value.ids) if isinstance(value, models.BaseModel) else value
            for value in (self[name] for name in self._timeline_key)
        )

    def _search_has_gap(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in" if True in value else "not in", self._with_gaps().ids)

    def _with_gaps(self):
        """All rows before which nothing holds for some days."""
        found = self.search([("service_id", "!=", False)])._gaps()
        return self.browse(row.id for row in found)

    @api.model
    def _gap_notes_between(self, company, start, end):
        """Texts of the gaps in the timelines of a company that touch the days ``start``..``end``.

        A row that ends inside these days with nothing after it is told too.
        """
        rows = self.search([("company_id", "=", company.id)], order="date_from, id")
        notes = []
        for row, (first, last) in rows._gaps().items():
            if first <= end and last >= start:
                notes.append(f"{row.display_name}: {row.gap_note}")
        for timeline in rows.grouped(lambda row: row._timeline_of()).values():
            last = max(timeline, key=lambda row: row.date_to or _FAR)
            if last.date_to and start <= last.date_to < end:
                notes.append(
                    self.env._(
                        "%(name)s: ends on %(day)s, nothing follows",
                        name=last.display_name,
                        day=format_date(self.env, last.date_to),
                    )
                )
        return notes

    @api.onchange("date_from", "date_to", "service_id")
    def _onchange_dates(self):
        """Say at once that days are left without a value; saving stays possible."""
        if self.gap_note:
            return {
                "warning": {
                    "title": self.env._("Days without a value"),
                    "message": self.env._(
                        "%s. Accounts cannot be charged for these days.", self.gap_note
                    ),
                    "type": "notification",
                }
            }
        return None

    @api.depends(lambda self: ("date_from", "date_to", "value", *self._timeline_key))
    def _compute_timeline_html(self):
        for record in self:
            record.timeline_html = False
            if not record.service_id:
                continue
            rows = record | record.search(record._key_domain()).filtered(record._same_places)
            picture = steps(
                [
                    (row.date_from, row.date_to or None, row.value, row == record)
                    for row in rows.filtered("date_from").sorted("date_from")
                ],
                fields.Date.context_today(self),
                self.env._("Values by date"),
            )
            record.timeline_html = Markup(picture)  # the picture escapes its texts itself

    def _key_domain(self):
        """The other rows of the same key."""
        self.ensure_one()
        domain = Domain("id", "not in", self.ids)
        for name in self._timeline_key:
            value = self[name]
            domain &= Domain(name, "=", value.id if isinstance(value, models.BaseModel) else value)
        return domain

    def _same_places(self, other):
        """Whether ``other`` holds at one place at least where ``self`` does."""
        return True

    @api.constrains(lambda self: ("date_from", "date_to", "active", *self._timeline_key))
    def _check_overlap(self):
        for record in self.filtered("active"):
            other = self.search(
                record._key_domain()
                & self._domain_between(record.date_from, record.date_to or _FAR),
                order="date_from",
            ).filtered(record._same_places)[:1]
            if other:
                raise ValidationError(
                    self.env._(
                        "These rows overlap: %(name)s and %(other)s both hold on %(date)s. "
                        "End the earlier one the day before the later one begins.",
                        name=record.display_name,
                        other=other.display_name,
                        date=max(record.date_from, other.date_from),
                    )
                )

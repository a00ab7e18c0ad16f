from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

_FAR = fields.Date.to_date("9999-12-31")


class UtilityTimelineMixin(models.AbstractModel):
    """Dated rows of which one alone holds on a day for one key (tariffs, norms).

    ``_timeline_key`` names the fields of the key. Two rows of a key on one day are refused; days
    without a row between two rows are told by ``gap_note`` but allowed.
    """

    _name = "utility.timeline.mixin"
    _description = "Timeline of one key"
    _inherit = ["utility.dated.mixin"]

    _timeline_key = ()

    timeline_state = fields.Selection(
        [("past", "Past"), ("current", "Holds Today"), ("future", "Future")],
        compute="_compute_timeline_state",
        search="_search_timeline_state",
        string="Now",
    )
    gap_note = fields.Char("Gap Before", compute="_compute_gap_note")

    @api.depends("date_from", "date_to")
    def _compute_timeline_state(self):
        today = fields.Date.context_today(self)
        for record in self:
            if record.date_to and record.date_to < today:
                record.timeline_state = "past"
            else:
                future = record.date_from and record.date_from > today
                record.timeline_state = "future" if future else "current"

    def _search_timeline_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        parts = {
            "past": Domain("date_to", "<", today),
            "current": self._domain_on(today),
            "future": Domain("date_from", ">", today),
        }
        return Domain.OR(parts[state] for state in value if state in parts)

    @api.depends("date_from", "date_to")
    def _compute_gap_note(self):
        for record in self:
            record.gap_note = False
            if not record.date_from or not record.service_id:
                continue
            before = self.search(
                record._key_domain() & Domain("date_from", "<", record.date_from),
                order="date_from desc",
            ).filtered(record._same_places)[:1]
            if before.date_to and before.date_to < record.date_from - timedelta(days=1):
                record.gap_note = self.env._(
                    "Nothing holds from %(start)s to %(end)s",
                    start=before.date_to + timedelta(days=1),
                    end=record.date_from - timedelta(days=1),
                )

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

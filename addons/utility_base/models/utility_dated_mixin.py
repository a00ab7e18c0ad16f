from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class UtilityDatedMixin(models.AbstractModel):
    """A fact that holds from ``date_from`` to ``date_to``; both days belong to it.

    An empty end means "until further notice".
    """

    _name = "utility.dated.mixin"
    _description = "Dated fact"

    date_from = fields.Date(
        string="From", required=True, index=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="To")

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for record in self:
            if record.date_to and record.date_from and record.date_to < record.date_from:
                raise ValidationError(
                    self.env._(
                        "%(name)s: the end %(end)s is before the beginning %(start)s. "
                        "Correct one of the dates.",
                        name=record.display_name or record._description,
                        end=record.date_to,
                        start=record.date_from,
                    )
                )

    @api.model
    def _domain_on(self, date):
        """Domain of the facts that hold on ``date``."""
        return self._domain_between(date, date)

    @api.model
    def _domain_between(self, start, end):
        """Domain of the facts that hold on at least one day of ``start``..``end``."""
        return Domain("date_from", "<=", end) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", start)
        )

    def _on(self, date):
        """The records of ``self`` that hold on ``date``."""
        return self.filtered(
            lambda r: r.date_from and r.date_from <= date and (not r.date_to or r.date_to >= date)
        )

    def _overlapping(self, *names):
        """Pairs of different records that agree in the fields ``names`` and share a day.

        ``[(record, other, first common day)]``, the record being one of ``self``. The first of
        ``names`` is a reference; records without it are left out. One query, whatever the number.
        """
        owner = names[0]
        mine = self.filtered(owner)
        if not mine:
            return []
        rows = self.search([(owner, "in", mine[owner].ids)])
        groups = (rows | mine).grouped(lambda r: tuple(r[name] for name in names))
        pairs = []
        for record in mine:
            for other in groups[tuple(record[name] for name in names)] - record:
                start = max(record.date_from, other.date_from)
                if all(not r.date_to or r.date_to >= start for r in (record, other)):
                    pairs.append((record, other, start))
        return pairs

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class UtilityArea(models.Model):
    """Area of a premise or building by purpose, with the days on which it holds (A16).

    Unit: m2. The area on a day is the row of its kind that holds on it.
    """

    _name = "utility.area"
    _description = "Area with its history"
    _inherit = ["utility.dated.mixin"]
    _order = "kind, date_from desc"

    premise_id = fields.Many2one("utility.premise", index=True, ondelete="cascade")
    building_id = fields.Many2one("utility.building", index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", compute="_compute_company", store=True, index=True)
    kind = fields.Selection(
        [
            ("total", "Total"),
            ("living", "Living"),
            ("heated", "Heated"),
            ("common", "Common property"),
            ("calculated", "Used in calculations"),
            ("land", "Land plot"),
        ],
        required=True,
        default="total",
    )
    value = fields.Float("Area, m2", digits=(16, 4), required=True)
    document = fields.Char(help="Extract of the property register or another proof.")

    _owner_check = models.Constraint(
        "CHECK ((premise_id IS NULL) <> (building_id IS NULL))",
        "An area belongs either to a premise or to a building.",
    )
    _value_check = models.Constraint("CHECK (value >= 0)", "An area cannot be negative.")
    _premise_uniq = models.UniqueIndex(
        "(premise_id, kind, date_from) WHERE premise_id IS NOT NULL",
        "The premise has another area of this kind from the same day.",
    )
    _building_uniq = models.UniqueIndex(
        "(building_id, kind, date_from) WHERE building_id IS NOT NULL",
        "The building has another area of this kind from the same day.",
    )

    @api.depends("premise_id.company_id", "building_id.company_id")
    def _compute_company(self):
        for area in self:
            area.company_id = area.premise_id.company_id or area.building_id.company_id

    @api.depends("kind", "value", "premise_id.address", "building_id.address")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for area in self:
            place = area.premise_id.display_name or area.building_id.display_name
            area.display_name = f"{place}: {labels.get(area.kind)} {area.value:g} m²"

    @api.constrains("premise_id", "building_id", "kind", "date_from", "date_to")
    def _check_overlap(self):
        for owner in ("premise_id", "building_id"):
            for area, _other, date in self._overlapping(owner, "kind"):
                raise ValidationError(
                    self.env._(
                        "%(owner)s: two areas of one kind hold on %(date)s. "
                        "End the earlier one the day before.",
                        owner=area[owner].display_name,
                        date=date,
                    )
                )

    @api.model
    def _values_on(self, owner, ids, date):
        """Areas on ``date`` as ``{(owner id, kind): m2}`` for the owners ``ids``.

        :param owner: ``premise_id`` or ``building_id``
        """
        rows = self.search_fetch(
            self._domain_on(date) & Domain(owner, "in", ids), [owner, "kind", "value"]
        )
        return {(row[owner].id, row.kind): row.value for row in rows}

    @api.model
    def _set_today(self, record, kind, value):
        """Make ``value`` the area of ``record`` from today on; earlier days keep theirs."""
        self._set_from(record, kind, value, fields.Date.context_today(self))

    @api.model
    def _set_from(self, record, kind, value, date, document=False):
        """Make ``value`` the area of ``record`` from ``date`` until the next row known (A23).

        The row that held on ``date`` ends the day before; one that began on ``date`` is corrected.
        Returns whether anything changed.
        """
        owner = "premise_id" if record._name == "utility.premise" else "building_id"
        mine = Domain([(owner, "=", record.id), ("kind", "=", kind)])
        current = self.search(self._domain_on(date) & mine, limit=1)
        if (current.value or 0) == value:
            return False
        if current.date_from == date:
            current.write({"value": value, "document": document or current.document})
            return True
        ends = current.date_to
        if current:
            current.date_to = fields.Date.subtract(date, days=1)
        else:
            later = self.search(mine & Domain("date_from", ">", date), order="date_from", limit=1)
            ends = fields.Date.subtract(later.date_from, days=1) if later else False
        self.create(
            {
                owner: record.id,
                "kind": kind,
                "value": value,
                "date_from": date,
                "date_to": ends,
                "document": document,
            }
        )
        return True

from odoo import fields, models


class UtilityImportProfileLine(models.Model):
    """One column of a file, or a constant, and what it fills."""

    _name = "utility.import.profile.line"
    _description = "Column of an import profile"
    _order = "profile_id, sequence, id"

    profile_id = fields.Many2one(
        "utility.import.profile", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(related="profile_id.kind")
    sequence = fields.Integer(default=10)
    column = fields.Char(help="Heading of the column in the file; empty for a constant.")
    position = fields.Integer("Start", help="First character, from 1, in files of fixed width.")
    width = fields.Integer(help="Characters, in files of fixed width.")
    sample = fields.Char("In the File", readonly=True, help="First values of the column.")
    target_id = fields.Many2one(
        "utility.import.target",
        string="Fills",
        domain="[('kind', '=', kind)]",
        ondelete="set null",
        help="Empty: the column is left out.",
    )
    date_format = fields.Char(help="For dates of an unusual form, e.g. %d%m%y.")
    default_value = fields.Char(
        "If Empty", help="Used where the cell is empty; without a column a constant."
    )
    value_map = fields.Text(
        "Translate Values", help="A line for each value: word in the file = word here."
    )

    def _value_map(self):
        """``{word in the file, lower case: word here}``."""
        self.ensure_one()
        pairs = (line.split("=", 1) for line in (self.value_map or "").splitlines() if "=" in line)
        return {left.strip().casefold(): right.strip() for left, right in pairs}

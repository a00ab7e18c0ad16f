from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilityDirectoryItem(models.Model):
    """One entry of a directory; entries form a tree and have the directory's columns (K08)."""

    _name = "utility.directory.item"
    _description = "Item of a technical directory"
    _order = "directory_id, sequence, name, id"
    _rec_names_search = ["name", "code"]
    _parent_store = True

    directory_id = fields.Many2one(
        "utility.directory", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="directory_id.company_id", store=True, index=True)
    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True)
    code = fields.Char(index=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one("utility.directory.item", index=True, ondelete="cascade")
    parent_path = fields.Char(index=True)
    properties = fields.Properties(definition="directory_id.item_properties")
    note = fields.Text()
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(directory_id, code) WHERE code IS NOT NULL",
        "The directory has an item with this code already.",
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for item in self:
            parent = item.parent_id.complete_name
            item.complete_name = f"{parent} / {item.name}" if parent else item.name

    @api.depends("complete_name")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.complete_name

    @api.constrains("parent_id", "directory_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("An item cannot be part of itself."))
        for item in self.filtered("parent_id"):
            if item.parent_id.directory_id != item.directory_id:
                raise ValidationError(
                    self.env._("%s: the parent is an item of another directory.", item.name)
                )

from odoo import fields, models


class UtilityDirectoryItem(models.Model):
    _name = "utility.directory.item"
    _description = "Item of a technical directory"
    _order = "directory_id, sequence, name"
    _parent_store = True

    directory_id = fields.Many2one(
        "utility.directory", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="directory_id.company_id", store=True, index=True)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(index=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one("utility.directory.item", index=True, ondelete="cascade")
    parent_path = fields.Char(index=True)
    properties = fields.Properties(definition="directory_id.item_properties")
    note = fields.Text()
    active = fields.Boolean(default=True)

from odoo import fields, models


class UtilityDirectory(models.Model):
    """A technical directory that the utility defines itself (K08): pipe materials, wall types, ..."""

    _name = "utility.directory"
    _description = "Technical directory"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index=True)
    company_id = fields.Many2one("res.company", index=True)
    item_ids = fields.One2many("utility.directory.item", "directory_id")
    item_properties = fields.PropertiesDefinition(string="Columns of the Items")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A directory with this code exists already."
    )


from odoo import api, fields, models


class UtilityDirectory(models.Model):
    """A technical directory that the utility defines itself (K08): pipe materials, wall types, ..."""

    _name = "utility.directory"
    _description = "Technical directory"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index=True)
    company_id = fields.Many2one("res.company", index=True)
    item_ids = fields.One2many("utility.directory.item", "directory_id")
    item_count = fields.Integer("Items", compute="_compute_item_count")
    item_properties = fields.PropertiesDefinition(string="Columns of the Items")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A directory with this code exists already."
    )

    @api.depends("item_ids")
    def _compute_item_count(self):
        groups = dict(
            self.env["utility.directory.item"]._read_group(
                [("directory_id", "in", self.ids)], ["directory_id"], ["__count"]
            )
        )
        for directory in self:
            directory.item_count = groups.get(directory, 0)

    def action_open_items(self):
        """The items of the directory as a list of their own, with its columns."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_base.utility_directory_item_action"
        )
        return {
            **action,
            "name": self.name,
            "domain": [("directory_id", "=", self.id)],
            "context": {"default_directory_id": self.id},
        }

from odoo import api, fields, models


class UtilityDocumentVersion(models.Model):
    """A source that a document template had before it was changed; the oldest is the original."""

    _name = "utility.document.version"
    _description = "Version of a document template"
    _order = "id desc"
    _rec_name = "create_date"

    template_id = fields.Many2one(
        "utility.document.template", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True)
    source = fields.Text(required=True, readonly=True)
    line_count = fields.Integer("Lines", compute="_compute_line_count")

    @api.depends("source")
    def _compute_line_count(self):
        for version in self:
            version.line_count = len((version.source or "").splitlines())

    def action_restore(self):
        """The template gets this source; what it has now becomes a version."""
        self.ensure_one()
        self.template_id.source = self.source
        return True

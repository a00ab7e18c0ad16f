from odoo import fields, models


class UtilityDocumentTemplate(models.Model):
    """Every change of a source can be taken back."""

    _inherit = "utility.document.template"

    version_ids = fields.One2many("utility.document.version", "template_id", readonly=True)

    def write(self, vals):
        if vals.get("source"):
            self._keep_versions(vals["source"])
        return super().write(vals)

    def _keep_versions(self, source):
        """Keep the sources that differ from ``source``; one that is kept as the last is not doubled."""
        kept = [
            {"template_id": template.id, "source": template.source}
            for template in self
            if template.source != source
            and template.version_ids.sorted("id")[-1:].source != template.source
        ]
        # sudo: whoever may change a template leaves its version, which nobody edits
        self.env["utility.document.version"].sudo().create(kept)

    def action_restore_original(self):
        """The source that the template was made with; the one of now becomes a version."""
        for template in self:
            if original := template.version_ids.sorted("id")[:1]:
                template.source = original.source
        return True

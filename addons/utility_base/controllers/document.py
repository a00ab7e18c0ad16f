from odoo.http import Controller, content_disposition, request, route


class DocumentController(Controller):
    @route("/utility/document/<int:template_id>/preview", auth="user", type="http")
    def preview(self, template_id, lang="en"):
        """Sample of a document template as PDF; for those who may read templates."""
        template = request.env["utility.document.template"].browse(template_id)
        template.check_access("read")
        pdf = template._render(template._sample_data(), lang)
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(pdf)),
            ("Content-Disposition", content_disposition(f"{template.name}.pdf", "inline")),
        ]
        return request.make_response(pdf, headers=headers)

import io

from odoo.http import Controller, content_disposition, request, route
from odoo.tools.pdf import PdfReader, PdfWriter


class DocumentController(Controller):
    def _pdf(self, content, name):
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"{name}.pdf", "inline")),
        ]
        return request.make_response(content, headers=headers)

    def _checked(self, model, record_id):
        """The record if the user may read it; its rights are those of the screens."""
        record = request.env[model].browse(record_id).exists()
        if not record:
            raise request.not_found()
        record.check_access("read")
        return record

    @route("/utility/document/<int:template_id>/preview", auth="user", type="http")
    def preview(self, template_id, lang="en"):
        """Sample of a document template as PDF; for those who may read templates."""
        template = self._checked("utility.document.template", template_id)
        return self._pdf(template._render(template._sample_data(), lang), template.name)

    @route("/utility/contract/<int:contract_id>", auth="user", type="http")
    def contract(self, contract_id):
        contract = self._checked("utility.contract", contract_id)
        return self._pdf(contract._render_document(), contract.number)

    @route("/utility/amendment/<int:amendment_id>", auth="user", type="http")
    def amendment(self, amendment_id):
        amendment = self._checked("utility.contract.amendment", amendment_id)
        return self._pdf(amendment._render_document(), amendment.display_name)

    @route("/utility/document/reminders", auth="user", type="http")
    def reminders(self, ids=""):
        """Letters about documents that have not come back, one a customer, in one file."""
        wanted = [int(part) for part in ids.split(",") if part.isdigit()]
        documents = request.env["utility.unreturned.document"].search([("id", "in", wanted)])
        if not documents:
            raise request.not_found()
        writer, output = PdfWriter(), io.BytesIO()
        for letter in documents._reminders_pdf():
            for page in PdfReader(io.BytesIO(letter)).pages:
                writer.add_page(page)
        writer.write(output)
        return self._pdf(output.getvalue(), "reminders")

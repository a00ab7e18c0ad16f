import io

from odoo.http import Controller, request, route
from odoo.tools.pdf import PdfReader, PdfWriter

from .answers import checked, pdf_answer


class DocumentController(Controller):
    @route("/utility/document/<int:template_id>/preview", auth="user", type="http")
    def preview(self, template_id, lang="en"):
        """Sample of a document template as PDF; for those who may read templates."""
        template = checked("utility.document.template", template_id)
        return pdf_answer(template._render(template._sample_data(), lang), template.name)

    @route("/utility/contract/<int:contract_id>", auth="user", type="http")
    def contract(self, contract_id):
        contract = checked("utility.contract", contract_id)
        return pdf_answer(contract._render_document(), contract.number)

    @route("/utility/amendment/<int:amendment_id>", auth="user", type="http")
    def amendment(self, amendment_id):
        amendment = checked("utility.contract.amendment", amendment_id)
        return pdf_answer(amendment._render_document(), amendment.display_name)

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
        return pdf_answer(output.getvalue(), "reminders")

from odoo.http import Controller, request, route

from odoo.addons.utility_base.controllers.answers import pdf_answer


class PaperController(Controller):
    @route("/utility/papers", auth="user", type="http")
    def papers(self, ids=""):
        """Papers of organisations as one PDF, for those who may read them."""
        wanted = [int(part) for part in ids.split(",") if part.isdigit()]
        papers = request.env["utility.paper"].search([("id", "in", wanted)])
        if not papers:
            raise request.not_found()
        papers._check_print_limit()
        content = papers._pdf()
        name = papers.display_name if len(papers) == 1 else "papers"
        return pdf_answer(content, name)

from odoo.http import Controller, content_disposition, request, route


class PaperController(Controller):
    @route("/utility/papers", auth="user", type="http")
    def papers(self, ids=""):
        """Papers of organisations as one PDF, for those who may read them."""
        wanted = [int(part) for part in ids.split(",") if part.isdigit()]
        papers = request.env["utility.paper"].search([("id", "in", wanted)])
        if not papers:
            raise request.not_found()
        content = papers._pdf()
        name = papers.display_name.replace("/", "-") if len(papers) == 1 else "papers"
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"{name}.pdf", "inline")),
        ]
        return request.make_response(content, headers=headers)

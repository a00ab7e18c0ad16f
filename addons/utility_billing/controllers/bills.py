from odoo.http import Controller, content_disposition, request, route


class BillController(Controller):
    @route("/utility/bills", auth="user", type="http")
    def bills(self, ids="", explain=""):
        """Bills as one PDF, for those who may read them; ``explain``: with their explanations."""
        wanted = [int(part) for part in ids.split(",") if part.isdigit()]
        bills = request.env["utility.bill"].browse(wanted).exists()
        if not bills:
            raise request.not_found()
        content = bills._pdf(explain=bool(explain))
        name = bills.number.replace("/", "-") if len(bills) == 1 else "bills"
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"{name}.pdf", "inline")),
        ]
        return request.make_response(content, headers=headers)

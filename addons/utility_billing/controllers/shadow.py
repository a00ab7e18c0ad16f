from odoo.http import Controller, content_disposition, request, route

from .tariff_studies import XLSX


class ShadowController(Controller):
    @route("/utility/shadow/<int:shadow_id>.xlsx", auth="user", type="http", readonly=True)
    def workbook(self, shadow_id):
        """Differences of a comparison; for those who may read it."""
        shadow = request.env["utility.shadow"].browse(shadow_id).exists()
        if not shadow:
            raise request.not_found()
        content = shadow._workbook()
        headers = [
            ("Content-Type", XLSX),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"{shadow.name}.xlsx")),
        ]
        return request.make_response(content, headers=headers)

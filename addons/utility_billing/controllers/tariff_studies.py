from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TariffStudyController(Controller):
    @route("/utility/tariff-study/<int:study_id>.xlsx", auth="user", type="http", readonly=True)
    def workbook(self, study_id):
        """Results of a study; for those who may read it."""
        study = request.env["utility.tariff.study"].browse(study_id).exists()
        if not study:
            raise request.not_found()
        content = study._workbook()
        headers = [
            ("Content-Type", XLSX),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(f"{study.name}.xlsx")),
        ]
        return request.make_response(content, headers=headers)

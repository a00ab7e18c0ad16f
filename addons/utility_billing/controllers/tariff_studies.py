from odoo.http import Controller, route

from odoo.addons.utility_base.controllers.answers import checked, xlsx_answer


class TariffStudyController(Controller):
    @route("/utility/tariff-study/<int:study_id>.xlsx", auth="user", type="http", readonly=True)
    def workbook(self, study_id):
        """Results of a study; for those who may read it."""
        study = checked("utility.tariff.study", study_id)
        return xlsx_answer(study._workbook(), study.name)

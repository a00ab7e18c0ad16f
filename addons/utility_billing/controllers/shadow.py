from odoo.http import Controller, route

from odoo.addons.utility_base.controllers.answers import checked, xlsx_answer


class ShadowController(Controller):
    @route("/utility/shadow/<int:shadow_id>.xlsx", auth="user", type="http", readonly=True)
    def workbook(self, shadow_id):
        """Differences of a comparison; for those who may read it."""
        shadow = checked("utility.shadow", shadow_id)
        return xlsx_answer(shadow._workbook(), shadow.name)

from odoo import api, models
from odoo.exceptions import UserError


class UtilityAgreementPartMixin(models.AbstractModel):
    """A row of an agreement (``agreement_id``): fixed once the agreement is no draft."""

    _name = "utility.agreement.part.mixin"
    _description = "Part of an instalment agreement"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_draft()
        return rows

    def write(self, vals):
        fixed = set(vals) - set(self._fixed_fields)
        if fixed:
            self._check_draft()
        result = super().write(vals)
        if fixed:
            # it may have come to another agreement
            self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_draft()

    def _check_draft(self):
        if self._is_outside() and any(row.agreement_id.state != "draft" for row in self):
            raise UserError(
                self.env._("An agreement in force keeps its schedule. Cancel it and make another.")
            )

from odoo import api, models
from odoo.exceptions import UserError


class UtilityCashMadeMixin(models.AbstractModel):
    """Rows of the till that the methods of the desk make and change, and nobody else.

    Cashiers have the rights that these methods need; a row of their own making by RPC would be a
    receipt without a payment or cash that no receipt explains.
    """

    _name = "utility.cash.made.mixin"
    _description = "Made by the cash desk alone"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_outside()
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_outside()
        return super().write(vals)

    def _refuse_outside(self):
        if self._is_outside():
            raise UserError(self.env._("This is made and changed at the cash desk only."))

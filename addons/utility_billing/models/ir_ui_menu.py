from odoo import models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Who has the Ledger finds the months there, where they are closed: once is enough."""
        hidden = super()._load_menus_blacklist()
        if self.env.user.has_group("utility_base.group_accountant"):
            hidden = [*hidden, self.env.ref("utility_base.menu_settings_periods").id]
        return hidden

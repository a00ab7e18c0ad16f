from odoo import fields, models


class UtilityAccountTurn(models.Model):
    """Who changes the balance of an account takes its turn here (see ``lock_accounts``).

    A small row of its own, because a written row of the account would write all its indexes anew.
    """

    _name = "utility.account.turn"
    _description = "Turn of an account"
    _inherit = ["utility.lean.mixin"]
    _auto = False
    _log_access = False
    _lean_fillfactor = 50

    account_id = fields.Many2one("utility.account", required=True, readonly=True)
    turn = fields.Integer(required=True, readonly=True)

    _account_uniq = models.UniqueIndex("(account_id)")

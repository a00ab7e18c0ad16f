from odoo import models
from odoo.exceptions import UserError


class UtilityContractAmendment(models.Model):
    """Amendments come into force and are cancelled; their terms follow by themselves (A07)."""

    _inherit = "utility.contract.amendment"

    def action_activate(self):
        """Bring into force: its terms hold from its day on.

        :raises UserError: it changes nothing, is not signed, or the contract is not in force
        """
        for amendment in self:
            name = amendment.display_name
            if amendment.state != "draft":
                raise UserError(self.env._("Amendment %s is not a draft.", name))
            if amendment.contract_id.state not in ("active", "suspended"):
                raise UserError(
                    self.env._("Amendment %s: bring the contract itself into force first.", name)
                )
            if not amendment.date_signed:
                raise UserError(self.env._("Amendment %s: give the date of signing.", name))
            if not amendment.term_ids:
                raise UserError(self.env._("Amendment %s changes no terms yet.", name))
        return self._transition(state="active")

    def action_cancel(self):
        """Take out of force; the terms before it hold again."""
        return self._transition(state="cancelled")

    def action_draft(self):
        return self._transition(state="draft")

    def _signed_user(self):
        return self.contract_id._signed_user()

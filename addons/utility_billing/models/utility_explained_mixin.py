from odoo import models
from odoo.exceptions import AccessError


class UtilityExplainedMixin(models.AbstractModel):
    """What staff by their rights and residents for their own accounts may have explained."""

    _name = "utility.explained.mixin"
    _description = "Explained to its payer"

    def _explained_bills(self):
        """The bills that the records belong to; records without one are for staff alone."""
        raise NotImplementedError

    def _explained(self, lang=None):
        """The records to read from, in ``lang``, after the check of access.

        :raises AccessError: not readable for staff, not their own for others
        """
        records = self
        if self.env.user._is_internal() or self.env.su:
            self.check_access("read")
        else:
            # sudo: a payer may read what concerns the own account and nothing else, checked here
            records = self.sudo()
            partner = self.env.user.partner_id
            for record in records:
                bills = record._explained_bills()
                if not (
                    self.env.user._is_portal()
                    and record.account_id.partner_id == partner
                    and bills
                    and set(bills.mapped("state")) == {"approved"}
                ):
                    raise AccessError(self.env._("This is not a bill of your account."))
        if lang:
            lang = self.env["utility.document.template"].sudo()._installed(lang)
            records = records.with_context(lang=lang)
        return records

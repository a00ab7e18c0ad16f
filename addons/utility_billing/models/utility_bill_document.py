from odoo import models
from odoo.exceptions import UserError

from ..loader.bill_documents import BillDocuments

PRINT_LIMIT = 500


class UtilityBill(models.Model):
    """Bills on paper (H01, H04, H07)."""

    _inherit = "utility.bill"

    def _documents(self):
        """:class:`~..gateway.bill_data.BillDocument` of each bill, in their order."""
        self.check_access("read")
        return BillDocuments(self.env).documents(self)

    def _pdf(self):
        """One PDF of the bills; those of several companies take the template of the first."""
        company = self.company_id[:1]
        return self.env["utility.document.template"]._render_bills(self._documents(), company)

    def action_print(self):
        """Open the bills as one PDF."""
        if len(self) > PRINT_LIMIT:
            raise UserError(
                self.env._(
                    "At most %(limit)s bills are printed at once; %(count)s are chosen. Choose a "
                    "building.",
                    limit=PRINT_LIMIT,
                    count=len(self),
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/bills?ids={','.join(map(str, self.ids))}",
            "target": "new",
        }

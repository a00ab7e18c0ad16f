from odoo import models
from odoo.exceptions import UserError

from ..loader.bill_documents import BillDocuments

PRINT_LIMIT = 500


class UtilityBill(models.Model):
    """Bills on paper (H01, H04, H07)."""

    _inherit = "utility.bill"

    def _documents(self, explain=False, separate=False, supplier_id=False):
        """:class:`~..gateway.bill_data.BillDocument` of each bill, in their order.

        :param explain: with the appendix "why this amount"
        :param separate: a document for each payee (H09); they have no appendix
        :param supplier_id: only the documents of this payee
        """
        self.check_access("read")
        reader = BillDocuments(self.env)
        if separate or supplier_id:
            return reader.separate(self, supplier_id)
        return reader.documents(self, explain)

    def _pdf(self, **options):
        """One PDF of the bills; those of several companies take the template of the first.

        :param options: see :meth:`_documents`
        :raises UserError: nothing to print, or a template is wrong
        """
        documents = self._documents(**options)
        if not documents:
            raise UserError(self.env._("None of these bills has a document of this payee."))
        return self.env["utility.document.template"]._render_bills(documents, self.company_id[:1])

    def _check_print_limit(self):
        """One request makes no more than a worker can do while somebody waits."""
        if len(self) > PRINT_LIMIT:
            raise UserError(
                self.env._(
                    "At most %(limit)s bills are printed at once; %(count)s are chosen. Choose a "
                    "building.",
                    limit=PRINT_LIMIT,
                    count=len(self),
                )
            )

    def action_print(self):
        """Open the bills as one PDF."""
        self._check_print_limit()
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/bills?ids={','.join(map(str, self.ids))}",
            "target": "new",
        }

    def action_print_explained(self):
        """Open the bills with the pages that tell why they are what they are."""
        action = self.action_print()
        return action | {"url": f"{action['url']}&explain=1"}

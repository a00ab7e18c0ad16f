from decimal import Decimal

from odoo import models


class UtilityPosting(models.AbstractModel):
    """Entries of transfers to suppliers.

    Collected: what the supplier was charged for becomes what we owe it. Fee: a part of it stays with
    us. Handed over: the rest leaves the bank.
    """

    _inherit = "utility.posting"

    def _post_transfer(self, transfer):
        rules = self._rules(transfer.company_id)
        values = []
        for document, amount in (("collected", transfer.collected), ("fee", transfer.fee)):
            if amount:
                values.append(self._transfer_entry(rules, transfer, document, amount))
        return self._create(values)

    def _post_handover(self, transfer, date):
        if not transfer.payable:
            return self.env["account.move"]
        rules = self._rules(transfer.company_id)
        entry = self._transfer_entry(rules, transfer, "handover", transfer.payable)
        return self._create([entry | {"date": date}])

    def _transfer_entry(self, rules, transfer, document, amount):
        rule = self._rule(rules, document, supplier_id=transfer.supplier_id.id)
        label = f"{transfer.number}, {transfer.supplier_id.name}"
        partner = {"partner_id": transfer.supplier_id.id}
        amount = Decimal(f"{amount:.2f}")
        lines = [(rule.account_id, amount, partner), (rule.counterpart_id, -amount, partner)]
        return self._entry(rule, transfer.date_to, label, lines)

from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.tools.downloads import new_file

from ..gateway.payment_order import PaymentOrder, Requisites, payment_orders


class UtilityTransfer(models.Model):
    """Payment orders of transfers for the client program of the bank."""

    _inherit = "utility.transfer"

    def action_payment_order(self):
        """Payment orders of confirmed transfers as a file of 1CClientBankExchange."""
        self._check_state("confirmed")
        today = fields.Date.context_today(self)
        orders = []
        for transfer in self:
            payer, payee = (
                self._requisites(partner)
                for partner in (transfer.company_id.partner_id, transfer.supplier_id)
            )
            orders.append(
                PaymentOrder(
                    number=str(transfer.id),
                    date=today,
                    amount=Decimal(f"{transfer.payable:.2f}"),
                    payer=payer,
                    payee=payee,
                    purpose=self.env._(
                        "Money collected from %(start)s to %(end)s, register %(number)s",
                        start=transfer.date_from,
                        end=transfer.date_to,
                        number=transfer.number,
                    ),
                )
            )
        return new_file(self[0], "kl_to_1c.txt", payment_orders(orders, today), "text/plain")

    def _requisites(self, partner):
        data = partner._document_requisites()
        if not data["bank_account"]:
            raise UserError(self.env._("%s has no bank account.", partner.display_name))
        return Requisites(
            name=data["name"],
            tax_id=data["code"],
            kpp=data["kpp"],
            account=data["bank_account"],
            bank=data["bank"],
            bic=data["bic"],
            correspondent=data["correspondent"],
        )

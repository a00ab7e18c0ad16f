from decimal import Decimal

from odoo import api, fields, models

from ..gateway.payment_order_file import Charge, build_charges


class UtilityPaymentOrder(models.Model):
    """Orders that go to the bank as a file and come back in its registry of payments."""

    _inherit = "utility.payment.order"

    @api.model
    def _for_file(self, company, until):
        """Orders of a company for the bank that are due until a day."""
        return self.search(
            [
                ("company_id", "=", company.id),
                ("schedule_id.provider", "=", "registry"),
                ("state", "in", ("planned", "announced")),
                ("date", "<=", until),
            ],
            order="date, id",
        )

    def _make_file(self, encoding):
        """The file of orders that still have something to pay; they become sent with it.

        :return: ``ir.attachment``, empty where nothing is left to pay
        """
        self.env.flush_all()
        orders = self._checked()
        files = self.env["ir.attachment"]
        if not orders:
            return files
        content = build_charges(
            [
                Charge(
                    order.number,
                    order.schedule_id.mandate or "",
                    order.account_id.number,
                    order.partner_id.name or "",
                    order.date,
                    Decimal(f"{order.amount:.2f}"),
                    order.currency_id.name,
                    self.env._(
                        "%(number)s, personal account %(account)s",
                        number=order.number,
                        account=order.account_id.number,
                    ),
                )
                for order in orders
            ],
            encoding,
        )
        today = fields.Date.context_today(self)
        # sudo: the file belongs to all of its orders, seen by whoever sees the first of them
        file = files.sudo().create(
            {
                "name": f"payments_{today}_{orders[0].number}.csv",
                "raw": content,
                "mimetype": "text/csv",
                "res_model": self._name,
                "res_id": orders[0].id,
            }
        )
        orders._transition(state="sent", sent_at=fields.Datetime.now(), file_id=file.id)
        return file

    def action_take_back(self):
        """Orders of a file that did not reach the bank wait again."""
        self.check_access("write")
        self._expect("sent")
        orders = self.filtered(lambda o: o.provider == "registry")
        return orders._transition(state="announced", sent_at=False, file_id=False)

from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.utility_base.tools.transition import TRANSITION


class UtilityCashShift(models.Model):
    """The close: the count, the cash orders, the totals, the entries of the ledger."""

    _inherit = "utility.cash.shift"

    def _blockers(self):
        """Texts of what has to be settled before the close."""
        self.ensure_one()
        receipts = self.receipt_ids.filtered(
            lambda r: r.fiscal_state in ("pending", "sent", "failed")
        )
        states = dict(receipts._fields["fiscal_state"]._description_selection(self.env))
        texts = [
            f"{r.name}: {states[r.fiscal_state]} {r.fiscal_error or ''}".strip() for r in receipts
        ]
        operations = self.env["utility.pos.operation"].search(
            [
                ("shift_id", "=", self.id),
                ("receipt_id", "=", False),
                "|",
                ("state", "in", ("new", "unknown")),
                "&",
                ("kind", "=", "pay"),
                ("state", "=", "approved"),
            ]
        )
        texts += [
            self.env._(
                "Card payment %s has no receipt: finish or cancel it.", operation.display_name
            )
            for operation in operations
        ]
        # sudo: the receipt may be of another cashier
        given_back = (
            self.env["utility.pos.operation"]
            .sudo()
            .search(
                [
                    ("shift_id", "=", self.id),
                    ("kind", "=", "cancel"),
                    ("state", "=", "approved"),
                    ("original_id.receipt_id.state", "=", "registered"),
                ]
            )
        )
        texts += [
            self.env._(
                "The card payment of receipt %s is given back: give the receipt back, too.",
                operation.original_id.receipt_id.name,
            )
            for operation in given_back
        ]
        return texts

    def _close(self, counted, reason=""):
        """Close with ``counted`` cash (Decimal): orders, totals, entries, and the Z report.

        :raises UserError: receipts or card payments wait, or a difference has no reason
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "open":
            raise UserError(self.env._("Shift %s is closed already.", self.name))
        blockers = self._blockers()
        if blockers:
            raise UserError(
                self.env._("Before the close settle or have signed off:")
                + "\n"
                + "\n".join(blockers)
            )
        expected = self._cash_expected()
        difference = counted - expected
        if difference and not reason:
            raise UserError(
                self.env._(
                    "%(counted)s is counted, %(expected)s has to be there. Tell the reason.",
                    counted=counted,
                    expected=expected,
                )
            )
        cash = self._cash_taken()
        totals = self._totals()
        # the state first: from here on what the receipts brought counts by the orders
        self.with_context(utility_transition=TRANSITION).write(
            {
                "state": "closed",
                "closed_at": fields.Datetime.now(),
                "counted_cash": float(counted),
                "difference": float(difference),
                "difference_reason": reason or False,
                "z_report": totals | {"counted": f"{counted:.2f}", "expected": f"{expected:.2f}"},
            }
        )
        if cash:
            self._issue_order("receipts" if cash > 0 else "refunds", abs(cash))
        if difference:
            self._issue_order("surplus" if difference > 0 else "shortage", abs(difference), reason)
        self.env["utility.posting"]._post_shift(self)
        device = self.point_id.device_id
        if device:
            # sudo: cashiers have no rights on the settings of devices; the report is of their shift
            device.sudo().with_delay(
                description=self.env._("Z report of shift %s", self.name)
            )._job_close_shift(self.id)
        return self

    def _shares(self):
        """``[(name, apart, Decimal)]``: whom the money of the shift went to; None: paid ahead.

        As it was spread first; what later runs and corrections moved stays out.
        """
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT CASE WHEN a.kind = 'advance' THEN NULL
                            ELSE COALESCE(r.name, o.name) END AS name,
                       COALESCE(s.capital, a.capital, FALSE) AS apart, SUM(a.amount)::text
                  FROM utility_payment p
                  JOIN utility_allocation a ON a.payment_id = p.id AND a.run_id IS NULL
                       AND a.date = p.date
                  JOIN res_company c ON c.id = p.company_id
                  JOIN res_partner o ON o.id = c.partner_id
                  LEFT JOIN res_partner r ON r.id = a.supplier_id
                  LEFT JOIN utility_service s ON s.id = a.service_id
                 WHERE p.cash_shift_id = %s
                 GROUP BY 1, 2 HAVING SUM(a.amount) <> 0 ORDER BY 1 NULLS LAST, 2
                """,
                self.id,
            )
        )
        return [(name, apart, Decimal(amount)) for name, apart, amount in rows]

    def action_print(self):
        """The report of the shift: Z when it is closed, X before."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/utility/cash/shift/{self.id}",
            "target": "new",
        }

    def _totals(self):
        """Figures of the Z report as texts: sales and refunds by tender with fees, counts."""
        self.ensure_one()
        totals = {
            "receipts": self.last_number,
            "sales": {},
            "refunds": {},
            "fees": Decimal(0),
        }
        for receipt in self.receipt_ids:
            sums = totals["sales" if receipt.kind == "sale" else "refunds"]
            for tender in receipt.tender_ids:
                known = Decimal(sums.get(tender.kind, "0.00"))
                paid = Decimal(str(tender.amount)) + Decimal(str(tender.fee))
                sums[tender.kind] = f"{known + paid:.2f}"
                totals["fees"] += Decimal(str(tender.fee)) * (1 if receipt.kind == "sale" else -1)
        totals["fees"] = f"{totals['fees']:.2f}"
        return totals

from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.utility_billing.models.utility_posting_payments import DOCUMENT

from .utility_cash_order import DOCUMENT as ORDER_DOCUMENT


class UtilityPosting(models.AbstractModel):
    """Entries of the cash desk: one a shift and way of payment, one a cash order.

    Payments of organisations stand line by line in entries of their own, as invoices want them.
    """

    _inherit = "utility.posting"

    @api.model
    def _post_payments(self, company, until):
        moves = self._post_desk(company, until)
        return moves + super()._post_payments(company, until)

    def _post_shift(self, shift):
        """Entries of a shift that is being closed; a company without posting rules has none."""
        if not self._rules(shift.company_id.sudo()):
            return self.env["account.move"]
        return self._post_desk(shift.company_id, shift.date, shift) + self._post_fees(shift)

    def _post_fees(self, shift):
        """Entries of the fees that payers paid on top in a shift that is being closed."""
        sums = defaultdict(Decimal)
        tenders = shift.receipt_ids.tender_ids.filtered("fee")
        for tender in tenders:
            sign = -1 if tender.receipt_id.kind == "refund" else 1
            sums[tender.kind] += sign * Decimal(str(tender.fee))
        posting = self.sudo()  # sudo: cashiers do not read the rules of posting
        rules = posting._rules(shift.company_id)
        labels = dict(tenders._fields["kind"]._description_selection(self.env))
        moves = self.env["account.move"]
        for kind, amount in sums.items():
            facts = {"source": kind, "cash_point_id": shift.point_id.id}
            money = posting._rule(rules, "payment", **facts).counterpart_id
            rule = posting._rule(rules, "cash_fee", **facts)
            label = self.env._("%(shift)s, fees: %(kind)s", shift=shift.name, kind=labels[kind])
            lines = [(money, amount), (rule.account_id, -amount)]
            move = self._create([self._entry(rule, shift.date, label, lines)]) if amount else moves
            # sudo: the entry alone; cashiers change no way of payment
            done = tenders.sudo().filtered(lambda t, of=kind: t.kind == of)
            done._transition(fee_move_id=move.id)
            moves += move
        return moves

    def _post_desk(self, company, until, shift=None):
        """Entries of what desks took and gave back up to ``until`` that has none yet."""
        Payment = self.env["utility.payment"]
        Payment.flush_model()
        groups = self.env.execute_query(
            SQL(
                """
                SELECT p.cash_shift_id, p.date, p.source, %s, SUM(p.amount)::text
                  FROM utility_payment p LEFT JOIN utility_account a ON a.id = p.account_id
                 WHERE p.company_id = %s AND p.move_id IS NULL AND p.date <= %s
                   AND p.cash_shift_id IS NOT NULL AND %s
                 GROUP BY 1, 2, 3, 4 ORDER BY 2, 1, 3, 4
                """,
                DOCUMENT,
                company.id,
                until,
                SQL("p.cash_shift_id = %s", shift.id) if shift else SQL("TRUE"),
            )
        )
        # sudo: cashiers read neither the rules of posting nor the shifts of others
        posting = self.sudo()
        rules = posting._rules(company)
        labels = dict(Payment._fields["source"]._description_selection(self.env))
        shifts = self.env["utility.cash.shift"].sudo()
        values, settled = [], set()
        for shift_id, date, source, document, total in groups:
            of = shifts.browse(shift_id)
            rule = posting._rule(rules, document, source=source, cash_point_id=of.point_id.id)
            amount = Decimal(total)
            lines = [(rule.counterpart_id, amount)]
            if document == "receipt":
                only = SQL("p.cash_shift_id = %s", shift_id)
                receipts = posting._receipt_lines(rule, company, date, source, only)
                settled.update(extra["utility_settlement"] for _account, _amount, extra in receipts)
                lines += receipts
            else:
                lines.append((rule.account_id, -amount))
            values.append(self._entry(rule, date, f"{of.name}, {labels[source]}", lines))
        moves = self._create(values)
        for move, (shift_id, date, source, document, _total) in zip(moves, groups, strict=True):
            self._mark_desk_posted(move, shift_id, date, source, document)
        Payment.invalidate_model(["move_id"])
        posting.env["utility.invoicing"]._settle(company, settled)
        return moves

    def _mark_desk_posted(self, move, shift_id, date, source, document):
        move.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                WITH done AS (
                    UPDATE utility_payment SET move_id = %s
                     WHERE id IN (SELECT p.id FROM utility_payment p
                                    LEFT JOIN utility_account a ON a.id = p.account_id
                                   WHERE p.cash_shift_id = %s AND p.move_id IS NULL
                                     AND p.date = %s AND p.source = %s AND %s = %s)
                    RETURNING 1)
                SELECT COUNT(*) FROM done
                """,
                move.id,
                shift_id,
                date,
                source,
                DOCUMENT,
                document,
            )
        )

    def _post_cash_order(self, order):
        """The entry of an order; those of receipts and refunds are the entries of their payments."""
        document = ORDER_DOCUMENT.get(order.reason)
        # sudo: cashiers do not read the rules of posting
        rules = self.sudo()._rules(order.company_id)
        if not document or not rules:
            return
        rule = self.sudo()._rule(rules, document, cash_point_id=order.point_id.id)
        amount = Decimal(str(order.amount)) * (1 if order.kind == "in" else -1)
        reasons = dict(order._fields["reason"]._description_selection(self.env))
        label = f"{order.name}, {order.point_id.name}: {reasons[order.reason]}"
        lines = [(rule.counterpart_id, amount), (rule.account_id, -amount)]
        move = self._create([self._entry(rule, order.date, label, lines)])
        order._transition(move_id=move.id)

"""What bills say of instalment agreements: the payment of the schedule that the bill asks for."""

from collections import defaultdict

from odoo import fields

from odoo.addons.utility_base.tools.shown import shown_sum

from ..engine.periods import period_of, shift
from ..engine.rounding import ZERO, share_out
from ..gateway.bill_data import BillInstalment, BillNotice


class BillInstalments:
    """Agreements that held at the end of the months of some bills, read once.

    A bill asks for the payments dated in the month after its own, when it is paid, whether they
    came already or not: printed again it says the same.
    """

    def __init__(self, cursor, bills):
        self._found = defaultdict(list)
        cursor.execute(
            """
            SELECT a.account_id, a.id, a.number, a.date, a.date_end, a.interest_rate
              FROM utility_agreement a
             WHERE a.account_id = ANY(%s) AND a.state IN ('active', 'paid', 'broken', 'cancelled')
               AND a.number IS NOT NULL
             ORDER BY a.date, a.id
            """,
            [bills.account_id.ids],
        )
        agreements = cursor.fetchall()
        ids = [row[1] for row in agreements]
        self._parts = self._read(
            cursor,
            "SELECT agreement_id, date, amount FROM utility_agreement_line"
            " WHERE agreement_id = ANY(%s) ORDER BY date, id",
            ids,
        )
        self._debts = self._read(
            cursor,
            "SELECT agreement_id, service_id, SUM(amount) FROM utility_agreement_debt"
            " WHERE agreement_id = ANY(%s) GROUP BY agreement_id, service_id"
            " ORDER BY agreement_id, service_id",
            ids,
        )
        for account, *row in agreements:
            self._found[account].append(row)

    @staticmethod
    def _read(cursor, query, ids):
        found = defaultdict(list)
        if ids:
            cursor.execute(query, [ids])
            for agreement, *row in cursor.fetchall():
                found[agreement].append(row)
        return found

    def _of(self, bill):
        """``(number, date, payment, left after it, debts, rate)`` of the bill's agreement, or None."""
        end = fields.Date.end_of(bill.period_date, "month")
        for agreement, number, day, ended, rate in self._found[bill.account_id.id]:
            if bill.capital or day > end or (ended and ended <= end):
                continue
            paid_in = shift(period_of(bill.period_date), 1)
            parts = self._parts[agreement]
            asked = sum((amount for when, amount in parts if period_of(when) == paid_in), ZERO)
            after = sum((amount for when, amount in parts if period_of(when) > paid_in), ZERO)
            return number, day, asked, after, self._debts[agreement], rate
        return None

    def instalments(self, bill, charges, lines, lang):
        """:class:`BillInstalment` of each service of the debts; none without anything due.

        The payment is divided as the debts are, to the kopeck; the interest is that of the bill.
        """
        found = self._of(bill)
        interest = {}
        for charge in charges:
            if charge.kind == "instalment":
                interest[charge.service] = interest.get(charge.service, ZERO) + charge.amount
        if not found or not (found[2] or interest):
            return ()
        asked, debts, rate = found[2], found[4], found[5]
        shares = share_out(asked, [amount for _service, amount in debts])
        return tuple(
            BillInstalment(
                service=lines.service(service, None, None, lang)[0],
                of_past=share,
                interest=interest.get(service, ZERO),
                rate=rate or ZERO,
            )
            for (service, _amount), share in zip(debts, shares, strict=True)
            if share or interest.get(service)
        )

    def notices(self, bill, words):
        """A message that names the agreement, what is due of it, and what may wait."""
        found = self._of(bill)
        if not found:
            return ()
        number, day, asked, after, *_rest = found
        text = words["instalment_notice"].format(
            number=number, date=f"{day:%d.%m.%Y}", asked=shown_sum(asked), after=shown_sum(after)
        )
        return (BillNotice(text=text, important=True),)

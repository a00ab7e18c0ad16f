"""What must hold after every step of the walk, whatever came before it."""

from collections import defaultdict
from decimal import Decimal

from odoo.tools import SQL

from ..closing import INVARIANTS, Month
from ..closing.shared import PASSES
from ..loader.benefits import budget_parts
from ..loader.open_items import final_runs
from .walk_agreements import WalkAgreements

ZERO = Decimal(0)
#: invariants of the cockpit that no order of events may break
NEVER = (
    *("ledger_difference", "run_entries", "payment_entries", "entries_unposted"),
    *("payments_spread", "allocations_orphan", "deposits_held", "deposits_difference"),
    *("turnover_arithmetic", "turnover_chain", "turnover_facts"),
    *("bills_sum", "bills_arithmetic", "charges_rounding", "charges_vat"),
)


class WalkChecks(WalkAgreements):
    """Sub-ledger, ledger, statements and files agree."""

    def rows(self, query, **values):
        values = {"company": self.company.id, "final": final_runs(), **values}
        return self.env.execute_query(SQL(query, **values))

    def one(self, query, **values):
        return Decimal(self.rows(query, **values)[0][0] or 0)

    def broken(self):
        """``{check: what it found}`` of the checks that do not hold."""
        self.env.flush_all()
        found = {}
        for name in dir(self):
            if name.startswith("holds_"):
                try:
                    getattr(self, name)()
                except AssertionError as error:
                    found[name] = str(error)[:500]
        return found

    def holds_balances(self):
        """A balance is what was charged less what was paid."""
        found = defaultdict(Decimal)
        for account, amount in self.rows(
            """
            SELECT c.account_id, SUM(c.amount)::text FROM utility_charge c
             WHERE c.company_id = %(company)s AND %(final)s GROUP BY 1
             UNION ALL
            SELECT account_id, -SUM(amount)::text::numeric || '' FROM utility_payment
             WHERE company_id = %(company)s AND account_id IS NOT NULL GROUP BY 1
            """
        ):
            found[account] += Decimal(amount)
        balances = self.accounts._balances()
        for account in self.accounts:
            self.assertEqual(balances.get(account.id, ZERO), found[account.id], account.number)

    def holds_payments_spread(self):
        """Uses of a payment are its amount; a payment taken back covers nothing."""
        wrong = self.rows(
            """
            SELECT p.id, p.state, p.amount::text, COALESCE(SUM(a.amount), 0)::text
              FROM utility_payment p LEFT JOIN utility_allocation a ON a.payment_id = p.id
             WHERE p.company_id = %(company)s
             GROUP BY p.id HAVING COALESCE(SUM(a.amount), 0)
                    <> CASE WHEN p.state = 'allocated' THEN p.amount ELSE 0 END
            """
        )
        self.assertFalse(wrong)

    def holds_parts_of_payments(self):
        """No part of a payment is below nothing: neither a debt covered nor an advance left."""
        wrong = self.rows(
            """
            SELECT payment_id, period_date, service_id, kind, SUM(amount)::text
              FROM utility_allocation WHERE company_id = %(company)s
             GROUP BY payment_id, period_date, service_id, supplier_id, kind, capital
            HAVING SUM(amount) < 0
            """
        )
        self.assertFalse(wrong)

    def holds_debts(self):
        """No more is used for a debt than was charged for it."""
        wrong = self.rows(
            """
            SELECT x.account_id, x.period_date, x.service_id, x.supplier_id, x.kind,
                   SUM(x.amount)::text, SUM(x.used)::text
              FROM (SELECT c.account_id,
                           CASE WHEN c.debt_kind = 'penalty'
                                THEN COALESCE(c.of_period, c.period_date)
                                ELSE c.period_date END AS period_date,
                           c.service_id, c.supplier_id, c.debt_kind AS kind, c.amount, 0 AS used
                      FROM utility_charge c WHERE c.company_id = %(company)s AND %(final)s
                     UNION ALL
                    SELECT account_id, period_date, service_id, supplier_id, kind, 0, amount
                      FROM utility_allocation
                     WHERE company_id = %(company)s AND kind <> 'advance') x
             GROUP BY 1, 2, 3, 4, 5 HAVING SUM(x.used) > GREATEST(SUM(x.amount), 0)
            """
        )
        self.assertFalse(wrong)

    def holds_ledger(self):
        """Control accounts of customers, deposits and budgets hold what the sub-ledger posted."""
        posting = self.env["utility.posting"]
        self.assertEqual(posting._check(self.company)["difference"], 0, "customers")
        far = self.now.replace(year=2030)
        self.assertEqual(posting._check_deposits(self.company, far)["difference"], 0, "deposits")
        self.assertEqual(posting._check_budgets(self.company)["difference"], 0, "budgets")

    def holds_subledger(self):
        """What the ledger check calls the sub-ledger is the sum of all balances."""
        balances = self.accounts._balances()
        figures = self.env["utility.posting"]._check(self.company)
        self.assertEqual(figures["subledger"], sum(balances.values(), ZERO))

    def ledger(self, account):
        return self.one(
            "SELECT SUM(balance)::text FROM account_move_line WHERE company_id = %(company)s"
            " AND account_id = %(account)s AND parent_state = 'posted'",
            account=account.id,
        )

    def holds_supplier(self):
        """Charged for the supplier less collected; and what is owed to it, stand apart."""
        rules = self.env["utility.posting"]._rules(self.company)
        collected = rules._match("collected")
        charged = self.one(
            """
            SELECT SUM(c.amount)::text FROM utility_charge c
              JOIN utility_billing_run r ON r.id = c.run_id AND r.state = 'posted'
             WHERE c.company_id = %(company)s AND c.supplier_id = %(supplier)s
               AND c.kind NOT IN ('costs', 'opening', 'instalment')
            """,
            supplier=self.supplier.id,
        ) - self.one(
            "SELECT SUM(x.amount)::text FROM (%(parts)s) x JOIN utility_charge c"
            " ON c.id = x.charge_id WHERE c.supplier_id = %(supplier)s",
            parts=self._budget_parts(),
            supplier=self.supplier.id,
        )
        done = self.transfers("confirmed", "paid")
        taken = Decimal(f"{sum(done.mapped('collected')):.2f}")
        self.assertEqual(self.ledger(collected.account_id), taken - charged)
        paid = self.transfers("paid")
        owed = sum(done.mapped("payable")) - sum(paid.mapped("payable"))
        self.assertEqual(self.ledger(collected.counterpart_id), -Decimal(f"{owed:.2f}"))

    def _budget_parts(self):
        """Parts of the charges of posted runs that budgets pay."""
        return budget_parts(
            SQL(
                "c.company_id = %s AND c.run_id IN (SELECT id FROM utility_billing_run"
                " WHERE state = 'posted' AND kind <> 'history')"
                " AND c.account_id = ANY(%s)",
                self.company.id,
                self.people.ids,
            )
        )

    def holds_money_on_the_way(self):
        """Money on the way: what came, less what was handed over; deposits move through it."""
        rules = self.env["utility.posting"]._rules(self.company)
        came = self.one(
            "SELECT SUM(amount)::text FROM utility_payment WHERE company_id = %(company)s"
            " AND move_id IS NOT NULL AND source <> 'subsidy'"
        )
        kept = self.one(
            "SELECT SUM(amount)::text FROM utility_deposit_move WHERE company_id = %(company)s"
            " AND move_id IS NOT NULL AND kind <> 'interest'"
        )
        handed = Decimal(f"{sum(self.transfers('paid').mapped('payable')):.2f}")
        money = rules.filtered(
            lambda r: r.document in ("payment", "receipt", "suspense") and r.source != "subsidy"
        )
        found = sum(map(self.ledger, money.counterpart_id), ZERO)
        self.assertEqual(found, came + kept - handed)

    def holds_statement(self):
        """The statement of any days is the same by account, house, service and supplier."""
        last = self.random_day
        first = min(last, self.now.replace(day=1))
        sums = {}
        names = ("opening", "charged", "recalculated", "paid", "closing")
        for by in ("account", "building", "service", "supplier"):
            sheet = self.env["utility.turnover.sheet"].create(
                {"date_from": first, "date_to": last, "by": by}
            )
            sheet._write_lines()
            lines = self.env["utility.turnover.sheet.line"].search([("sheet_id", "=", sheet.id)])
            sums[by] = tuple(round(sum(lines.mapped(name)), 2) for name in names)
        self.assertEqual(len(set(sums.values())), 1, sums)
        total = sum(self.accounts._balances(last).values(), ZERO)
        self.assertEqual(f"{sums['account'][-1]:.2f}", f"{total:.2f}", last)

    def holds_books(self):
        """The book of sales has the VAT and the net of the charges that are posted and ours."""
        rows = self.env["utility.vat.book"].search(
            [("company_id", "=", self.company.id), ("book", "=", "sale")]
        )
        back = self.env["utility.vat.book"].search(
            [("company_id", "=", self.company.id), ("book", "=", "purchase")]
        )
        ours = SQL("c.supplier_id IS DISTINCT FROM %s AND c.kind <> 'opening'", self.supplier.id)
        for column, figure in (("vat", "vat"), ("base", "net")):
            charged = self.one(
                """
                SELECT SUM(c.%(figure)s)::text FROM utility_charge c
                  JOIN utility_billing_run r ON r.id = c.run_id AND r.state = 'posted'
                 WHERE c.company_id = %(company)s AND %(ours)s
                """,
                figure=SQL.identifier(figure),
                ours=ours,
            ) - self.one(
                "SELECT SUM(x.%(figure)s)::text FROM (%(parts)s) x JOIN utility_charge c"
                " ON c.id = x.charge_id WHERE %(ours)s",
                figure=SQL.identifier(figure),
                parts=self._budget_parts(),
                ours=ours,
            )
            found = sum(rows.mapped(column)) - sum(back.mapped(column))
            self.assertEqual(round(found - float(charged), 2), 0, column)

    def holds_exports(self):
        """Entries of files are live postings, each in one file, with their sums."""
        twice = self.rows(
            """
            SELECT move_id FROM utility_posting_export_line
             WHERE company_id = %(company)s AND state IN ('sent', 'accepted')
             GROUP BY 1 HAVING COUNT(*) > 1
            """
        )
        self.assertFalse(twice)

    def cockpit(self):
        """Codes of the cockpit that found what no order of events may bring about."""
        found = {}
        for month in self.open_months():
            state = Month.of(self.env["utility.period"]._get(month, self.company))
            for name in ("balance", "sums", "lines"):
                PASSES[name](state)
            for code in NEVER:
                rows = self.env.execute_query(INVARIANTS[code].query(state))
                if rows:
                    found[code, f"{month:%Y-%m}"] = str(rows[:2])
        return found

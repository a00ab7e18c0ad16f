from odoo.tests import tagged

from .closing_common import ClosingCommon

#: code of the invariant, SQL that breaks it, other codes that the same fault breaks too
CHARGES = [
    ("charges_without_tariff", "UPDATE utility_charge SET price = NULL WHERE id = {charge}"),
    ("charges_negative_volume", "UPDATE utility_charge SET volume = -1 WHERE id = {charge}"),
    (
        "charges_rounding",
        "UPDATE utility_charge SET net = net + 0.001, vat = vat - 0.001 WHERE id = {charge}",
    ),
    ("charges_vat", "UPDATE utility_charge SET net = net - 1, vat_rate = 0 WHERE id = {charge}"),
    (
        "charges_vat_rate",
        "UPDATE utility_charge SET vat_rate = 22, vat = 1, net = amount - 1 WHERE id = {charge}",
    ),
    (
        "charges_without_bill",
        "UPDATE utility_charge SET bill_id = NULL WHERE id = {charge}",
        "bills_sum",
    ),
    (
        "charges_foreign",
        "UPDATE utility_charge SET period_date = '2026-04-01' WHERE id = {charge}",
        "ledger_difference",
    ),
    (
        "charges_closed_account",
        "UPDATE utility_account SET date_close = '2026-02-15', state = 'closed' WHERE id = {second}",
    ),
    ("charges_without_service", "UPDATE utility_charge SET service_id = NULL WHERE id = {charge}"),
    (
        "privileges_over_charge",
        "UPDATE utility_bill SET privileges = -9, recalculated = charged + 1 WHERE id = {bill}",
    ),
]
BILLS = [
    (
        "bills_sum",
        "UPDATE utility_bill SET charged = charged + 1, closing = closing + 1 WHERE id = {bill}",
    ),
    ("bills_arithmetic", "UPDATE utility_bill SET closing = closing + 1 WHERE id = {bill}"),
    (
        "bills_opening",
        "UPDATE utility_bill SET opening = opening + 1, closing = closing + 1 WHERE id = {bill}",
    ),
    ("bills_due", "UPDATE utility_bill SET date_due = NULL WHERE id = {bill}"),
    ("bills_number", "UPDATE utility_bill SET number = 'SAME' WHERE run_id = {run}"),
    (
        "bills_draft",
        "UPDATE utility_bill SET state = 'draft' WHERE id = {bill}",
        "accounts_unbilled",
    ),
    ("bills_held", "UPDATE utility_bill SET state = 'held' WHERE id = {bill}"),
]
ACCOUNTS = [
    (
        "accounts_unbilled",
        "UPDATE utility_bill SET state = 'reversed' WHERE id = {bill}",
    ),
    (
        "problems_open",
        "INSERT INTO utility_billing_problem (run_id, company_id, code, message, state)"
        " VALUES ({run}, {company}, 'X', 'X', 'open')",
    ),
    (
        "runs_unfinished",
        "INSERT INTO utility_billing_run (name, company_id, period_id, state, kind)"
        " VALUES ('X', {company}, {period}, 'review', 'month')",
    ),
    (
        "services_twice",
        "INSERT INTO utility_account_service (account_id, company_id, service_id, date_from,"
        " no_meter_reason, sequence) SELECT account_id, company_id, service_id, '2026-03-01',"
        " no_meter_reason, sequence FROM utility_account_service WHERE account_id = {first} LIMIT 1",
    ),
    (
        "services_without_tariff",
        "UPDATE utility_account_service SET service_id = {heating} WHERE id ="
        " (SELECT MIN(id) FROM utility_account_service WHERE account_id = {first})",
    ),
    (
        "recalculations_waiting",
        "INSERT INTO utility_recalculation (company_id, building_id, date_from, state, reason)"
        " VALUES ({company}, {building}, '2026-01-01', 'open', 'area')",
    ),
]
MONEY = [
    (
        "payments_suspense_old",
        "INSERT INTO utility_payment (company_id, date, amount, source, state, move_id)"
        " VALUES ({company}, '2026-02-01', 5, 'manual', 'suspense', {move})",
    ),
    ("payments_spread", "UPDATE utility_allocation SET amount = amount - 1 WHERE id = {allocation}"),
    ("allocations_orphan", "UPDATE utility_allocation SET payment_id = 0 WHERE id = {allocation}",
     "payments_spread"),
    (
        "allocations_over_debt",
        "UPDATE utility_allocation SET amount = amount + 1 WHERE id = {allocation};"
        " UPDATE utility_payment SET amount = amount + 1 WHERE id = {payment}",
        "ledger_difference", "payment_entries",
    ),
    (
        "advance_and_debt",
        "UPDATE utility_allocation SET service_id = NULL, kind = 'advance' WHERE id = {allocation}",
    ),
    (
        "registries_open",
        "INSERT INTO utility_payment_registry (company_id, state, source, order_date)"
        " VALUES ({company}, 'ready', 'registry', '2026-03-05')",
    ),
    (
        "registries_sum",
        "INSERT INTO utility_payment_registry (company_id, state, source, order_date, total)"
        " VALUES ({company}, 'done', 'registry', '2026-03-05', 7)",
    ),
    (
        "registry_lines_paid",
        "INSERT INTO utility_payment_registry (id, company_id, state, source, order_date, total)"
        " VALUES (-1, {company}, 'done', 'registry', '2026-03-05', 7);"
        " INSERT INTO utility_payment_registry_line (registry_id, company_id, state, date, amount)"
        " VALUES (-1, {company}, 'paid', '2026-03-05', 7)",
    ),
    (
        "opening_draft",
        "INSERT INTO utility_opening_balance (company_id, account_id, service_id, kind, state,"
        " period_date, amount) VALUES ({company}, {first}, {heating}, 'principal', 'draft',"
        " '2026-01-01', 1)",
    ),
]  # fmt: skip
LEDGER = [
    (
        "runs_unposted",
        "UPDATE utility_billing_run SET state = 'documents' WHERE id = {run}",
        "ledger_difference",
    ),
    (
        "payments_unposted",
        "UPDATE utility_payment SET move_id = NULL WHERE id = {payment}",
        "ledger_difference",
    ),
    (
        "run_entries",
        "UPDATE account_move_line SET balance = balance + 1 WHERE id ="
        " (SELECT MIN(l.id) FROM account_move_line l JOIN account_move m ON m.id = l.move_id"
        " WHERE m.utility_run_id = {run} AND l.balance > 0)",
        "ledger_difference",
    ),
    (
        "payment_entries",
        "UPDATE account_move_line SET balance = balance + 1 WHERE move_id = {move} AND balance < 0",
        "ledger_difference",
    ),
    (
        "entries_unposted",
        "UPDATE account_move SET state = 'draft' WHERE id = {move}",
    ),
    (
        "ledger_difference",
        "UPDATE account_move_line SET date = '2026-04-01' WHERE move_id = {move}",
    ),
]
BALANCES = [
    (
        "months_open",
        "UPDATE utility_period SET state = 'open' WHERE company_id = {company}"
        " AND date_from = '2026-02-01'",
    ),
    ("turnover_arithmetic", "UPDATE utility_turnover SET closing = closing + 1,"
     " opening = opening WHERE id = {turnover}", "bills_opening"),
    (
        "turnover_chain",
        "UPDATE utility_turnover SET opening = opening + 1, paid = paid + 1 WHERE id = {turnover}",
        "turnover_facts",
    ),
    (
        "turnover_facts",
        "UPDATE utility_turnover SET charged = charged + 1, paid = paid, closing = closing + 1"
        " WHERE id = {turnover}", "bills_opening",
    ),
]  # fmt: skip
OTHERS = [
    (
        "tariffs_ending",
        "UPDATE utility_tariff SET date_to = '2026-04-15' WHERE company_id = {company}",
    ),
    (
        "events_draft",
        "INSERT INTO utility_event (company_id, building_id, kind, state, date_from)"
        " VALUES ({company}, {building}, 'outage', 'draft', '2026-03-05')",
    ),
    ("readings_waiting", "UPDATE utility_reading SET state = 'suspect' WHERE id = {reading}"),
    (
        "readings_twice",
        "UPDATE utility_reading SET date = '2026-03-24', source = 'call' WHERE meter_id = {meter}",
    ),
]


@tagged("post_install", "-at_install")
class TestClosingInvariants(ClosingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        payment = cls.env["utility.payment"].search(
            [("company_id", "=", cls.company.id)], order="id desc", limit=1
        )

        def first(model, *domain):
            found = cls.env[model].search([("company_id", "=", cls.company.id), *domain])
            return found.sorted("id")[:1].id

        second = ("account_id", "=", cls.second.id)
        cls.names = {
            "company": cls.company.id,
            "building": cls.building.id,
            "period": cls.period.id,
            "run": cls.march.id,
            "first": cls.first.id,
            "second": cls.second.id,
            "charge": first("utility.charge", ("run_id", "=", cls.march.id), second),
            "bill": first("utility.bill", ("run_id", "=", cls.march.id), second),
            "payment": payment.id,
            "move": payment.move_id.id,
            "allocation": first("utility.allocation", ("payment_id", "=", payment.id)),
            "turnover": first("utility.turnover", ("period_date", "=", "2026-02-01"), second),
            "heating": cls.services["heating"].id,
            "meter": cls.meter_of_third.id,
            "reading": first("utility.reading", ("date", "=", "2026-03-24")),
        }
        cls.env.flush_all()

    def test_good_month_has_no_red_line(self):
        """Z11, X35: a month that was charged, paid and posted has nothing to block or to sign."""
        check = self.check()
        self.assertFalse(self.red(check))
        self.assertGreaterEqual(len(check.line_ids), 30)
        self.assertEqual((check.blocking_count, check.unsigned_count), (0, 0))
        self.assertEqual(check.progress, 100)

    def _each(self, table):
        for code, statement, *others in table:
            with self.subTest(code), self.env.cr.savepoint() as savepoint:
                for name in ("utility_turnover", "utility_payment", "utility_allocation"):
                    self.env.cr.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")  # pylint: disable=sql-injection
                self.env.cr.execute(statement.format(**self.names))
                self.env.invalidate_all()
                check = self.check()
                self.assertEqual(self.red(check), {code, *others})
                line = check.line_ids.filtered(lambda x, code=code: x.invariant_id.code == code)
                rows = self.env[line.res_model].browse(line.res_ids)
                self.assertTrue(rows.exists() or code == "turnover_facts", "a way to the rows")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_charges(self):
        """Z11: each fault of a charge is found, and nothing else."""
        self._each(CHARGES)

    def test_bills(self):
        """Z11: each fault of a bill is found, and nothing else."""
        self._each(BILLS)

    def test_accounts(self):
        """Z11, X35: who was forgotten, billed twice or left in between."""
        self._each(ACCOUNTS)

    def test_money(self):
        """Z11: payments, their uses and registries."""
        self._each(MONEY)

    def test_ledger(self):
        """Z11: the general ledger against the sub-ledger."""
        self._each(LEDGER)

    def test_balances(self):
        """Z11: the chain of balances of closed months."""
        self._each(BALANCES)

    def test_readings_and_next_month(self):
        """Z11: what waits, and what ends with the next month."""
        self._each(OTHERS)

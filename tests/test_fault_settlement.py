"""Everything else that settles money is killed at once, three ways (X34, Z17, R03, H07, X11, X17,
X18, N04, E06, X15).

Approval, closing, print files, automatic payments, interest on deposits, levelled plans, statements
of another centre, a refund at the till, a receipt at the fiscal device and a message to a partner
all stand in open transactions, held by locks or by the partner, when ``kill -9`` hits. After the
restart each of them is done exactly once.
"""

import base64
import uuid

from tests import doubles, settlement
from tests.fault_case import FaultCase
from tests.settlement import ACCOUNTS, CENTRE, LEVELS, PAYERS, SCHEDULES, SLEEPING
from tools.odoo_env import open_env

# what is written first by whom: the calls of the web process, then the jobs
TABLES = (
    *("utility_bill", "utility_payment_order", "utility_deposit_move", "utility_centre_line"),
    *("utility_payment_registry_line", "utility_cash_receipt"),
    *("utility_turnover", "utility_level_plan"),
)


class TestFaultSettlement(FaultCase):
    workers, channels = 13, 6

    @classmethod
    def prepare(cls):
        cls.device, cls.partner = doubles.make()
        served = [cls.enterClassContext(double.served()) for double in (cls.device, cls.partner)]
        with open_env(cls.database) as env:
            cls.town = settlement.build(env, *served)

    def test_settlement(self):
        """X34: workers die, the whole server with its web processes, the database."""
        victims = (self.kill_workers, self.kill_server, self.kill_postgres)
        for number, kill in enumerate(victims):
            self.disturb(number, kill)

    def disturb(self, number, kill):
        town = self.town
        run, (first, second) = town.runs[number + 1], town.receipts[number]
        load, refunds = self.file_of_centre(number), [str(uuid.uuid4()) for _ in range(2)]
        # the device and the partner take what they are sent and never come to answer
        self.device.gate.hold()
        self.partner.gate.hold()
        self.model("utility.cash.desk").desk_refund(first, refunds[0], "mistake")
        self.device.gate.wait()
        self.model("utility.payment").import_payments(self.payments(number))
        self.partner.gate.wait()
        before, self.answers = self.counts(), []
        with self.held(TABLES) as wait:
            self.orders(wait, run, number, load, (second, refunds[1]))
            kill()
            # who outlived it gets the answer now, in a transaction that is gone
            self.device.gate.release()
            self.partner.gate.release()
            # nobody goes on with the work before the locks are gone
            self.server.stop()
        self.outage()
        self.assertNotIn(True, self.answers, "a button came back though its process was killed")
        self.assertEqual(self.counts(), before, "what was interrupted is rolled back")
        self.restart()
        self.again(run, number, load, (second, refunds[1]))
        self.wait_jobs(90)
        self.check_run(run, number)
        self.check_money(number)
        self.check_till(number, refunds)
        self.check_partner(number)

    def orders(self, wait, run, number, load, refund):
        """Everything begins, and each stands at its table."""
        town = self.town
        files = self.model("utility.billing.run").action_print_bills
        wait("utility_print_file", files, [town.runs[number]], size=100)
        self.wake(town.closings[number].job, town.level_jobs[number])
        wait("utility_turnover")
        wait("utility_level_plan")
        wait("utility_bill", self.model("utility.billing.run").action_approve, [run])
        wait("utility_payment_order", self.model("ir.cron").method_direct_trigger, [town.night])
        interest = self.model("utility.deposit").action_credit_interest
        wait("utility_deposit_move", interest, town.deposits[number])
        wait("utility_centre_line", self.model("utility.import").action_run, [load])
        approve = self.model("utility.centre.statement").action_approve
        wait("utility_payment_registry_line", approve, [town.statements[number]])
        wait(
            "utility_cash_receipt", self.model("utility.cash.desk").desk_refund, *refund, "mistake"
        )

    def again(self, run, number, load, refund):
        """People press their buttons again, those who got no answer; some of them twice."""
        town = self.town
        self.assertEqual(self.value("utility_billing_run", run), "review")
        # orders are made for the newest bills: before those of the run count
        self.model("ir.cron").method_direct_trigger([town.night])
        self.model("utility.billing.run").action_approve([run])
        self.assertFalse(self.call(self.model("utility.billing.run").action_approve, [run]))
        for _time in range(2):
            self.model("utility.deposit").action_credit_interest(town.deposits[number])
        self.model("utility.import").action_run([load])
        self.model("utility.centre.statement").action_approve([town.statements[number]])
        for _time in range(2):
            self.model("utility.cash.desk").desk_refund(*refund, "mistake")
        rows = self.model("utility.payment").import_payments(self.payments(number))
        self.assertEqual({row["state"] for row in rows}, {"unchanged"})

    def check_run(self, run, number):
        """Z17, R03, H07: approved and sealed once, the month before closed, its files made."""
        town = self.town
        links = "SELECT COUNT(*) FROM utility_chain_link WHERE run_id = %s AND kind = 'charges'"
        self.assertEqual(self.sql(links, [run]), [(1,)])
        bills = "SELECT state, COUNT(*) FROM utility_bill WHERE run_id = %s GROUP BY 1"
        self.assertEqual(self.sql(bills, [run]), [("approved", ACCOUNTS)])
        self.assertEqual(self.value("utility_period", town.periods[number]), "closed")
        self.assertEqual(self.value("utility_closing_check", town.closings[number].id), "closed")
        month = town.months[number]
        twice = self.sql(
            "SELECT 1 FROM utility_turnover WHERE period_date = %s"
            " GROUP BY account_id, service_id, supplier_id, debt_kind HAVING COUNT(*) > 1",
            [month],
        )
        self.assertEqual(twice, [])
        closed = self.sql(
            "SELECT SUM(charged + recalculated)::numeric(16, 2),"
            " (SELECT SUM(amount)::numeric(16, 2) FROM utility_charge WHERE period_date = %s)"
            " FROM utility_turnover WHERE period_date = %s",
            [month, month],
        )
        self.assertEqual(closed[0][0], closed[0][1])
        (order,) = self.sql(
            "SELECT o.state, COUNT(f.id), SUM(f.document_count), COUNT(a.id)"
            " FROM utility_print_order o JOIN utility_print_file f ON f.order_id = o.id"
            " LEFT JOIN ir_attachment a ON a.res_model = 'utility.print.file' AND a.res_id = f.id"
            " AND a.res_field IS NULL WHERE o.run_id = %s GROUP BY o.id",
            [town.runs[number]],
        )
        self.assertEqual(order, ("done", 3, ACCOUNTS, 3))
        if number + 2 < len(town.periods):
            runs = self.model("utility.billing.run")
            following = runs.create({"period_id": town.periods[number + 2]})
            runs.action_charge_now([following])
            town.runs.append(following)

    def check_money(self, number):
        """X11, X17, X18, N04: each order, plan, interest and line of a statement once."""
        town = self.town
        orders = self.sql(
            "SELECT COUNT(*), COUNT(DISTINCT o.schedule_id),"
            " COUNT(*) FILTER (WHERE o.amount = b.closing AND o.state = 'announced')"
            " FROM utility_payment_order o JOIN utility_bill b ON b.id = o.bill_id"
            " WHERE o.period_date = %s",
            [town.months[number]],
        )
        count = len(town.accounts[SCHEDULES])
        self.assertEqual(orders, [(count, count, count)])
        plans = self.sql(
            "SELECT COUNT(*), COUNT(DISTINCT account_id), COUNT(*) FILTER (WHERE level ="
            " (SELECT SUM(s.amount) FROM utility_level_plan_service s WHERE s.agreement_id = p.id))"
            " FROM utility_level_plan p WHERE account_id = ANY(%s)",
            [town.accounts[LEVELS[number]]],
        )
        count = len(town.accounts[LEVELS[number]])
        self.assertEqual(plans, [(count, count, count)])
        ids = town.deposits[number]
        interest = self.sql(f"{settlement.INTEREST} AND deposit_id = ANY(%s)", [ids])
        self.assertEqual(sorted(interest), sorted(row for row in town.interest if row[0] in ids))
        self.check_centre(number)
        wrong = self.sql(
            "SELECT p.id FROM utility_payment p LEFT JOIN utility_allocation a"
            " ON a.payment_id = p.id WHERE p.state = 'allocated'"
            " GROUP BY p.id HAVING p.amount <> COALESCE(SUM(a.amount), 0)"
        )
        self.assertEqual(wrong, [], "payments that are not spread to the kopeck")

    def check_centre(self, number):
        """N04: charges and payments of one statement, lines of the other, once."""
        town, count = self.town, len(self.town.accounts[CENTRE])
        statement = town.statements[number]
        self.assertEqual(self.value("utility_centre_statement", statement), "approved")
        charged = self.sql(
            "SELECT COUNT(*), SUM(c.amount)::numeric(16, 2)::text FROM utility_charge c"
            " JOIN utility_centre_statement s ON s.run_id = c.run_id WHERE s.id = %s",
            [statement],
        )
        total = sum(100 + index for index in range(count)) + count / 2
        self.assertEqual(charged, [(count, f"{total:.2f}")])
        paid = self.sql(
            "SELECT COUNT(*), SUM(p.amount)::numeric(16, 2)::text FROM utility_payment p"
            " JOIN utility_payment_registry_line l ON l.id = p.registry_line_id"
            " JOIN utility_centre_statement s ON s.registry_id = l.registry_id WHERE s.id = %s",
            [statement],
        )
        self.assertEqual(paid, [(count, f"{50 * count}.00")])
        lines = self.sql(
            "SELECT COUNT(*), COUNT(DISTINCT account_id), SUM(l.charged)::numeric(16, 2)::text"
            " FROM utility_centre_line l JOIN utility_centre_statement s ON s.id = l.statement_id"
            " WHERE s.period_date = %s AND s.id <> ALL(%s)",
            [town.months[number + 1], town.statements],
        )
        self.assertEqual(lines, [(count, count, f"{10 * count}.00")])

    def check_till(self, number, refunds):
        """E06: each refund is one receipt with its mirrored payment, and one document."""
        for sale, refund in zip(self.town.receipts[number], refunds, strict=True):
            rows = self.sql(
                "SELECT r.kind, r.fiscal_state, r.amount::numeric(16, 2)::text,"
                " (SELECT COUNT(*) FROM utility_payment p JOIN utility_cash_receipt_line l"
                "   ON l.id = p.cash_line_id WHERE l.receipt_id = r.id)"
                " FROM utility_cash_receipt r WHERE r.refund_of_id = %s",
                [sale],
            )
            self.assertEqual(rows, [("refund", "done", "900.00", 1)])
            self.assertIn(refund, self.device.documents)
        sold = [d for d in self.device.documents.values() if d["operation"] == "sell"]
        self.assertEqual(len(sold), 2 * settlement.MONTHS)
        self.assertEqual(len(self.device.documents), len(sold) + 2 * (number + 1))

    def check_partner(self, number):
        """X15: no message is lost; one that comes twice has the same number."""
        told = [row["external_id"] for m in self.partner.messages.values() for row in m["payments"]]
        count = len(self.town.accounts[PAYERS])
        self.assertEqual(len(told), count * (number + 1))
        self.assertEqual(len(set(told)), len(told))
        self.assertGreater(self.partner.count, len(self.partner.messages), "nothing came twice")
        states = self.sql("SELECT DISTINCT state FROM utility_webhook_delivery")
        self.assertEqual(states, [("sent",)])

    # what the steps are made of

    def value(self, table, id_):
        return self.sql(f"SELECT state FROM {table} WHERE id = %s", [id_])[0][0]

    def wake(self, *jobs):
        self.sql("UPDATE queue_job SET eta = NULL WHERE uuid = ANY(%s)", [list(jobs)])

    def wait_jobs(self, seconds=120):
        """Those that are asleep stay so; nobody waits for the next try of a call."""

        def over():
            self.sql(
                "UPDATE queue_job SET eta = NULL WHERE state = 'pending' AND eta > now()"
                " AND eta < %s",
                [SLEEPING],
            )
            states = dict(
                self.sql(
                    "SELECT state, COUNT(*) FROM queue_job WHERE COALESCE(eta, now()) < %s"
                    " GROUP BY state",
                    [SLEEPING],
                )
            )
            if states.get("failed"):
                self.fail(
                    str(self.sql("SELECT name, exc_info FROM queue_job WHERE exc_info <> ''"))
                )
            return not set(states) - {"done", "cancelled"}

        self.wait(over, "jobs are done", seconds)

    def counts(self):
        """Rows that what is interrupted adds to."""
        tables = (*TABLES, "utility_allocation", "utility_charge", "utility_payment")
        return [(name, self.sql(f"SELECT COUNT(*) FROM {name}")[0][0]) for name in tables]

    def payments(self, number):
        return [
            {"external_id": f"P{number}-{n}", "account": account, "date": "2026-11-20",
             "amount": "10.00"}
            for n, account in enumerate(self.town.numbers[PAYERS])
        ]  # fmt: skip

    def file_of_centre(self, number):
        month = self.town.months[number + 1]
        lines = ["л/с;период;услуга;начислено"]
        lines += [f"{account};{month:%m.%Y};pets;10,00" for account in self.town.numbers[CENTRE]]
        imports = self.model("utility.import")
        content = base64.b64encode("\n".join(lines).encode()).decode()
        found = imports.create(
            {"kind": "centre_statement", "file": content, "filename": f"{number}.csv"}
        )
        imports.action_read([found])
        return found

"""A month through the screens, in a real browser: import, charge, bill, pay, post (A01, C03, E07, G01).

The pictures of the guide are made here: ``UTILITY_PICTURES=docs/images ./utility test
tests/test_month_in_browser.py`` writes them anew.
"""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import expect

from demo.registry import registry_file
from tests.browser_case import BrowserCase
from tests.common import run_python
from tools import settings

MONTH = date(2025, 11, 1)
PREPARE = f"""
import sys
sys.path.insert(0, {str(settings.ROOT)!r})
from demo import steps
from demo.prices import create_prices
steps.company(env)
create_prices(env)
env["utility.period"]._get(steps.FIRST)
env.cr.commit()
"""


class TestMonthInBrowser(BrowserCase):
    @classmethod
    def prepare(cls):
        run_python(cls.database, PREPARE)

    def setUp(self):
        super().setUp()
        self.sign_in(self.login, self.password)

    def test_month(self):
        self.import_town()
        self.approve_opening_balances()
        self.charge_month()
        self.print_bill()
        self.pay_by_registry()
        self.post()
        self.assertEqual(self.errors, [], "errors of scripts on the pages")

    # Steps

    def import_town(self):
        town = settings.ADDONS / "utility_base" / "demo" / "town.json"
        self.open("utility_base.utility_import_action", new=True)
        self.choose("kind", "Open Exchange File (JSON)")
        self.upload("file", town)
        self.button("Read the File")
        self.picture("import-read")
        self.button("Import")
        self.wait_state("utility_import", "done")
        self.page.reload()
        expect(self.page.locator(".o_form_view")).to_be_visible()
        self.picture("import-done")
        self.assertEqual(self.count("utility_building"), 9)
        self.assertGreater(self.count("utility_account"), 100)

    def approve_opening_balances(self):
        self.open("utility_billing.utility_opening_balance_action")
        self.page.locator("thead .o_list_record_selector input").check()
        self.button("Approve")
        self.wait(lambda: not self.count("utility_opening_balance", "state = 'draft'"))
        self.open("utility_base.utility_account_action")
        self.picture("accounts")

    def charge_month(self):
        self.open("utility_billing.utility_billing_run_action", new=True)
        self.page.locator("div[name=period_id] input").fill("2025-11")
        self.page.locator(".o-autocomplete--dropdown-item", has_text="2025-11").first.click()
        self.button("Charge", exact=True)
        self.wait_state("utility_billing_run", "review", "kind = 'month'")
        self.page.reload()
        self.picture("run-review")
        self.release_held()
        self.button("Approve", exact=True)
        self.page.locator(".modal .btn-primary").click()
        self.wait_state("utility_billing_run", "approved", "kind = 'month' AND parent_id IS NULL")
        self.page.reload()
        self.picture("run-approved")
        self.assertEqual(self.count("utility_billing_problem", "state = 'open'"), 0)

    def release_held(self):
        """Bills that the review holds are released by a person, with a reason."""
        run = self.sql("SELECT MAX(id) FROM utility_billing_run WHERE kind = 'month'")[0][0]
        held = self.sql("SELECT id FROM utility_bill WHERE run_id = %s AND state = 'held'", [run])
        if not held:
            return
        client = self.odoorpc()
        wizard = client.env["utility.bill.hold"].create(
            {"bill_ids": [(6, 0, [id_ for (id_,) in held])], "reason": "first month"}
        )
        client.env["utility.bill.hold"].action_apply([wizard])
        self.page.reload()

    def print_bill(self):
        bill = self.sql(
            "SELECT id FROM utility_bill WHERE state = 'approved' AND NOT capital"
            " AND charged > 0 ORDER BY id LIMIT 1"
        )[0][0]
        self.open("utility_billing.utility_bill_action", record=bill)
        self.picture("bill")
        with self.page.expect_event("popup") as popup:
            self.button("Print")
        url = popup.value.url
        answer = self.page.request.get(url)
        self.assertEqual(answer.headers["content-type"].split(";")[0], "application/pdf")
        self.assertTrue(answer.body().startswith(b"%PDF"))
        popup.value.close()

    def pay_by_registry(self):
        rows = self.sql(
            "SELECT a.number, a.partner_name, a.address, b.closing FROM utility_bill b"
            " JOIN utility_account a ON a.id = b.account_id"
            " WHERE b.state = 'approved' AND NOT b.capital AND b.closing > 0 ORDER BY a.number"
        )
        lines = [(number, name, place, Decimal(str(sum_))) for number, name, place, sum_ in rows]
        lines.append(("0009999999", "НЕИЗВЕСТНЫЙ", "", Decimal("500.00")))
        name, data = registry_file(lines, MONTH, 1)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / name
        path.write_bytes(data)
        self.open("utility_billing.utility_payment_registry_action", new=True)
        self.upload("file", path)
        self.button("Read the File")
        self.picture("registry-read")
        self.button("Register the Payments")
        self.wait_state("utility_payment_registry", "done")
        self.page.reload()
        self.picture("registry-done")
        self.assertEqual(self.count("utility_payment", "state = 'suspense'"), 1)
        self.assertEqual(self.count("utility_payment", "state = 'allocated'"), len(rows))
        self.open("utility_billing.utility_payment_suspense_action")
        self.picture("suspense")
        account = self.sql("SELECT MIN(account_id) FROM utility_payment WHERE state = 'allocated'")
        self.open("utility_base.utility_account_action", record=account[0][0])
        self.picture("account")

    def post(self):
        runs = self.sql("SELECT id FROM utility_billing_run WHERE state = 'approved' ORDER BY id")
        for (run,) in runs:
            self.open("utility_billing.utility_billing_run_action", record=run)
            self.button("Post", exact=True)
            self.wait_state("utility_billing_run", "posted", f"id = {run}")
        self.page.goto(f"{self.url}/odoo/action-utility_billing.utility_ledger_check_action")
        self.button("Post the Payments")
        self.wait(lambda: not self.count("utility_payment", "move_id IS NULL"))
        expect(self.page.get_by_text("The sub-ledger equals the control accounts.")).to_be_visible()
        self.picture("ledger-check")

    # Tools

    def open(self, action, new=False, record=None):
        tail = "/new" if new else f"/{record}" if record else ""
        self.page.goto(f"{self.url}/odoo/action-{action}{tail}")
        self.page.wait_for_selector(".o_form_view, .o_list_view, .o_kanban_view")

    def button(self, text, exact=False):
        self.page.get_by_role("button", name=text, exact=exact).first.click()
        self.page.wait_for_timeout(700)

    def choose(self, field, label):
        widget = self.page.locator(f"div[name={field}]")
        if widget.locator("select").count():
            widget.locator("select").select_option(label=label)
        else:
            widget.locator("input").click()
            self.page.locator(".o_select_menu_item", has_text=label).first.click()

    def upload(self, field, path):
        """Give the file to the form, and wait until the form has it."""
        self.page.wait_for_timeout(1000)  # what the form still asks the server must not reset it
        self.page.locator(f"div[name={field}] input[type=file]").set_input_files(path)
        shown = self.page.locator(f"div[name={field}] input[type=text], div[name={field}] a")
        expect(shown.first).to_be_visible()

    def picture(self, name):
        self.page.wait_for_timeout(600)
        self.page.screenshot(path=self.pictures / f"{name}.png")

    def count(self, table, where="TRUE"):
        # names and conditions are constants of this file
        return self.sql(f"SELECT COUNT(*) FROM {table} WHERE {where}")[0][0]

    def wait(self, done, seconds=120):
        for _turn in range(seconds * 5):
            if done():
                return
            self.page.wait_for_timeout(200)
        self.page.screenshot(path=self.pictures / "stuck.png")
        self.fail(f"nothing after {seconds} s; see {self.pictures / 'stuck.png'}")

    def wait_state(self, table, state, where="TRUE"):
        self.wait(lambda: self.count(table, f"state = '{state}' AND {where}"))

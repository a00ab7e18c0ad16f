"""The cash desk in a real browser: a fast scanner, a cut network, two tabs, refunds, narrow screens.

The pictures of the guide are made here: ``UTILITY_PICTURES=docs/images ./utility test
tests/test_cash_in_browser.py`` writes them anew.
"""

from decimal import Decimal

from playwright.sync_api import expect

from tests.browser_case import BrowserCase
from tests.common import run_python

expect.set_options(timeout=20_000)
LONG = "Константинопольская-Преображенская Александра-Максимилиановна Вольфовна"
TOWN = f"""
from odoo.tests import new_test_user

env.company._utility_prepare_posting()
locality = env["utility.locality"].create({{"name": "Большие Нижегородские Выселки"}})
building = env["utility.building"].create({{"locality_id": locality.id, "number": "123/45к7"}})
accounts = env["utility.account"]
for index in range(1, 11):
    premise = env["utility.premise"].create({{"building_id": building.id, "number": str(index)}})
    partner = env["res.partner"].create({{"name": {LONG!r} if index == 1 else f"Payer {{index}}"}})
    accounts += env["utility.account"].create(
        {{"number": f"1002003{{index:02}}", "premise_id": premise.id, "partner_id": partner.id}})
first = env["utility.service"].search([("capital", "=", False)], limit=1)
services = first
for index in range(29):
    services += first.copy({{"code": f"long_{{index}}",
        "name": f"Содержание и текущий ремонт общего имущества многоквартирного дома, часть {{index}}"}})
run = env["utility.billing.run"].create(
    {{"name": "Run", "period_id": env["utility.period"]._get("2026-02-01").id, "state": "approved"}})
env["utility.charge"]._insert([
    {{"run_id": run.id, "company_id": env.company.id, "period_date": "2026-02-01",
      "account_id": account.id, "building_id": building.id, "service_id": service.id,
      "kind": "charge", "debt_kind": "principal", "amount": "100.00", "net": "100.00", "vat": "0"}}
    for account in accounts for service in (services if account == accounts[0] else first)])
env["utility.cash.point"].create({{"name": "Till 1", "code": "K1", "unfiscal_ground": "test"}})
for login, role in (("till", "cashier"), ("boss", "controller")):
    new_test_user(env, login, f"utility_base.group_{{role}}", password=login)
env.cr.commit()
"""


class TestCashInBrowser(BrowserCase):
    @classmethod
    def prepare(cls):
        run_python(cls.database, TOWN)

    def setUp(self):
        super().setUp()
        self.page.set_default_timeout(20_000)
        self.sign_in("till", "till")
        self.desk(self.page)

    def tearDown(self):
        self.sql_close_shift()
        super().tearDown()

    # What the tests do

    def desk(self, page):
        """The screen of the till with an open shift."""
        page.goto(f"{self.url}/odoo/utility-cash")
        page.wait_for_selector(".o_utility_cash")
        if page.locator(".o_utility_cash_open").count():
            page.click(".o_utility_cash_open")
            page.click(".modal button[name=action_open]")
        page.wait_for_selector(".o_utility_cash_scanner")

    def sql_close_shift(self):
        """The drawer is counted right and the shift closed, as the cashier would."""
        run_python(
            self.database,
            """
from decimal import Decimal
for shift in env["utility.cash.shift"].search([("state", "=", "open")]):
    shift = shift.with_user(shift.user_id)
    shift._close(shift._cash_expected())
env.cr.commit()
""",
        )

    def scan(self, *texts, page=None):
        """Type as a scanner does, a key a millisecond, Enter at the end."""
        for text in texts:
            (page or self.page).keyboard.type(text, delay=1)
            (page or self.page).keyboard.press("Enter")

    def picture(self, name, width=1366, height=850):
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=str(self.pictures / f"cash-{name}.png"))

    def receipts(self):
        """``[(kind, Decimal)]`` of all receipts, the oldest first."""
        return [
            (kind, Decimal(amount))
            for kind, amount in self.sql(
                "SELECT kind, amount::text FROM utility_cash_receipt ORDER BY id"
            )
        ]

    # Tests

    def test_scanner_faster_than_the_server(self):
        """E10: three bills scanned while the first look-up runs: none is lost, none is mixed."""
        self.page.route(
            "**/desk_find", lambda route: (self.page.wait_for_timeout(400), route.continue_())
        )
        self.scan("100200307", "100200308", "100200309")
        expect(self.page.locator(".o_utility_cash_line")).to_have_count(3)
        expect(self.page.locator(".o_utility_cash_total")).to_have_text("300.00")
        expect(self.page.locator(".o_utility_cash_scanner")).to_be_focused()
        expect(self.page.locator(".o_utility_cash_scanner")).to_have_value("")

    def test_keyboard_alone(self):
        """E05, E10: scan, Enter, given, Enter; the wrong layout; no mouse."""
        before = len(self.receipts())
        self.scan("100200302")
        expect(self.page.locator(".o_utility_cash_line")).to_have_count(1)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".o_utility_cash_given")).to_be_focused()
        self.page.keyboard.type("500")
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".o_utility_cash_change")).to_have_text("400.00")
        self.assertEqual(self.receipts()[before:], [("sale", Decimal("100.00"))])
        # the next bill is scanned at once, its code in the wrong layout of the keyboard
        self.scan("ЫЕ00012/ЗукыФсс=100200303/Ыгь=5000")
        expect(self.page.locator(".o_utility_cash_notes")).to_contain_text("50.00")
        self.page.click(".o_utility_cash_offer")
        expect(self.page.locator(".o_utility_cash_total")).to_have_text("100.00")
        self.page.keyboard.press("Escape")
        expect(self.page.locator(".o_utility_cash_line")).to_have_count(0)

    def test_network_cut_while_paying(self):
        """E05: the answer is lost: the receipt stays as it is, Enter again, one payment."""
        before = len(self.receipts())
        cut = []

        def lose(route):
            if cut:
                route.continue_()
            else:
                cut.append(route.fetch())  # the server has registered it
                route.abort("connectionfailed")

        self.page.route("**/desk_pay", lose)
        self.scan("100200304")
        expect(self.page.locator(".o_utility_cash_line")).to_have_count(1)
        self.page.keyboard.press("F4")
        expect(self.page.locator(".o_utility_cash_message")).to_contain_text("No connection")
        self.assertEqual(len(self.receipts()), before + 1)
        expect(self.page.locator(".o_utility_cash_amount")).to_be_disabled()
        self.scan("100200305")
        expect(self.page.locator(".o_utility_cash_message")).to_contain_text("First finish")
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".o_utility_cash_paid")).to_be_visible()
        self.assertEqual(self.receipts()[before:], [("sale", Decimal("100.00"))])

    def test_two_tabs(self):
        """E05: one cashier, two tabs: each receipt once; a shift closed in one is told in the other."""
        before = len(self.receipts())
        other = self.context.new_page()
        self.desk(other)
        for page in (self.page, other):
            page.bring_to_front()
            self.scan("100200305", page=page)
            expect(page.locator(".o_utility_cash_line")).to_have_count(1)
        for page in (self.page, other):
            page.bring_to_front()
            page.keyboard.press("F4")
            expect(page.locator(".o_utility_cash_paid")).to_be_visible()
        self.assertEqual(len(self.receipts()), before + 2)
        numbers = self.sql("SELECT shift_id, number FROM utility_cash_receipt")
        self.assertEqual(len(set(numbers)), len(numbers))
        self.sql_close_shift()
        other.bring_to_front()
        self.scan("100200310", page=other)
        expect(other.locator(".o_utility_cash_line")).to_have_count(1)
        other.keyboard.press("F4")
        expect(other.locator(".o_utility_cash")).to_contain_text("No shift is open")
        self.assertEqual(len(self.receipts()), before + 2)

    def test_refund_of_a_closed_shift(self):
        """E05: the number of a receipt is typed, a controller has allowed it, the money goes back."""
        self.scan("100200306")
        expect(self.page.locator(".o_utility_cash_line")).to_have_count(1)
        self.page.keyboard.press("F4")
        expect(self.page.locator(".o_utility_cash_paid")).to_be_visible()
        ((name,),) = self.sql("SELECT name FROM utility_cash_receipt ORDER BY id DESC LIMIT 1")
        self.sql_close_shift()
        self.desk(self.page)
        self.scan(name)
        expect(self.page.locator(".o_utility_cash_obstacle")).to_contain_text("has to allow")
        self.picture("refund-asked")
        run_python(
            self.database,
            f"""
boss = env["res.users"].search([("login", "=", "boss")])
receipt = env["utility.cash.receipt"].search([("name", "=", {name!r})])
receipt.with_user(boss)._permit_refund("application 5")
env.cr.commit()
""",
        )
        self.page.keyboard.press("Escape")
        self.scan(name)
        expect(self.page.locator(".o_utility_cash_reason")).to_be_focused()
        self.page.keyboard.type("paid for another")
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".o_utility_cash_paid")).to_contain_text("Give back")
        self.assertEqual(self.receipts()[-1], ("refund", Decimal("100.00")))

    def test_narrow_screens(self):
        """E05: thirty services and a very long name at the width of a phone and of tablets."""
        self.scan("100200302", "100200301")
        expect(self.page.locator(".o_utility_cash_line")).to_have_count(2)
        for width, height in ((1366, 850), (1024, 768), (768, 1024), (390, 844)):
            self.picture(f"desk-{width}", width, height)
            over = self.page.evaluate(
                "() => [...document.querySelectorAll('.o_utility_cash, .o_utility_cash .o_content')]"
                ".map(e => e.scrollWidth - e.clientWidth)"
            )
            self.assertEqual(set(over), {0}, f"nothing reaches over the edge at {width}")
        pay = self.page.locator(".o_utility_cash_pay").bounding_box()
        self.assertGreaterEqual(pay["height"], 40)

from odoo.tests import HttpCase, new_test_user, tagged

from .run_common import RunCommon

CLICKS = """
(async () => {
    const wait = async (find) => {
        for (let i = 0; i < 100; i++) {
            const found = find();
            if (found) return found;
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error("not found: " + find);
    };
    const one = (selector) => () => document.querySelector(selector);
    const text = (value) => () => document.querySelector(".o_utility_why").innerText.includes(value);
    (await wait(one(".o_utility_why_line"))).click();
    await wait(text("Order 5"));
    await wait(text("120"));
    const tabs = document.querySelectorAll(".o_utility_why .nav-tabs button");
    tabs[1].click();
    await wait(text("110.00"));
    (await wait(one(".o_utility_why tbody tr"))).click();
    await wait(text("9 → 11"));
    tabs[2].click();
    await wait(text("Calculated now"));
    tabs[3].click();
    await wait(text("The next run would correct"));
    console.log("test successful");
})();
"""


@tagged("post_install", "-at_install")
class TestBillWhy(RunCommon, HttpCase):
    def test_screen(self):
        """Z01, Z03, D01: a line opens, the plot drills down, the month as known, corrections."""
        self.tariff("cold_water", 55.0, legal_reference="Order 5")
        account = self.account("1", ["cold_water"])
        self.meter(account, "cold_water", 100, ("2026-02-24", 109))
        water = self.env["utility.meter"].search([("serial", "=", "M1")])
        self.approved("2026-02")
        self.reading(water, "2026-03-24", 120)
        self.env["utility.tariff"].create(
            {
                "service_id": self.services["intercom"].id,
                "value": 5,
                "date_from": "2026-03-01",
            }
        )
        account.service_ids = [
            (0, 0, {"service_id": self.services["intercom"].id, "date_from": "2026-03-01"})
        ]
        self.approved("2026-03")
        new_test_user(
            self.env,
            "why_reader",
            groups="utility_base.group_reader",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.browser_js(
            f"/odoo/utility-accounts/{account.id}/utility-why",
            CLICKS,
            "odoo.isReady === true",
            login="why_reader",
        )

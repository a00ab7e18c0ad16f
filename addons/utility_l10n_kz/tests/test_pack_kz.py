from odoo.tests import tagged

from odoo.addons.utility_billing.tests.pack_common import PackChecks, PackCommon


@tagged("post_install", "-at_install")
class TestKazakhstan(PackChecks, PackCommon):
    country = "kz"
    chart = "kz"

    def test_kazakh_month(self):
        """C23: a month of Kazakhstan: VAT 16% on top, due on the 25th that moves to Monday."""
        account = self.account("1", ["cold_water"])
        self.tariff("cold_water", 100)
        self.norm("cold_water", 5)
        water = self.services["cold_water"]
        water.vat_mode = "on_top"
        self.approved("2026-03")
        line = self.lines(account, "2026-03")
        self.assertEqual((line.net, line.vat, line.amount), (1000.0, 160.0, 1160.0))
        bill = self.env["utility.bill"].search([("account_id", "=", account.id)])
        self.assertEqual(str(bill.date_due), "2026-04-27")

    def test_chart_has_the_vat_of_2026(self):
        """G01: Odoo's chart of Kazakhstan knows 12% alone; the pack adds 16%."""
        self.load_chart("kz")
        self.assertEqual(self.company.account_sale_tax_id.amount, 16)

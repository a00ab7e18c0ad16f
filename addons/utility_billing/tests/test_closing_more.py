from odoo.tests import tagged

from .closing_common import ClosingCommon

#: code of the invariant, SQL that breaks it
BROKEN = [
    (
        "house_shares",  # two lines of a house by two figures of its meter
        "UPDATE utility_charge SET method = 'house', trace = jsonb_build_object('d', '[]'::jsonb,"
        " 't', jsonb_build_array('heating', jsonb_build_array('month', account_id, 50, 100, 0,"
        " NULL))) WHERE run_id = {run} AND kind = 'charge' AND service_id = {service}",
    ),
    (
        "house_shares",  # shares of 9 m³ each out of 10 m³
        "UPDATE utility_charge SET method = 'house', volume = 9, trace = jsonb_build_object('d',"
        " '[]'::jsonb, 't', jsonb_build_array('common', jsonb_build_array(30, 18, -2, 50, 100)))"
        " WHERE run_id = {run} AND kind = 'charge' AND service_id = {service}",
    ),
    (
        "suppliers_overpaid",
        "INSERT INTO utility_supplier_scheme (id, company_id, supplier_id, mode, date_from,"
        " frequency) VALUES (-1, {company}, {partner}, 'centre', '2026-01-01', 'month');"
        " INSERT INTO utility_transfer (scheme_id, company_id, state, date_to, collected)"
        " VALUES (-1, {company}, 'paid', '2026-03-20', 7)",
    ),
    (
        "suppliers_waiting",
        "INSERT INTO utility_supplier_scheme (id, company_id, supplier_id, mode, date_from,"
        " frequency) VALUES (-1, {company}, {partner}, 'centre', '2026-01-01', 'month');"
        " UPDATE utility_allocation SET supplier_id = {partner} WHERE id = {allocation}",
    ),
    (
        "agreements_broken",
        "INSERT INTO utility_agreement (company_id, account_id, state, date, date_end, first,"
        " withdraw, sign_state) VALUES ({company}, {second}, 'broken', '2026-01-01', '2026-03-01',"
        " 'plan', 'future', 'none')",
    ),
    (
        "budgets_exceeded",
        "INSERT INTO utility_social_program (id, company_id, name, kind, budget, active)"
        " VALUES (-1, {company}, 'Budget', 'subsidy', 'state', TRUE);"
        " INSERT INTO utility_social_limit (program_id, company_id, date_from, date_to, amount)"
        " VALUES (-1, {company}, '2026-01-01', '2026-12-31', 1);"
        " UPDATE utility_payment SET source = 'subsidy' WHERE id = {payment};"
        " INSERT INTO utility_subsidy_grant (account_id, program_id, state, period_date, amount,"
        " payment_id) VALUES ({second}, -1, 'credited', '2026-03-01', 5, {payment})",
    ),
    (
        "meters_unread",
        "UPDATE utility_meter_installation SET date_from = '2025-01-01' WHERE meter_id = {meter};"
        " UPDATE utility_reading SET date = '2025-12-31' WHERE meter_id = {meter}",
    ),
    (
        "containers_without_pickup",
        "INSERT INTO utility_container (building_id, company_id, volume, count, active)"
        " VALUES ({building}, {company}, 1, 1, TRUE)",
    ),
    (
        "payments_twice",
        "INSERT INTO utility_payment (company_id, account_id, date, amount, source, state, move_id)"
        " SELECT company_id, account_id, date, amount, source, state, move_id"
        " FROM utility_payment WHERE id = {payment}",
    ),
    (
        "advances_large",
        "INSERT INTO utility_allocation (payment_id, company_id, account_id, date, kind, amount)"
        " VALUES ({payment}, {company}, {second}, '2026-03-05', 'advance', 99999)",
    ),
    (
        "bills_mail_failed",
        "INSERT INTO utility_bill_mail (company_id, bill_id, account_id, period_date, state, email)"
        " VALUES ({company}, {bill}, {second}, '2026-03-01', 'bounced', 'a@example.com')",
    ),
    (
        "bills_not_sent",
        "INSERT INTO utility_bill_mail (company_id, bill_id, account_id, period_date, state, email)"
        " VALUES ({company}, {bill}, {second}, '2026-03-01', 'queued', 'a@example.com')",
    ),
]


@tagged("post_install", "-at_install")
class TestClosingMore(ClosingCommon):
    """Z11: houses, suppliers, promises, budgets, meters and payments that look doubled."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()

        def first(model, *domain):
            found = cls.env[model].search([("company_id", "=", cls.company.id), *domain])
            return found.sorted("id")[:1].id

        payment = cls.env["utility.payment"].search(
            [("company_id", "=", cls.company.id)], order="id desc", limit=1
        )
        cls.names = {
            "company": cls.company.id,
            "run": cls.march.id,
            "service": cls.services["housing_maintenance"].id,
            "building": cls.building.id,
            "partner": cls.env["res.partner"].create({"name": "Supplier"}).id,
            "second": cls.second.id,
            "payment": payment.id,
            "move": payment.move_id.id,
            "allocation": first("utility.allocation", ("payment_id", "=", payment.id)),
            "meter": cls.meter_of_third.id,
            "bill": first("utility.bill", ("account_id", "=", cls.second.id)),
        }
        cls.env.flush_all()

    def counts(self):
        return {line.invariant_id.code: line for line in self.check().line_ids}

    def test_each(self):
        """Z11: a broken row is found by its invariant, which found nothing before."""
        before = self.counts()
        for code, statement in BROKEN:
            with self.subTest(code), self.env.cr.savepoint() as savepoint:
                self.assertFalse(before[code].count)
                for name in ("utility_payment", "utility_allocation", "utility_reading"):
                    self.env.cr.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")  # pylint: disable=sql-injection
                self.env.cr.execute(statement.format(**self.names))
                self.env.invalidate_all()
                line = self.counts()[code]
                self.assertEqual(line.count, 1)
                self.assertTrue(self.env[line.res_model].browse(line.res_ids).exists())
                savepoint.rollback()
                self.env.invalidate_all()

    def test_answered_promises(self):
        """X16: a broken agreement that a new one follows is settled; so is one that was paid."""
        with self.env.cr.savepoint():
            self.env.cr.execute(
                dict(BROKEN)["agreements_broken"].format(**self.names)
                + ";"
                + dict(BROKEN)["agreements_broken"]
                .format(**self.names)
                .replace("'broken'", "'active'")
            )
            self.assertFalse(self.counts()["agreements_broken"].count)

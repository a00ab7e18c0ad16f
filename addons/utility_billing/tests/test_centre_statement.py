import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ..loader.elsewhere import charged_elsewhere
from .money_common import MoneyCommon

HEAD = "л/с;период;услуга;начислено;перерасчёт;оплачено;исходящее сальдо\n"


@tagged("post_install", "-at_install")
class TestCentreStatement(MoneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier, cls.centre = cls.env["res.partner"].create(
            [{"name": "Heat Networks"}, {"name": "City Centre"}]
        )
        cls.scheme = cls.env["utility.supplier.scheme"].create(
            {
                "supplier_id": cls.supplier.id,
                "mode": "external",
                "centre_id": cls.centre.id,
                "date_from": "2026-01-01",
            }
        )
        cls.agent = cls.env["utility.payment.agent"].create(
            {"name": "Centre", "code": "rkc", "kind": "centre", "partner_id": cls.centre.id}
        )
        for account in (cls.account, cls.other):
            cls.env["utility.account.service"].create(
                [
                    {
                        "account_id": account.id,
                        "service_id": service.id,
                        "supplier_id": supplier.id,
                        "date_from": "2025-01-01",
                    }
                    for service, supplier in (
                        (cls.heat, cls.supplier),
                        (cls.water, cls.env["res.partner"]),
                    )
                ]
            )

    def bring(self, *rows):
        text = HEAD + "\n".join(rows)
        job = self.env["utility.import"].create(
            {
                "kind": "centre_statement",
                "file": base64.b64encode(text.encode()),
                "filename": "centre.csv",
            }
        )
        job.action_read()
        job.action_run()
        return job

    def statement(self, *rows):
        job = self.bring(*rows)
        self.assertEqual(job.error_count, 0, job.row_ids.mapped("message"))
        return self.env["utility.centre.statement"].search([], order="id desc", limit=1)

    def approved(self):
        code = self.heat.code
        statement = self.statement(
            f"0000012345;03.2026;{code};1000,50;-100;600;300,50",
            f"0000099999;03.2026;{code};500;;;500",
        )
        statement.action_check()
        statement.action_approve()
        return statement

    def balance(self, account):
        return account._balances().get(account.id, 0)

    def test_charges_and_payments_from_outside(self):
        """N02, N04: charges, recalculations and payments count; payments go to their service."""
        self.charge("2026-03", (self.account, self.water, "50.00"))
        statement = self.approved()
        self.assertEqual(statement.state, "approved")
        self.assertEqual(float(self.balance(self.account)), 350.50)
        self.assertEqual(float(self.balance(self.other)), 500)
        charges = self.env["utility.charge"].search([("run_id", "=", statement.run_id.id)])
        self.assertEqual(charges.supplier_id, self.supplier)
        self.assertEqual(sorted(charges.mapped("amount")), [-100, 500, 1000.5])
        self.assertEqual(
            self.covered(self.account), {("2026-03", self.heat.code, "principal"): 600}
        )
        self.assertEqual(statement.registry_id.agent_id, self.agent)

    def test_posted_like_ours(self):
        """N04: the ledger follows: charges by the run, payments by their day."""
        statement = self.approved()
        statement.run_id.action_post()
        self.assertEqual(statement.run_id.state, "posted")
        with self.assertRaises(UserError):
            statement.action_undo()

    def test_undo_and_again(self):
        """N04: taken back everything is as before, and the month may come again."""
        statement = self.approved()
        statement.action_undo()
        self.assertEqual(statement.state, "undone")
        self.assertEqual([float(self.balance(a)) for a in (self.account, self.other)], [0, 0])
        self.assertEqual(self.covered(self.account), {})
        self.approved()
        self.assertEqual(float(self.balance(self.account)), 300.50)

    def test_totals_and_closings_are_checked(self):
        """N04: a total of the letter or a closing that does not follow stops the approval."""
        statement = self.statement(f"0000012345;03.2026;{self.heat.code};1000;;600;500")
        with self.assertRaisesRegex(UserError, "Check"):
            statement.action_approve()
        statement.action_check()
        self.assertEqual(statement.line_ids.difference, 100)
        with self.assertRaisesRegex(UserError, "1 lines differ"):
            statement.action_approve()
        statement.line_ids.closing = 400
        statement.told_charged = 999
        statement.action_check()
        with self.assertRaisesRegex(UserError, "told 999.00, found 1000.00"):
            statement.action_approve()
        statement.action_approve_differing()
        self.assertEqual(statement.state, "approved")
        following = self.statement(f"0000012345;04.2026;{self.heat.code};10;;;410")
        following.action_check()
        self.assertEqual((following.line_ids.opening, following.difference_count), (400, 0))

    def test_wrong_rows(self):
        """X71: a service of ours, an unknown account and an empty row have codes; others stay."""
        job = self.bring(
            f"0000012345;03.2026;{self.water.code};1;;;",
            f"777;03.2026;{self.heat.code};1;;;",
            f"0000012345;03.2026;{self.heat.code};;;;",
            f"0000099999;03.2026;{self.heat.code};5;;;",
        )
        self.assertEqual((job.error_count, job.created_count), (3, 1))
        codes = {p["code"] for row in job.row_ids for p in row.problems or ()}
        self.assertLessEqual({"CEN-SCHEME", "CEN-EMPTY"}, codes)

    def test_our_run_leaves_the_service_out(self):
        """N02: by the scheme of the supplier from its day on, unless the contract says otherwise."""

        def elsewhere(day):
            self.env.flush_all()
            rows = self.env.execute_query(
                SQL(
                    "SELECT s.service_id FROM utility_account_service s"
                    " WHERE s.account_id = %s AND %s",
                    self.account.id,
                    charged_elsewhere(self.company.id, day),
                )
            )
            return self.env["utility.service"].browse([id_ for (id_,) in rows])

        self.assertEqual(elsewhere("2026-03-01"), self.heat)
        self.assertFalse(elsewhere("2025-12-01"))
        contract = self.env["utility.contract"].create(
            {
                "number": "K-1",
                "partner_id": self.account.partner_id.id,
                "company_id": self.company.id,
                "settlement": "own",
            }
        )
        self.account.contract_id = contract
        self.assertFalse(elsewhere("2026-03-01"))
        contract.settlement = "direct"
        self.assertEqual(elsewhere("2026-03-01"), self.heat | self.water)
        contract.settlement = False
        self.scheme.supplier_id = self.company.partner_id
        self.assertEqual(elsewhere("2026-03-01"), self.water)

    def test_rights(self):
        """R06: operators read nothing of it away, billing and accountants approve."""
        statement = self.statement(f"0000012345;03.2026;{self.heat.code};1;;;")
        statement.action_check()
        operator = new_test_user(self.env, "cen_op", "utility_base.group_operator")
        with self.assertRaises(AccessError):
            statement.with_user(operator).action_approve_differing()

    def test_receipts_over_the_api(self):
        """X71: good rows stay, bad ones have codes; the same call again changes nothing."""
        model = self.env["utility.centre.statement"]
        row = {"account": "0000012345", "period": "2026-03", "service": self.heat.code}
        rows = [
            row | {"charged": "100.50", "closing": "100.50"},
            row | {"account": "777", "charged": "1"},
            row | {"account": "0000099999", "charged": "x", "period": "2026-13"},
            row | {"charged": "1"},
        ]
        answer = model.import_receipts(rows)
        self.assertEqual(answer[0]["state"], "created")
        self.assertEqual(answer[1]["errors"][0]["code"], "IMP-ACCOUNT-UNKNOWN")
        self.assertTrue(answer[1]["errors"][0]["remedy"])
        self.assertEqual([e["code"] for e in answer[2]["errors"]], ["PAY-DATE", "CEN-SUM"])
        self.assertEqual(answer[3]["errors"][0]["code"], "CEN-TWICE")
        again = model.import_receipts(rows[:1])
        self.assertEqual(again, [answer[0] | {"state": "unchanged"}])
        changed = model.import_receipts([rows[0] | {"charged": "90"}])
        self.assertEqual(changed[0]["state"], "updated")
        statement = model.browse(answer[0]["statement_id"])
        self.assertEqual(statement.charged, 90)
        operator = new_test_user(self.env, "cen_api", "utility_base.group_operator")
        with self.assertRaises(AccessError):
            model.with_user(operator).import_receipts(rows[:1])

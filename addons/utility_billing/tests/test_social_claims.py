import base64
import io
import tempfile

import dbfread
import openpyxl

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..gateway import claim_2pilga
from .social_common import SocialCommon

# what a role may do with (programme, limit, register, receipt): c creates, r reads
ROLES = {
    "reader": "rrrr",
    "operator": "rrrr",
    "cashier": "rrrr",
    "billing": "crcr",
    "accountant": "cccc",
}
MODELS = (
    "utility.social.program", "utility.social.limit", "utility.social.claim",
    "utility.social.receipt",
)  # fmt: skip


@tagged("post_install", "-at_install", "utility_social")
class TestSocialClaims(SocialCommon):
    """P13, D06: registers for social protection bodies and the control of the budget."""

    def test_register_of_a_month(self):
        """P13: 50 % of 4 m3 x 10 of one person: a row with volume, tariff, persons and area."""
        self.approved("2026-03")
        line = self.claim("2026-03").line_ids
        self.assertEqual(
            (line.amount, line.volume, line.price, line.persons, line.area, line.percent),
            (20.00, 4.0, 10.0, 1, 50.0, 50.0),
        )
        self.assertEqual((str(line.date_from), str(line.date_to)), ("2026-03-01", "2026-03-31"))
        self.assertFalse(line.correction)

    def test_corrections_come_as_differences(self):
        """P13, D05: the privilege ends in a claimed month: the next register takes 20.00 back."""
        self.approved("2026-03")
        self.claim("2026-03").action_send()
        self.close("2026-03")
        self.privilege.date_to = "2026-02-28"
        self.approved("2026-04")
        line = self.claim("2026-04").line_ids
        self.assertEqual((line.amount, str(line.of_period)), (-20.00, "2026-03-01"))
        self.assertTrue(line.correction)

    def test_nothing_is_claimed_twice(self):
        """P13: what an earlier register holds is not in the next one."""
        self.approved("2026-03")
        self.claim("2026-03").action_send()
        self.assertFalse(self.claim("2026-04").line_ids)
        with self.assertRaises(UserError):
            self.env["utility.social.claim"].search([("state", "=", "draft")]).action_send()

    def test_dbf_has_the_layout_of_the_form(self):
        """P13: fields, widths and codepage of 2-пільга; read back by another program."""
        self.approved("2026-03")
        claim = self.claim("2026-03")
        content = claim._dbf()
        with tempfile.NamedTemporaryFile(suffix=".dbf") as file:
            file.write(content)
            file.flush()
            table = dbfread.DBF(file.name, encoding="cp866", load=True)
        fields = [(f.name, f.type, f.length, f.decimal_count) for f in table.fields]
        self.assertEqual(fields, list(claim_2pilga.FIELDS))
        (row,) = list(table)
        self.assertEqual(
            (row["CDPR"], row["IDCODE"], row["FIO"], row["RS"], row["YEARIN"], row["MONTHIN"]),
            (12345678, "1234567890", "IВАНЕНКО IВАН", "1", 2026, 3),
        )
        self.assertEqual(
            (row["LGCODE"], row["LGKAT"], row["LGPRC"], row["LGKOL"], row["SUMM"], row["FLAG"]),
            (500, "10", 50, 1, 20.0, 0),
        )
        self.assertEqual((row["FACT"], row["TARIF"]), (2.0, 10.0), "volume x tariff is the sum")
        self.program.paid_volume = False
        self.assertEqual(claim.line_ids._row_2pilga(1, 500).volume, 4)

    def test_dbf_tells_what_is_missing(self):
        """P13: no code of a service, or one that does not fit, is said in words."""
        self.approved("2026-03")
        claim = self.claim("2026-03")
        self.veterans.register_code = "LONG"
        with self.assertRaisesRegex(UserError, "LGKAT"):
            claim._dbf()
        self.program.service_code_ids.unlink()
        with self.assertRaisesRegex(UserError, self.water.name):
            claim._dbf()

    def test_workbook_and_act(self):
        """P13: sums by category and service, every row, and the printed act."""
        self.approved("2026-03")
        claim = self.claim("2026-03")
        book = openpyxl.load_workbook(io.BytesIO(claim._workbook()))
        summary, rows = book.worksheets
        self.assertEqual(
            [cell.value for cell in summary[4]], ["Veterans", self.water.name, 1, 4, 20]
        )
        self.assertEqual(rows.max_row, 2)
        self.assertEqual(rows["P2"].value, 20)
        claim.action_print()
        file = self.env["ir.attachment"].search(
            [("res_model", "=", claim._name), ("res_id", "=", claim.id)]
        )
        self.assertTrue(base64.b64decode(file.datas).startswith(b"%PDF"))

    def test_refused_rows_are_worked_through(self):
        """P13: a refused row is claimed again, or never, as was decided."""
        self.approved("2026-03")
        claim = self.claim("2026-03")
        claim.action_send()
        claim.line_ids.write({"answered": True, "accepted_amount": 5, "reason": "Tariff"})
        claim.action_answered()
        self.assertEqual((claim.line_ids.state, claim.refused_count), ("partly", 1))
        self.assertFalse(self.claim("2026-04").line_ids, "nobody decided yet")
        claim.line_ids.action_claim_again()
        again = self.env["utility.social.claim"].search([("state", "=", "draft")])
        again.action_fill()
        self.assertEqual(again.line_ids.amount, 15.00)
        claim.line_ids.action_own()
        again.action_fill()
        self.assertFalse(again.line_ids)
        self.assertEqual(claim.refused_count, 0)

    def test_budget_control(self):
        """D06: assigned 100, used 20, claimed 20, accepted 20, reimbursed 20; exceeded by 5 of 15."""
        self.approved("2026-03")
        claim = self.claim("2026-03")
        claim.action_send()
        claim.action_accept_rest()
        self.env["utility.social.receipt"].create(
            {
                "program_id": self.program.id,
                "claim_id": claim.id,
                "date": "2026-04-10",
                "amount": 20,
            }
        )
        self.assertEqual(claim.state, "reimbursed")
        first, last = self.day("2026-01-01"), self.day("2026-12-31")
        self.assertEqual(
            self.program._sums(first, last)[self.program.id],
            {"assigned": 100, "used": 20, "claimed": 20, "accepted": 20, "reimbursed": 20},
        )
        months = self.env["utility.social.budget"].search([("program_id", "=", self.program.id)])
        self.assertEqual(
            {f"{m.period_date:%m}": m.balance for m in months}, {"01": 0, "03": 20, "04": -20}
        )
        self.assertFalse(self.program._excess(self.day("2026-03-01")))
        self.program.limit_ids.amount = 15
        self.assertEqual(self.program._excess(self.day("2026-03-01")), [(self.program, 5.0)])

    def test_roles(self):
        """R01: who may enter programmes, limits, registers and receipts."""
        for role, rights in ROLES.items():
            user = new_test_user(
                self.env,
                f"claims_{role}",
                f"utility_base.group_{role}",
                company_id=self.company.id,
                company_ids=[(6, 0, self.company.ids)],
            )
            for model, right in zip(MODELS, rights, strict=True):
                with self.subTest(role=role, model=model):
                    records = self.env[model].with_user(user)
                    self.assertTrue(records.has_access("read"))
                    self.assertEqual(records.has_access("create"), right == "c")

    def test_limits_of_the_user(self):
        """R01: rows of other houses and other companies are unseen."""
        self.approved("2026-03")
        line = self.claim("2026-03").line_ids
        house = self.env["utility.building"].create(
            {"locality_id": self.locality.id, "number": "99"}
        )
        user = new_test_user(
            self.env,
            "claims_limited",
            "utility_base.group_billing",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
            utility_building_ids=[(6, 0, house.ids)],
        )
        for model in ("utility.social.claim.line", "utility.social.usage"):
            self.assertFalse(self.env[model].with_user(user).search([]))
        self.assertTrue(line.exists())
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env, "claims_other", "utility_base.group_accountant",
            company_id=other.id, company_ids=[(6, 0, other.ids)],
        )  # fmt: skip
        for model in (*MODELS, "utility.social.budget"):
            records = self.env(user=stranger, context={"allowed_company_ids": other.ids})[model]
            self.assertFalse(records.search([]))

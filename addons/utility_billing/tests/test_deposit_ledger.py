from decimal import Decimal

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..closing import INVARIANTS, Month
from .test_deposits import DepositCommon


@tagged("post_install", "-at_install")
class TestDepositLedger(DepositCommon):
    """X18: deposits in the general ledger, their return, their paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._utility_prepare_posting()
        cls.bank = cls.env["account.journal"].create(
            {"name": "Bank", "code": "BNKX", "type": "bank", "company_id": cls.company.id}
        )
        way_out = cls.env["account.account"].create(
            {"name": "On its way out", "code": "101950", "account_type": "asset_current"}
        )
        cls.bank.outbound_payment_method_line_ids.payment_account_id = way_out

    def filled(self, **values):
        self.approved("2026-03").action_post()
        made = self.deposit(rate=10, **values)
        self.pay(700, "2026-05-20")
        return made

    def post(self):
        return self.env["utility.posting"]._post_payments(self.company, self.day("2026-12-31"))

    def agree(self, held):
        """Both control accounts hold what they must; the money on the way what came."""
        day = self.day("2026-12-31")
        figures = self.env["utility.posting"]._check_deposits(self.company, day)
        self.assertEqual((figures["difference"], figures["ledger"]), (0, Decimal(held)))
        self.assertEqual(self.env["utility.posting"]._check(self.company)["difference"], 0)

    def transit(self):
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        account = rules._match("payment").counterpart_id
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return round(sum(lines.mapped("balance")), 2)

    def test_control_account(self):
        """X18, G01: received, interest and used stand on the liability; bills see only their own."""
        made = self.filled()
        self.post()
        self.agree("500")
        self.assertEqual(self.transit(), 700, "the money that came, once")
        self.today("2026-06-01", made.action_credit_interest)
        self.today("2026-06-20", made.action_use)
        self.post()
        self.agree(f"{made.balance:.2f}")
        self.assertEqual(self.transit(), 700, "using a deposit moves no money")
        self.assertFalse(self.post(), "nothing is posted twice")

    def test_taken_back(self):
        """X18, X32: entries of deposits are taken back with their month and posted again."""
        self.filled()
        self.post()
        wizard = self.env["utility.posting.undo"].create(
            {
                "scope": "period",
                "period_id": self.env["utility.period"]._get(self.day("2026-05-01")).id,
                "reason": "Wrong accounts",
            }
        )
        self.assertEqual(wizard.move_count, 3)
        wizard.action_undo()
        self.agree("0")
        wizard.unlink()
        self.post()
        self.agree("500")

    def test_invariants(self):
        """X18, Z11: the closing cockpit finds unposted moves and entries by hand."""
        self.filled()
        period = self.env["utility.period"]._get(self.day("2026-05-01"))

        def found(code):
            self.env.flush_all()
            month = Month.of(period)
            return len(self.env.execute_query(INVARIANTS[code].query(month)))

        self.assertEqual((found("deposits_unposted"), found("deposits_difference")), (1, 0))
        self.post()
        self.assertEqual((found("deposits_unposted"), found("deposits_difference")), (0, 0))
        self.assertEqual(found("deposits_held"), 0)
        rules = self.env["utility.posting.rule"].search([("company_id", "=", self.company.id)])
        rule = rules._match("deposit")
        lines = [(rule.counterpart_id, Decimal(5)), (rule.account_id, Decimal(-5))]
        posting = self.env["utility.posting"]
        posting._create([posting._entry(rule, self.day("2026-05-30"), "by hand", lines)])
        self.assertEqual(found("deposits_difference"), 1)

    def test_returned(self):
        """X18: accountants give it back with interest: a draft payment, and the deposit ends."""
        made = self.filled()
        partner_bank = self.env["res.partner.bank"].create(
            {"acc_number": "40817810000000000001", "partner_id": self.debtor.partner_id.id}
        )
        values = {
            "deposit_id": made.id,
            "bank_id": partner_bank.id,
            "journal_id": self.bank.id,
        }
        with self.assertRaises(AccessError):
            self.env["utility.deposit.refund"].with_user(self.user("debt")).create(values)
        wizard = self.env["utility.deposit.refund"].with_user(self.user("accountant"))
        wizard = wizard.create(values)
        self.today("2026-08-01", wizard.action_refund)
        outgoing = made.move_ids.outgoing_id
        self.assertEqual(outgoing.state, "draft")
        self.assertEqual(outgoing.amount, 510.0, "73 days of 10 % of 500")
        self.assertEqual((made.state, made.balance), ("returned", 0))
        self.post()
        self.agree("0")

    def test_left_on_the_account(self):
        """X18: instead of the bank it may stay on the personal account, as an advance."""
        made = self.filled()
        self.pay(800, "2026-05-21")
        wizard = self.env["utility.deposit.refund"].create(
            {"deposit_id": made.id, "way": "account", "whole": False, "amount": 100}
        )
        self.today("2026-05-25", wizard.action_refund)
        self.assertEqual(self.figures(made), (400, 100, -100))
        wizard.whole = True
        self.today("2026-05-26", wizard.action_refund)
        self.assertEqual((made.state, made.balance), ("returned", 0))
        self.post()
        self.agree("0")
        self.assertEqual(self.transit(), 1500, "no money has moved")

    def test_paper(self):
        """X18, A22: terms and statement of moves in each language."""
        made = self.filled(use_days=60, note="Own terms")
        for lang in ("ru", "uk", "kk", "en"):
            data = made._document_data(lang)
            self.assertEqual((data["total"], data["held"]), ("500.00", "500.00"))
            template = self.env["utility.document.template"]._find("deposit", lang, self.company)
            self.assertTrue(template._render(data, lang).startswith(b"%PDF"))
        self.assertIn("/web/content/", made.action_print()["url"])

from odoo.tests import tagged

from odoo.addons.utility_base.tests.imports_common import ImportsCommon

from .social_common import SocialCommon


@tagged("post_install", "-at_install", "utility_import", "utility_social")
class TestSocialImports(SocialCommon):
    """P06, P13: what the state assigns and answers comes through the one import framework."""

    _new = ImportsCommon._new
    _run = ImportsCommon._run
    _states = ImportsCommon._states
    _codes = ImportsCommon._codes
    _csv = classmethod(ImportsCommon._csv.__func__)

    SUBSIDIES = (
        ("о/р", "Період", "Сума субсидії", "Обов'язкова плата", "Номер справи"),
        ("1", "03.2026", "50,00", "30,00", "A-1"),
        ("77", "03.2026", "50,00", "", "A-2"),
        ("1", "04.2026", "-5", "", "A-1"),
    )

    def test_registry_of_subsidies(self):
        """P06, D06: rows become subsidies of months, bad ones are told; the file twice changes nothing."""
        record = self._run("subsidy", self._csv(self.SUBSIDIES))
        self.assertEqual(self._states(record), ["created", "error", "error"])
        self.assertEqual(self._codes(record)[1:], ["IMP-ACCOUNT-UNKNOWN", "SOC-AMOUNT"])
        grant = self.env["utility.subsidy.grant"].search([])
        self.assertEqual(
            (grant.amount, grant.mandatory, grant.document, str(grant.period_date)),
            (50, 30, "A-1", "2026-03-01"),
        )
        self.assertEqual(grant.program_id, self.subsidies)
        again = self._run("subsidy", self._csv(self.SUBSIDIES))
        self.assertEqual(self._states(again)[0], "unchanged")
        grant._credit("2026-03-31")
        self.assertEqual(self.home.balance, -50)
        rows = (self.SUBSIDIES[0], ("1", "03.2026", "60,00", "", "A-1"))
        late = self._run("subsidy", self._csv(rows))
        self.assertEqual(self._codes(late), ["SOC-CREDITED"])

    def test_term_of_months_and_undo(self):
        """P06: a row with a term is a subsidy of each month; the import can be taken back."""
        rows = (("RASH", "DAT1", "DAT2", "SUBS"), ("1", "01.03.2026", "30.04.2026", "12.50"))
        record = self._run("subsidy", self._csv(rows))
        grants = self.env["utility.subsidy.grant"].search([])
        self.assertEqual(
            sorted(f"{g.period_date:%m} {g.amount:.2f}" for g in grants), ["03 12.50", "04 12.50"]
        )
        record.action_undo()
        self.assertFalse(self.env["utility.subsidy.grant"].search([]))

    def test_answer_of_the_body(self):
        """P13: accepted and refused rows of a sent register, by the codes of the body."""
        other = self.account("2", ["cold_water"])
        person = self.env["res.partner"].create({"name": "Second"})
        self.grant_privilege(other, person)
        self.approved("2026-03")
        claim = self.claim("2026-03")
        claim.action_send()
        rows = (
            ("RS", "YEARIN", "MONTHIN", "LGCODE", "SUMM", "Причина"),
            ("1", "2026", "3", "500", "20", ""),
            ("2", "2026", "3", "500", "0", "Person has moved"),
            ("2", "2026", "2", "500", "0", "Nothing there"),
            ("1", "2026", "3", "500", "25", ""),
        )
        record = self._run("social_answer", self._csv(rows))
        self.assertEqual(self._codes(record)[2:], ["SOC-NOT-CLAIMED", "SOC-MORE"])
        answers = {
            line.account_id.number: (line.state, line.accepted_amount, line.reason or "")
            for line in claim.line_ids
        }
        self.assertEqual(
            answers, {"1": ("accepted", 20, ""), "2": ("refused", 0, "Person has moved")}
        )
        claim.action_answered()
        self.assertEqual(claim.refused_count, 1)
        self.assertEqual((claim.accepted, claim.left), (20, 20))

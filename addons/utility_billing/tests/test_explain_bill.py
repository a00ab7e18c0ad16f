from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import format_amount

from ..scenario import orm
from ..scenario.schema import parse
from .run_common import RunCommon
from .test_scenarios_orm import FOLDER

#: one of each subject: reading, uplift, recalculation, reductions, heating, common needs, waste,
#: privilege, blocks, tax on top, communal flat, two-component hot water
SAMPLES = (
    "RU-001", "RU-009", "RU-014", "RU-017", "RU-022", "RU-024", "RU-033", "RU-034", "RU-040", "RU-042",
    "RU-043", "RU-044", "RU-049", "RU-050", "RU-053", "RU-054", "RU-082", "RU-090", "UA-001", "KZ-001",
)  # fmt: skip


def steps_total(item):
    return sum(Decimal(step["amount"]) for step in item["steps"])


@tagged("post_install", "-at_install")
class TestExplainBill(RunCommon):
    """Z01: a whole bill explained, on screen, on paper and through RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tariff("cold_water", 55.21, legal_reference="Order 123 of 20.12.2025")
        cls.norm("cold_water", 4.745, legal_reference="Norm act 7")
        cls.tariff("intercom", 65)
        cls.first = cls.account("1", ["cold_water", "intercom"], area=54.3)
        cls.second = cls.account("2", ["cold_water"])
        cls.meter(cls.second, "cold_water", 104, ("2026-02-25", 109))

    def bill(self, account, month):
        return self.env["utility.bill"].search(
            [
                ("account_id", "=", account.id),
                ("period_date", "=", f"{month}-01"),
                ("state", "=", "approved"),
            ]
        )

    def test_words_for_a_pensioner(self):
        """Z01: reading, volume, price and sum stand in two plain sentences."""
        self.approved("2026-02")
        line = self.lines(self.second, "2026-02").explain_charge()[0]
        self.assertEqual(
            line["text"][:2],
            [
                "You used 5 m³ (reading 109 on 02/25/2026 − 104 on 01/25/2026).",
                f"5 m³ × 55.21 = {format_amount(self.env, 276.05, self.company.currency_id)}.",
            ],
        )

    def test_figures_of_the_language(self):
        """Z01: sentences write figures as their language does; the data keeps plain decimals."""
        for lang in ("ru_RU", "kk_KZ"):
            self.env["res.lang"]._activate_lang(lang)
        kazakh = self.env["res.lang"]._lang_get("kk_KZ")
        self.assertEqual(kazakh.thousands_sep, "\u00a0")
        self.env["utility.tariff"].search(
            [("service_id", "=", self.services["cold_water"].id)]
        ).value = 1555.21
        self.approved("2026-02")
        (found,) = self.lines(self.second, "2026-02").explain_charge("ru_RU")
        for figure in ("× 1\u00a0555,21 = ", "7\u00a0776,05"):
            self.assertIn(figure, found["text"][1])
        self.assertEqual((found["price"], found["amount"]), ("1555.21", "7776.05"))

    def test_sums(self):
        """Z01: steps add up to lines, lines to services, services to the bill."""
        self.approved("2026-02")
        (found,) = self.bill(self.first, "2026-02").explain_bill()
        services = sum(Decimal(service["amount"]) for service in found["services"])
        self.assertEqual(f"{services:.2f}", found["charged"])
        for service in found["services"]:
            lines = sum(Decimal(line["amount"]) for line in service["lines"])
            self.assertEqual(f"{lines:.2f}", service["amount"])
            for line in service["lines"]:
                self.assertEqual(f"{steps_total(line):.2f}", line["amount"])
        self.assertEqual(found["residents"], 2)
        self.assertIn("Order 123 of 20.12.2025", found["services"][0]["lines"][0]["legal"])

    def test_every_rule(self):
        """Z01: the explanation of every line of the golden book adds up to it, in plain words."""
        counts = {}
        test = self

        def explained(world, steps):
            domain = [("kind", "!=", "opening"), ("company_id", "=", world.company.id)]
            lines = world.env["utility.charge"].search(domain)
            for line, item in zip(lines, lines.explain_charge(), strict=True):
                test.assertEqual(f"{steps_total(item):.2f}", item["amount"], (line.kind, item))
                test.assertEqual(item["amount"], f"{line.amount:.2f}")
                test.assertTrue(item["text"], (line.kind, item))
                counts[item["key"] or line.kind] = counts.get(item["key"] or line.kind, 0) + 1
            return outcome(world, steps)

        outcome = orm.outcome
        with patch.object(orm, "outcome", explained):
            for path in sorted(FOLDER.rglob("*.yaml")):
                scenario = parse(path.read_text(encoding="utf-8"))
                if scenario.id in SAMPLES:
                    self.assertEqual(orm.run_scenario(self.env, scenario), [], scenario.id)
        wanted = {"meter", "norm", "uplift", "heating", "common", "privilege", "outage", "absence"}
        self.assertLessEqual(wanted, set(counts), counts)

    def test_recalculation(self):
        """Z01, D04: was charged, should be, difference, and the month."""
        self.approved("2026-02").period_id.action_close()
        self.env["utility.tariff"].search(
            [("service_id", "=", self.services["cold_water"].id)]
        ).value = 60
        self.approved("2026-03")
        (line,) = self.lines(self.second, "2026-03", kind="recalculation")
        (found,) = line.explain_charge()
        self.assertEqual(
            found["text"][0],
            "For February 2026. Should be 300.00, was charged 276.05, difference 23.95.",
        )
        self.assertEqual((found["amount"], found["of_period"]), ("23.95", "2026-02"))

    def test_portal_user(self):
        """Z01: a resident gets the own approved bills explained, no other and no draft."""
        run = self.charged("2026-02")
        user = new_test_user(self.env, "resident", groups="base.group_portal")
        self.first.partner_id = user.partner_id
        draft = self.env["utility.bill"].search(
            [("account_id", "=", self.first.id), ("run_id", "=", run.id)]
        )
        with self.assertRaises(AccessError):
            draft.with_user(user).explain_bill()
        run.action_approve()
        own = self.bill(self.first, "2026-02")
        (found,) = own.with_user(user).explain_bill()
        self.assertEqual(found["account"], "1")
        self.assertTrue(self.lines(self.first, "2026-02").with_user(user).explain_charge())
        other = self.bill(self.second, "2026-02")
        with self.assertRaises(AccessError):
            other.with_user(user).explain_bill()
        with self.assertRaises(AccessError):
            (own | other).with_user(user).explain_bill()
        with self.assertRaises(AccessError):
            self.lines(self.second, "2026-02").with_user(user).explain_charge()
        with self.assertRaises(AccessError):
            own.with_user(self.env.ref("base.public_user")).explain_bill()

    def test_staff_of_another_company(self):
        """R01: staff get the bills of their companies alone."""
        self.approved("2026-02")
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "reader_other",
            groups="utility_base.group_reader",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        with self.assertRaises(AccessError):
            self.bill(self.first, "2026-02").with_user(user).with_context(
                allowed_company_ids=other.ids
            ).explain_bill()

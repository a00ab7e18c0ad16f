import random
from datetime import datetime, timedelta
from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ..loader.replay import replay
from ..models.utility_account_replay import NOW
from .run_common import RunCommon


def sums(lines):
    """``{(service, component, zone): amount}`` without zeros."""
    found = {}
    for line in lines:
        found[line.key] = found.get(line.key, 0) + line.amount
    return {key: amount for key, amount in found.items() if amount}


def less(one, other):
    keys = set(one) | set(other)
    found = {key: one.get(key, 0) - other.get(key, 0) for key in keys}
    return {key: amount for key, amount in found.items() if amount}


@tagged("post_install", "-at_install")
class TestReplay(RunCommon):
    """Z03: a month as it was known on any day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = cls.tariff("cold_water", 50)
        cls.sewer = cls.tariff("sewerage", 41)
        cls.norm_water = cls.norm("cold_water", 4)
        cls.fee = cls.tariff("housing_maintenance", 20)
        codes = ["cold_water", "sewerage", "housing_maintenance"]
        cls.first = cls.account("1", codes)
        cls.second = cls.account("2", codes)
        cls.water = cls.meter(cls.second, "cold_water", 100, ("2026-02-24", 109))

    def later(self, days=1):
        """All that happened so far happened ``days`` earlier; returns the moment between."""
        self.env.flush_all()
        edited, _links = self.env["utility.history"]._watched()
        for table in (*edited, "utility_recalculation", "utility_billing_run"):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET create_date = create_date - %s",
                    SQL.identifier(table),
                    timedelta(days=days),
                )
            )
        shift = timedelta(days=days)
        self.env.cr.execute(
            "UPDATE utility_history SET known_to = known_to - %(shift)s, content = CASE"
            " WHEN content ? 'create_date' THEN jsonb_set(content, '{create_date}',"
            " to_jsonb((content->>'create_date')::timestamp - %(shift)s)) ELSE content END",
            {"shift": shift},
        )
        self.env.cr.execute(
            "UPDATE utility_billing_run SET approved_at = approved_at - %s,"
            " reversed_at = reversed_at - %s",
            [shift, shift],
        )
        self.env.invalidate_all()

    def at(self, days):
        """The moment ``days`` and a half before now."""
        return datetime.utcnow() - timedelta(days=days, hours=-12)

    def of(self, account, month, moment):
        return replay(self.env, self.company, self.building.id, month, moment, account.ids)

    def test_edits_are_kept_and_hidden(self):
        """Z03: people, prices and readings of a day are those known on it."""
        self.approved("2026-02")
        self.later()
        self.price.value = 60
        self.first.residency_ids.persons = 3
        self.reading(self.water, "2026-02-24", 112, source="correction")
        self.fee.unlink()
        then = sums(self.of(self.first, "2026-02", self.at(1)).fresh)
        self.assertEqual(then["cold_water", "", ""], 400)
        self.assertEqual(then["housing_maintenance", "", ""], 1000)
        now = self.of(self.first, "2026-02", NOW)
        self.assertTrue(now.problems, "the price of the fee is gone")
        self.assertEqual(
            sums(self.of(self.second, "2026-02", self.at(1)).fresh)["cold_water", "", ""], 450
        )

    def test_links_are_kept(self):
        """Z03: the services of a privilege as they were."""
        privilege = self.env["utility.privilege"].create(
            {
                "account_id": self.first.id,
                "percent": 50,
                "within": "actual",
                "date_from": "2026-01-01",
                "service_ids": [(6, 0, self.services["cold_water"].ids)],
            }
        )
        self.later()
        privilege.service_ids = self.services["sewerage"]
        water, sewer = ("cold_water", "", ""), ("sewerage", "", "")
        then = sums(self.of(self.first, "2026-02", self.at(1)).fresh)
        now = sums(self.of(self.first, "2026-02", NOW).fresh)
        self.assertEqual((then[water], now[water]), (200, 400))
        self.assertEqual(now[sewer] * 2, then[sewer])

    def test_nothing_is_left(self):
        """Z03: after a replay queries read the tables again."""
        self.price.value = 60
        self.of(self.first, "2026-02", self.at(3))
        self.env.cr.execute(
            "SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relname LIKE 'utility%'"
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        self.assertEqual(self.price.value, 60)

    def test_ledger_then_and_now(self):
        """Z03, X32: a bill that was taken back stands in the replay of the days when it counted."""
        run = self.approved("2026-02")
        self.later()
        run.action_reverse()
        self.assertEqual(
            sums(self.of(self.first, "2026-02", self.at(1)).ledger)["cold_water", "", ""], 400
        )
        self.assertFalse(self.of(self.first, "2026-02", NOW).ledger)
        self.assertFalse(self.of(self.first, "2026-02", self.at(2)).ledger)

    def test_recalculation_is_the_difference_of_two_replays(self):
        """Z03, D01, D04: bill + recalculations = a fresh calculation with today's knowledge."""
        for seed in range(6):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self._history(random.Random(seed))
                savepoint.rollback()
                self.env.invalidate_all(flush=False)

    def _history(self, choice):
        months = ["2026-02", "2026-03", "2026-04"]
        self.corrected = 0
        self.approved(months[0]).period_id.action_close()
        for number, month in enumerate(months[1:], 1):
            self.later()
            self._edit(choice)
            self.reading(self.water, f"{month}-24", 115 + 7 * number + choice.randrange(5))
            self.later()
            self.approved(month).period_id.action_close()
        written = 0
        for account in (self.first, self.second):
            for month in months:
                now = self.of(account, month, NOW)
                self.assertFalse(now.problems)
                self.assertEqual(sums(now.ledger), sums(now.fresh), (account.number, month))
            # before and after the facts of the second run became known
            before, after = (self.of(account, months[0], self.at(days)) for days in (4, 3))
            lines = [
                line
                for line in after.ledger
                if line.kind == "recalculation" and line.of_period != line.period
            ]
            self.assertFalse(lines, "nothing is written yet")
            told = [
                line
                for line in self.of(account, months[0], self.at(2)).ledger
                if line.of_period == months[0] and line.period == months[1]
            ]
            written += len(told)
            self.assertEqual(sums(told), less(sums(after.fresh), sums(before.fresh)))
        self.assertTrue(written)

    def _edit(self, choice):
        """Something that reaches into the closed months."""
        self.price.value += choice.choice((1, 2.5))
        if choice.random() < 0.7:
            self.first.residency_ids[:1].persons += 1
        if choice.random() < 0.7:
            self.second.premise_id.area_ids.value += choice.choice((1, 3.7))
        if choice.random() < 0.7:
            self.corrected += 1
            self.reading(self.water, "2026-02-24", 106 + self.corrected / 10, source="correction")

        if choice.random() < 0.5:
            self.env["utility.privilege"].create(
                {
                    "account_id": self.second.id,
                    "percent": choice.choice((10, 50)),
                    "within": choice.choice(("norm", "actual")),
                    "date_from": "2026-02-01",
                    "service_ids": [(6, 0, self.services["cold_water"].ids)],
                }
            )
        if choice.random() < 0.5:
            self.corrected += 1
            self.env["utility.absence"].create(
                {
                    "account_id": self.first.id,
                    "persons": 1,
                    "departure": f"2026-02-{self.corrected:02}",
                    "arrival": f"2026-02-{self.corrected + 9:02}",
                    "state": "confirmed",
                }
            )

    def test_screen_data(self):
        """Z03: then, now and difference by service; the runs behind them; wrong input is told."""
        self.approved("2026-02").period_id.action_close()
        self.later()
        self.price.value = 52
        self.approved("2026-03")
        day = (datetime.utcnow() - timedelta(days=1)).date().isoformat()
        found = self.first.replay_month("2026-02", day)
        water = next(
            row for row in found["rows"] if row["service_id"] == self.services["cold_water"].id
        )
        self.assertEqual(
            (water["billed_then"], water["billed_now"], water["difference"]),
            ("400.00", "416.00", "16.00"),
        )
        self.assertEqual((water["calculated_then"], water["calculated_now"]), ("400.00", "416.00"))
        self.assertEqual([run["known"] for run in found["written"]], [True, False])
        self.assertEqual(
            sum(Decimal(run["amount"]) for run in found["written"]),
            Decimal(found["totals"]["billed_now"]),
        )
        self.assertEqual(len(found["learnt"]), 1)
        with self.assertRaises(UserError):
            self.first.replay_month("February", day)

    def test_fact_without_a_beginning(self):
        """Z03, D05: a correction from the beginning of time looks at the months that were charged."""
        self.approved("2026-02").period_id.action_close()
        self.env["utility.recalculation"].create(
            {"company_id": self.company.id, "date_from": "0001-01-01", "reason": "always"}
        )
        self.price.value = 55
        now = self.of(self.first, "2026-03", NOW)
        self.assertEqual(sums(now.fresh)["cold_water", "", ""], 440)
        self.assertFalse(now.ledger)

    def test_readers_may_look(self):
        """Z03: staff who only read may replay; the journal itself is the administrator's."""
        self.approved("2026-02")
        user = new_test_user(
            self.env, "reader_replay", groups="utility_base.group_reader",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        day = datetime.utcnow().date().isoformat()
        account = self.first.with_user(user).with_context(allowed_company_ids=self.company.ids)
        self.assertTrue(account.replay_month("2026-02", day)["rows"])
        self.assertFalse(self.env["utility.history"].with_user(user).has_access("read"))

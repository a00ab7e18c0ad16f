from odoo.tests import TransactionCase, tagged

from ..loader.replay import replay
from ..models.utility_account_replay import NOW
from ..scenario import orm
from ..scenario.schema import parse
from .test_replay import sums
from .test_scenarios_orm import FOLDER

#: heating and common needs of the house, averages, absence, changes after the close, waste, capital
SAMPLES = (
    "RU-004", "RU-014", "RU-021", "RU-033", "RU-035", "RU-040", "RU-041", "RU-049", "RU-090", "RU-912",
    "RU-917", "RU-920", "RU-921", "RU-931", "RU-945",
)  # fmt: skip


@tagged("post_install", "-at_install", "utility_scenarios")
class TestReplayScenarios(TransactionCase):
    def test_ledger_is_a_fresh_calculation(self):
        """Z03: after every scenario each charged month of a house equals its replay with all knowledge."""
        wrong, count = [], 0
        outcome = orm.outcome

        def replayed(world, steps):
            nonlocal count
            bills = world.env["utility.bill"].search(
                [("company_id", "=", world.company.id), ("state", "=", "approved")]
            )
            for house, period in bills.grouped(lambda b: (b.account_id.building_id, b.period_code)):
                found = replay(world.env, world.company, house.id, period, NOW)
                count += 1
                if sums(found.ledger) != sums(found.fresh):
                    wrong.append((period, sums(found.ledger), sums(found.fresh)))
            return outcome(world, steps)

        self.patch(orm, "outcome", replayed)
        for path in sorted(FOLDER.rglob("*.yaml")):
            scenario = parse(path.read_text(encoding="utf-8"))
            if scenario.id in SAMPLES:
                orm.run_scenario(self.env, scenario)
                self.assertFalse(wrong, scenario.id)
        self.assertGreater(count, 30)

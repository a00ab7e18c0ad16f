import os
import random
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .walk_checks import WalkChecks

#: how often a step is taken beside one that is not named here
OFTEN = {
    "do_charge": 6,
    "do_post_run": 5,
    "do_pay": 5,
    "do_days_pass": 4,
    "do_approve": 3,
    "do_post_payments": 3,
    "do_close": 2,
}
COCKPIT = 12  # steps after which the cockpit is asked too


@tagged("post_install", "-at_install")
class TestMoneyWalk(WalkChecks):
    """G01, G02, G04, G09, Z11: sub-ledger and ledger agree after any sequence of events.

    A walk of chance through everything that people do with money. The same seed walks the same
    way; UTILITY_WALK_SEEDS names others (``3,4,5``), UTILITY_WALK_STEPS their length.
    """

    def walk(self, seed, steps):
        """``{step: {check: what it found}}`` of the first step after which something is wrong."""
        self.random = random.Random(seed)
        actions = sorted(name for name in dir(self) if name.startswith("do_"))
        often = [OFTEN.get(name, 1) for name in actions]
        done = []
        for number in range(1, steps + 1):
            (name,) = self.random.choices(actions, often)
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    getattr(self, name)()
                    self.env.flush_all()
            except (UserError, IntegrityError):  # not possible now
                self.env.invalidate_all()
                continue
            done.append(name)
            days = (self.now - self.first_day).days
            self.random_day = self.first_day + timedelta(days=self.random.randrange(days + 1))
            found = self.broken()
            if number % COCKPIT == 0:
                found |= self.cockpit()
            if found:
                return {f"seed {seed}, step {number}: {', '.join(done[-6:])}": found}
        return {}

    def test_walk(self):
        """Any order of charging, paying, correcting, posting and closing keeps the books right."""
        steps = int(os.environ.get("UTILITY_WALK_STEPS", "70"))
        found = {}
        for seed in os.environ.get("UTILITY_WALK_SEEDS", "2").split(","):
            with self.env.cr.savepoint() as point:
                self.now = self.first_day + timedelta(days=24)
                found |= self.walk(int(seed), steps)
                point.close(rollback=True)
            self.env.invalidate_all()
        self.assertFalse(found)

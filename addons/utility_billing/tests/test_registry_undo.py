from odoo.tests import new_test_user, tagged

from .test_registry_cancel import RegistryCommon

ROWS = tuple(f"0000012345;A{n};2026-03-0{n};{100 * n}.00;;;;" for n in range(1, 6))


@tagged("post_install", "-at_install")
class TestRegistryUndo(RegistryCommon):
    """E07: a registry is taken back by sets; a job that is repeated changes nothing."""

    def setUp(self):
        super().setUp()
        self.charge("2026-02", (self.account, self.water, "250.00"))
        self.registry = self.load(*ROWS, "9999999999;S1;2026-03-06;7.00;;;;")

    def mirrors(self):
        return self.env["utility.payment"].search(
            [("mirror_of_id.registry_line_id.registry_id", "=", self.registry.id)]
        )

    def test_mirrors(self):
        """E07: each payment once, with its fee; what it covered is owed again."""
        payments = self.registry.line_ids.payment_ids
        self.assertEqual(self.covered(self.account)["2026-02", "cold_water", "principal"], 250)
        self.registry.action_undo()
        self.assertEqual(self.registry.state, "undone")
        self.assertEqual(set(payments.mapped("state")), {"reversed"})
        mirrors = self.mirrors()
        self.assertEqual(mirrors.mirror_of_id, payments)
        for mirror in mirrors:
            origin = mirror.mirror_of_id
            self.assertEqual((mirror.state, mirror.amount), ("mirror", -origin.amount))
            for name in ("account_id", "building_id", "source", "company_id", "account_number"):
                self.assertEqual(mirror[name], origin[name], name)
        self.assertEqual(set(self.covered(self.account).values()) - {0}, set())
        self.assertEqual(self.account.balance, 250)
        self.assertEqual(set(self.registry.line_ids.mapped("state")), {"undone"})

    def test_a_repeated_job_finds_nothing(self):
        """X34: stopped after the first part and begun again: nothing twice, nothing left."""
        self.registry._transition(state="undoing")
        first = self.registry._payments_to_undo()[:2]
        self.registry._undo_payments(first.ids)
        self.registry._undo_payments(first.ids)
        self.assertEqual(len(self.mirrors()), 2)
        self.registry.action_undo()
        self.assertEqual(len(self.mirrors()), 6)
        self.assertEqual(self.total(), 0)
        self.registry._finish_undo()
        self.assertEqual(self.registry.state, "undone")

    def test_billing_takes_it_back(self):
        """R06: as the user of the job; who did it stands on the mirrors."""
        billing = new_test_user(self.env, "taker", "utility_base.group_billing")
        self.registry.with_user(billing).action_undo()
        self.assertEqual(self.mirrors().create_uid, billing)

    def test_a_cancellation_taken_back_frees_the_number(self):
        """E07: the number of an operation that stands is not given to a second payment because
        the line that takes it back was undone."""
        back = self.load("0000012345;A1;2026-03-05;-100.00;;;;", "0000012345;B1;2026-03-05;1;;;;")
        back.action_undo()
        again = self.load(ROWS[0], "0000012345;B2;2026-03-05;1;;;;")
        self.assertEqual(again.line_ids.sorted("number")[0].state, "duplicate")
        back = self.load("0000012345;A1;2026-03-05;-100.00;;;;", "0000012345;B3;2026-03-05;1;;;;")
        self.assertEqual(back.line_ids.sorted("number")[0].state, "cancel")

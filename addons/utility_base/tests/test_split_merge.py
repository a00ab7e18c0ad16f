"""Splitting an account into several, merging several into one."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .people_common import PeopleCommon


@tagged("post_install", "-at_install")
class TestSplitMerge(PeopleCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(cls.env, "splitter", "utility_base.group_operator")
        cls.first = cls._resident(cls.account, cls.payer)
        cls.second = cls._resident(cls.account, cls._person("Петров"))
        cls._service(cls.account, cls.water)
        cls._service(cls.account, cls.heating, units=2)
        cls.kitchen = cls._meter(cls.account, "K", value=10)
        cls.bath = cls._meter(cls.account, "B", value=20)

    def _split(self, lines, **values):
        return (
            self.env["utility.account.split"]
            .with_user(self.operator)
            .create(
                {
                    "account_id": self.account.id,
                    "date": "2026-03-01",
                    "line_ids": [(0, 0, line) for line in lines],
                    **values,
                }
            )
        )

    def test_by_rooms(self):
        """A04: rooms get accounts of their own; the old account closes, nothing is deleted."""
        wizard = self._split(
            [
                {
                    "number": "R1",
                    "partner_id": self.payer.id,
                    "room": "1",
                    "room_area": 18.5,
                    "residency_ids": self.first.ids,
                    "installation_ids": self.kitchen.installation_ids.ids,
                },
                {
                    "number": "R2",
                    "name": "Петров П.",
                    "room": "2",
                    "residency_ids": self.second.ids,
                    "service_ids": self.account.service_ids[1:].ids,
                },
            ],
            document="Решение суда 7",
        )
        self.assertIn("B", wizard.left_over)
        accounts = self.env["utility.account"].search(wizard.action_split()["domain"])
        one, two = accounts.sorted("number")
        self.assertEqual(self.account.state, "closed")
        self.assertEqual(self.account.date_close, date(2026, 2, 28))
        self.assertEqual(accounts.previous_account_id, self.account)
        self.assertEqual(one.premise_id.parent_id, self.flat)
        self.assertEqual(one.premise_id._number_label(), "комн. 1")
        areas = self.env["utility.area"]._values_on(
            "premise_id", one.premise_id.ids, date(2026, 3, 1)
        )
        self.assertEqual(areas[one.premise_id.id, "total"], 18.5)
        self.assertEqual(one.residency_ids.partner_id, self.payer)
        self.assertEqual(two.residency_ids.partner_id.name, "Петров")
        self.assertEqual(two.partner_id.name, "Петров П.")
        self.assertEqual(len(one.service_ids), 2)
        self.assertEqual(two.service_ids.service_id, self.heating)
        self.assertEqual(two.service_ids.units, 2)
        self.assertEqual(self.kitchen.account_id, one)
        shared = self.bath.current_installation_id
        self.assertEqual((shared.account_id.id, shared.premise_id), (False, self.flat))
        self.assertEqual(self.bath.purpose, "shared")
        self.assertEqual(shared.reading_ids.value, 20)
        self.assertEqual(len(self.account.installation_ids), 2, "history stays")

    def test_part_goes(self):
        """A04: one family leaves the account, the account goes on with the rest."""
        wizard = self._split(
            [{"number": "S1", "name": "Петров", "residency_ids": self.second.ids}],
            close_source=False,
        )
        wizard.action_split()
        self.assertEqual(self.account.state, "active")
        self.assertEqual(self.account._resident_counts(date(2026, 3, 1)), {self.account.id: 1})
        self.assertEqual(self.account._resident_counts(date(2026, 2, 28)), {self.account.id: 2})
        self.assertEqual(self.kitchen.account_id, self.account)

    def test_split_refusals(self):
        """A04: nobody is lost and nothing comes twice."""
        one = {"number": "S1", "partner_id": self.payer.id, "residency_ids": self.first.ids}
        with self._refused(UserError, "at least two"):
            self._split([one]).action_split()
        with self._refused(UserError, "Nobody has taken these residents: Петров"):
            self._split([one, {"number": "S2", "name": "X"}]).action_split()
        with self._refused(UserError, "two of the new accounts"):
            self._split([one, one | {"number": "S2"}]).action_split()

    def _merge(self, accounts, **values):
        return (
            self.env["utility.account.merge"]
            .with_user(self.operator)
            .create({"account_ids": accounts.ids, "date": "2026-03-01", **values})
        )

    def test_merge_into_one_of_them(self):
        """A04: residents, services and meters come to the common account, each once."""
        other = self._account("100009", self._premise("2"), self._person("Сидорова"))
        self._resident(other, other.partner_id)
        self._resident(other, self.payer)
        self._service(other, self.water)
        extra = self._service(other, self.env.ref("utility_base.service_gas"))
        meter = self._meter(other, "O", value=30)
        wizard = self._merge(self.account | other)
        self.assertEqual(wizard.target_id, self.account)
        wizard.action_merge()
        self.assertEqual(other.state, "closed")
        self.assertEqual(other.merged_into_id, self.account)
        self.assertEqual(other.date_close, date(2026, 2, 28))
        self.assertEqual(self.account.state, "active")
        self.assertEqual(self.account._resident_counts(date(2026, 3, 1)), {self.account.id: 3})
        lines = self.account.service_ids._on(date(2026, 3, 1))
        self.assertEqual(lines.service_id, self.water | self.heating | extra.service_id)
        self.assertEqual(len(lines), 3)
        self.assertEqual(meter.account_id, self.account)
        self.assertEqual(meter.current_installation_id.reading_ids.value, 30)

    def test_rooms_become_a_flat(self):
        """A04: accounts of rooms are merged into a new account of the flat."""
        rooms = [self._premise(n, kind="room", parent_id=self.flat.id) for n in ("1", "2")]
        accounts = self.env["utility.account"]
        for number, room in enumerate(rooms):
            accounts |= self._account(f"R{number}", room, self._person(f"P{number}"))
        wizard = self._merge(accounts, target="new", number="F1")
        self.assertEqual(wizard.premise_id, self.flat)
        new = self.env["utility.account"].browse(wizard.action_merge()["res_id"])
        self.assertEqual(new.premise_id, self.flat)
        self.assertEqual(new.previous_account_id, accounts[0])
        self.assertEqual(accounts.merged_into_id, new)
        self.assertEqual(set(accounts.mapped("state")), {"closed"})

    def test_merge_refusals(self):
        with self._refused(UserError, "at least two"):
            self._merge(self.account).action_merge()
        firm = self._account("O1", self._premise("3"), self._person("ООО"), kind="organisation")
        with self._refused(UserError, "kinds of customers"):
            self._merge(self.account | firm).action_merge()
        closed = self._account("C1", self._premise("4"), self._person("X"), state="closed")
        with self._refused(UserError, "closed already"):
            self._merge(self.account | closed).action_merge()

    def test_balance_hook(self):
        """A04: billing is told of every pair of accounts before the source is closed."""
        pairs = []
        other = self._account("100009", self._premise("2"), self._person("Сидорова"))

        def spy(wizard, source, target):
            pairs.append((source, source.state, target))

        self.patch(type(self.env["utility.account.merge"]), "_move_balance", spy)
        self._merge(self.account | other).action_merge()
        self.assertEqual(pairs, [(other, "active", self.account)])

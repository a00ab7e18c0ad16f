from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .desk_common import DeskCommon
from .test_access import CHANGES

# What is limited to buildings only: a place has no kind of customer.
PLACES = (
    "utility.building",
    "utility.entrance",
    "utility.premise",
    "utility.area",
    "utility.quick.batch",
)


@tagged("post_install", "-at_install")
class TestAccessLimits(DeskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls._household("1")
        cls.shop = cls._household("2", kind="organisation")
        cls.foreign = cls._household("3", company=cls.other_company)
        cls.clerk = cls._user("desk_clerk", "administrator")

    def _assert_sees(self, user, visible, hidden, models=None):
        """``user`` finds, reads and changes ``visible`` and can do nothing with ``hidden``."""
        for model in models or [m for m in self.home if m in CHANGES]:
            seen = self.env[model].browse([made[model].id for made in visible])
            unseen = self.env[model].browse([made[model].id for made in hidden])
            with self.subTest(user=user.login, model=model):
                self.env.invalidate_all()
                domain = [("id", "in", (seen | unseen).ids)]
                found = self.env[model].with_user(user).with_context(active_test=False)
                self.assertEqual(set(found.search(domain).ids), set(seen.ids))
                self.assertEqual(found.search_count(domain), len(seen))
                seen.with_user(user).read(["display_name"])
                if CHANGES[model]:
                    seen.with_user(user).write(CHANGES[model])
                for record in unseen.with_user(user):
                    self.env.invalidate_all()
                    self.assertRaises(AccessError, record.read, ["display_name"])
                    if CHANGES[model]:
                        self.assertRaises(AccessError, record.write, CHANGES[model])
                    self.assertRaises(AccessError, record.check_access, "unlink")

    def test_companies(self):
        """R06: nothing of another company is seen or changed, whatever the role."""
        self._assert_sees(self.clerk, [self.home, self.shop], [self.foreign])

    def test_all_companies(self):
        """R06: a user of both companies sees both once he has chosen both."""
        self.clerk.company_ids = [Command.link(self.other_company.id)]
        accounts = self.env["utility.account"].with_user(self.clerk)
        domain = [("number", "in", ("A-1", "A-2", "A-3"))]
        for companies, count in (
            (self.company, 2),
            (self.other_company, 1),
            (self.company | self.other_company, 3),
        ):
            chosen = accounts.with_context(allowed_company_ids=companies.ids)
            self.assertEqual(chosen.search_count(domain), count)

    def test_shared_directories(self):
        """R06: a directory entry without a company is shared, one of another company is hidden."""
        category = self.env["utility.customer.category"]
        shared = category.create({"name": "S", "code": "desk_s", "kind": "individual"})
        foreign = category.create(
            {
                "name": "F",
                "code": "desk_f",
                "kind": "individual",
                "company_id": self.other_company.id,
            }
        )
        found = category.with_user(self.clerk).search([("code", "in", ("desk_s", "desk_f"))])
        self.assertEqual(found, shared)
        with self.assertRaises(AccessError):
            foreign.with_user(self.clerk).read(["name"])

    def test_kind_of_customer(self):
        """R01: a user of organisations sees nothing of individuals, and the other way round."""
        limited = [m for m in self.home if m in CHANGES and m not in PLACES]
        limited.remove("utility.reading.window")
        for scope, visible, hidden in (
            ("individual", self.home, self.shop),
            ("organisation", self.shop, self.home),
        ):
            self.clerk.utility_customer_scope = scope
            self._assert_sees(self.clerk, [visible], [hidden], limited)
            self._assert_sees(self.clerk, [visible, hidden], [], PLACES)

    def test_buildings(self):
        """R01: a user of one house sees only what belongs to it."""
        self.clerk.utility_building_ids = self.home["utility.building"]
        self._assert_sees(self.clerk, [self.home], [self.shop])

    def test_limit_changes_at_once(self):
        """R01: a changed limit holds for the next request, and can be lifted."""
        accounts = self.env["utility.account"].with_user(self.clerk)
        domain = [("number", "in", ("A-1", "A-2"))]
        self.assertEqual(accounts.search_count(domain), 2)
        self.clerk.utility_building_ids = self.shop["utility.building"]
        self.assertEqual(accounts.search(domain).number, "A-2")
        self.clerk.utility_customer_scope = "individual"
        self.assertFalse(accounts.search(domain))
        self.clerk.write({"utility_building_ids": [Command.clear()]})
        self.assertEqual(accounts.search(domain).number, "A-1")
        self.clerk.utility_customer_scope = "all"
        self.assertEqual(accounts.search_count(domain), 2)

    def test_archived_building_keeps_the_limit(self):
        """R01: archiving the only visible house does not open all the others."""
        self.clerk.utility_building_ids = self.home["utility.building"]
        self.home["utility.building"].active = False
        found = self.env["utility.account"].with_user(self.clerk).search([])
        self.assertEqual(found, self.home["utility.account"])

    def test_nothing_is_created_outside(self):
        """R01: a limited user cannot create in a house that he does not see."""
        self.clerk.utility_building_ids = self.home["utility.building"]
        with self.assertRaises(AccessError):
            self.env["utility.premise"].with_user(self.clerk).create(
                {"building_id": self.shop["utility.building"].id, "number": "77"}
            )
        self.clerk.utility_customer_scope = "organisation"
        with self.assertRaises(AccessError):
            self.env["utility.account"].with_user(self.clerk).create(
                {
                    "number": "X-1",
                    "kind": "individual",
                    "partner_id": self.home["res.partner"].id,
                    "premise_id": self.home["utility.premise"].id,
                }
            )

    def test_own_limits_are_not_his_to_change(self):
        """R06: a user cannot lift his own limits."""
        self.clerk.utility_customer_scope = "organisation"
        with self.assertRaises(AccessError):
            self.clerk.with_user(self.clerk).write({"utility_customer_scope": "all"})
        self.assertEqual(self.clerk.utility_customer_scope, "organisation")

    def test_nobodys_meters(self):
        """B08, B09: meters in stock and of the house are seen by users of both kinds."""
        house = self.env["utility.meter"].create(
            {"serial": "H-1", "model_id": self.meter_model.id, "purpose": "house"}
        )
        self.env["utility.meter.installation"].create(
            {
                "meter_id": house.id,
                "service_id": self.service.id,
                "building_id": self.home["utility.building"].id,
            }
        )
        stock = self.env["utility.meter"].create({"serial": "K-1", "model_id": self.meter_model.id})
        self.clerk.utility_customer_scope = "organisation"
        meters = (house | stock).with_user(self.clerk)
        self.assertEqual(meters.search([("id", "in", meters.ids)]), meters.sorted())
        self.clerk.utility_building_ids = self.shop["utility.building"]
        self.assertEqual(meters.search([("id", "in", meters.ids)]).ids, stock.ids)

    def test_contacts(self):
        """R01: contacts of persons follow what the user may see of them."""
        owner, stranger, worker, director = self.env["res.partner"].create(
            [
                {"name": "Owner in house 2"},
                {"name": "Unknown to the register"},
                {"name": "Colleague"},
                {"name": "Director", "parent_id": self.shop["res.partner"].id},
            ]
        )
        self._user("desk_colleague", "reader", partner_id=worker.id)
        premise = self.shop["utility.premise"]
        premise.ownership_ids.unlink()
        self.env["utility.ownership"].create({"premise_id": premise.id, "partner_id": owner.id})
        payer, firm = self.home["res.partner"], self.shop["res.partner"]
        everyone = owner | stranger | worker | director | payer | firm
        open_to_all = stranger | worker | director | firm
        for limits, visible in (
            ({}, everyone),
            ({"utility_customer_scope": "individual"}, everyone),
            ({"utility_customer_scope": "organisation"}, open_to_all),
            ({"utility_building_ids": self.home["utility.building"].ids}, open_to_all | payer),
            ({"utility_building_ids": self.shop["utility.building"].ids}, open_to_all | owner),
        ):
            with self.subTest(limits=limits):
                cleared = {"utility_customer_scope": "all", "utility_building_ids": False}
                self.clerk.write({**cleared, **limits})
                partners = everyone.with_user(self.clerk)
                found = partners.search([("id", "in", everyone.ids)])
                self.assertEqual(set(found.ids), set(visible.ids))
                visible.with_user(self.clerk).read(["phone"])
                for hidden in partners - found:
                    self.env.invalidate_all()
                    self.assertRaises(AccessError, hidden.read, ["phone"])
                    self.assertRaises(AccessError, hidden.write, {"phone": "1"})

    def test_limited_operator_opens_an_account(self):
        """R01, A03: a limited operator makes a payer and sees him before and after the link."""
        self.clerk.utility_building_ids = self.home["utility.building"]
        payer = self.env["res.partner"].with_user(self.clerk).create({"name": "New payer"})
        self.assertEqual(payer.read(["name"])[0]["name"], "New payer")
        self.env["utility.account"].with_user(self.clerk).create(
            {
                "number": "X-2",
                "partner_id": payer.id,
                "premise_id": self.home["utility.premise"].id,
            }
        )
        self.env.invalidate_all()
        self.assertEqual(payer.read(["name"])[0]["name"], "New payer")

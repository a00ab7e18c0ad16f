"""Every model of the suite, also those that come later: who reads it, of what, and its state."""

from odoo.tests import TransactionCase, new_test_user, tagged

PLACES = ("account_id", "building_id", "premise_id", "meter_id")
#: no facts of a house: settings of the ledger, and a counter that administrators alone read
NO_PLACE = {"utility.account.turn", "utility.posting.code", "utility.posting.rule"}
#: states that people choose themselves, or that the model guards in its own write
OWN_STATE = {
    "utility.absence",
    "utility.account",
    "utility.building",
    "utility.certificate",
    "utility.import",
    "utility.meter",
    "utility.meter.seal",
    "utility.period",
    "utility.reading",
    "utility.reading.sheet",
    "utility.social.claim.line",
}


@tagged("post_install", "-at_install")
class TestGuardedModels(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.models = [
            model
            for name in sorted(cls.registry)
            if name.startswith("utility.") and not (model := cls.env[name])._abstract
        ]

    def rules(self, model):
        rules = self.env["ir.rule"].search([("model_id.model", "=", model._name)])
        return " ".join(rules.mapped(lambda rule: rule.domain_force or ""))

    def test_strangers_read_nothing(self):
        """R06: employees without a role, portal users and visitors have no access to any model."""
        for group in ("base.group_user", "base.group_portal", "base.group_public"):
            user = new_test_user(self.env, f"models_{group[-6:]}", group)
            open_to = [m._name for m in self.models if m.with_user(user).has_access("read")]
            self.assertEqual(open_to, [], group)

    def test_companies_are_apart(self):
        """R06: each model with a company has a rule for it."""
        missing = [
            model._name
            for model in self.models
            if not model._transient
            and "company_id" in model._fields
            and "company_ids" not in self.rules(model)
        ]
        self.assertEqual(missing, [])

    def test_limits_hold_everywhere(self):
        """R01: each model that tells of an account, house, flat or meter has the user's limits."""
        missing = [
            model._name
            for model in self.models
            if not model._transient
            and any(name in model._fields for name in PLACES)
            and "_limit" not in self.rules(model)
        ]
        self.assertEqual(set(missing) - NO_PLACE, set())

    def test_states_go_by_buttons(self):
        """R01: a state that a role may write over RPC is one that only methods change."""
        free = [
            model._name
            for model in self.models
            if not model._transient
            and "state" in model._fields
            and model._fields["state"].store
            and "state" not in getattr(model, "_fixed_fields", ())
            and self.env["ir.model.access"].search_count(
                [("model_id.model", "=", model._name), ("perm_write", "=", True)], limit=1
            )
        ]
        self.assertEqual(set(free) - OWN_STATE, set())

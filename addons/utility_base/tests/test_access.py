from odoo.exceptions import AccessError
from odoo.tests import tagged

from .desk_common import ROLES, DeskCommon

REGISTER = {
    "utility.absence": "rwcu",
    "utility.account": "rwc",
    "utility.account.service": "rwcu",
    "utility.area": "rwcu",
    "utility.building": "rwc",
    "utility.certificate": "rw",
    "utility.contract": "rwc",
    "utility.contract.amendment": "rwc",
    "utility.contract.paper": "rwcu",
    "utility.contract.term": "rwcu",
    "utility.entrance": "rwcu",
    "utility.locality": "rwc",
    "utility.meter": "rwc",
    "utility.meter.defect": "rwcu",
    "utility.meter.installation": "rwc",
    "utility.meter.register": "rwc",
    "utility.meter.seal": "rwcu",
    "utility.meter.verification": "rwc",
    "utility.ownership": "rwcu",
    "utility.premise": "rwc",
    "utility.quick.batch": "r",
    "utility.reading": "rwc",
    "utility.residency": "rwcu",
    "utility.street": "rwc",
}
SETTINGS = (
    "utility.contract.parameter",
    "utility.customer.category",
    "utility.directory",
    "utility.directory.item",
    "utility.document.label",
    "utility.document.template",
    "utility.meter.model",
    "utility.period",
    "utility.reading.window",
    "utility.service",
    "utility.service.component",
)
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}
# What a role may do beyond reading; those who are not listed only read.
EXTRA = {
    "operator": REGISTER,
    "billing": {**REGISTER, "utility.period": "rc"},
    "controller": {"utility.reading": "rc"},
    "accountant": {"utility.period": "rwc"},
    "administrator": {
        **dict.fromkeys([*REGISTER, *SETTINGS], "rwcu"),
        # journals: nobody deletes from them
        "utility.certificate": "rw",
        "utility.quick.batch": "r",
        "utility.reading": "rwc",
    },
    "crew": dict.fromkeys([*REGISTER, *SETTINGS], ""),
    "plain": dict.fromkeys([*REGISTER, *SETTINGS], ""),
    "portal": dict.fromkeys([*REGISTER, *SETTINGS], ""),
}
# A harmless change of a record of each model, to see that writing really works; None where a
# record changes only by its buttons.
CHANGES = {
    "utility.absence": {"document": "x"},
    "utility.account": {"old_number": "x"},
    "utility.account.service": {"document": "x"},
    "utility.area": {"document": "x"},
    "utility.building": {"energy_class": "B"},
    "utility.certificate": None,
    "utility.contract": {"auto_renew": False},
    "utility.contract.amendment": {"note": "x"},
    "utility.contract.paper": {"note": "x"},
    "utility.contract.parameter": {"note": "x"},
    "utility.contract.term": {"value": "11"},
    "utility.customer.category": {"sequence": 99},
    "utility.directory": {"name": "x"},
    "utility.directory.item": {"note": "x"},
    "utility.document.label": {"en": "x"},
    "utility.document.template": {"sequence": 7},
    "utility.entrance": {"floors": 9},
    "utility.locality": {"kato": "1"},
    "utility.meter": {"note": "x"},
    "utility.meter.defect": {"note": "x"},
    "utility.meter.installation": {"document": "x"},
    "utility.meter.model": {"note": "x"},
    "utility.meter.register": {"obis": "1.8.0"},
    "utility.meter.seal": {"document": "x"},
    "utility.meter.verification": {"document": "x"},
    "utility.ownership": {"document": "x"},
    "utility.period": None,
    "utility.premise": {"note": "x"},
    "utility.quick.batch": None,
    "utility.reading": {"note": "x"},
    "utility.reading.window": {"notify_day": 3},
    "utility.residency": {"document": "x"},
    "utility.service": {"color": 3},
    "utility.service.component": {"sequence": 3},
    "utility.street": {"kladr": "1"},
}


@tagged("post_install", "-at_install")
class TestAccess(DeskCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {**cls._household("1"), **cls._directories()}
        cls.users = {role: cls._user(f"desk_{role}", role) for role in ROLES}
        cls.users["plain"] = cls._user("desk_plain", "base.group_user")
        cls.users["portal"] = cls._user("desk_portal", "base.group_portal")

    def test_matrix(self):
        """R01, R06: every role may do with every model exactly what the table says."""
        for role, user in self.users.items():
            for model in CHANGES:
                allowed = EXTRA.get(role, {}).get(model, "r")
                record = self.records[model].with_user(user)
                for letter, operation in OPERATIONS.items():
                    with self.subTest(role=role, model=model, operation=operation):
                        self.assertEqual(record.has_access(operation), letter in allowed)

    def test_matrix_is_enforced(self):
        """R06: reading and writing themselves obey the table, not only the check before them."""
        for role, user in self.users.items():
            for model, change in CHANGES.items():
                allowed = EXTRA.get(role, {}).get(model, "r")
                record = self.records[model].with_user(user)
                for letter, call in (
                    ("r", lambda record=record: record.read(["display_name"])),
                    ("w", lambda record=record, change=change: record.write(change)),
                ):
                    if letter == "w" and change is None:
                        continue
                    with self.subTest(role=role, model=model, letter=letter):
                        self.env.invalidate_all()
                        if letter in allowed:
                            call()
                        else:
                            self.assertRaises(AccessError, call)

    def test_every_model_has_rights_and_rules(self):
        """R01, R06: no model of the register is forgotten in access lines and rules."""
        for model in self.env["ir.model"].search([("model", "=like", "utility.%")]):
            if model.modules != "utility_base":
                continue
            record = self.env[model.model]
            if record._abstract or record._transient:
                continue
            with self.subTest(model=model.model):
                self.assertTrue(model.access_ids)
                rules = model.rule_ids.filtered("global")
                domains = "".join(rule.domain_force or "" for rule in rules)
                if "company_id" in record._fields:
                    self.assertIn("company_ids", domains)
                if {"account_id", "premise_id", "meter_id"} & set(record._fields):
                    self.assertIn("user._utility_", domains)

    def test_personal_fields(self):
        """R01, R07: personal data and codes of doors are for operators, not for every reader."""
        guarded = {
            "utility.residency": ("birth_date", "identity_document"),
            "utility.entrance": ("intercom_code",),
        }
        for role in ("reader", "controller", "cashier", "debt", "dispatcher", "accountant"):
            for model, names in guarded.items():
                record = self.records[model].with_user(self.users[role])
                for name in names:
                    with self.subTest(role=role, field=name):
                        self.assertRaises(AccessError, record.read, [name])
                        self.assertNotIn(name, record.fields_get())
                        with self.assertRaises(AccessError):
                            record.search([(name, "!=", False)])
        record = self.records["utility.residency"].with_user(self.users["operator"])
        self.assertEqual(record.read(["identity_document"])[0]["identity_document"], "45 01 123456")

    def test_administrator_makes_a_service(self):
        """C18: the product of a new service is made although the catalogue is not his."""
        service = (
            self.env["utility.service"]
            .with_user(self.users["administrator"])
            .create({"name": "Snow", "code": "snow", "uom_id": self.service.uom_id.id})
        )
        self.assertEqual(service.product_id.default_code, "snow")

    def test_operator_makes_a_payer(self):
        """A03: an operator opens an account together with its payer."""
        payer = self.env["res.partner"].with_user(self.users["operator"]).create({"name": "New"})
        account = (
            self.env["utility.account"]
            .with_user(self.users["operator"])
            .create(
                {
                    "number": "N-1",
                    "partner_id": payer.id,
                    "premise_id": self.records["utility.premise"].id,
                    "phone": "+79990000000",
                }
            )
        )
        self.assertEqual(payer.phone, "+79990000000")
        self.assertEqual(account.customer_category_id.kind, "individual")

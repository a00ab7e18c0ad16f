import base64

from odoo.tests import new_test_user, tagged

from ..gateway.registry_profiles import parse_registry
from .money_common import MoneyCommon

ROW = "8616;0123;04/11/2025;{n};100.00;1.00;CLIENTNO:{account};method_pay:CASH;CLIENTDOCNO:P-{n}"


@tagged("post_install", "-at_install")
class TestRegistryReadings(MoneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        hot = cls.env.ref("utility_base.service_hot_water")
        cls.meters = [cls.meter("W-1", cls.water, 100), cls.meter("W-2", hot, 50)]

    @classmethod
    def meter(cls, serial, service, start):
        meter = cls.env["utility.meter"].create(
            {
                "serial": serial,
                "model_id": cls.env["utility.meter.model"]
                .create({"name": f"M {serial}", "resource": service.resource})
                .id,
                "company_id": cls.company.id,
                "register_ids": [(0, 0, {"zone": "total"})],
            }
        )
        standing = cls.env["utility.meter.installation"].create(
            {
                "meter_id": meter.id,
                "account_id": cls.account.id,
                "service_id": service.id,
                "date_from": "2025-01-01",
            }
        )
        cls.env["utility.reading"].create(
            {
                "register_id": meter.register_ids.id,
                "installation_id": standing.id,
                "date": "2025-10-25",
                "value": start,
                "source": "visit",
            }
        )
        return meter

    def load(self, *rows, name="keyed.txt"):
        data = "\n".join(rows).encode("cp1251")
        registry = self.env["utility.payment.registry"].create(
            {"file": base64.b64encode(data), "filename": name}
        )
        registry.action_read()
        registry.action_load()
        return registry

    def row(self, *readings, n=1, account="0000012345"):
        items = [f"CounterVal_{place}:{value}" for place, value in readings]
        return ";".join([ROW.format(n=n, account=account), *items])

    def readings(self):
        return self.env["utility.reading"].search([("source", "=", "bank")], order="id")

    def test_readings_are_stored_once(self):
        """B01, E13: numbers are the places of the meters; the day is the payer's."""
        registry = self.load(self.row((1, "112,5"), (2, "57")))
        self.assertEqual(registry.line_ids.reading_state, "accepted")
        self.assertRecordValues(
            self.readings(),
            [
                {"meter_id": self.meters[0].id, "value": 112.5, "account_id": self.account.id},
                {"meter_id": self.meters[1].id, "value": 57, "account_id": self.account.id},
            ],
        )
        self.assertEqual(str(self.readings()[0].date), "2025-11-04")
        registry.line_ids._enter_readings()
        self.assertEqual(len(self.readings()), 2)
        again = self.load(self.row((1, "112,5"), (2, "57")), self.row((1, "113"), n=2), name="b")
        self.assertEqual(again.line_ids.sorted("number")[0].state, "duplicate")
        self.assertFalse(again.line_ids.sorted("number")[0].reading_state)
        self.assertEqual(len(self.readings()), 3)

    def test_refused_reading_keeps_the_payment(self):
        """B01: a value below the last and a meter that is not there are coded remarks."""
        registry = self.load(self.row((1, "90")), self.row((3, "5"), n=2))
        self.assertEqual(registry.line_ids.mapped("state"), ["paid", "paid"])
        self.assertEqual(registry.line_ids.mapped("reading_state"), ["refused", "refused"])
        first, second = registry.line_ids.sorted("number")
        self.assertIn("negative_consumption", first.codes)
        self.assertIn("registry.meter", second.codes)
        self.assertIn("[registry.meter]", second.reading_message)
        self.assertFalse(self.readings())
        self.assertEqual(registry.reading_problem_count, 2)

    def test_closed_month_is_a_remark(self):
        """B01: a reading of a closed month is refused by its code, the other lines' are stored."""
        period = self.env["utility.period"]._get("2025-10-01", self.company)
        self.env.cr.execute("UPDATE utility_period SET state = 'closed' WHERE id = %s", [period.id])
        self.env.invalidate_all()
        late = self.row((1, "101")).replace("04/11/2025", "27/10/2025")
        registry = self.load(self.row((2, "57"), n=2), late)
        self.assertEqual(self.readings().mapped("value"), [57.0])
        states = registry.line_ids.sorted("number").mapped("reading_state")
        self.assertEqual(states, ["accepted", "refused"])
        late = registry.line_ids.filtered(lambda r: r.reading_state == "refused")
        self.assertEqual(late.state, "paid", "the money counts all the same, today")
        self.assertGreater(str(late.payment_ids.date), "2025-10-31")

    def test_suspense_waits_with_its_readings(self):
        """E02: readings of money in suspense are stored when the account is found."""
        registry = self.load(self.row((1, "112"), account="777777777"))
        self.assertEqual(registry.line_ids.reading_state, "waiting")
        registry.line_ids.payment_ids._assign(self.account)
        self.assertEqual(registry.line_ids.reading_state, "accepted")
        self.assertEqual(self.readings().value, 112)

    def test_cashier_loads_readings(self):
        """R06: whoever registers payments needs no rights on readings."""
        cashier = new_test_user(
            self.env,
            "reg_cashier",
            "utility_base.group_cashier",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        data = self.row((1, "112")).encode()
        registry = (
            self.env["utility.payment.registry"]
            .with_user(cashier)
            .create({"file": base64.b64encode(data), "filename": "c.txt"})
        )
        registry.action_read()
        registry.action_load()
        self.assertEqual(registry.line_ids.reading_state, "accepted")

    def test_undo_takes_readings_back_and_lets_the_file_come_again(self):
        """E07: payments are mirrored, readings rejected; the same file loads once more."""
        rows = [self.row((1, "112")), self.row((2, "57"), n=2)]
        registry = self.load(*rows)
        registry.action_undo()
        self.assertEqual(registry.state, "undone")
        self.assertEqual(set(registry.line_ids.mapped("state")), {"undone"})
        self.assertEqual(set(self.readings().mapped("state")), {"rejected"})
        payments = self.env["utility.payment"].search([("account_id", "=", self.account.id)])
        self.assertEqual(sum(payments.mapped("amount")), 0)
        again = self.load(*rows)
        self.assertEqual(set(again.line_ids.mapped("state")), {"paid"})
        self.assertTrue(all(n.endswith("~u2") for n in again.line_ids.mapped("external_id")))
        third = self.load(*rows, self.row(n=3))
        self.assertEqual(third.line_ids.mapped("state"), ["duplicate", "duplicate", "paid"])

    def test_other_formats_carry_readings(self):
        """E13: the provider's registry in its extra column, tables in columns of their own."""
        text = "\n0000012345;A1;2025-11-04;100.00;;CounterVal_1:5,5 CounterVal_2=7;;\n"
        parsed = parse_registry(text.encode())
        self.assertEqual(
            [(k, str(v)) for k, v in parsed.rows[0].readings], [("1", "5.5"), ("2", "7")]
        )
        own = self.env["utility.registry.format"].create(
            {
                "name": "Post",
                "account_column": "LS",
                "amount_column": "SUM",
                "date_column": "DAY",
                "external_id_column": "ID",
                "readings_columns": "COLD/METER, HOT",
            }
        )
        data = b"LS;SUM;DAY;ID;COLD;METER;HOT\n0000012345;10;2025-11-04;X1;112;W-1;58\n"
        registry = self.env["utility.payment.registry"].create(
            {"file": base64.b64encode(data), "filename": "t.csv", "format_id": own.id}
        )
        registry.action_read()
        self.assertEqual(registry.line_ids.readings, [["W-1", "112"], ["2", "58"]])
        registry.action_load()
        self.assertEqual(self.readings().mapped("value"), [112.0, 58.0])

from odoo.tools import SQL

from .run_common import RunCommon


class ChangedCommon(RunCommon):
    """A house with a norm, a meter and an outage; February is charged and closed.

    Prices and people of March are rows of their own: their changes do not reach into February.
    """

    company_name = "Company Where Facts Change"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["utility.review.rule"].search([]).active = False
        cls.tariff("cold_water", 50, date_to="2026-02-28")
        cls.price = cls.tariff("cold_water", 50, date_from="2026-03-01")
        cls.tariff("intercom", 65)
        cls.norm_of_water = cls.norm("cold_water", 4)
        cls.first = cls.account("1", ["cold_water", "intercom"])
        cls.second = cls.account("2", ["cold_water"])
        cls.water = cls.meter(
            cls.second, "cold_water", 100, ("2026-02-24", 109), ("2026-03-24", 120)
        )
        run = cls.run_of("2026-02")
        run.action_charge_now()
        run.action_approve()
        cls.people = cls.first.residency_ids
        cls.people.date_to = "2026-02-28"
        cls.people = cls.people.copy({"date_from": "2026-03-01", "date_to": False})
        run.period_id.action_close()
        cls.event = cls._outage("2026-03-10")

    @classmethod
    def _outage(cls, day):
        """A confirmed outage of the house, of 24 hours."""
        return cls.env["utility.event"].create(
            {
                "kind": "outage",
                "state": "confirmed",
                "service_id": cls.services["cold_water"].id,
                "building_id": cls.building.id,
                "start": f"{day} 06:00:00",
                "end": f"{cls.day(day, 1)} 06:00:00",
            }
        )

    def outage(self, day):
        """The same, told now."""
        return self.late(self._outage(day))

    def late(self, records):
        """Records of this transaction as if somebody had made them now."""
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM utility_history WHERE table_name = %s AND res_id = ANY(%s)",
            (records._table, records.ids),
        )
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET create_date = clock_timestamp() AT TIME ZONE 'UTC',"
                " write_date = clock_timestamp() AT TIME ZONE 'UTC' WHERE id = ANY(%s)",
                SQL.identifier(records._table),
                records.ids,
            )
        )
        records.invalidate_recordset()
        return records

    def changes(self, **values):
        self.env["utility.billing.change"]._look(self.period)
        domain = [("period_id", "=", self.period.id), *((k, "=", v) for k, v in values.items())]
        return self.env["utility.billing.change"].search(domain)

    def found(self, **values):
        """``{(model, what happened, number of the account)}``."""
        lines = self.changes(**values)
        return {(x.model, x.operation, x.account_id.number or None) for x in lines}

    def line(self):
        lines = self.changes()
        self.assertEqual(len(lines), 1)
        return lines

    def requests(self):
        return self.env["utility.recalculation"].search([("company_id", "=", self.company.id)])

    def corrected(self, account, month):
        """``{(month, service): sum}`` of the recalculations of ``account`` in a month."""
        found = {}
        for line in self.lines(account, month, kind="recalculation"):
            key = (line.of_period.strftime("%Y-%m"), line.service_id.code)
            found[key] = round(found.get(key, 0) + line.amount, 2)
        return found

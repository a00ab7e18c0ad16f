"""Accounts of a scenario as records: premise, people, services, privileges, opening debts."""

from datetime import date

from odoo.tools import SQL

BEGINNING = "1900-01-01"


class AccountBuilder:
    """Part of :class:`~.orm_world.OrmWorld`: what belongs to an account."""

    def account(self, row, before):
        """Make or correct an account."""
        ref = row["ref"]
        account = self.accounts.get(ref)
        if account is None:
            account = self.accounts[ref] = self._new_account(row)
        kind = row.get("kind", "individual")
        account.write(
            {
                "kind": kind,
                "customer_category_id": self.category(row.get("customer", kind)).id,
                "declared_owner_count": row.get("owners", 1),
            }
        )
        self._premise(account.premise_id, row.get("premise", {}), before.get("premise", {}))
        if row.get("residents") != before.get("residents"):
            self._residents(account, row.get("residents", 0))
        if any(row.get(name) != before.get(name) for name in ("services", "no_meter", "units")):
            self._services(account, row)
        self._account_meters(account, ref, row.get("meters", []), before.get("meters", []))
        if row.get("containers") != before.get("containers"):
            self._containers({"account_id": account.id}, row.get("containers", ()))
        if row.get("volumes") != before.get("volumes"):
            self._volumes(account, row.get("volumes", {}), before.get("volumes", {}))
        if row.get("privileges") != before.get("privileges"):
            self._privileges(account, row.get("privileges", ()))
        if row.get("opening") != before.get("opening"):
            self._opening(account, row.get("opening", ()), before.get("opening", ()))
        return account

    def _new_account(self, row):
        building_ref = row["building"]
        premise = row.get("premise", {})
        kind = premise.get("type", "flat")
        values = {
            "building_id": self.buildings[building_ref].id,
            "kind": kind,
            "number": row["ref"],
        }
        if "flat" in premise:
            values |= {"kind": "room", "parent_id": self.flats[building_ref, premise["flat"]].id}
        place = self.env["utility.premise"].create(values)
        opened = BEGINNING
        if not self.initial:
            # known from the first month that is not charged yet
            last = self.env["utility.bill"].search(
                [("company_id", "=", self.company.id)], order="period_date desc", limit=1
            )
            if last:
                month = last.period_date
                opened = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        return self.env["utility.account"].create(
            {
                "number": row["ref"],
                "company_id": self.company.id,
                "premise_id": place.id,
                "partner_id": self.env["res.partner"].create({"name": row["ref"]}).id,
                "date_open": opened,
                "kind": row.get("kind", "individual"),
            }
        )

    def _premise(self, premise, row, before):
        for name, kind in (("area", "total"), ("heated_area", "heated")):
            if row.get(name) != before.get(name):
                self.area("premise_id", premise, kind, row.get(name))
        premise.write(
            {
                "individually_heated": row.get("individually_heated", False),
                "rooms_area_total": float(row.get("rooms_area_total", 0)),
            }
        )

    def _residents(self, account, residents):
        account.residency_ids.unlink()
        if isinstance(residents, int):
            residents = [{"count": residents}] if residents else []
        account.residency_ids = [
            (
                0,
                0,
                {
                    "persons": row["count"],
                    "kind": "declared",
                    "date_from": row.get("from", BEGINNING),
                    "date_to": row.get("to", False),
                },
            )
            for row in residents
        ]

    def _services(self, account, row):
        known = {line.service_id.code: line for line in account.service_ids}
        wanted = row.get("services", [])
        for code, line in known.items():
            if code not in wanted:
                line.unlink()
        for index, code in enumerate(wanted):
            # a service charged a unit that names none is had once: one lot, one animal
            units = row.get("units", 1 if self.service(code).basis == "unit" else 0)
            values = {
                "sequence": index,
                "no_meter_reason": row.get("no_meter", {}).get(code, "impossible"),
                "units": float(units),
            }
            if code in known:
                known[code].write(values)
            else:
                self.env["utility.account.service"].create(
                    {
                        **values,
                        "account_id": account.id,
                        "service_id": self.service(code).id,
                        "date_from": BEGINNING,
                    }
                )

    def _account_meters(self, account, ref, meters, before):
        """Meters are known by service and serial, or by their place in the list."""
        known = {
            (meter["service"], meter.get("serial") or index): meter
            for index, meter in enumerate(before)
        }
        for index, meter in enumerate(meters):
            old = known.get((meter["service"], meter.get("serial") or index), {})
            if meter != old:
                self.meter(("account", ref), {"account_id": account.id}, index, meter, old)

    def _volumes(self, account, volumes, before):
        """Consumption of months charged elsewhere: opening lines of no money."""
        self.env.flush_all()
        for code, months in volumes.items():
            for period, volume in months.items():
                if before.get(code, {}).get(period) == volume:
                    continue
                self.env.execute_query(
                    SQL(
                        "INSERT INTO utility_charge (company_id, period_date, account_id,"
                        " building_id, service_id, kind, debt_kind, method, volume, amount, net, vat)"
                        " VALUES (%s, %s, %s, %s, %s, 'opening', 'principal', 'meter', %s, 0, 0, 0)"
                        " RETURNING id",
                        self.company.id,
                        f"{period}-01",
                        account.id,
                        account.building_id.id,
                        self.service(code).id,
                        volume,
                    )
                )

    def _privileges(self, account, rows):
        model = self.env["utility.privilege"]
        model.search([("account_id", "=", account.id)]).unlink()
        for row in rows:
            model.create(
                {
                    "account_id": account.id,
                    "percent": float(row["percent"]),
                    "service_ids": [(6, 0, [self.service(code).id for code in row["services"]])],
                    "within": row.get("within", "actual"),
                    "persons": row.get("persons", 0),
                    "date_from": row.get("from", BEGINNING),
                    "date_to": row.get("to", False),
                }
            )

    def _opening(self, account, rows, before):
        model = self.env["utility.opening.balance"]
        found = model.create(
            [
                {
                    "account_id": account.id,
                    "period_date": f"{row['period']}-01",
                    "service_id": self.service(row["service"]).id,
                    "kind": row.get("kind", "principal"),
                    "amount": float(row["amount"]),
                }
                for row in rows
                if row not in before
            ]
        )
        if found:
            found.action_approve()

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.consumption import expected_month
from .utility_reading_facts import ReadingFacts

GRID_LIMIT = 500


class UtilityReading(models.Model):
    """Server side of the fast entry grid, each call with a fixed number of queries (B03)."""

    _inherit = "utility.reading"

    @api.model
    def grid_rows(self, filters, date, offset=0):
        """Registers to be read on ``date``: ``{"rows", "total"}``, in the order of a walk.

        :param dict filters: ``sheet_id``, ``building_id``, ``street_id``, ``entrance_id``,
            ``service_id``, ``query`` (serial or account number); at least one
        """
        date = fields.Date.to_date(date) or fields.Date.context_today(self)
        installations, total = self._grid_installations(filters, date, offset)
        meters = installations.meter_id
        facts = ReadingFacts(self.env, {meter.id: date for meter in meters})
        today_rows = self._grid_entered(meters, date)
        zones = dict(
            self.env["utility.meter.register"]._fields["zone"]._description_selection(self.env)
        )
        rows = []
        for installation in installations:
            meter = installation.meter_id
            known = facts.meter(meter.id, date, with_counterparts=False)
            for register in meter.register_ids:
                rows.append(
                    self._grid_row(installation, register, known, facts, zones)
                    | {"entered": today_rows.get(register.id, False)}
                )
        return {"rows": rows, "total": total}

    def _grid_installations(self, filters, date, offset):
        """Installations to read and their number; those of a sheet in its order."""
        model = self.env["utility.meter.installation"]
        if filters.get("sheet_id"):
            sheet = self.env["utility.reading.sheet"].browse(filters["sheet_id"])
            sheet.check_access("read")
            found = sheet.line_ids.installation_id
            return found[offset : offset + GRID_LIMIT], len(found)
        paths = {
            "building_id": "building_id",
            "street_id": "building_id.street_id",
            "entrance_id": "premise_id.entrance_id",
            "service_id": "service_id",
        }
        domain = Domain("company_id", "in", self.env.companies.ids)
        given = [key for key in paths if filters.get(key)]
        for key in given:
            domain &= Domain(paths[key], "=", filters[key])
        query = (filters.get("query") or "").strip()
        if not given and not query:
            raise UserError(
                self.env._("Choose a street, a house or a service, or type a serial number.")
            )
        domain &= model._domain_on(date)
        if query:
            exact = Domain("meter_id.serial", "=", query) | Domain("account_id.number", "=", query)
            like = Domain("meter_id.serial", "ilike", query) | Domain(
                "account_id.number", "ilike", query
            )
            domain &= exact if model.search_count(domain & exact, limit=1) else like
        order = "building_id, premise_id, service_id, id"
        found = model.search(domain, offset=offset, limit=GRID_LIMIT, order=order)
        total = model.search_count(domain) if offset or len(found) == GRID_LIMIT else len(found)
        return found, total

    def _grid_row(self, installation, register, known, facts, zones):
        meter, service = installation.meter_id, installation.service_id
        account = installation.account_id
        past = known.registers[register.zone].past
        rules = facts.rules_of(meter.id)
        usual = expected_month(past, known.digits, rules.history_months, rules.history_least)
        last = past[-1] if past else None
        place = installation.premise_id or installation.building_id
        return {
            "id": register.id,
            "meter_id": meter.id,
            "address": place.display_name,
            "account": account.number or "",
            "payer": account.partner_name or "",
            "service": service.name,
            "unit": service.uom_id.name,
            "serial": meter.serial,
            "place": installation.place or "",
            "zone": zones[register.zone] if register.zone != "total" else "",
            "digits": known.digits,
            "decimals": known.decimals,
            "ratio": float(known.ratio),
            "last_date": last and fields.Date.to_string(last.date),
            "last_value": last and f"{last.value.normalize():f}",
            "usual": None if usual is None else float(usual * known.ratio),
            "factor": float(rules.jump_factor),
            "floor": float(known.jump_floor),
            "limit": None if known.jump_limit is None else float(known.jump_limit),
        }

    def _grid_entered(self, meters, date):
        """What was entered for ``date`` already: the newest row of each register."""
        found = self.search(
            [("meter_id", "in", meters.ids), ("date", "=", date), ("state", "!=", "rejected")],
            order="id",
        )
        return {
            r.register_id.id: {
                "id": r.id,
                "value": f"{r.value:.6f}".rstrip("0").rstrip("."),
                "state": r.state,
            }
            for r in found
        }

    @api.model
    def grid_check(self, rows, date, source):
        """What would be found about typed values; nothing is saved. One call for many rows."""
        return self._enter(self._grid_entries(rows, date, source), source=source, dry_run=True)[
            "rows"
        ]

    @api.model
    def grid_save(self, rows, date, source):
        """Save typed values: ``[{register_id, value, external_id}]``; the answer has a row each.

        The external number makes a repeated call harmless: after a broken connection the grid
        sends the same rows again.
        """
        self.check_access("create")
        return self._enter(self._grid_entries(rows, date, source), source=source)["rows"]

    def _grid_entries(self, rows, date, source):
        names = ("register_id", "value", "external_id", "note")
        return [
            {name: row[name] for name in names if row.get(name) is not None}
            | {"date": date, "source": source}
            for row in rows
        ]

    @api.model
    def grid_undo(self, ids):
        """Take back readings that the user has entered within a day: they stay, rejected."""
        since = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        own = self.browse(ids).filtered(
            lambda r: (
                r.user_id == self.env.user and r.state != "rejected" and r.create_date >= since
            )
        )
        # a controller may enter but not decide; taking back one's own entry is part of entering
        own.sudo()._decide("rejected", self.env._("Taken back while entering."))
        return own.ids

    @api.model
    def grid_sources(self):
        """Sources that people enter by hand."""
        by_hand = (
            "call",
            "visit",
            "controller",
            "box",
            "bill",
            "agent",
            "email",
            "act",
            "correction",
        )
        labels = dict(self._fields["source"]._description_selection(self.env))
        return [(source, labels[source]) for source in by_hand]

    @api.model
    def _open_grid(self, **params):
        """Action that opens the grid on a place: the keys are those of the filters."""
        return {
            "type": "ir.actions.client",
            "tag": "utility_reading_grid",
            "name": self.env._("Enter Readings"),
            "params": params,
        }

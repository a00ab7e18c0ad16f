from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.utility_base.tools.transition import TRANSITION

DAY = timedelta(days=1)


class UtilityAct(models.Model):
    """What an act brings about: events, rows of services, seals; and how it is taken back.

    Months that are charged are never edited: what reaches into them comes with the next charge as
    a difference.
    """

    _inherit = "utility.act"

    def _apply(self):
        self.ensure_one()
        events = self.env["utility.event"].with_context(utility_transition=TRANSITION)
        events.create(self._event_values())
        maker = getattr(self, f"_apply_{self.kind}", None)
        if maker is not None:
            maker()

    def _withdraw(self):
        self.ensure_one()
        maker = getattr(self, f"_withdraw_{self.kind}", None)
        if maker is not None:
            maker()
        self.event_ids.filtered(lambda e: e.state != "cancelled")._withdraw()

    def _event_values(self):
        """Values of the events that the act makes; none for kinds with effects of their own."""
        self.ensure_one()
        common = {
            "act_id": self.id,
            "state": "confirmed",
            "company_id": self.company_id.id,
            "account_id": self.account_id.id,
            "building_id": self.building_id.id,
            "service_id": self.service_id.id,
            "document": self._title(),
        }
        kind = self.claim_kind if self.kind == "claim" else self.kind
        maker = getattr(self, f"_event_{kind}", None)
        return [{**common, "kind": kind, **values} for values in maker()] if maker else []

    def _event_tampering(self):
        return [
            {
                "date_from": self.date_from,
                "date_to": self.date_to,
                "capacity": self.capacity,
                "pipe_mm": self.pipe_mm,
            }
        ]

    def _event_access_refused(self):
        return [{"date_from": self.date, "date_to": self.date}]

    def _event_outage(self):
        return [{"start": self.start, "end": self.end}]

    def _event_quality(self):
        """One event for each thing measured, by its worst measurement; none where norms are kept."""
        common = {"start": self.start, "end": self.end, "hours": self.hours}
        return [
            {**common, "measure": measure, "value": worst.value, "norm": worst.norm}
            for measure, worst in self.measurement_ids._worst().items()
            if worst.value != worst.norm
        ]

    def _event_not_rendered(self):
        return [{"date_from": self.date_from, "date_to": self.date_to}]

    def _event_disconnection(self):
        if self.mode != "suspension":
            return []
        return [
            {"kind": "suspension", "service_id": service.id, "date_from": self.date_from}
            for service in self.service_ids
        ]

    def action_view_events(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_event_action"
        )
        return action | {"domain": [("act_id", "=", self.id)]}

    def action_view_charges(self):
        """Lines of the ledger of the services and months that the act speaks of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_charge_action"
        )
        day = self.date_from or (self.start and self.start.date()) or self.date
        services = self.service_id | self.service_ids | self.fee_service_id
        domain = [("service_id", "in", services.ids), ("period_date", ">=", day.replace(day=1))]
        if self.account_id:
            domain.append(("account_id", "=", self.account_id.id))
        else:
            domain.append(("building_id", "=", self.building_id.id))
        return action | {"domain": domain, "context": {"search_default_final": 1}}

    # reconnection: the suspension ends, the work is charged once

    def _apply_reconnection(self):
        events = self.disconnection_id.event_ids.filtered(lambda e: e.state == "confirmed")
        events._end_on(self.date_from - DAY)
        if self.fee_service_id:
            self._ask_correction(self.date_from)
            self.env["utility.account.service"].create(
                {
                    "account_id": self.account_id.id,
                    "service_id": self.fee_service_id.id,
                    "date_from": self.date_from,
                    "date_to": self.date_from,
                    "units": self.fee_units or 1,
                    "act_id": self.id,
                    "document": self._title(),
                }
            )

    def _withdraw_reconnection(self):
        self._ask_correction(self.date_from)
        self.service_row_ids.unlink()
        events = self.disconnection_id.event_ids.filtered(lambda e: e.state == "confirmed")
        events._end_on(False)

    def _withdraw_disconnection(self):
        if self.reconnected_on:
            raise UserError(
                self.env._(
                    "%s was followed by a reconnection: cancel that act first. (ACT_FOLLOWED)",
                    self.display_name,
                )
            )

    # possibility of a meter: the reason on the row of the service, from the day on

    def _apply_no_meter(self):
        row = self.account_id.service_ids._on(self.date_from).filtered(
            lambda line: line.service_id == self.service_id
        )[:1]
        if row.no_meter_reason == self.conclusion:
            return
        self._ask_correction(self.date_from)
        self.former_reason = row.no_meter_reason
        if row.date_from == self.date_from:
            row.write(
                {
                    "no_meter_reason": self.conclusion,
                    "act_id": self.id,
                    "document": self._title(),
                }
            )
            return
        until = row.date_to
        row.date_to = self.date_from - DAY
        row.copy(
            {
                "date_from": self.date_from,
                "date_to": until,
                "no_meter_reason": self.conclusion,
                "act_id": self.id,
                "document": self._title(),
            }
        )

    def _withdraw_no_meter(self):
        row = self.service_row_ids[:1]
        if not row:
            return
        self._ask_correction(row.date_from)
        before = row.account_id.service_ids.filtered(
            lambda line: line.service_id == row.service_id and line.date_to == row.date_from - DAY
        )[:1]
        if before and before.no_meter_reason == self.former_reason:
            until = row.date_to
            row.unlink()
            before.date_to = until
        else:
            row.write({"no_meter_reason": self.former_reason, "act_id": False, "document": False})

    # seals

    def _apply_sealing(self):
        numbers = self._seal_list()
        if numbers:
            self.seal_ids = self.meter_id._seal(numbers, self.date, document=self._title())
        installation = self.meter_id.current_installation_id
        if not installation.document:
            installation.document = self._title()

    def _withdraw_sealing(self):
        for seal in self.seal_ids.filtered(lambda s: not s.date_to):
            seal.write({"date_to": seal.date_from, "state": "removed"})
        installation = self.meter_id.current_installation_id
        if installation.document == self._title():
            installation.document = False

    def _ask_correction(self, day):
        """See that months charged already come again with the next charge, from ``day`` on."""
        self.env["utility.event"]._ask_correction(
            self.company_id, self.building_id, self.account_id, day, self._title()
        )

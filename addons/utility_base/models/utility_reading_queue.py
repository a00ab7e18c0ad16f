from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.transition import TRANSITION
from .utility_reading_intake import Part


class UtilityReading(models.Model):
    """Readings to check: what the engine suspects waits here for somebody's decision."""

    _inherit = "utility.reading"

    previous_date = fields.Date("Previous Reading", compute="_compute_previous")
    previous_value = fields.Float(digits=(18, 6), compute="_compute_previous")
    volume = fields.Float(
        digits=(18, 6),
        compute="_compute_previous",
        help="Difference to the previous accepted reading times the ratio of the meter.",
    )
    checks_text = fields.Char("Found", compute="_compute_checks_text")
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    @api.depends("checks")
    @api.depends_context("lang")
    def _compute_checks_text(self):
        for reading in self:
            reading.checks_text = self._check_labels(reading.checks)

    @api.depends("register_id", "date", "value")
    def _compute_previous(self):
        """The last accepted value before each reading, by one query."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.id, p.date, p.value::text, r.value::text, m.ratio::text, m.digits
                  FROM utility_reading r
                  JOIN utility_meter m ON m.id = r.meter_id
                 CROSS JOIN LATERAL (
                    SELECT date, value FROM utility_reading p
                     WHERE p.register_id = r.register_id AND p.date < r.date
                       AND p.state = 'accepted'
                     ORDER BY p.date DESC, p.id DESC LIMIT 1
                 ) p
                 WHERE r.id = ANY(%s)
                """,
                list(self.ids),
            )
        )
        found = {row[0]: row[1:] for row in rows}
        for reading in self:
            day, before, value, ratio, digits = found.get(reading.id, (False, "0", "0", "0", 0))
            volume = Decimal(value) - Decimal(before)
            if "rollover" in (reading.checks or ""):
                volume += Decimal(10) ** digits
            reading.previous_date = day
            reading.previous_value = float(before)
            reading.volume = float(volume * Decimal(ratio))

    def _to_decide(self):
        waiting = self.filtered(lambda r: r.state == "suspect")
        if not waiting:
            raise UserError(
                self.env._("There is nothing to decide: the readings are decided already.")
            )
        return waiting

    def action_accept(self):
        """Let the suspect readings count; one of a closed month is accepted as a correction."""
        waiting = self._to_decide()
        self._check_still_possible(waiting)
        late = waiting.filtered(
            lambda r: (
                (self.env["utility.period"]._closed_until(r.company_id) or r.date.min) >= r.date
            )
        )
        (waiting - late)._decide("accepted")
        for reading in late:
            reading._decide(
                "rejected", self.env._("Accepted as a correction: the month was closed.")
            )
        self._append([reading._correction_vals() for reading in late])
        return self._decided_notice(
            waiting - late, self.env._("%s readings accepted", len(waiting))
        )

    def _correction_vals(self):
        self.ensure_one()
        names = (
            "register_id",
            "installation_id",
            "meter_id",
            "account_id",
            "building_id",
            "service_id",
        )
        return {
            **{name: self[name].id for name in names},
            "company_id": self.company_id.id,
            "zone": self.zone,
            "date": self.date,
            "value": self.value,
            "source": "correction",
            "note": self.note,
        }

    def _check_still_possible(self, waiting):
        """What was entered since may contradict the reading: refuse then with the reason."""
        parts = [
            Part(r.id, r.register_id, r.date, Decimal(str(r.value)), r.source) for r in waiting
        ]
        self._judge(parts, ignore=waiting.ids)
        for part in parts:
            for finding in part.findings:
                if finding.code in ("negative_consumption", "above_later"):
                    text = self._finding_text(finding, part.register.meter_id.serial)
                    raise UserError(" ".join((f"{part.register.display_name}:", *text)))

    def action_reject(self, reply=None):
        """Refuse the suspect readings; ``reply`` is what the customer is told."""
        waiting = self._to_decide()
        waiting._decide("rejected", reply)
        return self._decided_notice(waiting, self.env._("%s readings rejected", len(waiting)))

    def action_reject_misread(self):
        return self.action_reject(
            self.env._(
                "The value does not fit the meter. Please read it again and send the new value."
            )
        )

    def action_reject_photo(self):
        return self.action_reject(
            self.env._(
                "The value is unusual. Please send it again together with a photo of the meter."
            )
        )

    def action_correct(self):
        """Open the entry of a newer row for the same register and day."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct a Reading"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                "default_register_id": self.register_id.id,
                "default_date": self.date,
                "default_source": "correction",
                "default_note": self.env._("Instead of %s", f"{self.value:g}"),
            },
        }

    def action_undo_decision(self):
        """Put decided readings back into the queue."""
        decided = self.filtered(lambda r: r.state != "suspect" and r.decided_by_id)
        decided.with_context(utility_transition=TRANSITION).write(
            {"state": "suspect", "reply": False, "decided_by_id": False}
        )
        return True

    def _decide(self, state, reply=False):
        self.with_context(utility_transition=TRANSITION).write(
            {"state": state, "reply": reply or False, "decided_by_id": self.env.uid}
        )

    def _decided_notice(self, readings, title):
        """Tell what was done, with a button that takes it back."""
        return {
            "type": "ir.actions.client",
            "tag": "utility_undo_notice",
            "params": {
                "title": title,
                "model": self._name,
                "ids": readings.ids,
                "method": "action_undo_decision",
            },
        }

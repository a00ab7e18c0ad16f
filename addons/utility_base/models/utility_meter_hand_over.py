from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError


class UtilityMeterInstallation(models.Model):
    """A meter that stays on the wall while the account behind it changes (B05)."""

    _inherit = "utility.meter.installation"

    def _hand_over(self, date_out, date_in, place, values=None):
        """End this installation on ``date_out`` and go on from ``date_in`` at ``place``.

        The meter itself is not touched: seals and verification stay. Consumption up to the final
        values belongs to this installation, what comes after to the new one.

        :param dict place: ``account_id``, or ``premise_id`` for a meter shared by several accounts
        :param dict values: final values ``{zone: number}``; without them the new count begins from
            the last accepted reading
        :return: the new installation
        :raises UserError: the meter has readings after ``date_out``: they would belong to neither
        """
        self.ensure_one()
        meter = self.meter_id
        later = self.reading_ids.filtered(
            lambda r: r.state == "accepted" and r.date > date_out
        ).sorted("date")
        if later:
            raise UserError(
                self.env._(
                    "Meter %(serial)s has a reading of %(date)s, after the last day %(last)s. "
                    "Choose a later day, or reject the reading first.",
                    serial=meter.serial,
                    date=later[0].date,
                    last=date_out,
                )
            )
        final = {zone: Decimal(str(value)) for zone, value in (values or {}).items()}
        if final:
            meter._enter_values(date_out, final, "removal", self)
        known = meter._last_readings(date_out)
        self.write({"date_to": date_out, "removal_reason": "closing"})
        following = self.create(
            {
                "meter_id": meter.id,
                "service_id": self.service_id.id,
                "component_id": self.component_id.id,
                "place": self.place,
                "document": self.document,
                "date_from": date_in,
                "previous_id": self.id,
                **place,
            }
        )
        # not a measurement of that day but the same value carried on, checked when it was entered
        self.env["utility.reading"]._append(
            [
                {
                    "register_id": register.id,
                    "installation_id": following.id,
                    "date": date_in,
                    "value": float(known[register.id][1]),
                    "source": "installation",
                    "note": False
                    if final
                    else self.env._("Carried on from the reading of %s", known[register.id][0]),
                }
                for register in meter.register_ids
                if register.id in known
            ]
        )
        return following

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class UtilityMeter(models.Model):
    """What happens to a meter in its life: installed, removed, verified, sealed (B03, B05).

    Values come as ``{zone: number}`` and go through the checks of readings.
    """

    _inherit = "utility.meter"

    def _install(self, place, date, values, document=False, seals=(), previous=None):
        """Put a meter that stands nowhere into its place, with the values that it begins with.

        :param dict place: ``service_id`` and ``account_id``, ``premise_id`` or ``building_id``;
            perhaps ``component_id``, ``served_building_ids``, ``place``
        """
        self.ensure_one()
        if self.current_installation_id:
            raise UserError(
                self.env._(
                    "Meter %(serial)s stands in %(place)s. Remove it there first.",
                    serial=self.serial,
                    place=self.current_installation_id._place_name(),
                )
            )
        installation = self.env["utility.meter.installation"].create(
            {
                **place,
                "meter_id": self.id,
                "date_from": date,
                "document": document,
                "previous_id": previous.id if previous else False,
            }
        )
        self._enter_values(date, values, "installation", installation)
        self._seal(seals, date)
        return installation

    def _remove(self, date, values, reason="other", document=False, archive=False):
        """Take the meter away with its last values; its seals end with it."""
        self.ensure_one()
        installation = self.current_installation_id
        if not installation:
            raise UserError(self.env._("Meter %s does not stand anywhere.", self.serial))
        if date < installation.date_from:
            raise UserError(
                self.env._(
                    "Meter %(serial)s was installed on %(date)s: "
                    "it cannot be removed before installation.",
                    serial=self.serial,
                    date=installation.date_from,
                )
            )
        self._enter_values(date, values, "removal", installation)
        installation.write(
            {
                "date_to": date,
                "removal_reason": reason,
                "document": document or installation.document,
            }
        )
        for seal in self.seal_ids.filtered(lambda s: not s.date_to):
            seal.write({"date_to": max(date, seal.date_from), "state": "removed"})
        if archive:
            self.action_archive()
        return installation

    def _enter_values(self, date, values, source, installation=None, verification=None):
        """Readings of all registers on ``date``; a wrong value is refused."""
        self.ensure_one()
        missing = [r.display_name for r in self.register_ids if values.get(r.zone) is None]
        if missing:
            raise UserError(self.env._("Enter the value of %s.", ", ".join(missing)))
        vals = {"date": date, "source": source}
        if installation:
            vals["installation_id"] = installation.id
        if verification:
            vals["verification_id"] = verification.id
        return self.env["utility.reading"].create(
            [{**vals, "register_id": r.id, "value": values[r.zone]} for r in self.register_ids]
        )

    def _verify(
        self, date, result, values=None, valid_until=None, organisation=False, document=False
    ):
        """Enter a verification; a passed one ends the days away that it was the reason of."""
        self.ensure_one()
        vals = {
            "meter_id": self.id,
            "date": date,
            "result": result,
            "organisation": organisation,
            "document": document,
        }
        if valid_until:
            vals["valid_until"] = valid_until
        verification = self.env["utility.meter.verification"].create(vals)
        if result != "passed":
            verification.valid_until = False
            return verification
        if values:
            self._enter_values(date, values, "verification", verification=verification)
        self._has_verification()
        away = self.defect_ids.filtered(lambda d: d.kind == "away" and not d.date_to)
        away.write({"date_to": date})
        return verification

    def _seal(self, numbers, date, kind="seal", place=False, document=False):
        self.ensure_one()
        return self.env["utility.meter.seal"].create(
            [
                {
                    "meter_id": self.id,
                    "number": number,
                    "date_from": date,
                    "kind": kind,
                    "place": place,
                    "document": document,
                }
                for number in numbers
            ]
        )

    def _twin(self, serial, model, zones):
        """A new meter to stand where this one stands."""
        self.ensure_one()
        return self.create(
            {
                "serial": serial,
                "model_id": model.id,
                "purpose": self.purpose,
                "owner_kind": self.owner_kind,
                "company_id": self.company_id.id,
                "register_ids": [Command.create({"zone": zone}) for zone in zones],
            }
        )

    def action_archive(self):
        """A meter that stands somewhere is removed first, so that its last values are known."""
        for meter in self:
            if meter.current_installation_id:
                raise UserError(
                    self.env._("Meter %s still stands somewhere. Remove it first.", meter.serial)
                )
        return super().action_archive()

    def _open_operation(self, kind, **context):
        return {
            "type": "ir.actions.act_window",
            "name": dict(
                self.env["utility.meter.operation"]._fields["kind"]._description_selection(self.env)
            )[kind],
            "res_model": "utility.meter.operation",
            "view_mode": "form",
            "target": "new",
            "context": {"default_kind": kind, "default_meter_id": self.id, **context},
        }

    def action_replace(self):
        return self._open_operation("replace")

    def action_install(self):
        return self._open_operation("install")

    def action_remove(self):
        return self._open_operation("remove")

    def action_verify(self):
        return self._open_operation("verify")

    def action_seal(self):
        return self._open_operation("seal")

    def action_out_of_order(self):
        return self._open_operation("defect")

    def action_works_again(self):
        """End the open defects today: the meter counts from now on."""
        today = fields.Date.context_today(self)
        open_defects = self.defect_ids.filtered(lambda d: not d.date_to)
        for defect in open_defects:
            defect.date_to = max(defect.date_from, today)
        return True

    def action_enter_reading(self):
        """Open the entry grid on this meter."""
        self.ensure_one()
        return self.env["utility.reading"]._open_grid(query=self.serial)

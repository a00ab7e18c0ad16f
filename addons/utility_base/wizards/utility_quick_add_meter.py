from odoo import api, fields, models

from ..gateway.problem import Problem
from ..gateway.values import parse_decimal
from ..tools.house_plan import PlanError, fill_pattern
from .utility_quick_add_service import APPLIES_TO


class UtilityQuickAddMeter(models.TransientModel):
    """A meter that every new account gets; two meters of a service are two lines."""

    _name = "utility.quick.add.meter"
    _description = "Quick addition: meter"
    _check_company_auto = True

    wizard_id = fields.Many2one("utility.quick.add", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="wizard_id.company_id")
    service_id = fields.Many2one(
        "utility.service", required=True, check_company=True, domain="[('metered', '=', True)]"
    )
    model_id = fields.Many2one("utility.meter.model", required=True, check_company=True)
    applies_to = fields.Selection(APPLIES_TO, required=True, default="flat")
    place = fields.Char()
    serial_mode = fields.Selection(
        [("pattern", "Pattern"), ("list", "List")], default="pattern", required=True
    )
    serial_pattern = fields.Char(default="{code}-{flat}-{n}", help="{n} is the number of the line.")
    serials = fields.Text(
        "Serial Numbers",
        help="One a line in the order of the premises, or “flat; number”. "
        "An empty line leaves the premise without this meter.",
    )
    initial = fields.Char(
        "Initial Values", default="0", help="One value a register, separated by semicolons."
    )
    date_from = fields.Date("Installed On", help="Empty: the day of the whole addition.")
    verified_on = fields.Date()
    verified_until = fields.Date()

    @api.onchange("model_id")
    def _onchange_model(self):
        if self.model_id and not self.service_id:
            self.service_id = self.env["utility.service"].search(
                [("resource", "=", self.model_id.resource), ("metered", "=", True)], limit=1
            )

    def _initial_values(self):
        """Initial values of the registers as Decimal, or None where one is no number >= 0."""
        values = [parse_decimal(part) for part in (self.initial or "0").split(";")]
        if any(value is None or isinstance(value, Problem) or value < 0 for value in values):
            return None
        return values

    def _value_problems(self):
        """Why the initial values cannot be used: texts."""
        values = self._initial_values()
        if values is None:
            return [self.env._("“%s” is not a list of initial values.", self.initial)]
        if len(values) not in (1, self.model_id.zone_count):
            return [
                self.env._(
                    "Meter %(model)s has %(count)s registers: give one initial value or one each.",
                    model=self.model_id.name,
                    count=self.model_id.zone_count,
                )
            ]
        return []

    def _serials_for(self, targets, code, index):
        """Serial numbers for the planned premises ``targets``, empty text where there is no meter.

        :raises PlanError: the pattern is wrong or the list is longer than the premises
        """
        if self.serial_mode == "pattern":
            pattern = self.serial_pattern or "{code}-{flat}-{n}"
            return [fill_pattern(pattern, target, code=code, n=index) for target in targets]
        lines = [" ".join(line.split()) for line in (self.serials or "").rstrip().splitlines()]
        if any(";" in line for line in lines):
            pairs = [line.partition(";") for line in lines if line]
            named = {flat.strip().lower(): serial.strip() for flat, _separator, serial in pairs}
            unknown = set(named) - {target.number.lower() for target in targets}
            if unknown:
                raise PlanError("serial_flat", flat=", ".join(sorted(unknown)[:5]))
            return [named.get(target.number.lower(), "") for target in targets]
        if len(lines) > len(targets):
            raise PlanError("serial_count", given=len(lines), wanted=len(targets))
        return lines + [""] * (len(targets) - len(lines))

from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: kinds that are told by date and time; the others by days
TIMED = ("outage", "quality")


class UtilityEvent(models.Model):
    """A fact that changes a charge: outage, bad quality, tampering, refused access, ... (D02, D03).

    Of an account or of a whole building. It takes effect in the first charge of a month that does
    not end before the event does; its part of months charged before comes there as recalculation.
    """

    _name = "utility.event"
    _description = "Event that changes charges"
    _inherit = ["utility.transition.mixin", "mail.thread"]
    _fixed_fields = ("state", "charged_period", "act_id")
    _order = "date_from desc, id desc"
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("outage", "Outage"),
            ("quality", "Bad quality"),
            ("not_rendered", "Service not rendered"),
            ("missed_pickup", "Waste not taken away"),
            ("access_refused", "Access to the meter refused"),
            ("tampering", "Unauthorised consumption"),
            ("suspension", "Service disconnected"),
        ],
        required=True,
        default="outage",
        tracking=True,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed"), ("cancelled", "Cancelled")],
        required=True,
        default="draft",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    service_id = fields.Many2one(
        "utility.service", index=True, check_company=True, ondelete="restrict"
    )
    account_id = fields.Many2one(
        "utility.account", index=True, check_company=True, ondelete="cascade"
    )
    building_id = fields.Many2one(
        "utility.building",
        compute="_compute_building",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    start = fields.Datetime("Began", tracking=True)
    end = fields.Datetime("Ended", tracking=True)
    date_from = fields.Date(
        "First Day",
        compute="_compute_days",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    date_to = fields.Date(
        "Last Day",
        compute="_compute_days",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    planned = fields.Boolean(help="Announced repair work.")
    measure = fields.Selection(
        [
            ("temperature", "Temperature, °C"),
            ("pressure", "Pressure"),
            ("voltage", "Voltage, V"),
            ("composition", "Composition"),
        ],
        default="temperature",
        help="What was measured; the reduction follows from it.",
    )
    value = fields.Float(
        "Measured", digits=(16, 4), help="In the unit of what was measured, as the norm is."
    )
    norm = fields.Float("By the Norm", digits=(16, 4))
    hours = fields.Float(
        digits=(16, 4), help="Hours of the deviation or beyond the allowed ones; 0: by the times."
    )
    capacity = fields.Float(
        "Capacity a Day",
        digits=(16, 6),
        help="Of the unauthorised connection, in units of the service.",
    )
    pipe_mm = fields.Float(
        "Pipe, mm", digits=(16, 3), help="Inner diameter where there is no capacity."
    )
    document = fields.Char("Act", help="Number and date of the act.")
    charged_period = fields.Char(
        readonly=True, copy=False, index=True, help="The month in whose charge it took effect."
    )
    note = fields.Text()

    _days_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "An event ends after it begins."
    )
    _time_check = models.Constraint(
        'CHECK ("end" IS NULL OR "end" >= start)', "An event ends after it begins."
    )

    @api.depends("account_id")
    def _compute_building(self):
        for event in self:
            event.building_id = event.account_id.building_id or event.building_id

    @api.depends("start", "end", "kind")
    def _compute_days(self):
        """Days of a timed event; others are entered."""
        for event in self:
            if event.kind in TIMED:
                event.date_from = event._local_day(event.start)
                event.date_to = event._local_day(event.end)
            else:
                event.date_from = event.date_from
                event.date_to = event.date_to

    def _local_day(self, moment):
        """The day of a moment where the company is: charges are cut by local days."""
        zone = self.company_id.partner_id.tz or "UTC"
        return moment and moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()

    @api.depends("kind", "service_id.name", "date_from")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            parts = [labels.get(event.kind), event.service_id.name, event.date_from]
            event.display_name = ", ".join(str(part) for part in parts if part)

    @api.constrains("kind", "state", "service_id", "building_id", "start", "end", "date_from")
    def _check_complete(self):
        """A confirmed event has all that charging asks for."""
        for event in self.filtered(lambda e: e.state == "confirmed"):
            missing = not event.building_id or not event.date_from
            if event.kind in TIMED:
                missing = missing or not (event.start and event.end)
            if event.kind != "missed_pickup":
                missing = missing or not event.service_id
            if missing:
                raise ValidationError(
                    self.env._(
                        "%s: give the place, the service and the time before it is confirmed.",
                        event.display_name,
                    )
                )

    def action_confirm(self):
        self._transition(state="confirmed")
        return True

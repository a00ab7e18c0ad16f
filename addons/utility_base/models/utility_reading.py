from odoo import api, fields, models


SOURCES = [
    ("call", "Phone call"),
    ("visit", "Visit to the office"),
    ("controller", "Controller's round"),
    ("portal", "Personal cabinet"),
    ("app", "Mobile application"),
    ("messenger", "Messenger bot"),
    ("email", "E-mail"),
    ("sms", "SMS"),
    ("ivr", "Voice menu"),
    ("kiosk", "Kiosk"),
    ("box", "Box or paper slip"),
    ("bill", "Slip of the bill"),
    ("bank", "Payment registry"),
    ("import", "File"),
    ("remote", "Meter itself"),
    ("gis", "State system"),
    ("agent", "House manager"),
    ("installation", "Installation"),
    ("removal", "Removal"),
    ("verification", "Verification"),
    ("act", "Act of inspection"),
    ("correction", "Correction"),
]


class UtilityReading(models.Model):
    """Value of a register on a date (B01).

    Rows are appended and corrected by newer rows, never overwritten: of several accepted rows
    of a register and day the newest counts. No chatter: the rows are their own history.
    """

    _name = "utility.reading"
    _description = "Meter reading"
    _order = "date desc, id desc"

    register_id = fields.Many2one(
        "utility.meter.register", required=True, index=True, ondelete="restrict"
    )
    meter_id = fields.Many2one(
        related="register_id.meter_id", store=True, index=True, precompute=True
    )
    installation_id = fields.Many2one(
        "utility.meter.installation",
        compute="_compute_installation",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    account_id = fields.Many2one(
        related="installation_id.account_id", store=True, index=True, precompute=True
    )
    building_id = fields.Many2one(
        related="installation_id.building_id", store=True, index=True, precompute=True
    )
    service_id = fields.Many2one(related="installation_id.service_id", store=True, precompute=True)
    company_id = fields.Many2one(
        related="register_id.company_id", store=True, index=True, precompute=True
    )
    zone = fields.Selection(related="register_id.zone", store=True, precompute=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    value = fields.Float(required=True, digits=(18, 6), aggregator=None)
    source = fields.Selection(SOURCES, required=True, default="call", index=True)
    state = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("suspect", "To be checked"),
            ("rejected", "Rejected"),
        ],
        required=True,
        default="accepted",
    )
    checks = fields.Char(help="Codes of what the validation found, separated by commas.")
    note = fields.Char()
    reply = fields.Char(help="What the customer is told about a rejected reading.")
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user, string="Entered By")
    verification_id = fields.Many2one("utility.meter.verification", ondelete="set null")
    external_id = fields.Char(index="btree_not_null", copy=False)

    _value_check = models.Constraint("CHECK (value >= 0)", "A reading cannot be negative.")
    _register_date_idx = models.Index("(register_id, date DESC, id DESC)")
    _account_date_idx = models.Index("(account_id, date)")
    _todo_idx = models.Index("(company_id, date) WHERE state = 'suspect'")
    _external_uniq = models.UniqueIndex(
        "(company_id, external_id) WHERE external_id IS NOT NULL",
        "A reading with this external number exists already.",
    )

    @api.depends("register_id", "date")
    def _compute_installation(self):
        """The installation of the meter on the day of the reading."""
        for reading in self:
            standing = reading.register_id.meter_id.installation_ids
            reading.installation_id = standing._on(reading.date)[:1] if reading.date else False

    @api.depends("register_id", "date", "value")
    def _compute_display_name(self):
        for reading in self:
            reading.display_name = f"{reading.register_id.display_name} {reading.date}: {reading.value:g}"

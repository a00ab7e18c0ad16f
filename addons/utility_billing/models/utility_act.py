from odoo import api, fields, models
from odoo.fields import Domain

KINDS = [
    ("tampering", "Unauthorised consumption"),
    ("access_refused", "Access to the meter refused"),
    ("claim", "Claim of the consumer"),
    ("quality", "Measurement of quality"),
    ("disconnection", "Disconnection"),
    ("reconnection", "Reconnection"),
    ("no_meter", "Possibility to set a meter"),
    ("sealing", "Sealing and commissioning of a meter"),
]
#: kinds that change no charge: operators put them in force themselves
FREE = ("sealing",)


class UtilityAct(models.Model):
    """Act drawn up on the spot: who was there, what was found, what follows (C22, D03, D07, D08, X38).

    draft → filed (numbered, printed, signed) → in force (its events and facts feed the charge) →
    perhaps contested → cancelled with a reason, which takes them back. An act computes nothing.
    """

    _name = "utility.act"
    _description = "Act"
    _inherit = ["utility.transition.mixin", "mail.thread", "mail.activity.mixin"]
    _rec_name = "number"
    _rec_names_search = ["number", "account_id.number", "building_id.address"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _fixed_fields = ("state", "number")

    kind = fields.Selection(KINDS, required=True, default="claim", tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("filed", "Filed"),
            ("confirmed", "In Force"),
            ("contested", "Contested"),
            ("refused", "Claim Refused"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        tracking=True,
        copy=False,
    )
    number = fields.Char(readonly=True, copy=False, index="trigram")
    date = fields.Date("Drawn Up On", required=True, default=fields.Date.context_today)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users", "Responsible", default=lambda self: self.env.user, tracking=True
    )
    account_id = fields.Many2one(
        "utility.account", index=True, check_company=True, ondelete="restrict"
    )
    building_id = fields.Many2one(
        "utility.building",
        compute="_compute_building",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(related="account_id.partner_id", string="Payer")
    address = fields.Char(compute="_compute_address")
    service_id = fields.Many2one(
        "utility.service", index=True, check_company=True, ondelete="restrict"
    )
    service_ids = fields.Many2many(
        "utility.service",
        string="Services",
        check_company=True,
        help="What is disconnected. A standing charge is a service of its own: add it to stop it too.",
    )
    meter_id = fields.Many2one("utility.meter", check_company=True, ondelete="restrict")
    circumstances = fields.Text(help="What was found, in words.")
    note = fields.Text(help="Demands and remarks of those present.")
    participant_ids = fields.One2many("utility.act.participant", "act_id", copy=True)
    measurement_ids = fields.One2many("utility.act.measurement", "act_id", copy=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Photos and Files", copy=False)
    event_ids = fields.One2many("utility.event", "act_id", readonly=True, copy=False)
    service_row_ids = fields.One2many(
        "utility.account.service", "act_id", readonly=True, copy=False
    )
    cancel_reason = fields.Char(readonly=True, copy=False)
    objection = fields.Text(copy=False, help="What the consumer objects to.")

    # days and times of what was found
    date_from = fields.Date("First Day")
    date_to = fields.Date("Last Day")
    start = fields.Datetime("Began")
    end = fields.Datetime("Ended")
    hours = fields.Float(digits=(16, 4), help="Hours of the deviation; 0: by the times.")
    claim_kind = fields.Selection(
        [
            ("outage", "Outage"),
            ("quality", "Bad quality"),
            ("not_rendered", "Service not rendered"),
        ],
        "Claim About",
    )
    value = fields.Float(
        "Measured",
        digits=(16, 4),
        min_display_digits=1,
        compute="_compute_value",
        store=True,
        readonly=False,
        help="The measurement that deviates most; of the first thing measured.",
    )
    norm = fields.Float(
        "By the Norm", digits=(16, 4), compute="_compute_value", store=True, readonly=False
    )

    # unauthorised consumption
    capacity = fields.Float(
        "Capacity a Day",
        digits=(16, 6),
        min_display_digits=0,
        help="Of the connection, in units of the service.",
    )
    pipe_mm = fields.Float(
        "Pipe, mm",
        digits=(16, 3),
        min_display_digits=0,
        help="Inner diameter where the capacity is not known.",
    )

    # disconnection and reconnection
    mode = fields.Selection(
        [("suspension", "Suspended"), ("restriction", "Restricted")],
        "Supply Is",
        default="suspension",
        help="What is only restricted is charged on.",
    )
    disconnection_id = fields.Many2one(
        "utility.act",
        domain="[('kind', '=', 'disconnection'), ('state', '=', 'confirmed'),"
        " ('account_id', '=', account_id), ('reconnected_on', '=', False)]",
        check_company=True,
        index=True,
        ondelete="restrict",
        copy=False,
    )
    reconnection_ids = fields.One2many("utility.act", "disconnection_id")
    reconnected_on = fields.Date(compute="_compute_reconnected_on", store=True)
    fee_service_id = fields.Many2one(
        "utility.service",
        "Charge for the Work",
        domain="[('basis', '=', 'once')]",
        check_company=True,
        ondelete="restrict",
        help="A paid service of the price list, charged once in the next run.",
    )
    fee_units = fields.Float(
        "Quantity of the Work", digits=(16, 6), min_display_digits=0, default=1
    )

    # meters
    conclusion = fields.Selection(
        [("impossible", "Technically impossible"), ("possible", "Possible")], "A Meter Is"
    )
    former_reason = fields.Char(readonly=True, copy=False, help="What held before the act.")
    seal_numbers = fields.Char("Seals", help="Numbers of the seals set, separated by commas.")
    seal_ids = fields.Many2many("utility.meter.seal", readonly=True, copy=False)

    _number_uniq = models.UniqueIndex(
        "(company_id, kind, number) WHERE number IS NOT NULL",
        "An act of this kind with this number exists already.",
    )
    _days_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The last day lies before the first one. Correct one of the dates. (ACT_DATES)",
    )
    _time_check = models.Constraint(
        'CHECK ("end" IS NULL OR start IS NULL OR "end" >= start)',
        "The end lies before the beginning. Correct one of the times. (ACT_DATES)",
    )

    @api.depends("account_id")
    def _compute_building(self):
        for act in self:
            act.building_id = act.account_id.building_id or act.building_id

    @api.depends("account_id.address", "building_id.address")
    def _compute_address(self):
        for act in self:
            act.address = act.account_id.address or act.building_id.address

    @api.depends("measurement_ids.value", "measurement_ids.norm")
    def _compute_value(self):
        for act in self:
            worst = next(iter(act.measurement_ids._worst().values()), act)
            act.value, act.norm = worst.value, worst.norm

    @api.depends("reconnection_ids.state", "reconnection_ids.date_from")
    def _compute_reconnected_on(self):
        for act in self:
            held = act.reconnection_ids.filtered(lambda a: a.state in ("confirmed", "contested"))
            act.reconnected_on = held[:1].date_from

    @api.depends("number", "kind", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for act in self:
            name = labels.get(act.kind, "")
            act.display_name = f"{name} {act.number}" if act.number else name

    def _title(self):
        """How papers and explanations name the act."""
        self.ensure_one()
        return self.env._(
            "Act No. %(number)s of %(date)s: %(kind)s",
            number=self.number or "–",
            date=fields.Date.to_string(self.date),
            kind=dict(self._fields["kind"]._description_selection(self.env))[self.kind].lower(),
        )

    @api.onchange("disconnection_id")
    def _onchange_disconnection(self):
        if self.disconnection_id:
            self.account_id = self.disconnection_id.account_id
            self.service_ids = self.disconnection_id.service_ids

    @api.onchange("kind", "date")
    def _onchange_first_day(self):
        if self.kind in ("disconnection", "reconnection", "no_meter") and not self.date_from:
            self.date_from = self.date

    def copy_data(self, default=None):
        """A copy begins today."""
        values = super().copy_data(default)
        return [{**row, "date": fields.Date.context_today(self)} for row in values]

    @api.model
    def _in_force(self):
        return Domain("state", "in", ("confirmed", "contested"))

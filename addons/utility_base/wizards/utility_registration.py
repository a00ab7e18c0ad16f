from odoo import api, fields, models
from odoo.exceptions import UserError


class UtilityRegistration(models.TransientModel):
    """Quick actions of the registration desk (A12): arrival, birth, departure, death.

    1. choose the action and the account; 2. name the person, or tick who leaves; 3. register:
    the residence begins or ends, and what else follows (a registration elsewhere, the payer).
    """

    _name = "utility.registration"
    _description = "Registration of residents"
    _check_company_auto = True

    operation = fields.Selection(
        [
            ("arrival", "Arrival"),
            ("birth", "Birth"),
            ("departure", "Departure"),
            ("death", "Death"),
        ],
        required=True,
        default="arrival",
    )
    account_id = fields.Many2one(
        "utility.account",
        required=True,
        default=lambda self: self.env["utility.account"]._from_context()[:1],
    )
    company_id = fields.Many2one(related="account_id.company_id")
    address = fields.Char(related="account_id.address")
    date = fields.Date(required=True, default=fields.Date.context_today)
    document = fields.Char(help="Ground: registration sheet, certificate, court decision.")
    current_ids = fields.Many2many(
        "utility.residency", compute="_compute_current_ids", string="Residents Now"
    )

    # Who comes
    partner_id = fields.Many2one("res.partner", "Person", check_company=True)
    name = fields.Char(help="A new person is made with this name.")
    kind = fields.Selection(
        [
            ("permanent", "Registered permanently"),
            ("temporary", "Registered temporarily"),
            ("actual", "Lives without registration"),
        ],
        default="permanent",
        required=True,
    )
    date_to = fields.Date("Until", help="End of a temporary registration.")
    relationship = fields.Char("Relation to the Payer")
    birth_date = fields.Date(compute="_compute_birth_date", store=True, readonly=False)
    identity_document = fields.Char()
    arrived_from = fields.Char()
    elsewhere_ids = fields.Many2many(
        "utility.residency",
        "utility_registration_elsewhere_rel",
        compute="_compute_elsewhere_ids",
        string="Registered Elsewhere",
    )
    end_elsewhere = fields.Boolean(
        "End the Registration There", default=True, help="On the day before."
    )

    # Who goes
    residency_ids = fields.Many2many(
        "utility.residency",
        "utility_registration_leaving_rel",
        string="Who",
        domain="[('id', 'in', current_ids)]",
    )
    departed_to = fields.Char()
    departure_reason = fields.Selection(
        [("moved", "Moved"), ("court", "Court decision"), ("other", "Other")], default="moved"
    )

    @api.depends("account_id", "date")
    def _compute_current_ids(self):
        for wizard in self:
            rows = wizard.account_id.residency_ids
            wizard.current_ids = rows._on(wizard.date) if wizard.date else rows

    @api.depends("operation", "date")
    def _compute_birth_date(self):
        for wizard in self:
            if wizard.operation == "birth":
                wizard.birth_date = wizard.date

    @api.depends("partner_id", "date", "kind", "account_id")
    def _compute_elsewhere_ids(self):
        """Permanent registrations of the person at other places: there can be only one."""
        model = self.env["utility.residency"]
        for wizard in self:
            wizard.elsewhere_ids = False
            if wizard.partner_id and wizard.date and wizard.kind == "permanent":
                wizard.elsewhere_ids = model.search(
                    model._domain_on(wizard.date)
                    & fields.Domain(
                        [
                            ("partner_id", "=", wizard.partner_id.id),
                            ("kind", "=", "permanent"),
                            ("account_id", "!=", wizard.account_id.id),
                        ]
                    )
                )

    def action_register(self):
        """Register and close the dialog.

        :raises UserError: a person or a date is missing
        """
        self.ensure_one()
        if self.account_id.state == "closed":
            raise UserError(self.env._("Account %s is closed already.", self.account_id.number))
        if self.operation in ("arrival", "birth"):
            self._register_coming()
        else:
            self._register_going()
        return {"type": "ir.actions.act_window_close"}

    def _register_coming(self):
        if self.kind == "temporary" and not self.date_to:
            raise UserError(self.env._("A temporary registration needs its last day."))
        partner = self.partner_id
        if not partner:
            name = " ".join((self.name or "").split())
            if not name:
                raise UserError(self.env._("Choose the person or give a name."))
            partner = self.env["res.partner"].create({"name": name})
        if self.elsewhere_ids and self.end_elsewhere:
            self.elsewhere_ids.write(
                {
                    "date_to": fields.Date.subtract(self.date, days=1),
                    "departed_to": self.account_id.address,
                    "departure_reason": "moved",
                }
            )
        return self.env["utility.residency"].create(
            {
                "account_id": self.account_id.id,
                "partner_id": partner.id,
                "kind": self.kind,
                "date_from": self.date,
                "date_to": self.date_to if self.kind == "temporary" else False,
                "relationship": self.relationship,
                "birth_date": self.birth_date,
                "identity_document": self.identity_document,
                "arrived_from": self.arrived_from or self.elsewhere_ids[:1].account_id.address,
                "document": self.document,
            }
        )

    def _register_going(self):
        if not self.residency_ids:
            raise UserError(self.env._("Tick who is registered out."))
        died = self.operation == "death"
        for residency in self.residency_ids:
            if self.date < residency.date_from:
                raise UserError(
                    self.env._(
                        "%(person)s lives here from %(date)s; the departure cannot be earlier.",
                        person=residency.display_name,
                        date=residency.date_from,
                    )
                )
            residency.write(
                {
                    "date_to": self.date,
                    "departed_to": False if died else self.departed_to,
                    "departure_reason": "died" if died else self.departure_reason,
                    "document": self.document or residency.document,
                }
            )
        if self.account_id.partner_id in self.residency_ids.partner_id:
            self._remind_of_payer(died)

    def _remind_of_payer(self, died):
        """The payer is gone: somebody has to change the payer of the account."""
        note = (
            self.env._("The payer died on %s. Find the heirs and change the payer.", self.date)
            if died
            else self.env._("The payer moved out on %s. Check who pays from now on.", self.date)
        )
        self.account_id.activity_schedule(
            "mail.mail_activity_data_todo", summary=note, user_id=self.env.uid
        )

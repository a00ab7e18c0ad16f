from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class UtilityMove(models.TransientModel):
    """Moving out and in as one action (A12, A17).

    1. the last day of those who leave, whose residence and ownership end, and the final readings;
    2. who comes: payer, residents, ownership; 3. which services and meters go on. All is done
    together or not at all.
    """

    _name = "utility.move"
    _description = "Moving out and in"
    _inherit = ["utility.account.change.mixin"]
    _check_company_auto = True

    account_id = fields.Many2one(
        "utility.account",
        required=True,
        default=lambda self: self.env["utility.account"]._from_context()[:1],
    )
    company_id = fields.Many2one(related="account_id.company_id")
    mode = fields.Selection(
        [
            ("new", "Close this account and open a new one"),
            ("keep", "Keep the account, change the payer"),
            ("out", "Move out only, close the account"),
        ],
        required=True,
        default="new",
    )
    date_out = fields.Date(
        "Last Day of the Leaving", required=True, default=fields.Date.context_today
    )
    date_in = fields.Date(
        "First Day of the Arriving", compute="_compute_date_in", store=True, readonly=False
    )
    reason = fields.Char(default=lambda self: self.env._("Moved out"))

    # Those who leave
    leaving_ids = fields.Many2many(
        "utility.residency",
        "utility_move_residency_rel",
        compute="_compute_lines",
        store=True,
        readonly=False,
        string="Residents Who Leave",
        domain="[('account_id', '=', account_id), ('date_to', '=', False)]",
    )
    departed_to = fields.Char("Moves To")
    ended_ownership_ids = fields.Many2many(
        "utility.ownership",
        "utility_move_ownership_rel",
        compute="_compute_lines",
        store=True,
        readonly=False,
        string="Ownership That Ends",
    )
    premise_id = fields.Many2one(related="account_id.premise_id")
    end_contract = fields.Boolean(
        compute="_compute_lines",
        store=True,
        readonly=False,
        help="Terminate the contract; offered where it covers this account alone.",
    )
    value_ids = fields.One2many(
        "utility.move.value",
        "wizard_id",
        compute="_compute_lines",
        store=True,
        readonly=False,
        string="Final Readings",
    )

    # Those who come
    partner_id = fields.Many2one(
        "res.partner",
        "New Payer",
        compute="_compute_partner",
        store=True,
        readonly=False,
        check_company=True,
    )
    landlord_id = fields.Many2one(
        related="premise_id.landlord_id",
        help="Takes over where a tenant moves out and nobody comes.",
    )
    partner_name = fields.Char("Name", help="A new payer is made with this name.")
    phone = fields.Char()
    email = fields.Char()
    number = fields.Char("New Account Number", help="Empty: the next of the sequence.")
    resident_ids = fields.One2many("utility.move.resident", "wizard_id", "New Residents")
    new_owner = fields.Boolean("The New Payer Owns the Premise")
    ownership_document = fields.Char()

    # What goes on
    service_ids = fields.Many2many(
        "utility.account.service",
        "utility_move_service_rel",
        compute="_compute_lines",
        store=True,
        readonly=False,
        string="Services That Go On",
        domain="[('account_id', '=', account_id), ('date_to', '=', False)]",
    )

    @api.depends("date_out")
    def _compute_date_in(self):
        for wizard in self:
            wizard.date_in = wizard.date_out and wizard._next_day(wizard.date_out)

    @api.depends("account_id", "mode")
    def _compute_partner(self):
        """The landlord of the premise where nobody else is named (X36)."""
        for wizard in self:
            wizard.partner_id = wizard.partner_id or wizard._successor()

    def _successor(self):
        """The landlord who takes over from a tenant; nobody where the landlord is the payer."""
        landlord = self.account_id.premise_id.landlord_id
        return landlord if landlord != self.account_id.partner_id else landlord.browse()

    @api.depends("account_id")
    def _compute_lines(self):
        for wizard in self:
            account = wizard.account_id
            wizard.leaving_ids = account.residency_ids.filtered(lambda r: not r.date_to)
            wizard.ended_ownership_ids = account.premise_id.ownership_ids.filtered(
                lambda o, account=account: not o.date_to and o.partner_id == account.partner_id
            )
            wizard.service_ids = account.service_ids.filtered(lambda s: not s.date_to)
            wizard.end_contract = account.contract_id.account_ids == account
            standing = account.installation_ids.filtered(lambda i: not i.date_to)
            last = standing.meter_id._last_readings()
            wizard.value_ids = [Command.clear()] + [
                Command.create(
                    {
                        "installation_id": installation.id,
                        "register_id": register.id,
                        "last_date": last.get(register.id, (False,))[0],
                        "last_value": float(last.get(register.id, (0, 0))[1]),
                    }
                )
                for installation in standing
                for register in installation.meter_id.register_ids
            ]

    def action_move(self):
        """Do all of it and show the account that goes on.

        :raises UserError: something is missing or does not fit; nothing is changed then
        """
        self.ensure_one()
        self._check_open(self.account_id, self.date_out)
        if (self.mode != "out" or self._successor()) and self.date_in <= self.date_out:
            raise UserError(self.env._("The arriving family comes after the leaving one has left."))
        self._end_leaving()
        landlord = self.mode == "out" and self._successor()
        if self.mode == "out" and not landlord:
            self._remove_from_account()
            return self._show(self.account_id)
        payer = landlord or self._payer(
            self.partner_id, self.partner_name, phone=self.phone, email=self.email
        )
        target = self._keep_account(payer) if self.mode == "keep" else self._open_account(payer)
        self._settle(target, payer)
        return self._show(target)

    def _end_leaving(self):
        """End residence, ownership and contract of those who leave."""
        for residency in self.leaving_ids:
            residency.write(
                {
                    "date_to": max(self.date_out, residency.date_from),
                    "departed_to": self.departed_to or residency.departed_to,
                    "departure_reason": residency.departure_reason or "moved",
                }
            )
        self.ended_ownership_ids.write({"date_to": self.date_out})
        if self.end_contract and self.account_id.contract_id:
            self.account_id.contract_id._transition(state="terminated", date_to=self.date_out)

    def _remove_from_account(self):
        """Nobody comes: the meters stay in the premise without an account."""
        for installation, values in self._final_values().items():
            installation._hand_over(
                self.date_out,
                self._next_day(self.date_out),
                {"premise_id": self.premise_id.id},
                values,
            )
        self.account_id.action_close(self.date_out, self.reason)

    def _keep_account(self, payer):
        account = self.account_id
        for installation, values in self._final_values().items():
            if values:
                installation.meter_id._enter_values(self.date_out, values, "visit", installation)
        stopped = account.service_ids.filtered(lambda s: not s.date_to) - self.service_ids
        stopped.write({"date_to": self.date_out})
        before = account.partner_id.name
        vals = {"partner_id": payer.id}
        if account.contract_id and account.contract_id.partner_id != payer:
            vals["contract_id"] = False
        account.write(vals)
        account.message_post(
            body=self.env._(
                "Payer changed from %(date)s: %(before)s, now %(after)s.",
                date=self.date_in,
                before=before,
                after=payer.name,
            )
        )
        return account

    def _open_account(self, payer):
        source = self.account_id
        target = self._new_account(
            source,
            {
                "number": self.number,
                "partner_id": payer.id,
                "kind": "organisation" if payer.is_company else "individual",
                "date_open": self.date_in,
            },
        )
        for installation, values in self._final_values().items():
            installation._hand_over(self.date_out, self.date_in, {"account_id": target.id}, values)
        self._carry_services(self.service_ids, target, self.date_in)
        stays = source.residency_ids.filtered(lambda r: not r.date_to or r.date_to > self.date_out)
        self._carry_residents(stays, target, self.date_in)
        self._move_balance(source, target)
        source.action_close(self.date_out, self.reason)
        source.message_post(body=self.env._("Continued by account %s.", target.number))
        return target

    def _settle(self, account, payer):
        """Residents and ownership of those who come."""
        self.env["utility.residency"].create(
            [line._residency_vals(account, self.date_in) for line in self.resident_ids]
        )
        if self.new_owner:
            self.env["utility.ownership"].create(
                {
                    "premise_id": account.premise_id.id,
                    "partner_id": payer.id,
                    "date_from": self.date_in,
                    "document": self.ownership_document,
                }
            )

    def _final_values(self):
        """Final values by installation: ``{installation: {zone: Decimal}}``, empty where none.

        :raises UserError: a value is no number, or only some registers of a meter have one
        """
        result = {}
        for line in self.value_ids:
            values = result.setdefault(line.installation_id, {})
            if (number := line._number()) is not None:
                values[line.register_id.zone] = number
        return result

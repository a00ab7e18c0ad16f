from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class UtilityAccount(models.Model):
    """Personal account (лицевой счёт): the centre of the register (A03, A04, A05)."""

    _name = "utility.account"
    _description = "Personal account"
    _inherit = ["utility.words.mixin", "mail.thread", "mail.activity.mixin"]
    _rec_name = "number"
    _rec_names_search = ["number", "partner_name", "address"]
    _order = "number_key, id"
    _check_company_auto = True

    number = fields.Char(
        required=True,
        index="trigram",
        copy=False,
        tracking=True,
        default=lambda self: self._next_number(),
    )
    number_key = fields.Char(compute="_compute_number_key", store=True, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("individual", "Individual"), ("organisation", "Organisation")],
        required=True,
        default="individual",
        index=True,
        tracking=True,
    )
    customer_category_id = fields.Many2one(
        "utility.customer.category",
        compute="_compute_customer_category",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('kind', '=', kind)]",
        tracking=True,
        help="Tariff group.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("closed", "Closed")],
        required=True,
        default="active",
        index=True,
        tracking=True,
        copy=False,
    )
    date_open = fields.Date(
        "Opened", required=True, default=fields.Date.context_today, tracking=True
    )
    date_close = fields.Date("Closed On", tracking=True, copy=False)
    close_reason = fields.Char(tracking=True, copy=False)
    active = fields.Boolean(default=True)

    # Payer
    partner_id = fields.Many2one(
        "res.partner",
        string="Payer",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
        ondelete="restrict",
    )
    partner_name = fields.Char(
        related="partner_id.name", store=True, index="trigram", string="Payer's Name"
    )
    email = fields.Char(related="partner_id.email", readonly=False)
    phone = fields.Char(related="partner_id.phone", readonly=False)
    contact_ids = fields.Many2many(
        "res.partner",
        "utility_account_contact_rel",
        "account_id",
        "partner_id",
        string="Other Contacts",
        check_company=True,
    )
    contract_id = fields.Many2one(
        "utility.contract", index=True, check_company=True, tracking=True, ondelete="restrict"
    )

    # Place
    premise_id = fields.Many2one(
        "utility.premise",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
        ondelete="restrict",
    )
    building_id = fields.Many2one(
        related="premise_id.building_id", store=True, index=True, precompute=True
    )
    address = fields.Char(related="premise_id.address", store=True, index="trigram")
    total_area = fields.Float(related="premise_id.total_area", string="Area")

    # People: dated rows; the figures here are those of today
    residency_ids = fields.One2many("utility.residency", "account_id")
    # not as superuser: owners whom the user may not see are left out
    ownership_ids = fields.One2many(
        related="premise_id.ownership_ids", readonly=False, related_sudo=False
    )
    absence_ids = fields.One2many("utility.absence", "account_id")
    # as superuser: a number charged by does not depend on who looks at it
    resident_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    owner_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    declared_owner_count = fields.Integer(
        "Owners Declared", default=1, help="Number of owners where they are not listed by name."
    )

    # Services and meters
    service_ids = fields.One2many("utility.account.service", "account_id")
    installation_ids = fields.One2many("utility.meter.installation", "account_id", string="Meters")
    previous_account_id = fields.Many2one(
        "utility.account", readonly=True, copy=False, help="The account this one continues."
    )
    next_account_ids = fields.One2many("utility.account", "previous_account_id")
    merged_into_id = fields.Many2one(
        "utility.account",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The account that took this one in.",
    )

    # Numbers elsewhere
    unified_number = fields.Char("Unified Account Number", index="btree_not_null", copy=False)
    old_number = fields.Char(index="btree_not_null", copy=False)
    external_id = fields.Char("Number in Other Programs", index="btree_not_null", copy=False)
    paper_bill = fields.Boolean(default=True, tracking=True)
    email_bill = fields.Boolean("Bill by E-mail", tracking=True)
    note = fields.Html()

    _number_uniq = models.UniqueIndex(
        "(company_id, number)", "An account with this number exists already."
    )
    _external_uniq = models.UniqueIndex(
        "(company_id, external_id) WHERE external_id IS NOT NULL",
        "An account with this external number exists already.",
    )
    _company_state_idx = models.Index("(company_id, state, building_id)")

    @api.model
    def _from_context(self):
        """The accounts that an action of the list or form was started on."""
        context = self.env.context
        if context.get("active_model") != self._name:
            return self.browse()
        return self.browse(context.get("active_ids") or context.get("active_id")).exists()

    @api.model
    def _next_number(self):
        """Next number of the company's sequence, or False where none is set."""
        sequence = self.env.company.utility_account_sequence_id
        return sequence.next_by_id() if sequence else False

    @api.depends("number")
    def _compute_number_key(self):
        for account in self:
            account.number_key = self._number_key(account.number)

    @api.model
    def _number_key(self, number):
        """Key of an account number: equal whether or not leading zeros are written, sorts by size."""
        text = (number or "").strip().lower()
        digits = text[: len(text) - len(text.lstrip("0123456789"))]
        return digits.lstrip("0").zfill(12) + text[len(digits) :]

    @api.depends("number", "partner_name")
    @api.depends_context("utility_account_short")
    def _compute_display_name(self):
        short = self.env.context.get("utility_account_short")
        for account in self:
            name = account.partner_name
            account.display_name = (
                account.number if short or not name else f"{account.number}, {name}"
            )

    @api.depends("kind")
    def _compute_customer_category(self):
        categories = {
            c.kind: c
            for c in self.env["utility.customer.category"].search([], order="sequence desc")
        }
        for account in self:
            if account.customer_category_id.kind != account.kind:
                account.customer_category_id = categories.get(account.kind)

    @api.depends("residency_ids", "premise_id.ownership_ids", "declared_owner_count")
    def _compute_counts(self):
        today = fields.Date.context_today(self)
        residents = self._resident_counts(today)
        owners = self._owner_counts(today)
        for account in self:
            account.resident_count = residents.get(account.id, 0)
            account.owner_count = owners.get(account.id, 0)

    def _resident_counts(self, date):
        """Residents on ``date`` as ``{account id: persons}``; accounts of nobody are left out."""
        model = self.env["utility.residency"]
        groups = model._read_group(
            model._domain_on(date) & Domain("account_id", "in", self.ids),
            ["account_id"],
            ["persons:sum"],
        )
        return {account.id: persons for account, persons in groups}

    def _owner_counts(self, date):
        """Owners on ``date`` as ``{account id: persons}``: those listed, else those declared."""
        model = self.env["utility.ownership"]
        groups = model._read_group(
            model._domain_on(date) & Domain("premise_id", "in", self.premise_id.ids),
            ["premise_id"],
            ["__count"],
        )
        listed = {premise.id: count for premise, count in groups}
        return {a.id: listed.get(a.premise_id.id) or a.declared_owner_count for a in self}

    @api.constrains("date_open", "date_close")
    def _check_dates(self):
        for account in self:
            if account.date_close and account.date_close < account.date_open:
                raise ValidationError(
                    self.env._(
                        "Account %s is closed before it is opened. Correct one of the dates.",
                        account.number,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.env["utility.reading"].search_count([("account_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("An account with readings cannot be deleted. Close it instead.")
            )

    def action_close(self, date=None, reason=None):
        """Close the accounts on ``date`` (today): services and residents end with them."""
        date = fields.Date.to_date(date) or fields.Date.context_today(self)
        for records in (self.service_ids, self.residency_ids):
            records.filtered(lambda r: not r.date_to or r.date_to > date).write({"date_to": date})
        self.write({"state": "closed", "date_close": date, "close_reason": reason})
        return True

    def action_reopen(self):
        self.write({"state": "active", "date_close": False, "close_reason": False})
        return True

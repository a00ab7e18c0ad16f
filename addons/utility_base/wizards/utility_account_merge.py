from odoo import api, fields, models
from odoo.exceptions import UserError


class UtilityAccountMerge(models.TransientModel):
    """Merge several accounts into one: rooms bought by one family, shares put together.

    1. the accounts and the first day of the common one; 2. one of them goes on, or a new one is
    opened; 3. residents, services and meters move to it, the others are closed the day before.
    """

    _name = "utility.account.merge"
    _description = "Merge accounts"
    _inherit = ["utility.account.change.mixin"]
    _check_company_auto = True

    account_ids = fields.Many2many(
        "utility.account",
        default=lambda self: self.env["utility.account"]._from_context(),
        domain="[('state', '!=', 'closed')]",
        string="Accounts",
    )
    company_id = fields.Many2one("res.company", compute="_compute_company")
    date = fields.Date(
        "First Day of the Common Account", required=True, default=fields.Date.context_today
    )
    target = fields.Selection(
        [("existing", "One of them goes on"), ("new", "A new account is opened")],
        required=True,
        default="existing",
    )
    target_id = fields.Many2one(
        "utility.account",
        compute="_compute_target_id",
        store=True,
        readonly=False,
        string="Account That Goes On",
        domain="[('id', 'in', account_ids)]",
    )
    number = fields.Char("New Account Number", help="Empty: the next of the sequence.")
    premise_id = fields.Many2one(
        "utility.premise",
        compute="_compute_premise_id",
        store=True,
        readonly=False,
        check_company=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Payer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        check_company=True,
    )
    document = fields.Char()

    @api.depends("account_ids")
    def _compute_company(self):
        for wizard in self:
            wizard.company_id = wizard.account_ids.company_id[:1]

    @api.depends("account_ids")
    def _compute_target_id(self):
        for wizard in self:
            if wizard.target_id not in wizard.account_ids:
                wizard.target_id = wizard.account_ids[:1]

    @api.depends("account_ids")
    def _compute_premise_id(self):
        """The flat that all the premises belong to, else that of the first account."""
        for wizard in self:
            premises = wizard.account_ids.premise_id
            flats = {premise.parent_id or premise for premise in premises}
            wizard.premise_id = flats.pop() if len(flats) == 1 else premises[:1]

    @api.depends("account_ids")
    def _compute_partner_id(self):
        for wizard in self:
            wizard.partner_id = wizard.account_ids.partner_id[:1]

    def action_merge(self):
        """Merge and show the common account.

        :raises UserError: the accounts cannot be put together
        """
        self.ensure_one()
        self._check_accounts()
        target = self._make_target()
        sources = self.account_ids - target
        for source in sources:
            self._take_in(source, target)
        target.message_post(
            body=self.env._(
                "Took in from %(date)s the accounts %(numbers)s. %(document)s",
                date=self.date,
                numbers=", ".join(sources.mapped("number")),
                document=self.document or "",
            )
        )
        return self._show(target)

    def _check_accounts(self):
        accounts = self.account_ids
        if len(accounts) < 2:
            raise UserError(self.env._("Choose at least two accounts."))
        if len(accounts.company_id) > 1 or len(set(accounts.mapped("kind"))) > 1:
            raise UserError(
                self.env._(
                    "Accounts of different companies or kinds of customers cannot be merged."
                )
            )
        for account in accounts:
            self._check_open(account, self.date)

    def _make_target(self):
        if self.target == "existing":
            if self.target_id not in self.account_ids:
                raise UserError(self.env._("Choose the account that goes on."))
            return self.target_id
        first = self.account_ids[:1]
        return self._new_account(
            first,
            {
                "number": self.number,
                "partner_id": self._payer(self.partner_id, "").id,
                "premise_id": (self.premise_id or first.premise_id).id,
                "date_open": self.date,
            },
        )

    def _take_in(self, source, target):
        """Move residents, services and meters of ``source`` to ``target`` and close it."""
        last = fields.Date.subtract(self.date, days=1)
        people = target.residency_ids._on(self.date).partner_id
        stays = source.residency_ids.filtered(lambda r: not r.date_to or r.date_to >= self.date)
        self._carry_residents(
            stays.filtered(lambda r: not r.partner_id or r.partner_id not in people),
            target,
            self.date,
        )
        known = {(s.service_id, s.supply_point) for s in target.service_ids._on(self.date)}
        lines = source.service_ids.filtered(
            lambda s: not s.date_to and (s.service_id, s.supply_point) not in known
        )
        self._carry_services(lines, target, self.date)
        for installation in source.installation_ids.filtered(lambda i: not i.date_to):
            installation._hand_over(last, self.date, {"account_id": target.id})
        self._move_balance(source, target)
        source.action_close(last, self.env._("Merged into %s", target.number))
        source.merged_into_id = target

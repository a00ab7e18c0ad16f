from odoo import api, fields, models
from odoo.exceptions import UserError


class UtilityAccountSplit(models.TransientModel):
    """Split an account into several: by rooms, by shares, by families.

    1. the first day of the new accounts; 2. one line a new account: payer, room or the same
    premise, and by choice residents, services and meters; 3. the old account is closed the day
    before, or goes on with what is left.
    """

    _name = "utility.account.split"
    _description = "Split an account"
    _inherit = ["utility.account.change.mixin"]

    account_id = fields.Many2one(
        "utility.account",
        required=True,
        default=lambda self: self.env["utility.account"]._from_context()[:1],
    )
    company_id = fields.Many2one(related="account_id.company_id")
    premise_id = fields.Many2one(related="account_id.premise_id")
    date = fields.Date(
        "First Day of the New Accounts", required=True, default=fields.Date.context_today
    )
    close_source = fields.Boolean("Close the Old Account", default=True)
    document = fields.Char(help="Agreement of the owners or decision of the court.")
    line_ids = fields.One2many("utility.account.split.line", "wizard_id", "New Accounts")
    left_over = fields.Char(compute="_compute_left_over")

    @api.depends(
        "account_id", "line_ids.residency_ids", "line_ids.service_ids", "line_ids.installation_ids"
    )
    def _compute_left_over(self):
        """What no line has taken, for the operator to see."""
        for wizard in self:
            account, lines = wizard.account_id, wizard.line_ids
            left = (
                list(wizard._current(account.residency_ids) - lines.residency_ids._origin)
                + list(wizard._current(account.service_ids) - lines.service_ids._origin)
                + list(wizard._current(account.installation_ids) - lines.installation_ids._origin)
            )
            wizard.left_over = ", ".join(record.display_name for record in left)

    def _current(self, records):
        return records.filtered(lambda r: not r.date_to)

    def action_split(self):
        """Make the new accounts and show them.

        :raises UserError: somebody or something would be lost or come twice
        """
        self.ensure_one()
        self._check_open(self.account_id, self.date)
        self._check_lines()
        last = fields.Date.subtract(self.date, days=1)
        accounts = self.env["utility.account"]
        for line in self.line_ids:
            accounts |= self._make_account(line, last)
        if self.close_source:
            self._share_rest(last)
        for account in accounts:
            self._move_balance(self.account_id, account)
        numbers = ", ".join(accounts.mapped("number"))
        self.account_id.message_post(
            body=self.env._(
                "Split from %(date)s into %(numbers)s. %(document)s",
                date=self.date,
                numbers=numbers,
                document=self.document or "",
            )
        )
        if self.close_source:
            reason = self.env._("Split into %s", numbers)
            self.account_id.action_close(last, reason)
        return self._show(accounts)

    def _check_lines(self):
        account, lines = self.account_id, self.line_ids
        if not lines or (self.close_source and len(lines) < 2):
            raise UserError(
                self.env._("Give at least two new accounts, or keep the old one open with one new.")
            )
        for name, label in (
            ("residency_ids", self.env._("Resident")),
            ("installation_ids", self.env._("Meter")),
        ):
            taken = [record for line in lines for record in line[name]]
            for record in set(taken):
                if taken.count(record) > 1:
                    raise UserError(
                        self.env._(
                            "%(what)s %(name)s is on two of the new accounts.",
                            what=label,
                            name=record.display_name,
                        )
                    )
        rest = self._current(account.residency_ids) - lines.residency_ids
        if self.close_source and rest:
            raise UserError(
                self.env._(
                    "Nobody has taken these residents: %s. Put each on one of the new accounts.",
                    ", ".join(rest.mapped("display_name")),
                )
            )

    def _make_account(self, line, last):
        account = self._new_account(
            self.account_id,
            {
                "number": line.number,
                "partner_id": self._payer(line.partner_id, line.name).id,
                "premise_id": line._target_premise(self.date).id,
                "date_open": self.date,
            },
        )
        self._carry_services(line.service_ids, account, self.date)
        self._carry_residents(line.residency_ids, account, self.date)
        for installation in line.installation_ids:
            installation._hand_over(last, self.date, {"account_id": account.id})
        return account

    def _share_rest(self, last):
        """Meters that nobody took go on as meters of the whole flat, shared by the accounts."""
        rest = self._current(self.account_id.installation_ids) - self.line_ids.installation_ids
        for installation in rest:
            installation._hand_over(last, self.date, {"premise_id": self.premise_id.id})
            installation.meter_id.purpose = "shared"

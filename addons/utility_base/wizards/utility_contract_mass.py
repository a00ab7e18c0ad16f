from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.house_plan import duplicates


class UtilityContractMass(models.TransientModel):
    """Contracts for many accounts at once (A21): for those that have none.

    1. choose accounts (the list, or a house); 2. the pattern of numbers and the dates; 3. look at
    the counts; 4. create. Organisations get one contract over all their accounts.
    """

    _name = "utility.contract.mass"
    _description = "Contracts for accounts"

    account_ids = fields.Many2many(
        "utility.account",
        default=lambda self: self.env["utility.account"]._from_context(),
        domain="[('contract_id', '=', False), ('state', '=', 'active')]",
        string="Accounts",
    )
    number_pattern = fields.Char(
        required=True,
        default="{account}",
        help="{account} is the number of the (first) account, {year} that of the first day.",
    )
    subject = fields.Selection(
        selection=lambda self: (
            self.env["utility.contract"]._fields["subject"]._description_selection(self.env)
        ),
        required=True,
        default="supply",
    )
    date_from = fields.Date("First Day", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Last Day")
    date_signed = fields.Date("Signed On")
    auto_renew = fields.Boolean(default=True)
    pattern_id = fields.Many2one(
        "utility.contract", "Terms as In", help="The terms of this contract are copied."
    )
    at_once = fields.Boolean("Bring into Force at Once")
    summary = fields.Char(compute="_compute_summary")

    @api.depends("account_ids")
    def _compute_summary(self):
        for wizard in self:
            without = wizard._without_contract()
            wizard.summary = self.env._(
                "%(contracts)s contracts for %(accounts)s accounts; %(skipped)s have one already "
                "or are closed.",
                contracts=len(wizard._groups()),
                accounts=len(without),
                skipped=len(wizard.account_ids) - len(without),
            )

    def _without_contract(self):
        return self.account_ids.filtered(lambda a: not a.contract_id and a.state != "closed")

    def _groups(self):
        """Accounts that share a contract: one of an individual, all of an organisation."""
        groups = {}
        for account in self._without_contract():
            single = account.kind == "individual"
            key = account.id if single else (account.partner_id, account.company_id)
            groups[key] = groups.get(key, account.browse()) | account
        return list(groups.values())

    def action_create(self):
        """Make the contracts and show them.

        :raises UserError: no account is without a contract, or numbers would come twice
        """
        self.ensure_one()
        groups = self._groups()
        if not groups:
            raise UserError(self.env._("Every one of these accounts has a contract or is closed."))
        numbers = [self._number(accounts[0]) for accounts in groups]
        taken = self.env["utility.contract"].search(
            [("number", "in", numbers), ("company_id", "in", self.account_ids.company_id.ids)]
        )
        if wrong := duplicates(numbers) or taken.mapped("number"):
            raise UserError(
                self.env._(
                    "These contract numbers exist already or come twice: %s. Change the pattern.",
                    ", ".join(wrong[:10]),
                )
            )
        contracts = self.env["utility.contract"].create(
            [
                self._contract_vals(number, accounts)
                for number, accounts in zip(numbers, groups, strict=True)
            ]
        )
        for contract, accounts in zip(contracts, groups, strict=True):
            accounts.contract_id = contract
        if self.at_once:
            contracts.action_activate()
        return {
            "type": "ir.actions.act_window",
            "res_model": "utility.contract",
            "name": self.env._("New Contracts"),
            "view_mode": "list,form",
            "domain": [("id", "in", contracts.ids)],
        }

    def _number(self, account):
        return self.number_pattern.replace("{account}", account.number).replace(
            "{year}", str(self.date_from.year)
        )

    def _contract_vals(self, number, accounts):
        first = accounts[0]
        return {
            "number": number,
            "company_id": first.company_id.id,
            "partner_id": first.partner_id.id,
            "kind": first.kind,
            "customer_category_id": first.customer_category_id.id,
            "subject": self.subject,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "date_signed": self.date_signed,
            "auto_renew": self.auto_renew,
            "term_ids": [
                (0, 0, {"parameter_id": term.parameter_id.id, "value": term.value})
                for term in self.pattern_id.term_ids
            ],
        }

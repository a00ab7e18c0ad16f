from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

DAYS = 5  # within which a bank hands over what a registry announced


class AccountBankStatementLine(models.Model):
    """Money that came to the bank account, and what it was for (E01, E07, E08, E11).

    A transfer is matched to the registry whose money it brings, else to the personal account that
    its purpose or its payer names. What names an account that is not found waits in suspense; what
    says nothing of accounts stays for the reconciliation of the books.
    """

    _inherit = "account.bank.statement.line"

    utility_payer_code = fields.Char("Payer's Tax Number", readonly=True, copy=False)
    utility_registry_id = fields.Many2one(
        "utility.payment.registry", readonly=True, copy=False, index="btree_not_null"
    )
    utility_payment_id = fields.Many2one(
        "utility.payment",
        string="Payment of an Account",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    utility_state = fields.Selection(
        [
            ("registry", "Registry"),
            ("differs", "Registry, other sum"),
            ("payment", "Payment"),
            ("suspense", "In suspense"),
            ("reversed", "Reversed"),
        ],
        string="Utility",
        compute="_compute_utility_state",
        store=True,
    )

    @api.depends(
        "amount",
        "utility_registry_id.transferred",
        "utility_registry_id.total",
        "utility_payment_id.state",
    )
    def _compute_utility_state(self):
        states = {"suspense": "suspense", "reversed": "reversed"}
        for line in self:
            registry, payment = line.utility_registry_id, line.utility_payment_id
            line.utility_state = False
            if registry:
                same = line.currency_id.compare_amounts(line.amount, registry._expected()) == 0
                line.utility_state = "registry" if same else "differs"
            elif payment:
                line.utility_state = states.get(payment.state, "payment")

    def _utility_match(self):
        """Find what each incoming line is for; lines that are matched stay as they are."""
        todo = self.filtered(
            lambda r: (
                r.amount > 0
                and not r.utility_registry_id
                and not r.utility_payment_id
                and not r.is_reconciled
            )
        )
        for company, lines in todo.grouped("company_id").items():
            purposes = self.env["utility.purpose.word"]._understand_all(
                [line.payment_ref for line in lines], company
            )
            found = dict(zip(lines, purposes, strict=True))
            for line in lines:
                registry = line._utility_find_registry(found[line])
                if registry:
                    line.utility_registry_id = registry
                    line._utility_counterpart("registry")
            left = lines.filtered(lambda r: not r.utility_registry_id)
            numbers = [number for line in left for number in found[line].accounts]
            accounts = self.env["utility.payment.intake"]._accounts(numbers, company)
            for line in left:
                line._utility_register(found[line], accounts)

    def _utility_find_registry(self, purpose):
        """The registry whose money the line brings, or none; a doubt is left to people.

        By the number of the payment order, or by the number in the purpose; else the only one of
        these days with the sum.
        """
        self.ensure_one()
        registries = self.env["utility.payment.registry"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("ready", "running", "done")),
                ("statement_line_ids", "=", False),
            ]
        )
        numbers = set(filter(None, (self.move_id.ref, purpose.registry)))
        named = registries.filtered(
            lambda r: (
                r.order_number in numbers
                and (not r.order_date or abs((r.order_date - self.date).days) <= DAYS)
            )
        )
        if len(named) == 1:
            return named
        since = fields.Datetime.to_datetime(self.date) - timedelta(days=DAYS)
        until = fields.Datetime.to_datetime(self.date) + timedelta(days=DAYS + 1)
        alike = (named or registries).filtered(
            lambda r: self.currency_id.compare_amounts(r._expected(), self.amount) == 0
            and (r.order_date or r.create_date.date()) <= until.date()
            and (r.order_date or r.create_date.date()) >= since.date()
            and (not r.agent_id.partner_id or not self.partner_id
                 or r.agent_id.partner_id.commercial_partner_id
                 == self.partner_id.commercial_partner_id)
        )  # fmt: skip
        return alike if len(alike) == 1 else registries.browse()

    def _utility_register(self, purpose, accounts):
        """Payments of the accounts that the line names, in suspense where none is found."""
        ids = list(dict.fromkeys(accounts[n] for n in purpose.accounts if n in accounts))
        account = self.env["utility.account"].browse(ids if len(ids) == 1 else ())
        paid = Decimal(f"{self.amount:.2f}")
        parts = [(account, paid, purpose.period)] if account else []
        if not parts and not purpose.named:
            parts = self._utility_parts_of_payer(purpose.period)
        if not parts and not purpose.named:
            return
        number = f"st:{self.unique_import_id or self.id}"
        payments = self.env["utility.payment"].create(
            [
                {
                    "company_id": self.company_id.id,
                    "account_id": account.id,
                    "account_number": purpose.accounts[0] if purpose.accounts else False,
                    "date": self.date,
                    "amount": float(amount),
                    "source": "statement",
                    "external_id": f"{number}/{place}" if place else number,
                    "payer": self.partner_name or self.partner_id.name,
                    "purpose": self.payment_ref,
                    "purpose_period": period,
                    "purpose_service_id": purpose.service,
                }
                for place, (account, amount, period) in enumerate(
                    parts or [(account, paid, purpose.period)]
                )
            ]
        )
        self.utility_payment_id = payments[0]
        self.utility_part_ids = payments if len(payments) > 1 else False
        self._utility_counterpart("statement")

    def _utility_parts_of_payer(self, period):
        """``[(account, Decimal, month)]`` of the organisation whose tax number or bank account
        paid: its only account, or those of the invoices that the purpose names."""
        # the number is a proof, the partner of the line may be guessed by a name
        partner = self.partner_id
        if self.utility_payer_code:
            partner = self.env["res.partner"].search(
                [("vat", "=", self.utility_payer_code), ("parent_id", "=", False)], limit=2
            )
        if len(partner) != 1:
            return []
        found = self.env["utility.account"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", "organisation"),
                ("state", "=", "active"),
                ("partner_id", "child_of", partner.commercial_partner_id.id),
            ],
            limit=2,
        )
        if len(found) == 1:
            return [(found, Decimal(f"{self.amount:.2f}"), period)]
        return self._utility_parts(partner)

    def _utility_counterpart(self, source):
        """Put the line against money on the way, to which payments of the source are posted."""
        rule = self.env["utility.posting.rule"].search([("company_id", "=", self.company_id.id)])
        transit = rule._match("payment", source=source).counterpart_id
        for line in self if transit else self.browse():
            _liquidity, suspense, _other = line._seek_for_lines()
            suspense.with_context(skip_readonly_check=True).write({"account_id": transit.id})

    def action_utility_match(self):
        """Match again, after a registry was loaded or words were added."""
        self._utility_match()
        return True

    def action_utility_unmatch(self):
        """Take a match back: the payment is reversed, the registry waits again."""
        for line in self:
            payments = line.utility_part_ids or line.utility_payment_id
            standing = payments.filtered(lambda p: p.state in ("allocated", "suspense"))
            if standing:
                raise UserError(
                    self.env._(
                        "Payment %s is registered: reverse it or give it to another account.",
                        standing[0].display_name,
                    )
                )
            line.utility_registry_id = False
        return True

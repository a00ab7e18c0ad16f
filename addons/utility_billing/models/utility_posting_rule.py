from odoo import api, fields, models
from odoo.exceptions import ValidationError

DOCUMENTS = [
    ("charge", "Charges"),
    ("penalty", "Penalties and interest"),
    ("costs", "Costs of collecting"),
    ("instalment", "Interest for instalments"),
    ("opening", "Opening balances"),
    ("payment", "Payments"),
    ("suspense", "Payments in suspense"),
    ("privilege", "Privileges that a budget pays"),
    ("budget", "Receipts from budgets"),
    ("invoice", "Invoices of organisations"),
    ("receipt", "Payments of organisations"),
    ("collected", "Collected for suppliers"),
    ("fee", "Fees kept from suppliers"),
    ("handover", "Money handed over to suppliers"),
    ("deposit", "Deposits received"),
    ("deposit_interest", "Interest on deposits"),
    ("deposit_use", "Deposits used for debts"),
    ("deposit_refund", "Deposits given back"),
]
#: documents whose control account holds what customers owe
CUSTOMERS = (
    *("charge", "penalty", "costs", "instalment", "opening", "payment"),
    *("privilege", "invoice", "receipt"),
)


class UtilityPostingRule(models.Model):
    """Which accounts of the general ledger a document goes to.

    Of the rules of a document the one with most matching conditions counts, then the first.
    Charges: debit ``account_id``, credit ``counterpart_id`` (net) and ``vat_account_id`` (VAT).
    Payments: debit ``counterpart_id`` (money), credit ``account_id``. Privileges: debit
    ``counterpart_id`` (owed by the budget), credit ``account_id``; without a VAT account the budget
    owes the whole, with one the tax is lowered too. Receipts from budgets: debit ``counterpart_id``
    (money), credit ``account_id`` (owed by the budget).
    Transfers to suppliers: debit ``account_id``, credit ``counterpart_id``.
    Deposits: credit ``account_id`` (owed to payers), debit ``counterpart_id`` (money, or interest
    as an expense); what leaves them the other way round.
    Invoices and receipts have a receivable as ``account_id``, so that they can be reconciled.
    """

    _name = "utility.posting.rule"
    _description = "Posting rule"
    _inherit = ["analytic.mixin"]
    _order = "document, sequence, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    document = fields.Selection(DOCUMENTS, required=True, default="charge")
    sequence = fields.Integer(default=10)
    service_id = fields.Many2one(
        "utility.service", check_company=True, help="Empty: every service."
    )
    customer_category_id = fields.Many2one("utility.customer.category", help="Empty: every one.")
    supplier_id = fields.Many2one("res.partner", check_company=True, help="Empty: every supplier.")
    source = fields.Char(help="Source of payments: cash, registry, ... Empty: every source.")
    journal_id = fields.Many2one("account.journal", required=True, check_company=True)
    account_id = fields.Many2one(
        "account.account",
        string="Control Account",
        required=True,
        check_company=True,
        help="Holds what customers owe; for suspense, the money without an account.",
    )
    counterpart_id = fields.Many2one(
        "account.account",
        required=True,
        check_company=True,
        help="Income, opening balances or money on the way.",
    )
    vat_account_id = fields.Many2one("account.account", string="VAT", check_company=True)
    tax_id = fields.Many2one(
        "account.tax",
        string="Tax of Invoices",
        check_company=True,
        domain="[('type_tax_use', '=', 'sale'), ('amount_type', '=', 'percent')]",
        help="Empty: the tax on top with the rate of the charge. Sums are those of the charges.",
    )
    active = fields.Boolean(default=True)

    @api.constrains("document", "account_id")
    def _check_receivable(self):
        for rule in self:
            if (
                rule.document in ("invoice", "receipt")
                and rule.account_id.account_type != "asset_receivable"
            ):
                raise ValidationError(
                    self.env._(
                        "Invoices and their payments need a receivable account; %s is none.",
                        rule.account_id.display_name,
                    )
                )

    def _match(self, document, **facts):
        """The rule of ``self`` for a document with these facts; empty where none fits."""
        best, score = self.browse(), -1
        for rule in self.filtered(lambda r: r.document == document):
            conditions = {
                name: value
                for name in ("service_id", "customer_category_id", "supplier_id", "source")
                if (value := rule[name].id if name != "source" else rule[name])
            }
            fits = all(facts.get(name) == value for name, value in conditions.items())
            if fits and len(conditions) > score:
                best, score = rule, len(conditions)
        return best

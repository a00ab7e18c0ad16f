import re
from collections import defaultdict
from decimal import Decimal

from odoo import fields, models

INVOICES = 500  # newest ones of a payer that its purpose may name


class AccountBankStatementLine(models.Model):
    """Transfers of organisations that name invoices: one account, or a part for each (E08, E11).

    An invoice by contract is of several accounts, and one transfer may pay several invoices: then
    each account gets what the named invoices ask of it, if together it is what was paid. Where it
    is not, nobody knows which of them was meant: the line is left to people.
    """

    _inherit = "account.bank.statement.line"

    utility_part_ids = fields.Many2many(
        "utility.payment",
        "utility_statement_line_part",
        "line_id",
        "payment_id",
        string="Payments by Account",
        readonly=True,
        copy=False,
        help="Parts of a transfer for several accounts; the first stands as its payment, too.",
    )

    def _utility_named_invoices(self, partner):
        """Invoices of an organisation that the purpose names by their numbers."""
        invoices = self.env["account.move"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("commercial_partner_id", "=", partner.commercial_partner_id.id),
                ("utility_period_date", "!=", False),
            ],
            order="id desc",
            limit=INVOICES,
        )
        text = self.payment_ref or ""
        return invoices.filtered(
            lambda m: re.search(rf"(?<![\w/-]){re.escape(m.name)}(?![\w/-])", text)
        )

    def _utility_parts(self, partner):
        """``[(account, Decimal, first day of the month or False)]`` of the invoices that are named;
        empty where none is, or where their sum is not what was paid."""
        shares, months = defaultdict(Decimal), defaultdict(set)
        for invoice in self._utility_named_invoices(partner):
            for line in invoice.invoice_line_ids:
                account = line.utility_account_id or invoice.utility_account_id
                if account:
                    shares[account] += Decimal(f"{line.price_total:.2f}")
                    months[account].add(invoice.utility_period_date)
        paid = Decimal(f"{self.amount:.2f}")
        if len(shares) == 1:
            shares = {account: paid for account in shares}
        elif sum(shares.values()) != paid or any(part <= 0 for part in shares.values()):
            return []
        return [
            (account, part, next(iter(months[account])) if len(months[account]) == 1 else False)
            for account, part in sorted(shares.items(), key=lambda item: item[0].id)
        ]

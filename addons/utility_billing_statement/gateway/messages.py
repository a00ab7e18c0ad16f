"""English texts of the coded problems of bank statements; ``_`` marks them for the .pot."""

from odoo.addons.utility_base.gateway.problem import register


def _(text):
    return text


register(
    "utility_billing_statement",
    {
        "statement.format": (
            _("This is not a statement in 1CClientBankExchange."),
            _("Export the statement for 1C from the client of the bank."),
        ),
        "statement.truncated": (
            _("The end of the file is missing."),
            _("Export the statement again."),
        ),
        "statement.section": (
            _("A section that begins in line %(row)s does not end."),
            _("Export the statement again."),
        ),
        "statement.foreign": (
            _("A document of other accounts was left out."),
            _("Nothing to do if the account is not of this company."),
        ),
        "statement.not_executed": (
            _("A document that the bank has not executed was left out."),
            _("It comes with a later statement."),
        ),
        "statement.empty": (
            _("The document has no %(column)s."),
            _("Export the statement again."),
        ),
        "statement.amount": (
            _("The sum %(value)s is not above zero."),
            _("Ask the bank for a correct statement."),
        ),
        "statement.balance": (
            _("Account %(value)s: the documents give the balance %(found)s, not %(expected)s."),
            _("The statement is not complete: export it again for whole days."),
        ),
    },
)

from odoo import api, models
from odoo.fields import Domain

MAX_LENGTH = 20  # longer texts are no account number


class UtilityPaymentSuggestion(models.AbstractModel):
    """Whose money in suspense may be: learned from people, wrong digits, the purpose (E02, E07).

    Only what points at one account is suggested; the account is given by a person.
    """

    _name = "utility.payment.suggestion"
    _description = "Suggested account of money in suspense"

    @api.model
    def _suggest(self, company, number, payer="", purpose=""):
        """The account meant by a number as written, by a payer and a purpose; or none."""
        number = (number or "").strip()
        accounts = self.env["utility.account"]
        found = self._learned(company, number, payer)
        if not found:
            understood = self.env["utility.purpose.word"]._understand(purpose, company)
            for numbers in (understood.accounts, misread(number)):
                known = self.env["utility.payment.intake"]._accounts(list(numbers), company)
                ids = set(known.values())
                if len(ids) == 1:
                    found = accounts.browse(ids)
                    break
        return found._filtered_access("read")

    @api.model
    def _learned(self, company, number, payer):
        """The account that people gave such money to before: the same wrong number and payer."""
        if not number or not payer:
            return self.env["utility.account"]
        domain = Domain("company_id", "=", company.id) & Domain("account_number", "=", number)
        domain &= Domain("payer", "=", payer) & Domain("is_learned", "=", True)
        line = self.env["utility.payment.registry.line"].search(
            domain & Domain("account_id", "!=", False), order="id desc", limit=1
        )
        return line.account_id


def misread(number):
    """Numbers that differ by two neighbours swapped, a digit doubled or left out.

    >>> "0000012345" in misread("0000021345"), "12345" in misread("123345")
    (True, True)
    >>> misread("no number")
    []
    """
    if not number.isdigit() or not 4 <= len(number) <= MAX_LENGTH:
        return []
    found = {
        number[:i] + number[i + 1] + number[i] + number[i + 2 :] for i in range(len(number) - 1)
    }
    found |= {number[:i] + number[i + 1 :] for i in range(len(number))}
    found |= {number[:i] + d + number[i:] for i in range(len(number) + 1) for d in "0123456789"}
    return sorted(found - {number})

from typing import NamedTuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.suggestion import choose, name_likeness

MAX_LENGTH = 20  # longer texts are no account number
NEAR = 20  # accounts of a like name or address that are looked at
LIKE_ADDRESS = 0.5  # of 1; words of the same house and flat in other spellings


class Suggestion(NamedTuple):
    """``reasons``: codes of :data:`..engine.suggestion.POINTS`, the weightiest first."""

    account: object
    reasons: tuple = ()
    sure: bool = False


class UtilityPaymentSuggestion(models.AbstractModel):
    """Whose money in suspense may be, and why (E02, E07).

    Learned from people, wrong digits, the purpose, former numbers, name, address, the sum of the
    bill. The account is given by a person; what several facts point at may be given in bulk.
    """

    _name = "utility.payment.suggestion"
    _description = "Suggested account of money in suspense"

    @api.model
    def _suggest(self, company, number, payer="", purpose="", address="", amount=None):
        """The account meant by what a payer wrote; or none."""
        return self._weigh(company, number, payer, purpose, address, amount).account

    @api.model
    def _weigh(self, company, number, payer="", purpose="", address="", amount=None):
        """:class:`Suggestion` with its reasons; of an account that the user may read."""
        accounts = self.env["utility.account"]
        accounts.flush_model(["number", "old_number", "partner_name", "address"])
        number = (number or "").strip()
        found = {}

        def note(ids, reason):
            for id_ in ids:
                found.setdefault(id_, set()).add(reason)

        note(self._learned(company, number, payer).ids, "learned")
        intake = self.env["utility.payment.intake"]
        understood = self.env["utility.purpose.word"]._understand(purpose, company)
        note(set(intake._accounts(list(understood.accounts), company).values()), "purpose")
        note(set(intake._accounts(misread(number), company).values()), "digits")
        note(self._former(company, number), "former")
        near = self._near(company, payer, address, list(found))
        for id_, name, likeness in near:
            known = name_likeness(payer, name)
            if known:
                note([id_], known)
            if likeness >= LIKE_ADDRESS:
                note([id_], "address")
        if amount:
            note(self._owing(list(found), amount), "sum")
        readable = set(accounts.browse(found)._filtered_access("read").ids)
        chosen = choose({id_: reasons for id_, reasons in found.items() if id_ in readable})
        if not chosen:
            return Suggestion(accounts)
        id_, reasons, sure = chosen
        return Suggestion(accounts.browse(id_), tuple(reasons), sure)

    @api.model
    def _learned(self, company, number, payer):
        """The account that people gave such money to before: the same wrong number and payer."""
        if not number or not payer:
            return self.env["utility.account"]
        domain = Domain("company_id", "=", company.id) & Domain("account_number", "=", number)
        domain &= Domain("payer", "=", payer) & Domain("state", "=", "paid")
        line = self.env["utility.payment.registry.line"].search(
            domain & Domain("account_id", "!=", False), order="id desc", limit=1
        )
        return line.account_id

    def _former(self, company, number):
        """Accounts whose number in the program before is this one without zeros or spaces."""
        digits = "".join(char for char in number if char.isalnum()).lstrip("0")
        if len(digits) < 4:
            return []
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM utility_account WHERE company_id = %s AND old_number IN %s",
                company.id,
                tuple({digits, number, *(digits.zfill(n) for n in range(5, 14))}),
            )
        )
        return [id_ for (id_,) in rows]

    def _near(self, company, payer, address, known):
        """[(account id, name, likeness of the address)] of known ones and those of a like name or
        address; by the trigram indexes."""
        surname = (payer or "").split()[0] if (payer or "").split() else ""
        if not (surname or address or known):
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT id, partner_name, similarity(COALESCE(address, ''), %(address)s)
                  FROM utility_account WHERE id = ANY(%(known)s)
                 UNION
                (SELECT id, partner_name, similarity(COALESCE(address, ''), %(address)s)
                   FROM utility_account
                  WHERE company_id = %(company)s AND active AND %(surname)s <> ''
                    AND partner_name ILIKE %(start)s
                  ORDER BY similarity(partner_name, %(payer)s) DESC,
                           similarity(COALESCE(address, ''), %(address)s) DESC, id
                  LIMIT %(near)s)
                 UNION
                (SELECT id, partner_name, similarity(address, %(address)s)
                   FROM utility_account
                  WHERE company_id = %(company)s AND active AND %(address)s <> ''
                    AND address %% %(address)s
                  ORDER BY similarity(address, %(address)s) DESC, id LIMIT %(near)s)
                """,
                known=known,
                company=company.id,
                surname=surname,
                start=surname.replace("\\", "").replace("%", "").replace("_", "") + "%",
                payer=payer or "",
                address=address or "",
                near=NEAR,
            )
        )

    def _owing(self, ids, amount):
        """Accounts whose last bill or whose balance is exactly the sum."""
        if not ids:
            return set()
        text = f"{amount:.2f}"
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (account_id) account_id, closing::numeric = %s::numeric
                  FROM utility_bill
                 WHERE account_id = ANY(%s) AND state = 'approved'
                 ORDER BY account_id, period_date DESC, id DESC
                """,
                text,
                ids,
            )
        )
        found = {id_ for id_, same in rows if same}
        balances = self.env["utility.account"].browse(ids)._balances()
        return found | {id_ for id_, balance in balances.items() if f"{balance:.2f}" == text}

    @api.model
    def _reason_text(self, suggestion):
        """Reasons in words, for people."""
        _ = self.env._
        # pylint: disable=prefer-env-translation
        texts = {
            "learned": _("given to it before"),
            "purpose": _("named in the purpose"),
            "former": _("former number"),
            "digits": _("a digit is wrong"),
            "name": _("name and initials"),
            "surname": _("surname"),
            "address": _("address"),
            "sum": _("sum of the bill"),
        }
        return ", ".join(texts[reason] for reason in suggestion.reasons)


def misread(number):
    """Numbers that differ by two neighbours swapped, a digit wrong, doubled or left out.

    >>> "0000012345" in misread("0000021345"), "12345" in misread("123345")
    (True, True)
    >>> "12345" in misread("12845")
    True
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
    found |= {number[:i] + d + number[i + 1 :] for i in range(len(number)) for d in "0123456789"}
    return sorted(found - {number})

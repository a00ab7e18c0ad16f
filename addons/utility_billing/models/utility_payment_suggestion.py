from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..engine.suggestion import choose, name_likeness

PAGE = 200  # payments that are looked at together
MAX_LENGTH = 20  # longer texts are no account number
NEAR = 20  # accounts of a like name or address that are looked at
LIKE_ADDRESS = 0.5  # of 1; words of the same house and flat in other spellings
_NO_PATTERN = str.maketrans("", "", "\\%_")


class Asked(NamedTuple):
    """What is known of money: texts as the payer wrote them, and the sum."""

    number: str = ""
    payer: str = ""
    purpose: str = ""
    address: str = ""
    amount: object = None


class Suggestion(NamedTuple):
    """``reasons``: codes of :data:`..engine.suggestion.POINTS`, the weightiest first."""

    account: object
    reasons: tuple = ()
    sure: bool = False


class UtilityPaymentSuggestion(models.AbstractModel):
    """Whose money in suspense may be, and why (E02, E07).

    Learned from people, wrong digits, the purpose, former numbers, name, address, the sum of the
    bill. The account is given by a person; what several facts point at may be given in bulk.
    The queries are the same for one payment and for a page of them.
    """

    _name = "utility.payment.suggestion"
    _description = "Suggested account of money in suspense"

    @api.model
    def _weigh(self, company, asked):
        """A :class:`Suggestion` for each :class:`Asked`, of accounts that the user may read."""
        accounts = self.env["utility.account"]
        accounts.flush_model(["number", "old_number", "partner_name", "address"])
        self.env["utility.payment.registry.line"].flush_model(["account_id", "is_learned", "state"])
        found = []
        for start in range(0, len(asked), PAGE):
            found += self._weigh_page(company, asked[start : start + PAGE])
        return found

    def _weigh_page(self, company, asked):
        texts = [
            Asked(*((text or "").strip() for text in one[:4]), one.amount or None) for one in asked
        ]
        found = [{} for _one in texts]

        def note(place, ids, reason):
            for id_ in ids:
                found[place].setdefault(id_, set()).add(reason)

        for place, id_ in self._learned(company, texts):
            note(place, [id_], "learned")
        purposes = self.env["utility.purpose.word"]._understand_all(
            [one.purpose for one in texts], company
        )
        understood = [purpose.accounts for purpose in purposes]
        slips = [misread(one.number) for one in texts]
        numbers = [number for group in (*understood, *slips) for number in group]
        known = self.env["utility.payment.intake"]._accounts(numbers, company)
        for place, (named, slip) in enumerate(zip(understood, slips, strict=True)):
            note(place, [known[n] for n in named if n in known], "purpose")
            note(place, [known[n] for n in slip if n in known], "digits")
        for place, id_ in self._former(company, texts):
            note(place, [id_], "former")
        for place, id_, name, likeness in self._near(company, texts, found):
            kind = name_likeness(texts[place].payer, name)
            if kind:
                note(place, [id_], kind)
            if likeness >= LIKE_ADDRESS:
                note(place, [id_], "address")
        for place, id_ in self._owing(texts, found):
            note(place, [id_], "sum")
        accounts = self.env["utility.account"]
        every = sorted({id_ for ids in found for id_ in ids})
        readable = set(accounts.browse(every)._filtered_access("read").ids)
        return [self._chosen(reasons, readable) for reasons in found]

    def _chosen(self, found, readable):
        accounts = self.env["utility.account"]
        chosen = choose({id_: reasons for id_, reasons in found.items() if id_ in readable})
        if not chosen:
            return Suggestion(accounts)
        id_, reasons, sure = chosen
        return Suggestion(accounts.browse(id_), tuple(reasons), sure)

    def _learned(self, company, asked):
        """[(place, account id)] that people gave such money to before: the same wrong number and
        payer."""
        pairs = [(n, one) for n, one in enumerate(asked) if one.number and one.payer]
        if not pairs:
            return []
        return self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (q.place) q.place, l.account_id
                  FROM unnest(%(places)s::int[], %(numbers)s::text[], %(payers)s::text[])
                       AS q (place, number, payer)
                  JOIN utility_payment_registry_line l
                    ON l.account_number = q.number AND l.payer = q.payer AND l.is_learned
                 WHERE l.company_id = %(company)s AND l.state = 'paid' AND l.account_id IS NOT NULL
                 ORDER BY q.place, l.id DESC
                """,
                places=[place for place, _one in pairs],
                numbers=[one.number for _place, one in pairs],
                payers=[one.payer for _place, one in pairs],
                company=company.id,
            )
        )

    def _former(self, company, asked):
        """[(place, account id)] whose number in the program before is this one without zeros or
        spaces."""
        places = defaultdict(set)
        for place, one in enumerate(asked):
            digits = "".join(char for char in one.number if char.isalnum()).lstrip("0")
            if len(digits) < 4:
                continue
            for written in (digits, one.number, *(digits.zfill(n) for n in range(5, 14))):
                places[written].add(place)
        rows = self.env.execute_query(
            SQL(
                "SELECT id, old_number FROM utility_account"
                " WHERE company_id = %s AND old_number = ANY(%s)",
                company.id,
                list(places),
            )
        )
        return [(place, id_) for id_, number in rows for place in places[number]]

    def _near(self, company, asked, found):
        """[(place, account id, name, likeness of the address)] of the accounts found so far and
        of those of a like name or address; by the trigram indexes."""
        surnames = [(one.payer.split() or [""])[0] for one in asked]
        known = [(place, id_) for place, ids in enumerate(found) for id_ in ids]
        return self.env.execute_query(
            SQL(
                """
                WITH q AS MATERIALIZED (
                    SELECT * FROM unnest(%(places)s::int[], %(starts)s::text[], %(payers)s::text[],
                           %(addresses)s::text[]) AS q (place, start, payer, address))
                SELECT q.place, a.id, a.partner_name,
                       similarity(COALESCE(a.address, ''), q.address)
                  FROM unnest(%(known_places)s::int[], %(known)s::int[]) AS k (place, id)
                  JOIN q ON q.place = k.place
                  JOIN utility_account a ON a.id = k.id
                 UNION
                SELECT q.place, x.*
                  FROM q CROSS JOIN LATERAL (
                       SELECT id, partner_name, similarity(COALESCE(address, ''), q.address)
                         FROM utility_account
                        WHERE company_id = %(company)s AND active AND partner_name ILIKE q.start
                        ORDER BY similarity(partner_name, q.payer) DESC,
                                 similarity(COALESCE(address, ''), q.address) DESC, id
                        LIMIT %(near)s) x
                 WHERE q.start <> %(nobody)s
                 UNION
                SELECT q.place, x.*
                  FROM q CROSS JOIN LATERAL (
                       SELECT id, partner_name, similarity(address, q.address)
                         FROM utility_account
                        WHERE company_id = %(company)s AND active AND address %% q.address
                        ORDER BY similarity(address, q.address) DESC, id LIMIT %(near)s) x
                 WHERE q.address <> ''
                """,
                places=list(range(len(asked))),
                starts=[surname.translate(_NO_PATTERN) + "%" for surname in surnames],
                payers=[one.payer for one in asked],
                addresses=[one.address for one in asked],
                known_places=[place for place, _id in known],
                known=[id_ for _place, id_ in known],
                company=company.id,
                nobody="%",
                near=NEAR,
            )
        )

    def _owing(self, asked, found):
        """[(place, account id)] where the last bill or the balance is exactly the sum."""
        pairs = [
            (place, id_, f"{one.amount:.2f}")
            for place, one in enumerate(asked)
            if one.amount
            for id_ in found[place]
        ]
        ids = sorted({id_ for _place, id_, _sum in pairs})
        if not ids:
            return []
        bills = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT ON (account_id) account_id, closing::numeric(16, 2)::text
                      FROM utility_bill
                     WHERE account_id = ANY(%s) AND state = 'approved'
                     ORDER BY account_id, period_date DESC, id DESC
                    """,
                    ids,
                )
            )
        )
        balances = self.env["utility.account"].browse(ids)._balances()
        return [
            (place, id_)
            for place, id_, text in pairs
            if text in (bills.get(id_), f"{balances.get(id_, 0):.2f}")
        ]

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

"""What rows refer to, looked up with one query a model and portion, under the user's rules."""

from collections import defaultdict

from odoo.fields import Domain
from odoo.tools import SQL

from ..gateway.problem import problem
from ..gateway.values import name_key

_NUMBERS = ("number", "external_id", "old_number", "unified_number")


def find_accounts(env, company, texts):
    """``{text: account record or Problem}`` for account numbers as files write them.

    A text is first the number, then the number in other programs, the old and the unified number.
    A spreadsheet that dropped leading zeros is forgiven where only one account fits.
    """
    texts = set(filter(None, texts))
    model = env["utility.account"].with_context(active_test=False)
    domain = Domain.OR([Domain(name, "in", list(texts)) for name in _NUMBERS])
    records = model.search_fetch(
        domain & Domain("company_id", "=", company.id),
        [*_NUMBERS, "premise_id", "partner_id", "building_id", "state", "kind"],
    )
    result = {}
    for name in _NUMBERS:
        by_value = defaultdict(lambda: model)
        for record in records:
            if record[name] in texts and record[name] not in result:
                by_value[record[name]] |= record
        for text, found in by_value.items():
            result[text] = _single(text, found)
    lost = {text.lstrip("0") for text in texts - set(result) if text.isdigit()} - {""}
    if lost:
        padded = _by_stripped_number(model, company, lost)
        for text in texts - set(result):
            if found := padded.get(text.lstrip("0")):
                result[text] = _single(text, found)
    for text in texts - set(result):
        result[text] = problem("IMP-ACCOUNT-UNKNOWN", value=text)
    return result


def _single(text, found):
    if len(found) == 1:
        return found
    known = ", ".join(found[:5].mapped("number"))
    return problem("IMP-ACCOUNT-AMBIGUOUS", value=text, known=known)


def _by_stripped_number(model, company, stripped):
    model.flush_model(["number", "company_id"])
    rows = model.env.execute_query(
        SQL(
            "SELECT id, ltrim(number, '0') FROM utility_account"
            " WHERE company_id = %s AND ltrim(number, '0') = ANY(%s)",
            company.id,
            list(stripped),
        )
    )
    # found past the ORM: the record rules are applied here
    seen = set(model.search([("id", "in", [row[0] for row in rows])]).ids)
    result = defaultdict(lambda: model)
    for record_id, text in rows:
        if record_id in seen:
            result[text] |= model.browse(record_id)
    return result


class Services:
    """Services of the directory by code or by name in any installed language."""

    def __init__(self, env, company):
        self.by_word = {}
        domain = Domain("company_id", "in", [False, company.id])
        records = env["utility.service"].search(domain, order="company_id NULLS FIRST, sequence")
        for lang, _name in env["res.lang"].get_installed():
            for service in records.with_context(lang=lang):
                self.by_word.setdefault(name_key(service.name), service.with_env(env))
        for service in records:
            self.by_word[name_key(service.code)] = service
        self.records = records

    def find(self, text):
        """The service, or a Problem that names the codes there are."""
        found = self.by_word.get(name_key(text))
        if found:
            return found
        known = ", ".join(self.records.mapped("code")[:20])
        return problem("IMP-SERVICE-UNKNOWN", value=text, known=known)

    def of_resource(self, resource):
        """The first metered service of a resource, or None."""
        return next((s for s in self.records if s.resource == resource and s.metered), None)


class People:
    """Persons already known around accounts by folded name: payers, then residents, then owners."""

    def __init__(self, env, accounts):
        self.by_account = defaultdict(lambda: defaultdict(list))
        if not accounts:
            return
        by_premise = defaultdict(list)
        for account in accounts:
            by_premise[account.premise_id.id].append(account.id)
            self.add(account.id, account.partner_id)
        residents = env["utility.residency"].search_fetch(
            [("account_id", "in", accounts.ids), ("partner_id", "!=", False)],
            ["account_id", "partner_id"],
        )
        for resident in residents:
            self.add(resident.account_id.id, resident.partner_id)
        owners = env["utility.ownership"].search_fetch(
            [("premise_id", "in", list(by_premise))], ["premise_id", "partner_id"]
        )
        for owner in owners:
            for account_id in by_premise[owner.premise_id.id]:
                self.add(account_id, owner.partner_id)

    def add(self, account_id, partner):
        known = self.by_account[account_id][name_key(partner.name)]
        if partner.id not in known:
            known.append(partner.id)

    def find_all(self, account_id, name):
        """Ids of the partners of a name around an account, the likeliest first."""
        return self.by_account[account_id][name_key(name)]

    def find(self, account_id, name):
        """The likeliest of them, or None."""
        return next(iter(self.find_all(account_id, name)), None)

from dataclasses import replace
from fractions import Fraction

from ..gateway.problem import Problem
from . import entities, targets
from .accounts import ACCOUNT_KINDS
from .fields import Target
from .lookup import People
from .marks import _
from .people import full_name, want_organisation, want_person
from .place import find_premises, has_place
from .registry import register
from .residents import AccountImporter, is_wanted_account
from .rows import RowError

KINDS = {
    "sole": ("единоличная", "индивидуальная", "одноосібна", "жеке"),
    "shared": ("долевая", "общая долевая", "спільна часткова", "часткова", "үлестік"),
    "joint": ("совместная", "общая совместная", "спільна сумісна", "ортақ"),
}


@register
class OwnerImporter(AccountImporter):
    """Owners of premises with their shares; the premise by account or by address (P03, A14)."""

    kind = "owners"
    label = _("Owners")
    sequence = 30
    help = _("Who owns which premise, with which share. Premises must exist.")
    targets = (
        replace(targets.ACCOUNT, required=False),
        *targets.ADDRESS,
        replace(
            targets.FULL_NAME,
            aliases=(*targets.FULL_NAME.aliases, "собственник", "владелец", "власник",
                   "меншік иесі", "owner"),
        ),
        targets.LAST_NAME,
        targets.FIRST_NAME,
        targets.MIDDLE_NAME,
        Target("share", _("Share"), "share", aliases=("доля", "размер доли", "частка", "үлесі"),
               example="1/2"),
        Target("ownership", _("Kind of Ownership"), "choice", choices=KINDS,
               aliases=("вид собственности", "форма собственности", "вид власності",
                      "меншік түрі")),
        Target("owner_kind", _("Individual or Organisation"), "choice", choices=ACCOUNT_KINDS,
               aliases=("тип собственника", "тип власника")),
        Target("vat", _("Tax Number"), aliases=("инн", "бин", "иин", "єдрпоу", "рнокпп", "жсн",
               "бсн")),
        targets.DATE_FROM,
        targets.DATE_TO,
        targets.DOCUMENT,
        targets.PHONE,
        targets.EMAIL,
        targets.EXTERNAL_ID,
    )  # fmt: skip
    entities = (entities.PARTNER, entities.OWNERSHIP)

    def prepare(self, rows):
        super().prepare(rows)
        self.premises = find_premises(self.env, self.options, [r for r in rows if not r["account"]])
        found = [a for a in self.accounts.values() if not isinstance(a, Problem)]
        premises = self.env["utility.premise"].union(
            *(a.premise_id for a in found), *(p for p in self.premises.values() if p)
        )
        # everybody known on any account of the premise may be its owner
        accounts = self.env["utility.account"].search([("premise_id", "in", premises.ids)])
        self.people = People(self.env, accounts)
        self.account_of = {account.premise_id.id: account.id for account in accounts}
        self.ownerships = {}
        for record in self.env["utility.ownership"].search(
            [("premise_id", "in", premises.ids)], order="date_from, id"
        ):
            key = (record.premise_id.id, record.partner_id.id)
            self.ownerships.setdefault(key, []).append(record)
            if record.premise_id.id not in self.account_of:
                self.people.add(f"premise {record.premise_id.id}", record.partner_id)

    def is_wanted(self, row):
        if row["account"]:
            return super().is_wanted(row)
        premise = self.premises.get(row.number)
        return is_wanted_account(self.options, row["account"], premise or None)

    def _premise(self, row):
        if row["account"]:
            return self.account(row).premise_id
        if not has_place(row):
            raise RowError("IMP-REQUIRED", "account", label="Account")
        found = self.premises.get(row.number)
        if not found:
            shown = row["address"] or " ".join(
                filter(None, (row["street"], row["house"], row["premise"]))
            )
            raise RowError("IMP-PREMISE-UNKNOWN", "address", shown)
        return found

    def plan(self, row, work):
        premise = self._premise(row)
        name = full_name(row)
        if not name:
            raise RowError("IMP-REQUIRED", "name", label="Full Name")
        where = self.account_of.get(premise.id, f"premise {premise.id}")
        known = self.people.find(where, name)
        if row["owner_kind"] == "organisation" and not known:
            partner = want_organisation(work, row, self.company, name)
        else:
            partner = want_person(work, row, known, f"premise {premise.id}", self.company, name)
        share = row["share"] or Fraction(1)
        values = row.some("date_to", "document", "external_id")
        if row["share"]:
            values.update(share_numerator=share.numerator, share_denominator=share.denominator)
        values["kind"] = row["ownership"] or ("shared" if row["share"] and share < 1 else None)
        start = row["date_from"] or self.options.since
        keys = [("fact", (premise.id, partner, start))]
        if row["external_id"]:
            keys.insert(0, ("external", (self.company.id, row["external_id"])))
        work.want(
            entities.OWNERSHIP,
            keys,
            values,
            {"premise_id": premise.id, "partner_id": partner, "date_from": start},
            main=True,
            known=self._find(premise.id, known, row),
        )

    def _find(self, premise_id, partner_id, row):
        spans = self.ownerships.get((premise_id, partner_id), []) if partner_id else []
        if row["external_id"]:
            spans = [s for s in spans if s.external_id in (False, row["external_id"])]
        if day := row["date_from"]:
            spans = [s for s in spans if s.date_from == day or s._on(day)]
        return spans[-1].id if spans else None

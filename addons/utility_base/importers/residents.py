from dataclasses import replace

from ..gateway.address import Address
from ..gateway.problem import Problem
from . import entities, targets
from .base import Importer
from .dated import set_facts
from .fields import Target
from .lookup import People, find_accounts
from .marks import _
from .people import full_name, want_person
from .place import building_words
from .registry import register
from .rows import RowError, found_or_error

KINDS = {
    "permanent": ("постоянно", "постоянная", "постоянная регистрация", "const", "прописан",
                  "постійно", "постійна", "тұрақты"),
    "temporary": ("временно", "временная", "временная регистрация", "tmp", "тимчасово",
                  "тимчасова", "уақытша"),
    "actual": ("без регистрации", "фактически", "проживает", "фактично", "без реєстрації", "нақты"),
    "declared": ("заявлено", "количество", "заявлено кількість", "мәлімделген"),
}  # fmt: skip
REASONS = {
    "moved": ("переезд", "переїзд", "выбыл", "вибув", "көшті"),
    "died": ("смерть", "умер", "помер", "қайтыс болды"),
    "court": ("суд", "решение суда", "рішення суду", "сот"),
    "other": ("другое", "прочее", "інше", "басқа"),
}


class AccountImporter(Importer):
    """Rows about accounts that exist: they are found in one go, and told by the transfer's list."""

    def prepare(self, rows):
        self.accounts = find_accounts(self.env, self.company, {row["account"] for row in rows})

    def account(self, row):
        """Account of the row, or None where a partial transfer leaves it out."""
        return found_or_error(self.accounts[row["account"]], "account")

    def is_wanted(self, row):
        return is_wanted_account(self.options, row["account"], self.accounts.get(row["account"]))


def is_wanted_account(options, number, account):
    """Whether the account, or its house, is in the list of a partial transfer (P08)."""
    if options.only_accounts and number not in options.only_accounts:
        return False
    if options.only_buildings:
        building = account.building_id if account and not isinstance(account, Problem) else None
        if building is None:
            return False
        return building_words(building_address(building)) in options.only_buildings or (
            building.external_id in options.only_buildings
        )
    return True


def building_address(building):
    return replace(
        Address(),
        street=building.street_id.name or "",
        house=building.number or "",
        block=building.block or "",
    )


@register
class ResidentImporter(AccountImporter):
    """Residents by name, or their number, on accounts that exist (P03, A11, A23)."""

    kind = "residents"
    label = _("Residents")
    sequence = 20
    help = _("Who lives on which account, from when to when. Accounts must exist.")
    targets = (
        targets.ACCOUNT,
        replace(targets.FULL_NAME, aliases=(*targets.FULL_NAME.aliases, "житель", "жилец",
               "мешканець", "тұрғын")),
        targets.LAST_NAME,
        targets.FIRST_NAME,
        targets.MIDDLE_NAME,
        Target(
            "persons",
            _("Persons"),
            "integer",
            help=_("Number of residents where they are not listed by name."),
            aliases=("количество проживающих", "проживает", "кол во", "количество", "человек",
                     "кількість мешканців", "кількість", "тұрғындар саны", "residents",
                     "residents count"),
        ),  # fmt: skip
        targets.BIRTH_DATE,
        Target(
            "registration",
            _("Registration"),
            "choice",
            choices=KINDS,
            aliases=("вид регистрации", "тип регистрации", "регистрация", "вид реєстрації",
                     "реєстрація", "тіркеу түрі", "residence type"),
            example="постоянно",
        ),  # fmt: skip
        targets.DATE_FROM,
        targets.DATE_TO,
        Target(
            "relationship",
            _("Relation to the Payer"),
            aliases=("родство", "степень родства", "отношение", "спорідненість", "туыстығы"),
        ),
        Target("identity_document", _("Identity Document"),
               aliases=("паспорт", "удостоверение", "документ личности", "паспортні дані",
                      "жеке куәлік")),
        Target("arrived_from", _("Arrived From"),
               aliases=("откуда прибыл", "прибыл из", "звідки прибув", "қайдан келді")),
        Target("departed_to", _("Departed To"),
               aliases=("куда выбыл", "куди вибув", "қайда кетті")),
        Target("departure_reason", _("Reason of Departure"), "choice", choices=REASONS,
               aliases=("причина выбытия", "причина вибуття", "кету себебі")),
        targets.PHONE,
        targets.EMAIL,
        targets.DOCUMENT,
        targets.EXTERNAL_ID,
    )  # fmt: skip
    entities = (entities.PARTNER, entities.RESIDENCY)

    def prepare(self, rows):
        super().prepare(rows)
        found = [a for a in self.accounts.values() if not isinstance(a, Problem)]
        accounts = self.env["utility.account"].union(*found)
        self.people = People(self.env, accounts)
        self.residencies = {}
        for record in self.env["utility.residency"].search(
            [("account_id", "in", accounts.ids)], order="date_from, id"
        ):
            key = (record.account_id.id, record.partner_id.id or record.kind)
            self.residencies.setdefault(key, []).append(record)

    def plan(self, row, work):
        account = self.account(row)
        name = full_name(row)
        if not name:
            self._plan_number(row, account, work)
            return
        known = self._person(account.id, name, row["birth_date"])
        where = f"account {account.id}, born {row['birth_date']}"
        partner = want_person(work, row, known, where, self.company, name)
        values = row.some(
            "birth_date", "date_to", "relationship", "identity_document", "arrived_from",
            "departed_to", "departure_reason", "document", "external_id", "persons",
        )  # fmt: skip
        if row["registration"]:
            values["kind"] = row["registration"]
        found = self._find(account.id, known, row)
        start = row["date_from"] or self.options.since
        keys = []
        if row["external_id"]:
            keys.append(("external", (self.company.id, row["external_id"])))
            if row["date_from"]:
                values["date_from"] = row["date_from"]
            values["account_id"] = account.id
            values["partner_id"] = partner
        keys.append(("fact", (account.id, partner, row["registration"] or "permanent", start)))
        work.want(
            entities.RESIDENCY,
            keys,
            values,
            {"account_id": account.id, "partner_id": partner, "date_from": start},
            main=True,
            known=found,
        )

    def _person(self, account_id, name, born):
        """The partner of this name who may be born on that day: father and son are two."""
        unknown = None
        for partner_id in self.people.find_all(account_id, name):
            spans = self.residencies.get((account_id, partner_id), [])
            days = {span.birth_date for span in spans} - {False}
            if not born or born in days:
                return partner_id
            if not days and not unknown:
                unknown = partner_id
        return unknown

    def _find(self, account_id, partner_id, row):
        """Id of the residence of a known person: the one of the day, else the last one.

        A residence that carries another external number is another residence.
        """
        spans = self.residencies.get((account_id, partner_id), []) if partner_id else []
        if row["external_id"]:
            spans = [s for s in spans if s.external_id in (False, row["external_id"])]
        if day := row["date_from"]:
            spans = [s for s in spans if s.date_from == day or s._on(day)]
        return spans[-1].id if spans else None

    def _plan_number(self, row, account, work):
        if row["persons"] is None:
            raise RowError("IMP-REQUIRED", "name", label="Full Name")
        work.note(
            "persons",
            {"account_id": account.id, "partner_id": False, "kind": "declared"},
            row["date_from"] or self.options.since,
            {"persons": row["persons"], "document": row["document"]},
        )

    def finish(self, work):
        set_facts(work, "utility.residency", work.notes["persons"])

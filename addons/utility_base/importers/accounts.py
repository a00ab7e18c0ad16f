"""The account of a row of premises: its payer, contract, number and services."""

from dataclasses import dataclass

from ..gateway.problem import Problem
from . import entities
from .fields import Target
from .marks import _
from .people import full_name, want_organisation, want_person
from .rows import RowError, found_or_error

ACCOUNT_KINDS = {
    "individual": ("физ лицо", "физическое лицо", "физлицо", "население", "фізична особа",
                   "населення", "жеке тұлға"),
    "organisation": ("юр лицо", "юридическое лицо", "юрлицо", "организация", "юридична особа",
                     "організація", "заңды тұлға"),
}  # fmt: skip
TARGETS = (
    Target("account_kind", _("Individual or Organisation"), "choice", choices=ACCOUNT_KINDS,
           aliases=("тип абонента", "вид абонента", "тип лица", "тип особи", "абонент түрі")),
    Target("category", _("Customer Category"), help=_("Code or name of the tariff group."),
           aliases=("категория", "группа потребителей", "тарифная группа", "категорія", "санат")),
    Target("account_external_id", _("Account: Number in Other Programs"),
           aliases=("код лицевого счета", "ид лицевого счета", "код абонента", "account id")),
    Target("old_number", _("Old Account Number"),
           aliases=("старый лицевой счет", "старый номер", "прежний лс", "старий рахунок",
                    "старий номер", "ескі шот")),
    Target("unified_number", _("Unified Account Number"),
           aliases=("елс", "единый лицевой счет", "єдиний рахунок")),
    Target("date_open", _("Account Opened"), "date", example="01.01.2020",
           aliases=("дата открытия", "открыт", "дата відкриття", "ашылған күні", "opened")),
    Target("date_close", _("Account Closed"), "date",
           aliases=("дата закрытия", "закрыт", "дата закриття", "жабылған күні", "closed")),
    Target("vat", _("Tax Number"), aliases=("инн", "бин", "иин", "єдрпоу", "едрпоу", "іпн",
           "рнокпп", "жсн", "бсн")),
    Target("contract", _("Contract Number"),
           aliases=("договор", "номер договора", "договір", "номер договору", "шарт",
                  "шарт нөмірі")),
    Target("contract_date", _("Contract Date"), "date",
           aliases=("дата договора", "дата договору", "шарт күні")),
    Target("persons", _("Residents"), "integer", help=_("Number of residents, without names."),
           aliases=("количество проживающих", "проживает", "зарегистрировано", "прописано",
                    "кількість мешканців", "зареєстровано", "тұрғындар саны",
                    "number of residents")),
    Target("owners", _("Owners Declared"), "integer",
           aliases=("количество собственников", "кількість власників", "иелер саны")),
    Target("services", _("Services"), help=_("Codes or names of services, separated by commas."),
           aliases=("услуги", "перечень услуг", "послуги", "перелік послуг", "қызметтер"),
           example="cold_water, heating"),
)  # fmt: skip


@dataclass(slots=True)
class AccountPlanner:
    """Plans accounts of rows; ``accounts``, ``people`` and ``services`` are looked up before."""

    company: object
    since: object
    accounts: dict
    people: object
    services: object
    categories: dict

    def plan(self, row, work, premise):
        """Wish for the account of the row in ``premise``; returns its Ref."""
        known = self.accounts.get(row["account"])
        known = None if known is None or isinstance(known, Problem) else known
        kind = row["account_kind"] or (known.kind if known else "individual")
        opened = row["date_open"] or self.since
        partner = self._payer(row, work, known, kind)
        contract = self._contract(row, work, partner, opened)
        values = {
            **row.some("old_number", "unified_number", "date_open", "date_close"),
            "external_id": row["account_external_id"],
            "declared_owner_count": row["owners"],
            "premise_id": premise,
            "partner_id": partner,
            "contract_id": contract,
            "customer_category_id": self._category(row, kind),
        }
        if row["account_kind"]:
            values["kind"] = kind
        if row["date_close"]:
            values["state"] = "closed"
        keys = []
        if row["account_external_id"]:
            keys.append(("external", (self.company.id, row["account_external_id"])))
        keys.append(("number", (self.company.id, row["account"])))
        account = work.want(
            entities.ACCOUNT,
            keys,
            values,
            {
                "company_id": self.company.id,
                "number": row["account"],
                "kind": kind,
                "date_open": opened,
            },
            main=True,
            known=known.id if known else None,
        )
        self._facts(row, work, account, opened)
        return account

    def _payer(self, row, work, known, kind):
        name = full_name(row)
        if not name:
            if known:
                return known.partner_id.id
            raise RowError("IMP-REQUIRED", "name", label="Full Name")
        if kind == "organisation":
            if known and known.partner_id.name == name:
                return known.partner_id.id
            return want_organisation(work, row, self.company, name)
        person = self.people.find(known.id, name) if known else None
        return want_person(work, row, person, f"account {row['account']}", self.company, name)

    def _contract(self, row, work, partner, opened):
        if not row["contract"]:
            return None
        return work.want(
            entities.CONTRACT,
            [("number", (self.company.id, row["contract"]))],
            {"date_signed": row["contract_date"]},
            {
                "company_id": self.company.id,
                "number": row["contract"],
                "partner_id": partner,
                "date_from": row["contract_date"] or opened,
                "state": "active",
            },
        )

    def _category(self, row, kind):
        if not row["category"]:
            return None
        found = self.categories.get((kind, row["category"].casefold()))
        if not found:
            known = ", ".join(sorted({word for k, word in self.categories if k == kind}))
            raise RowError(
                "IMP-CHOICE", "category", row["category"], label="Customer Category", known=known
            )
        return found

    def _facts(self, row, work, account, opened):
        if row["persons"] is not None:
            identity = {"account_id": account, "partner_id": False, "kind": "declared"}
            work.note("persons", identity, opened, {"persons": row["persons"]})
        for word in filter(None, (part.strip() for part in (row["services"] or "").split(","))):
            service = found_or_error(self.services.find(word), "services")
            identity = {"account_id": account, "service_id": service.id, "supply_point": False}
            work.note("services", identity, opened, {})


def load_categories(env, company):
    """``{(kind, code or name in lower case): id}``."""
    found = {}
    records = env["utility.customer.category"].search([("company_id", "in", [False, company.id])])
    for record in records:
        for word in (record.name, record.code):
            found[record.kind, word.casefold()] = record.id
    return found

from dataclasses import replace
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo.addons.utility_base.gateway.problem import Problem
from odoo.addons.utility_base.importers import targets
from odoo.addons.utility_base.importers.fields import Target
from odoo.addons.utility_base.importers.identity import Entity, Identity
from odoo.addons.utility_base.importers.lookup import Services
from odoo.addons.utility_base.importers.registry import register
from odoo.addons.utility_base.importers.residents import AccountImporter
from odoo.addons.utility_base.importers.rows import RowError, found_or_error

KEY = ("account_id", "period_date", "program_id", "service_id")
GRANT = Entity("utility.subsidy.grant", {"key": Identity(KEY)})
#: the exchange files of social protection bodies have names of their own
SOCIAL_ACCOUNT = replace(
    targets.ACCOUNT, aliases=(*targets.ACCOUNT.aliases, "rs", "rash", "own_num_sr")
)
#: a term is assigned for a heating season or a year at most
MONTHS_MAX = 12


@register
class SubsidyImporter(AccountImporter):
    """Subsidies that the state assigned, by account and month (P06, D06)."""

    kind = "subsidy"
    label = "Subsidies"
    module = "utility_billing"
    sequence = 96
    help = (
        "Subsidies that the state assigned, a row an account and month or an account and term. They "
        "reduce what is to be paid when they are credited; what is credited already is not changed."
    )
    targets = (
        SOCIAL_ACCOUNT,
        targets.MONTH,
        replace(targets.DATE_FROM, aliases=(*targets.DATE_FROM.aliases, "dat1")),
        replace(targets.DATE_TO, aliases=(*targets.DATE_TO.aliases, "dat2")),
        targets.SERVICE,
        Target(
            "amount",
            "Amount of a Month",
            "decimal",
            required=True,
            aliases=("сумма", "субсидия", "сумма субсидии", "сума", "субсидія", "сума субсидії",
                     "subs", "сомасы", "subsidy", "amount"),
            example="834,50",
        ),
        Target(
            "mandatory",
            "Own Payment",
            "decimal",
            aliases=("обязательный платеж", "собственная доля", "обов'язкова плата",
                     "обов'язковий платіж", "ob"),
        ),
        Target("program", "Programme", help="Its name, where the company has several.",
               aliases=("программа", "програма", "бағдарлама")),
        Target("document", "Case", aliases=("номер дела", "дело", "номер справи", "справа", "numb",
                                            "own_num", "іс")),
    )  # fmt: skip
    entities = (GRANT,)

    def prepare(self, rows):
        super().prepare(rows)
        self.services = Services(self.env, self.company)
        self.programs = self.env["utility.social.program"].search(
            [("kind", "=", "subsidy"), ("company_id", "=", self.company.id)]
        )
        accounts = [a.id for a in self.accounts.values() if not isinstance(a, Problem)]
        self.known = {
            tuple(grant[name].id if name != "period_date" else grant[name] for name in KEY): grant
            for grant in self.env["utility.subsidy.grant"].search(
                [("account_id", "in", accounts), ("state", "!=", "returned")]
            )
        }

    def plan(self, row, work):
        account = self.account(row)
        found = self.services.find(row["service"]) if row["service"] else None
        service = found_or_error(found, "service")
        amount = row["amount"]
        if amount != amount.quantize(Decimal("0.01")):
            raise RowError("BIL-AMOUNT-DIGITS", "amount", amount)
        if amount <= 0:
            raise RowError("SOC-AMOUNT", "amount", amount)
        program = self._program(row)
        for month in self._months(row):
            key = (account.id, month, program.id, service.id if service else False)
            known = self.known.get(key)
            if known and known.state == "credited":
                if Decimal(f"{known.amount:.2f}") != amount:
                    raise RowError("SOC-CREDITED", "amount", amount, known=f"{known.amount:.2f}")
                work.want(GRANT, known=known.id, main=True)
                continue
            work.want(
                GRANT,
                [("key", key)],
                {"amount": amount, **row.some("mandatory", "document")},
                dict(zip(KEY, key, strict=True)),
                main=True,
                known=known.id if known else None,
            )

    def _program(self, row):
        found = self.programs
        if row["program"]:
            name = row["program"].casefold()
            found = found.filtered(lambda program: program.name.casefold() == name)
        if len(found) != 1:
            known = ", ".join(self.programs.mapped("name"))
            raise RowError("SOC-PROGRAM", "program", row["program"] or "", known=known)
        return found

    def _months(self, row):
        """First days of the months that the row speaks of."""
        if row["period"]:
            return [row["period"].replace(day=1)]
        first = (row["date_from"] or self.options.since).replace(day=1)
        last = (row["date_to"] or first).replace(day=1)
        months, day = [], first
        while day <= last:
            months.append(day)
            day += relativedelta(months=1)
        if not 0 < len(months) <= MONTHS_MAX:
            raise RowError("SOC-TERM", "date_to", row["date_to"], limit=MONTHS_MAX)
        return months

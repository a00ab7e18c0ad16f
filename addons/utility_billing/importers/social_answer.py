from decimal import Decimal

from odoo.addons.utility_base.gateway.problem import Problem
from odoo.addons.utility_base.importers import targets
from odoo.addons.utility_base.importers.fields import Target
from odoo.addons.utility_base.importers.identity import Entity
from odoo.addons.utility_base.importers.lookup import Services
from odoo.addons.utility_base.importers.registry import register
from odoo.addons.utility_base.importers.residents import AccountImporter
from odoo.addons.utility_base.importers.rows import RowError, found_or_error

from .subsidy import SOCIAL_ACCOUNT

LINE = Entity("utility.social.claim.line")
RESULTS = {
    "accepted": ("принято", "принята", "да", "прийнято", "так", "қабылданды", "0", "ok"),
    "refused": ("отказано", "отклонено", "нет", "відмовлено", "відхилено", "ні", "бас тартылды"),
}


@register
class SocialAnswerImporter(AccountImporter):
    """What a social protection body accepts of a register that was sent, row by row (P13)."""

    kind = "social_answer"
    label = "Answers of Social Protection Bodies"
    module = "utility_billing"
    sequence = 97
    help = (
        "What is accepted and what is refused, and why. Rows are found among the registers that "
        "were sent; refused ones become a list to work through."
    )
    targets = (
        SOCIAL_ACCOUNT,
        targets.MONTH,
        Target("year", "Year", "integer", aliases=("год", "рік", "жыл", "yearin")),
        Target("month", "Number of the Month", "integer", aliases=("номер месяца", "monthin")),
        Target(
            "service",
            "Service",
            help="The code of the body, or that of the catalogue.",
            aliases=("услуга", "код услуги", "послуга", "код послуги", "қызмет", "lgcode"),
        ),
        Target("category", "Category", aliases=("категория", "категорія", "санат", "lgkat")),
        Target(
            "accepted",
            "Accepted",
            "decimal",
            help="Empty: by the result, all or nothing.",
            aliases=("принятая сумма", "принято", "прийнята сума", "прийнято", "summ"),
        ),
        Target("result", "Result", "choice", choices=RESULTS,
               aliases=("результат", "решение", "рішення", "нәтиже")),
        Target(
            "reason",
            "Reason",
            aliases=("причина", "причина отказа", "ошибка", "причина відмови", "помилка", "себебі"),
        ),
    )  # fmt: skip
    entities = (LINE,)

    def prepare(self, rows):
        super().prepare(rows)
        self.services = Services(self.env, self.company)
        accounts = [a.id for a in self.accounts.values() if not isinstance(a, Problem)]
        self.codes = {}
        programs = self.env["utility.social.program"].search([("company_id", "=", self.company.id)])
        for row in programs.service_code_ids:
            self.codes.setdefault(row.code.strip(), set()).add(row.service_id.id)
        self.lines = {}
        for line in self.env["utility.social.claim.line"].search(
            [("account_id", "in", accounts), ("claim_id.state", "=", "sent")]
        ):
            self.lines.setdefault((line.account_id.id, line.of_period), []).append(line)

    def plan(self, row, work):
        account = self.account(row)
        month = self._month(row)
        found = self.lines.get((account.id, month), [])
        if row["service"]:
            services = self._services(row["service"])
            found = [line for line in found if line.service_id.id in services]
        if row["category"]:
            code = row["category"].casefold()
            found = [line for line in found if code in _names(line.category_id)]
        if len(found) != 1:
            code = "SOC-AMBIGUOUS" if found else "SOC-NOT-CLAIMED"
            raise RowError(code, "account", row["account"], month=f"{month:%m.%Y}")
        line = found[0]
        claimed = Decimal(f"{line.amount:.2f}")
        accepted = row["accepted"]
        if accepted is None:
            accepted = Decimal(0) if row["result"] == "refused" else claimed
        if not min(claimed, 0) <= accepted <= max(claimed, 0):
            raise RowError("SOC-MORE", "accepted", accepted, claimed=claimed)
        if accepted != claimed and not row["reason"]:
            raise RowError("SOC-REASON", "reason", "")
        values = {"answered": True, "accepted_amount": accepted, "reason": row["reason"] or False}
        work.want(LINE, values=values, known=line.id, main=True)

    def _month(self, row):
        if row["period"]:
            return row["period"].replace(day=1)
        start = self.options.since.replace(day=1)
        if row["month"] is not None and not 1 <= row["month"] <= 12:
            raise RowError("SOC-MONTH", "month", row["month"])
        return start.replace(year=row["year"] or start.year, month=row["month"] or start.month)

    def _services(self, text):
        """Ids of the services that the body or the catalogue calls so."""
        if text.strip() in self.codes:
            return self.codes[text.strip()]
        found = found_or_error(self.services.find(text), "service")
        return {found.id}


def _names(category):
    return {(category.register_code or "").casefold(), (category.code or "").casefold()}

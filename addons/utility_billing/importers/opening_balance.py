from decimal import Decimal

from odoo.addons.utility_base.importers import targets
from odoo.addons.utility_base.importers.fields import Target
from odoo.addons.utility_base.importers.identity import Entity, Identity
from odoo.addons.utility_base.importers.lookup import Services
from odoo.addons.utility_base.importers.registry import register
from odoo.addons.utility_base.importers.residents import AccountImporter
from odoo.addons.utility_base.importers.rows import RowError, found_or_error

KINDS = {
    "principal": ("основной долг", "долг", "основний борг", "борг", "негізгі қарыз"),
    "penalty": ("пеня", "пени", "өсімпұл"),
    "costs": ("расходы", "судебные расходы", "судові витрати", "сот шығындары"),
}
KEY = ("account_id", "period_date", "service_id", "kind")
BALANCE = Entity("utility.opening.balance", {"key": Identity(KEY, KEY)})


@register
class OpeningBalanceImporter(AccountImporter):
    """Debts and advances with which accounts come from the program before (P07)."""

    kind = "opening_balance"
    label = "Opening Balances"
    module = "utility_billing"
    sequence = 90
    help = (
        "What accounts owe by month and service when they come here; an advance is negative. "
        "Accounts must exist. The balances count when they are approved."
    )
    targets = (
        targets.ACCOUNT,
        Target(
            "period",
            "Month of the Debt",
            "period",
            aliases=("период", "месяц", "период долга", "період", "місяць", "кезең", "period"),
            example="10.2025",
        ),
        targets.SERVICE,
        Target(
            "amount",
            "Amount",
            "decimal",
            required=True,
            help="Debt positive, advance negative.",
            aliases=(
                "сумма", "сальдо", "остаток", "долг", "задолженность", "сума", "борг", "залишок",
                "сомасы", "қарыз", "balance", "debt",
            ),
            example="1234,50",
        ),
        Target(
            "debt_kind",
            "Kind",
            "choice",
            choices=KINDS,
            aliases=("вид", "вид долга", "вид борга", "вид боргу", "қарыз түрі"),
        ),
    )  # fmt: skip
    entities = (BALANCE,)

    def prepare(self, rows):
        super().prepare(rows)
        self.services = Services(self.env, self.company)

    def plan(self, row, work):
        account = self.account(row)
        found = self.services.find(row["service"]) if row["service"] else None
        service = found_or_error(found, "service")
        amount = row["amount"]
        if amount != amount.quantize(Decimal("0.01")):
            raise RowError("BIL-AMOUNT-DIGITS", "amount", amount)
        values = {"amount": amount}
        period = row["period"] or self.options.since.replace(day=1)
        key = (
            account.id,
            period,
            service.id if service else False,
            row["debt_kind"] or "principal",
        )
        work.want(BALANCE, [("key", key)], values, dict(zip(KEY, key, strict=True)), main=True)

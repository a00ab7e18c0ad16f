from dataclasses import replace

from odoo.addons.utility_base.gateway.problem import Problem
from odoo.addons.utility_base.importers import targets
from odoo.addons.utility_base.importers.fields import Target
from odoo.addons.utility_base.importers.identity import Entity, Identity
from odoo.addons.utility_base.importers.lookup import Services
from odoo.addons.utility_base.importers.registry import register
from odoo.addons.utility_base.importers.residents import AccountImporter
from odoo.addons.utility_base.importers.rows import found_or_error

KEY = ("company_id", "period_date", "account_number", "service_id")
CHARGE = Entity("utility.shadow.charge", {"key": Identity(KEY, KEY)})


@register
class ShadowChargeImporter(AccountImporter):
    """What the program before charged, to be compared with what is charged here (Z02)."""

    kind = "shadow_charge"
    label = "Charges of Another Program"
    module = "utility_billing"
    sequence = 95
    help = (
        "What another program charged by account, service and month. It is only compared with what "
        "would be charged here; nothing reaches the balances. Unknown accounts are kept and told."
    )
    targets = (
        targets.ACCOUNT,
        replace(targets.MONTH, required=True),
        replace(targets.SERVICE, required=True),
        Target(
            "amount",
            "Amount",
            "decimal",
            required=True,
            aliases=("сумма", "начислено", "сума", "нараховано", "сомасы", "charged", "amount"),
            example="1234,50",
        ),
        Target(
            "volume",
            "Volume",
            "decimal",
            aliases=("объем", "количество", "расход", "обсяг", "кількість", "көлемі", "quantity"),
            example="9,49",
        ),
        Target(
            "price",
            "Price",
            "decimal",
            aliases=("тариф", "цена", "ціна", "тарифі", "tariff", "price"),
            example="55,21",
        ),
        Target(
            "method", "Method", aliases=("способ", "метод", "вид начисления", "спосіб", "тәсіл")
        ),
    )
    entities = (CHARGE,)

    def prepare(self, rows):
        super().prepare(rows)
        self.services = Services(self.env, self.company)

    def plan(self, row, work):
        found = self.accounts[row["account"]]
        account = None if isinstance(found, Problem) else found
        service = found_or_error(self.services.find(row["service"]), "service")
        key = (self.company.id, row["period"].replace(day=1), row["account"], service.id)
        values = {
            "amount": row["amount"],
            "volume": row["volume"],
            "has_volume": row["volume"] is not None,
            "price": row["price"],
            "method": row["method"],
            "account_id": account.id if account else None,
        }
        work.want(CHARGE, [("key", key)], values, dict(zip(KEY, key, strict=True)), main=True)

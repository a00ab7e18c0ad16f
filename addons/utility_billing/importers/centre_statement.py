from decimal import Decimal

from odoo.addons.utility_base.importers import targets
from odoo.addons.utility_base.importers.fields import Target
from odoo.addons.utility_base.importers.identity import Entity, Identity
from odoo.addons.utility_base.importers.lookup import Services
from odoo.addons.utility_base.importers.registry import register
from odoo.addons.utility_base.importers.residents import AccountImporter
from odoo.addons.utility_base.importers.rows import RowError, found_or_error

KEY = ("statement_id", "account_id", "service_id")
LINE = Entity("utility.centre.line", {"key": Identity(KEY, KEY)})
SUMS = ("charged", "recalculated", "paid", "closing")


@register
class CentreStatementImporter(AccountImporter):
    """Charges and payments that an external settlement centre made (N02, N04)."""

    kind = "centre_statement"
    label = "Statement of a Settlement Centre"
    module = "utility_billing"
    sequence = 92
    help = (
        "What another settlement centre charged, recalculated and took by account and service. It "
        "counts when the statement of the month is approved (Ledger, Statements of Centres)."
    )
    targets = (
        targets.ACCOUNT,
        targets.MONTH,
        targets.SERVICE,
        Target("charged", "Charged", "decimal",
               aliases=("начислено", "нараховано", "есептелді", "начисление"), example="812,40"),
        Target("recalculated", "Recalculated", "decimal",
               aliases=("перерасчет", "перерасчёт", "перерахунок", "қайта есептеу")),
        Target("paid", "Paid", "decimal",
               aliases=("оплачено", "оплата", "сплачено", "төленді"), example="800"),
        Target("paid_on", "Day of the Payment", "date",
               aliases=("дата оплаты", "дата оплати", "төлем күні")),
        Target("closing", "Closing", "decimal",
               aliases=("исходящее сальдо", "сальдо на конец", "остаток", "вихідне сальдо",
                        "қалдық", "closing balance"), example="12,40"),
        Target("volume", "Volume", "decimal",
               aliases=("объем", "объём", "расход", "обсяг", "көлем")),
    )  # fmt: skip
    entities = (LINE,)

    def prepare(self, rows):
        super().prepare(rows)
        self.services = Services(self.env, self.company)
        schemes = self.env["utility.supplier.scheme"].search(
            [("company_id", "=", self.company.id), ("mode", "=", "external")]
        )
        self.centres = {s.supplier_id.id: s.centre_id for s in schemes if s.centre_id}
        self.statements = {}

    def plan(self, row, work):
        account = self.account(row)
        found = self.services.find(row["service"]) if row["service"] else None
        service = found_or_error(found, "service")
        if not service:
            raise RowError("CEN-SERVICE", "service", row["service"] or "")
        month = (row["period"] or self.options.since).replace(day=1)
        values = {}
        for name in SUMS:
            value = row[name]
            if value is None:
                continue
            if value != value.quantize(Decimal("0.01")):
                raise RowError("BIL-AMOUNT-DIGITS", name, value)
            values[name] = value
        if not values:
            raise RowError("CEN-EMPTY", "charged", "")
        supplier, centre = self._settled(account, service, month)
        if not centre:
            raise RowError("CEN-SCHEME", "service", service.name)
        statement = self._statement(centre, month)
        values |= {
            "volume": row["volume"] or 0,
            "has_closing": "closing" in values,
            "supplier_id": supplier,
            "paid_on": row["paid_on"] or False,
        }
        key = (statement.id, account.id, service.id)
        work.want(LINE, [("key", key)], values, dict(zip(KEY, key, strict=True)), main=True)

    def _settled(self, account, service, month):
        """(supplier of the charge or False, the centre that charges it or None)."""
        lines = account.service_ids.filtered(
            lambda s: s.service_id == service and (not s.date_to or s.date_to >= month)
        )
        supplier = lines[:1].supplier_id or service.supplier_id
        own = self.company.partner_id
        centre = self.centres.get((supplier or own).id)
        if not centre and account.contract_id.settlement == "external":
            centres = set(self.centres.values())
            centre = centres.pop() if len(centres) == 1 else None
        return supplier.id, centre

    def _statement(self, centre, month):
        key = (centre.id, month)
        if key not in self.statements:
            self.statements[key] = self.env["utility.centre.statement"]._for(
                self.company, centre, month
            )
        return self.statements[key]

from odoo import api, models
from odoo.tools import SQL

COLUMNS = (
    "run_id",
    "company_id",
    "period_date",
    "account_id",
    "building_id",
    "service_id",
    "supplier_id",
    "kind",
    "debt_kind",
    "of_period",
    "volume",
    "price",
    "amount",
    "net",
    "vat",
)


class UtilityCharge(models.Model):
    _inherit = "utility.charge"

    @api.model
    def _insert(self, rows):
        """Append charges that no engine computed (opening balances, costs); dicts of columns."""
        if not rows:
            return
        values = SQL(", ").join(
            SQL("(%s)", SQL(", ").join(SQL("%s", row.get(name) or None) for name in COLUMNS))
            for row in (
                {"vat": "0", "net": "0"} | {k: _text(v) for k, v in r.items()} for r in rows
            )
        )
        self.env.execute_query(
            SQL(
                "INSERT INTO utility_charge (%s) SELECT %s FROM (VALUES %s) AS v (%s) RETURNING id",
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                SQL(", ").join(
                    SQL("v.%s::%s", SQL.identifier(name), SQL(self._fields[name].column_type[1]))
                    for name in COLUMNS
                ),
                values,
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
            )
        )
        self.invalidate_model()


def _text(value):
    """Values travel as text and are cast once: sums keep their digits, empty ones are NULL."""
    return None if value is None or value is False else str(value)

from io import StringIO

from odoo import api, models

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
    "vat_rate",
)


class UtilityCharge(models.Model):
    _inherit = "utility.charge"

    @api.model
    def _insert(self, rows):
        """Append charges that no engine computed (opening balances, costs); dicts of columns."""
        if not rows:
            return
        stream = StringIO(
            "".join(["\t".join([_text(n, row.get(n)) for n in COLUMNS]) + "\n" for row in rows])
        )
        self.env.cr.copy_from(stream, "utility_charge", columns=COLUMNS, size=2**20)
        self.invalidate_model()


def _text(name, value):
    """A value for COPY: sums keep their digits, empty ones are NULL or no tax."""
    if value is None or value is False or value == "":
        return "0" if name in ("vat", "net") else r"\N"
    return str(value)

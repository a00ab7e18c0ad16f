from collections import defaultdict
from decimal import Decimal, InvalidOperation

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.importers.base import Options, process
from odoo.addons.utility_base.importers.rows import ImportRow
from odoo.addons.utility_base.tools.problems import describe_problem

from ..importers.centre_statement import SUMS, CentreStatementImporter
from .utility_payment_intake import _day, _money

LIMIT = 1000


class UtilityCentreStatement(models.Model):
    """Receipts of another settlement centre over the API: the good ones stay (X71)."""

    _inherit = "utility.centre.statement"

    @api.model
    def import_receipts(self, rows):
        """Take up to 1,000 lines of statements; bad rows are told, good ones stay.

        The same account, month and service again corrects the line while its statement is open, and
        changes nothing where it says the same. Statements are checked and approved by people.

        :param rows: dicts ``{account, period, service, charged?, recalculated?, paid?, paid_on?,
            closing?, volume?}``; sums as text, periods ``2026-02``, days ISO
        :return: a list as long as ``rows``: ``{"id", "statement_id", "state":
            "created"|"updated"|"unchanged"}`` or ``{"errors": [{"row", "field", "code", "message",
            "remedy"}]}``
        """
        if len(rows) > LIMIT:
            raise UserError(self.env._("At most 1,000 receipts a call; send them in parts."))
        self.check_access("create")
        rows = [row if isinstance(row, dict) else {} for row in rows]  # {}: told, as all others
        company = self.env.company
        importer = CentreStatementImporter(
            self.env(context=dict(self.env.context, tracking_disable=True)),
            Options(company=company, since=None),
        )
        result, parsed, keys = [None] * len(rows), [], defaultdict(list)
        for index, row in enumerate(rows):
            values, errors = self._receipt_values(row)
            key = tuple(str(row.get(name) or "") for name in ("account", "period", "service"))
            if keys[key]:
                errors.append(("external", "CEN-TWICE"))
            keys[key].append(index)
            if errors:
                result[index] = self._receipt_errors(
                    index, [(field, *self._receipt_texts()[code], code) for field, code in errors]
                )
            else:
                parsed.append(ImportRow(index, values))
        process(importer, parsed)
        lines = self.env["utility.centre.line"].browse(
            [row.record[1] for row in parsed if row.record]
        )
        statements = {line.id: line.statement_id.id for line in lines}
        for row in parsed:
            if row.state == "error":
                found = [problem.as_dict() for problem in row.problems]
                result[row.number] = self._receipt_errors(
                    row.number,
                    [(p["column"], *self._told(row, p["code"]), p["code"]) for p in found],
                )
            else:
                id_ = row.record[1]
                result[row.number] = {
                    "id": id_,
                    "statement_id": statements[id_],
                    "state": row.state,
                }
        return result

    def _told(self, row, code):
        """Text and remedy of a problem of the importer, in the user's language."""
        return describe_problem(self.env, next(p for p in row.problems if p.code == code))

    @staticmethod
    def _receipt_errors(index, errors):
        return {
            "errors": [
                {"row": index, "field": field, "code": code, "message": message, "remedy": remedy}
                for field, message, remedy, code in errors
            ]
        }

    @staticmethod
    def _receipt_values(row):
        """(values as the importer takes them, [(field, code)])."""
        errors = []
        values = {
            "account": str(row.get("account") or "").strip(),
            "service": str(row.get("service") or "").strip(),
            "period": _day(f"{str(row.get('period') or '')[:7]}-01"),
            "paid_on": _day(str(row["paid_on"])) if row.get("paid_on") else None,
        }
        if not values["period"]:
            errors.append(("period", "PAY-DATE"))
        if row.get("paid_on") and not values["paid_on"]:
            errors.append(("paid_on", "PAY-DATE"))
        for name in SUMS:
            given = row.get(name)
            values[name] = None if given in (None, False, "") else _money(given)
            if values[name] is None and given not in (None, False, ""):
                errors.append((name, "CEN-SUM"))
        volume = row.get("volume")
        values["volume"] = None
        if volume not in (None, False, ""):
            try:
                values["volume"] = Decimal(str(volume))
            except InvalidOperation:
                errors.append(("volume", "CEN-SUM"))
        return values, errors

    def _receipt_texts(self):
        _ = self.env._
        # pylint: disable=prefer-env-translation
        return {
            "PAY-DATE": self.env["utility.payment.intake"]._texts()["PAY-DATE"],
            "CEN-SUM": (
                _("the sum cannot be read"),
                _("Write it as 1234.50 or -1234.50, with at most two decimals."),
            ),
            "CEN-TWICE": (
                _("account, month and service stand twice in this call"),
                _("Send each line once."),
            ),
        }

from datetime import date
from decimal import Decimal, InvalidOperation

from odoo import api, models

from .utility_payment import LOOKUP, OWN_SOURCES, SOURCES


class UtilityPaymentIntake(models.AbstractModel):
    """Payments that integrators send: checked by row, the good ones registered at once (X71)."""

    _name = "utility.payment.intake"
    _description = "Intake of payments"

    @api.model
    def _take(self, rows):
        """See ``utility.payment.import_payments``; any number of rows."""
        company = self.env.company
        rows = [row if isinstance(row, dict) else {} for row in rows]  # {}: told, as all others
        accounts = self._accounts([str(row.get("account") or "") for row in rows], company)
        services = {s.code: s.id for s in self.env["utility.service"].search([])}
        known = self._known(rows, company)
        closed = self.env["utility.period"]._closed_until(company)
        result, good, seen = [None] * len(rows), [], set()
        for index, row in enumerate(rows):
            key = (row.get("source") or "import", str(row.get("external_id") or ""))
            if key[1] and key in known:
                result[index] = {"id": known[key], "state": "unchanged"}
                continue
            values, errors = self._prepare(row, accounts, services)
            if closed and values["date"] and values["date"] <= closed:
                errors.append(self._error("date", "PAY-CLOSED"))
            if key[1] and key in seen:
                errors.append(self._error("external_id", "PAY-DUPLICATE"))
            seen.add(key)
            if errors:
                result[index] = {"errors": [{"row": index} | error for error in errors]}
            else:
                good.append((index, values | {"company_id": company.id}))
        payments = self.env["utility.payment"].create([values for _index, values in good])
        for (index, _values), payment in zip(good, payments, strict=True):
            result[index] = {"id": payment.id, "state": "created"}
        return result

    @api.model
    def _accounts(self, numbers, company):
        """``{number as written: account id}``: the number, else it without leading zeros."""
        wanted = sorted({n.strip() for n in numbers if n.strip()})
        key = self.env["utility.account"]._number_key
        exact, old, by_key = {}, {}, {}
        # never by the number itself: its index is one of trigrams, slow for many whole values
        keys = sorted({key(number) for number in wanted})
        for start in range(0, len(keys), LOOKUP):
            domain = [("number_key", "in", keys[start : start + LOOKUP])]
            for id_, number, number_key, _old in self._numbered(domain, company):
                exact[number] = id_
                by_key.setdefault(number_key, set()).add(id_)
        rest = [number for number in wanted if number not in exact]
        for start in range(0, len(rest), LOOKUP):
            domain = [("old_number", "in", rest[start : start + LOOKUP])]
            old |= {row[3]: row[0] for row in self._numbered(domain, company)}
        result = {}
        for number in wanted:
            loose = by_key.get(key(number), ())
            match = exact.get(number) or (min(loose) if len(loose) == 1 else None)
            match = match or old.get(number)
            if match:
                result[number] = match
        return result

    def _numbered(self, domain, company):
        """Rows (id, number, key, old number) of the accounts that the user may read."""
        accounts = self.env["utility.account"]
        query = accounts._search([("company_id", "=", company.id), *domain])
        columns = [
            accounts._field_to_sql(query.table, name, query)
            for name in ("id", "number", "number_key", "old_number")
        ]
        return self.env.execute_query(query.select(*columns))

    def _known(self, rows, company):
        """Payments that are registered already: ``{(source, external id): id}``."""
        ids = [str(row["external_id"]) for row in rows if row.get("external_id")]
        found = self.env["utility.payment"].search_fetch(
            [("company_id", "=", company.id), ("external_id", "in", ids)],
            ["source", "external_id"],
        )
        return {(p.source, p.external_id): p.id for p in found}

    def _prepare(self, row, accounts, services):
        """Values of a payment and the errors of its row."""
        errors = []
        values = {
            "external_id": str(row.get("external_id") or "") or False,
            "payer": row.get("payer") or False,
            "purpose": row.get("purpose") or False,
            "source": row.get("source") or "import",
            "account_number": str(row.get("account") or "").strip() or False,
        }
        if values["source"] not in dict(SOURCES) or values["source"] in OWN_SOURCES:
            errors.append(self._error("source", "PAY-SOURCE"))
        account = accounts.get(str(row.get("account") or "").strip())
        if account:
            values["account_id"] = account
        else:
            errors.append(self._error("account", "PAY-ACCOUNT-UNKNOWN"))
        amount = _money(row.get("amount"))
        if amount is None or amount <= 0:
            errors.append(self._error("amount", "PAY-AMOUNT"))
        values["amount"] = float(amount or 0)
        fee = _money(row.get("fee") or "0")
        if fee is None or fee < 0:
            errors.append(self._error("fee", "PAY-AMOUNT"))
        values["fee"] = float(fee or 0)
        for field, key, text in (
            ("date", "date", str(row.get("date") or "")),
            ("purpose_period", "purpose_period", str(row.get("purpose_period") or "")),
        ):
            if field == "purpose_period" and not text:
                continue
            day = _day(text if field == "date" else f"{text[:7]}-01")
            if day is None:
                errors.append(self._error(key, "PAY-DATE"))
            values[field] = day
        if row.get("purpose_service"):
            service = services.get(row["purpose_service"])
            if not service:
                errors.append(self._error("purpose_service", "PAY-SERVICE"))
            values["purpose_service_id"] = service
        return values, errors

    def _error(self, field, code):
        message, remedy = self._texts()[code]
        return {"field": field, "code": code, "message": message, "remedy": remedy}

    def _texts(self):
        _ = self.env._
        # pylint: disable=prefer-env-translation
        return {
            "PAY-ACCOUNT-UNKNOWN": (
                _("unknown account"),
                _("Check the number, or register the account first."),
            ),
            "PAY-AMOUNT": (
                _("the amount is not a positive sum of money"),
                _("Write it as 1234.50, greater than zero, with at most two decimals."),
            ),
            "PAY-DATE": (
                _("the date cannot be read"),
                _("Write dates as 2026-02-28 and periods as 2026-02."),
            ),
            "PAY-CLOSED": (
                _("the month of the payment is closed"),
                _("Send it with a day of an open month."),
            ),
            "PAY-SERVICE": (_("unknown service"), _("Use a code of the catalogue of services.")),
            "PAY-SOURCE": (_("unknown source"), _("Use one of the sources of payments.")),
            "PAY-DUPLICATE": (
                _("the external number stands twice in this call"),
                _("Send each payment once."),
            ),
        }


def _money(value):
    """Decimal with at most two digits, or None."""
    try:
        amount = Decimal(str(value))
        exact = amount.is_finite() and amount == amount.quantize(Decimal("0.01"))
    except InvalidOperation:  # no number, or more digits than money has
        return None
    return amount if exact else None


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.utility_base.gateway.problem import GatewayError
from odoo.addons.utility_billing.engine.payable import payable
from odoo.addons.utility_billing.gateway.st00012 import retyped
from odoo.addons.utility_billing.loader.open_items import read_advances, read_open_items

from ..gateway.scan import read

FOUND = 8  # candidates that the screen shows
ZERO = Decimal("0.00")


class UtilityCashLookup(models.AbstractModel):
    """From a scanned or typed text to the account and what it owes (E10)."""

    _name = "utility.cash.lookup"
    _description = "Look-up of the cash desk"

    @api.model
    def _find(self, text):
        """``{kind, account | candidates, amount, lines, period, notes, message}`` of any text.

        Sums are texts of two decimals, periods ISO first days of months. ``notes`` tell what is
        wrong with a paper bill; its sum is not suggested again when its month is paid.
        """
        scan = read(text, self._templates())
        account = self._account_of(scan)
        if account:
            return self._of_paper(account, scan)
        if scan.kind in ("st00012", "nbu"):
            numbers = ", ".join(scan.accounts) or "–"
            return self._nothing(
                self.env._("The code names account %s, which is unknown.", numbers)
            )
        candidates = self._candidates(scan.text)
        if not candidates:  # typed in the other layout of the keyboard
            other = (self._candidates(text) for text in retyped(scan.text))
            candidates = next(filter(None, other), candidates)
        if len(candidates) == 1:
            return self._of_paper(candidates, scan)
        if not candidates:
            return self._nothing(
                self.env._("Nothing found. Type the account number, or the street, house and flat.")
            )
        return {
            "kind": "list",
            "candidates": [
                {
                    "id": account.id,
                    "number": account.number,
                    "payer": account.partner_name or "",
                    "address": account.address or "",
                    "state": account.state,
                }
                for account in candidates
            ],
        }

    def _of_paper(self, account, scan):
        """The account with what ``scan`` names of it, and whether that is still so."""
        items = read_open_items(self.env, account.ids).get(account.id, [])
        owed = self._owed(account, items)
        parts = [Decimal(line["amount"]) for line in owed["lines"]]
        notes = self.env["utility.bill.freshness"]._judge(
            account,
            scan.period,
            scan.amount,
            items,
            [*parts, *map(Decimal, owed["payees"]), sum(parts, ZERO)],
        )
        paid = any(code == "paid" for code, _text in notes)
        named = None if paid else scan.amount
        return {
            "kind": "account",
            "account": owed,
            "amount": f"{named:.2f}" if named else owed["suggested"],
            "lines": self._split(owed["lines"], named),
            "period": fields.Date.to_string(scan.period) if scan.period and not paid else False,
            "notes": [text for _code, text in notes],
            "other": bool(named) and any(code == "sum" for code, _text in notes),
        }

    def _split(self, lines, named):
        """Lines of the receipt for the sum that a code names.

        A sum that is all that is owed, or exactly one of its parts, is for that; any other sum
        goes to the usual services in the order of the law.
        """
        if not named or named == sum(Decimal(line["amount"]) for line in lines):
            return lines
        amount = f"{named:.2f}"
        same = [line for line in lines if line["amount"] == amount]
        return same[:1] or [{"service_id": False, "label": "", "amount": amount}]

    def _suggested(self, shares, names):
        """Lines of what to pay: a payment without a named service never covers one kept apart.

        :param shares: of :func:`~odoo.addons.utility_billing.engine.payable.payable`
        """
        return [
            {
                "service_id": share.service or False,
                "label": names.get(share.service, ""),
                "amount": f"{share.amount:.2f}",
            }
            for share in shares
        ] or [{"service_id": False, "label": "", "amount": "0.00"}]

    def _nothing(self, message):
        return {"kind": "none", "message": message}

    def _templates(self):
        """Templates of the payees' bar codes that can be read."""
        found = []
        for record in self.env["utility.barcode.template"].search(
            [("company_id", "=", self.env.company.id)]
        ):
            try:
                found.append(record._segments())
            except GatewayError:
                continue  # a template that prints nothing reads nothing; its card says why
        return found

    def _account_of(self, scan):
        """The account that the numbers of ``scan`` name, or an empty record."""
        accounts = self.env["utility.account"]
        if not scan.accounts:
            return accounts
        company = self.env.company
        numbers = self.env["utility.payment.intake"]._accounts(list(scan.accounts), company)
        for number in scan.accounts:
            if number.strip() in numbers:
                return accounts.browse(numbers[number.strip()])
        # the identifier of a document begins with the unified number of the account
        unified = [part for number in scan.accounts for part in (number, number[:10])]
        return accounts.search(
            [("company_id", "=", company.id), ("unified_number", "in", unified)], limit=1
        )

    def _candidates(self, text):
        return self.env["utility.account"].search(
            [("company_id", "=", self.env.company.id), ("display_name", "ilike", text)],
            limit=FOUND,
        )

    @api.model
    def _owed(self, account, items=None):
        """What ``account`` owes, by month and service; texts of two decimals."""
        account.check_access("read")
        if items is None:
            items = read_open_items(self.env, account.ids).get(account.id, [])
        advances = read_advances(self.env, account.ids).get(account.id, [])
        services = self.env["utility.service"].browse({i.service for i in items if i.service})
        names = {service.id: service.display_name for service in services}
        advance = sum((part.amount for part in advances), ZERO)
        total = sum((item.amount for item in items), ZERO)
        capital = sum((item.amount for item in items if item.capital), ZERO)
        later = account._not_due()[account.id]
        shares = payable(items, advances, later)
        lines = self._suggested(shares, names)
        apart = account.company_id.utility_bill_payee == "supplier"
        kinds = dict(
            self.env["utility.allocation"]._fields["kind"]._description_selection(self.env)
        )
        bill = self.env["utility.bill"].search(
            [("account_id", "=", account.id)], order="period_date desc", limit=1
        )
        return {
            "id": account.id,
            "number": account.number,
            "payer": account.partner_id.name,
            "address": account.address or "",
            "state": account.state,
            "contact": account.email or account.phone or "",
            "bill": bill.display_name or "",
            "total": f"{total:.2f}",
            "capital": f"{capital:.2f}",
            "usual": f"{total - capital:.2f}",
            "advance": f"{advance:.2f}",
            "lines": lines,
            # sums that the codes of suppliers name
            "payees": [
                f"{amount:.2f}" for s in shares if apart for amount in s.payees.values() if amount
            ],
            "suggested": f"{sum(Decimal(line['amount']) for line in lines):.2f}",
            "items": [
                {
                    "period": fields.Date.to_string(item.period) if item.period else "",
                    "service": names.get(item.service, ""),
                    "service_id": item.service or False,
                    "kind": item.kind,
                    "label": names.get(item.service) or kinds.get(item.kind, item.kind),
                    "kind_label": kinds.get(item.kind, item.kind),
                    "capital": item.capital,
                    "amount": f"{item.amount:.2f}",
                }
                for item in items
            ],
        }

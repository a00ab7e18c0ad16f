"""What accounts owe at one moment, as plain texts that are kept with a payment or shown at a till."""

from decimal import Decimal

from odoo import fields

from .open_items import read_advances, read_open_items

ZERO = Decimal("0.00")


def read_standing(env, account_ids):
    """``{account id: standing}``: a frozen copy of what each account owes now.

    ``{at, total, advance, bill, bill_sum, items: [{period, service, recipient, kind, amount}]}``;
    sums are texts of two decimals, periods ISO first days of months, names those of the moment.
    """
    ids = list(dict.fromkeys(account_ids))
    items, advances = read_open_items(env, ids), read_advances(env, ids)
    rows = [item for found in items.values() for item in found]
    # sudo: names alone, kept whoever takes the money
    services = env["utility.service"].sudo().browse({i.service for i in rows if i.service})
    recipients = env["res.partner"].sudo().browse({i.supplier for i in rows if i.supplier})
    names = {record.id: record.display_name for record in services}
    partners = {record.id: record.name for record in recipients}
    bills = _last_bills(env, ids)
    at = fields.Datetime.to_string(fields.Datetime.now())
    found = {}
    for account in ids:
        own = items.get(account, [])
        number, closing = bills.get(account, ("", ZERO))
        found[account] = {
            "at": at,
            "total": f"{sum((item.amount for item in own), ZERO):.2f}",
            "advance": f"{sum((part.amount for part in advances.get(account, [])), ZERO):.2f}",
            "bill": number,
            "bill_sum": f"{closing:.2f}",
            "items": [
                {
                    "period": fields.Date.to_string(item.period) if item.period else "",
                    "service": names.get(item.service, ""),
                    "recipient": partners.get(item.supplier, ""),
                    "kind": item.kind,
                    "amount": f"{item.amount:.2f}",
                }
                for item in own
            ],
        }
    return found


def _last_bills(env, account_ids):
    """``{account id: (number, Decimal sum)}`` of the newest approved bill."""
    bills = (
        env["utility.bill"]
        .sudo()  # the number and the sum alone
        .search(
            [("account_id", "in", account_ids), ("state", "=", "approved")], order="period_date"
        )
    )
    return {bill.account_id.id: (bill.number or "", Decimal(str(bill.closing))) for bill in bills}

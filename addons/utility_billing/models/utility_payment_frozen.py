from collections import defaultdict
from decimal import Decimal

from markupsafe import Markup

from odoo import api, fields, models

from ..loader.standing import read_standing


class UtilityPayment(models.Model):
    """What was owed when single payments were taken, and whom they went to: for disputes (X14).

    Payments of registries have no such copy: their lines and the charges of the month tell it.
    """

    _inherit = "utility.payment"

    frozen = fields.Json(
        "Frozen Copy",
        readonly=True,
        copy=False,
        help="What the account owed before this payment, and to whom it went at first.",
    )
    frozen_html = fields.Html(
        "What Was Owed", compute="_compute_frozen_html", sanitize=False, compute_sudo=False
    )

    @api.model
    def _standing(self, account_ids):
        """``{account id: what it owes now}`` to give new payments as ``frozen``."""
        return read_standing(self.env, account_ids)

    def _freeze_shares(self):
        """Add to the copies of these new payments whom their money went to."""
        self.env.flush_all()
        # sudo: names alone
        company = {payment.id: payment.company_id.sudo().name for payment in self}
        rows = (
            self.env["utility.allocation"]
            .sudo()
            ._read_group(
                [("payment_id", "in", self.ids)],
                ["payment_id", "supplier_id", "service_id", "kind"],
                ["amount:sum"],
            )
        )
        shares = defaultdict(list)
        for payment, supplier, service, kind, amount in rows:
            shares[payment.id].append(
                {
                    "recipient": "" if kind == "advance" else supplier.name or company[payment.id],
                    "service": service.display_name or "",
                    "apart": bool(service.capital),
                    "kind": kind,
                    "amount": f"{Decimal(str(amount)):.2f}",
                }
            )
        for payment in self.filtered("frozen"):
            payment._transition(frozen=payment.frozen | {"shares": shares[payment.id]})

    def _recipients(self):
        """``[(name, Decimal)]``: whom the money of these payments went to; "": paid ahead."""
        sums = defaultdict(Decimal)
        for payment in self:
            for share in (payment.frozen or {}).get("shares", []):
                sums[share["recipient"]] += Decimal(share["amount"])
        return sorted(sums.items())

    @api.depends("frozen")
    def _compute_frozen_html(self):
        kinds = dict(
            self.env["utility.allocation"]._fields["kind"]._description_selection(self.env)
        )
        for payment in self:
            payment.frozen_html = payment.frozen and payment._frozen_tables(kinds)

    def _frozen_tables(self, kinds):
        """The copy as two small tables: what was owed, and where the money went."""
        frozen = self.frozen
        at = fields.Datetime.context_timestamp(self, fields.Datetime.to_datetime(frozen["at"]))
        owed = Markup().join(
            _row(f"{item['period'][5:7]}.{item['period'][:4]}", *_cells(item, kinds))
            for item in frozen["items"]
        )
        went = Markup().join(
            _row(share["recipient"] or self.env._("Paid ahead"), *_cells(share, kinds))
            for share in frozen.get("shares", [])
        )
        return Markup(
            '<p>{at}</p><table class="table table-sm w-auto"><tbody>{owed}{total}{advance}</tbody>'
            '</table><p>{to}</p><table class="table table-sm w-auto"><tbody>{went}</tbody></table>'
        ).format(
            at=self.env._(
                "Owed on %(at)s, last bill %(bill)s:",
                at=at.strftime("%d.%m.%Y %H:%M"),
                bill=f"{frozen['bill']} ({frozen['bill_sum']})" if frozen["bill"] else "–",
            ),
            owed=owed,
            total=_row("", self.env._("Owed"), frozen["total"], strong=True),
            advance=_row("", self.env._("Paid ahead"), frozen["advance"]),
            to=self.env._("The payment went to:"),
            went=went,
        )


def _cells(item, kinds):
    """Text and sum of an item or a share."""
    kind = "" if item["kind"] in ("principal", "advance") else kinds.get(item["kind"], "")
    return " ".join(filter(None, [item["service"], kind])), item["amount"]


def _row(first, text, amount, strong=False):
    style = Markup(' class="fw-bold"') if strong else ""
    return Markup('<tr{}><td>{}</td><td>{}</td><td class="text-end">{}</td></tr>').format(
        style, first, text, amount
    )

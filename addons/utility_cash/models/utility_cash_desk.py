from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.gateway.values import parse_money

from ..engine.tenders import change, spread
from .utility_cash_tender import TENDERS


class UtilityCashDesk(models.AbstractModel):
    """What the screen of the cashier calls. Sums come and go as texts of two decimals."""

    _name = "utility.cash.desk"
    _description = "Cash desk"

    def _check_cashier(self):
        self.env["utility.cash.receipt"].check_access("create")

    @api.model
    def desk_state(self):
        """The shift of the user, its till and limits, the last receipts; tills to begin at."""
        self._check_cashier()
        shift = self.env["utility.cash.shift"]._current()
        state = {
            "shift": False,
            "tenders": [
                {"kind": kind, "label": label}
                for kind, label in self.env["utility.cash.tender"]
                ._fields["kind"]
                ._description_selection(self.env)
            ],
            "currency": self.env.company.currency_id.symbol or self.env.company.currency_id.name,
            "points": [],
        }
        if not shift:
            points = self.env["utility.cash.point"].search(
                [
                    ("company_id", "=", self.env.company.id),
                    "|",
                    ("user_ids", "=", False),
                    ("user_ids", "in", self.env.uid),
                ]
            )
            state["points"] = [
                {"id": point.id, "name": point.name, "balance": f"{point._balance():.2f}"}
                for point in points
            ]
            return state
        point = shift.point_id
        receipts = self.env["utility.cash.receipt"].search(
            [("shift_id", "=", shift.id)], order="number desc", limit=8
        )
        state["shift"] = {
            "id": shift.id,
            "name": shift.name,
            "point": point.name,
            "today": shift.date == fields.Date.context_today(self),
            "cash": f"{shift._cash_expected():.2f}",
            "drawer_limit": f"{point.drawer_limit:.2f}" if point.drawer_limit else "",
            "taken": f"{shift.taken_total:.2f}",
            "count": shift.last_number,
            "waiting": shift.waiting_count,
            "terminal": point.terminal_id.id,
            "device": point.device_id.name or "",
            "receipts": [receipt._screen() for receipt in receipts],
            "fees": {
                kind: fee._screen()
                for kind, fee in self.env["utility.cash.fee"]._of_point(point, shift.date).items()
            },
        }
        return state

    @api.model
    def desk_find(self, text):
        """See ``utility.cash.lookup._find``."""
        self._check_cashier()
        return self.env["utility.cash.lookup"]._find(text)

    @api.model
    def desk_account(self, account_id):
        """What an account owes, see ``utility.cash.lookup._owed``."""
        self._check_cashier()
        account = self.env["utility.account"].browse(account_id)
        return self.env["utility.cash.lookup"]._owed(account)

    @api.model
    def desk_pay(self, request):
        """Register a receipt; the same ``uuid`` again returns what was made the first time.

        :param request: ``{uuid, lines: [{account_id, amount, period?, service_id?}],
            tenders: [{kind, amount, operation_id?, slip?}], given?, contact?, fee?}``; tenders
            cover the lines, ``fee`` is what the screen has shown to be paid on top of them
        """
        self._check_cashier()
        known = self._known(request.get("uuid"))
        if known:
            known._check_same(self._lines(request.get("lines") or []))
            return known._screen()
        shift = self._open_shift()
        number = shift._take_turn()
        receipt = self._take(shift, number, request)
        receipt._queue_fiscal()
        return receipt._screen()

    def _known(self, uuid):
        if not uuid or not isinstance(uuid, str) or len(uuid) > 64:
            raise UserError(self.env._("The screen is out of date. Load the page again."))
        return self.env["utility.cash.receipt"].search(
            [("uuid", "=", uuid), ("company_id", "=", self.env.company.id)], limit=1
        )

    def _take(self, shift, number, request):
        lines = self._lines(request.get("lines") or [])
        tenders = self._tenders(shift, request["uuid"], request.get("tenders") or [])
        fee = sum(tender["fee"] for tender in tenders)
        if fee != self._money(request.get("fee") or "0"):
            raise UserError(
                self.env._("The fee is %s by now. Load the page again to show it.", f"{fee:.2f}")
            )
        try:
            shares = spread([line["amount"] for line in lines], [t["amount"] for t in tenders])
        except ValueError as error:
            raise UserError(
                self.env._("What is handed over is not what the accounts of the receipt get.")
            ) from error
        cash = sum((t["amount"] + t["fee"] for t in tenders if t["kind"] == "cash"), Decimal(0))
        given = self._money(request.get("given") or str(cash))
        try:
            back = change(cash, given)
        except ValueError as error:
            raise UserError(
                self.env._("%(given)s is given, %(due)s is due in cash.", given=given, due=cash)
            ) from error
        total = sum(line["amount"] for line in lines)
        self._check_limits(shift, total, cash)
        receipt = self.env["utility.cash.receipt"]._make(
            shift,
            number,
            request["uuid"],
            lines,
            tenders,
            given=float(given),
            change=float(back),
            contact=str(request.get("contact") or "")[:64] or False,
        )
        self.env["utility.payment"]._receive(receipt, shares)
        return receipt

    def _lines(self, rows):
        if not rows:
            raise UserError(self.env._("Add an account to the receipt."))
        ids = [row["account_id"] for row in rows]
        accounts = self.env["utility.account"].search(
            [("id", "in", ids), ("company_id", "=", self.env.company.id)]
        )
        if set(ids) - set(accounts.ids):
            raise UserError(self.env._("An account of the receipt is not yours to see."))
        services = self.env["utility.service"].search(
            [("id", "in", [row["service_id"] for row in rows if row.get("service_id")])]
        )
        return [
            {
                "account_id": row["account_id"],
                "amount": self._money(row.get("amount")),
                "purpose_period": fields.Date.to_date(row.get("period") or None),
                "purpose_service_id": (
                    row.get("service_id") if row.get("service_id") in services.ids else False
                ),
            }
            for row in rows
        ]

    def _tenders(self, shift, uuid, rows):
        found, fees = [], self.env["utility.cash.fee"]._of_point(shift.point_id, shift.date)
        for row in rows:
            if row.get("kind") not in dict(TENDERS):
                raise UserError(self.env._("Tell how it is paid: cash, card or a code."))
            amount = self._money(row.get("amount"))
            known = fees.get(row["kind"])
            on_top = bool(known) and known.bearer == "payer"
            fee = known._amount(amount) if known else Decimal(0)
            operation = self.env["utility.pos.operation"]
            if row["kind"] == "card" and shift.point_id.terminal_id:
                operation = operation._approved(
                    row.get("operation_id"), shift, uuid, amount + fee if on_top else amount
                )
            found.append(
                {
                    "kind": row["kind"],
                    "amount": amount,
                    "fee": fee if on_top else Decimal(0),
                    "absorbed": Decimal(0) if on_top else fee,
                    "operation_id": operation.id,
                    "slip": operation.rrn or str(row.get("slip") or "")[:40] or False,
                }
            )
        return found

    def _money(self, value):
        """Decimal of a sum as people write them: at most two decimals, not below zero."""
        amount = parse_money(value)
        if not isinstance(amount, Decimal) or amount < 0:
            raise UserError(self.env._("%s is no sum of money.", value))
        return amount

    def _check_limits(self, shift, total, cash):
        point = shift.point_id
        if not point.device_id and not point.unfiscal_ground:
            raise UserError(
                self.env._(
                    "%s has no fiscal device. Give it one, or name the ground on which it works "
                    "without.",
                    point.name,
                )
            )
        if point.payment_limit and total > Decimal(str(point.payment_limit)):
            raise UserError(
                self.env._("A receipt at this till is at most %s.", f"{point.payment_limit:.2f}")
            )
        drawer = Decimal(str(point.drawer_limit))
        if cash and drawer and point._balance() + cash > drawer:
            raise UserError(
                self.env._(
                    "At most %s may lie in the drawer. Hand cash over to the bank or the collector "
                    "first.",
                    f"{drawer:.2f}",
                )
            )

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.utility_base.tools.transition import TRANSITION


class UtilityCashShift(models.Model):
    """Work of one cashier at one till on one day; closed it never changes (E05)."""

    _name = "utility.cash.shift"
    _description = "Shift of a cashier"
    _inherit = ["utility.cash.made.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _fixed_fields = (
        "state",
        "opened_at",
        "closed_at",
        "opening_cash",
        "counted_cash",
        "difference",
        "last_number",
        "z_report",
    )

    name = fields.Char("Number", required=True, readonly=True, copy=False)
    point_id = fields.Many2one(
        "utility.cash.point", required=True, index=True, readonly=True, check_company=True
    )
    company_id = fields.Many2one(related="point_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one("res.users", "Cashier", required=True, readonly=True, index=True)
    date = fields.Date(required=True, readonly=True, index=True)
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")], required=True, default="open", readonly=True
    )
    opened_at = fields.Datetime(readonly=True)
    closed_at = fields.Datetime(readonly=True)
    opening_cash = fields.Monetary(readonly=True)
    cash_expected = fields.Monetary(
        "Cash by the Books", compute="_compute_totals", help="What has to lie in the drawer now."
    )
    counted_cash = fields.Monetary(readonly=True)
    difference = fields.Monetary(readonly=True, help="Counted less expected at the close.")
    difference_reason = fields.Char(readonly=True)
    last_number = fields.Integer("Receipts", readonly=True)
    z_report = fields.Json(readonly=True, help="Totals of the shift at its close.")
    taken_cash = fields.Monetary("Cash", compute="_compute_totals")
    taken_card = fields.Monetary("Card", compute="_compute_totals")
    taken_total = fields.Monetary("Taken", compute="_compute_totals")
    receipt_ids = fields.One2many("utility.cash.receipt", "shift_id", readonly=True)
    order_ids = fields.One2many("utility.cash.order", "shift_id", readonly=True)
    waiting_count = fields.Integer("Receipts to Look At", compute="_compute_waiting_count")

    _open_point_uniq = models.UniqueIndex(
        "(point_id) WHERE state = 'open'", "A shift is open at this till already."
    )
    _open_user_uniq = models.UniqueIndex(
        "(user_id, company_id) WHERE state = 'open'", "This cashier has an open shift already."
    )

    @api.depends("receipt_ids.amount", "order_ids.amount", "state", "opening_cash")
    def _compute_totals(self):
        taken = self._taken()
        for shift in self:
            sums = taken.get(shift.id, {})
            shift.taken_cash = float(sums.get("cash", 0))
            shift.taken_card = float(sums.get("card", 0))
            shift.taken_total = float(sum(sums.values()))
            if shift.state == "open":
                shift.cash_expected = float(shift._cash_expected())
            else:
                shift.cash_expected = shift.counted_cash - shift.difference

    @api.depends("receipt_ids.fiscal_state")
    def _compute_waiting_count(self):
        counts = dict(
            self.env["utility.cash.receipt"]._read_group(
                [
                    ("shift_id", "in", self.ids),
                    ("fiscal_state", "in", ("pending", "sent", "failed")),
                ],
                ["shift_id"],
                ["__count"],
            )
        )
        for shift in self:
            shift.waiting_count = counts.get(shift, 0)

    def _taken(self):
        """``{shift id: {kind of tender: Decimal}}``: sales less refunds, fees on top with them."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.shift_id, t.kind,
                       SUM((t.amount + COALESCE(t.fee, 0))
                           * CASE WHEN r.kind = 'refund' THEN -1 ELSE 1 END)::text
                  FROM utility_cash_tender t
                  JOIN utility_cash_receipt r ON r.id = t.receipt_id
                 WHERE r.shift_id = ANY(%s)
                 GROUP BY 1, 2
                """,
                self.ids,
            )
        )
        taken = {}
        for shift, kind, amount in rows:
            taken.setdefault(shift, {})[kind] = Decimal(amount)
        return taken

    def _cash_taken(self):
        """Cash of the receipts of one shift, as Decimal; refunds are taken off.

        Those that left by a cash order of their own are not: the drawer knows them by it.
        """
        cash = self._taken().get(self.id, {}).get("cash", Decimal(0))
        ordered = self.order_ids.filtered(lambda order: order.reason == "refund")
        return cash + sum((Decimal(str(order.amount)) for order in ordered), Decimal(0))

    def _last_sale(self):
        """The last receipt of the shift that stands, or none."""
        return self.env["utility.cash.receipt"].search(
            [("shift_id", "=", self.id), ("kind", "=", "sale"), ("state", "=", "registered")],
            order="number desc",
            limit=1,
        )

    def _cash_expected(self):
        """Cash that has to lie in the drawer of an open shift, as Decimal."""
        self.ensure_one()
        return self.point_id._balance() if self.point_id else Decimal(0)

    @api.model
    def _current(self):
        """The open shift of the user in this company, or none."""
        return self.search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
                ("state", "=", "open"),
            ],
            limit=1,
        )

    @api.model
    def _open(self, point, counted, reason="float", note=""):
        """Open a shift of the user at ``point`` with ``counted`` cash (Decimal) in its drawer.

        What differs from the books becomes a cash order: ``float`` (change money brought),
        ``surplus``, or ``shortage``; surplus and shortage want a note.
        """
        point.check_access("read")
        if point.user_ids and self.env.user not in point.user_ids:
            raise UserError(
                self.env._("You may not work at %s. Ask the administrator.", point.name)
            )
        if counted < 0:
            raise UserError(self.env._("Counted cash is not negative."))
        difference = counted - point._balance()
        day = fields.Date.context_today(self)
        number = self.sudo().search_count([("point_id", "=", point.id)]) + 1  # all cashiers count
        shift = self.with_context(utility_transition=TRANSITION).create(
            {
                "name": f"{point.code}-{number:05}",
                "point_id": point.id,
                "user_id": self.env.uid,
                "date": day,
                "opened_at": fields.Datetime.now(),
                "opening_cash": float(counted),
            }
        )
        shift = shift.with_env(self.env)
        if difference:
            reason = reason if difference > 0 else "shortage"
            if reason != "float" and not note:
                raise UserError(
                    self.env._(
                        "The drawer differs from the books by %s. Tell the reason.", difference
                    )
                )
            shift._issue_order(reason, abs(difference), note)
        return shift

    def _take_turn(self):
        """Next number of a receipt; who comes at the same time is repeated after this one.

        :raises UserError: the shift is closed, or of another day
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "open":
            raise UserError(self.env._("Shift %s is closed. Open a new one.", self.name))
        if self.date != fields.Date.context_today(self):
            raise UserError(
                self.env._("Shift %s is of another day. Close it and open a new one.", self.name)
            )
        self._transition(last_number=self.last_number + 1)
        self.flush_recordset()
        return self.last_number

    def _issue_order(self, reason, amount, note="", person=""):
        """A cash order of the shift; ``amount`` is a positive Decimal."""
        self.ensure_one()
        return self.env["utility.cash.order"]._issue(
            self.point_id, self.date, reason, amount, shift=self, note=note, person=person
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A shift cannot be deleted."))

    def write(self, vals):
        if any(shift.state == "closed" for shift in self):
            allowed = {"z_report"} if not self._is_outside() else set()
            if set(vals) - allowed:
                raise UserError(self.env._("A closed shift does not change."))
        return super().write(vals)

    def action_view_receipts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_cash.utility_cash_receipt_action"
        )
        return action | {"domain": [("shift_id", "=", self.id)], "context": {}}

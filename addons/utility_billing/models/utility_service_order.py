from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.utility_base.tools.sequences import next_number

from ..loader.order_preview import order_lines


class UtilityServiceOrder(models.Model):
    """A paid service that an account ordered: once on a day, or for some time (C12, C13).

    A confirmed order is a row among the services of the account; the run charges it as a line of its
    own by the tariffs of the price list. Prices and sums are not kept here.
    """

    _name = "utility.service.order"
    _description = "Order of a paid service"
    _inherit = ["utility.transition.mixin", "mail.thread"]
    _rec_name = "number"
    _rec_names_search = ["number", "account_id.number"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _fixed_fields = ("state", "number")

    number = fields.Char(readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    account_id = fields.Many2one(
        "utility.account", required=True, index=True, check_company=True, ondelete="restrict"
    )
    building_id = fields.Many2one(related="account_id.building_id", store=True, index=True)
    partner_id = fields.Many2one(related="account_id.partner_id", string="Payer")
    service_id = fields.Many2one(
        "utility.service",
        required=True,
        index=True,
        domain="[('on_order', '=', True)]",
        check_company=True,
        ondelete="restrict",
    )
    basis = fields.Selection(related="service_id.basis")
    once_per = fields.Selection(related="service_id.once_per")
    uom_id = fields.Many2one(related="service_id.uom_id")
    price_now = fields.Float(related="service_id.price_now", string="Price", min_display_digits=2)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        "On or From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date(
        "Until",
        compute="_compute_date_to",
        store=True,
        precompute=True,
        readonly=False,
        tracking=True,
        help="Empty: until further notice. A service done once has one day.",
    )
    quantity = fields.Float(
        digits=(16, 6),
        min_display_digits=0,
        compute="_compute_quantity",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    note = fields.Char()
    state = fields.Selection(
        [("draft", "Draft"), ("ordered", "Ordered"), ("cancelled", "Cancelled")],
        required=True,
        default="draft",
        index=True,
        tracking=True,
        copy=False,
    )
    row_id = fields.Many2one(
        "utility.account.service", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    estimate = fields.Monetary(
        compute="_compute_estimate", help="What the charge of the first month gets by it."
    )
    user_id = fields.Many2one("res.users", "Taken By", default=lambda self: self.env.user)

    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL", "An order with this number exists already."
    )
    _days_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "The order ends before it begins. Correct one of the days. (ORDER_DATES)",
    )
    _quantity_check = models.Constraint(
        "CHECK (quantity > 0)", "The quantity is above zero. (ORDER_QUANTITY)"
    )

    @api.depends("number", "service_id.name")
    def _compute_display_name(self):
        for order in self:
            parts = (order.number, order.service_id.name)
            order.display_name = ": ".join(part for part in parts if part)

    @api.depends("service_id", "date_from")
    def _compute_date_to(self):
        for order in self:
            once = order.service_id.basis == "once"
            order.date_to = order.date_from if once else order.date_to

    @api.depends("service_id", "account_id", "date_from")
    def _compute_quantity(self):
        """m2 or residents of the day where the price asks for them, else what was entered."""
        for order in self:
            service, account = order.service_id, order.account_id
            quantity = order.quantity or 1
            if service.basis == "once" and account and order.date_from:
                if service.once_per == "area":
                    quantity = account._area_on(order.date_from)
                elif service.once_per == "person":
                    quantity = account._resident_counts(order.date_from).get(account.id, 0)
            order.quantity = quantity or 1

    @api.depends("account_id", "service_id", "date_from", "date_to", "quantity", "state")
    def _compute_estimate(self):
        """What the run would charge for the first month, by the engine; nothing without a price."""
        for order in self:
            order.estimate = 0
            if order.state == "draft" and order.account_id and order.service_id and order.date_from:
                order.estimate = sum(line.amount for line in order._preview_lines()[0])

    def _preview_lines(self):
        """(lines, problems) of the engine for the first month of the order."""
        self.ensure_one()
        return order_lines(
            self.env,
            self.company_id,
            self.account_id._origin,
            self.service_id._origin.id,
            (self.date_from, self.date_to or None, str(self.quantity)),
        )

    def write(self, vals):
        """What was ordered stays; a periodic order may get another end."""
        held = self.filtered(lambda order: order.state != "draft")
        fixed = {"account_id", "service_id", "date_from", "quantity", "company_id"} & set(vals)
        if held and fixed:
            raise UserError(
                self.env._(
                    "%s is ordered. Cancel it and order anew. (ORDER_HELD)", held[0].display_name
                )
            )
        if "date_to" in vals:
            for order in held.filtered(lambda o: o.state == "ordered" and o.basis != "once"):
                order._end_row(fields.Date.to_date(vals["date_to"]))
        return super().write(vals)

    def _end_row(self, day):
        ends = [end for end in (day, self.row_id.date_to) if end]
        if day == (self.row_id.date_to or False) or not ends:
            return
        self._ask_correction(fields.Date.add(min(ends), days=1))
        self.row_id.date_to = day

    def action_order(self):
        """Number the order and give the service to the account."""
        for order in self:
            order._expect("draft")
            order._check_order()
            order._ask_correction(order.date_from)
            number = order.number or order._next_number()
            row = self.env["utility.account.service"].create(
                {
                    "account_id": order.account_id.id,
                    "service_id": order.service_id.id,
                    "date_from": order.date_from,
                    "date_to": order.date_to,
                    "units": order.quantity if order.basis in ("once", "unit") else 0,
                    # several orders of one service stand beside each other
                    "supply_point": number,
                    "document": self.env._("Order %s", number),
                }
            )
            order.row_id = row
            order._transition(state="ordered", number=number)
        return True

    def action_cancel(self):
        """Take the service off again; what was charged comes back with the next charge."""
        for order in self:
            order._expect("draft", "ordered")
            row = order.row_id
            if row:
                order._ask_correction(order.date_from)
                order.row_id = False
                row.unlink()
            order._transition(state="cancelled")
        return True

    def _check_order(self):
        problems = self._preview_lines()[1]
        if problems:
            raise UserError(
                self.env._(
                    "%(service)s cannot be charged on %(day)s: %(text)s Give it a price first. "
                    "(ORDER_NO_PRICE)",
                    service=self.service_id.name,
                    day=self.date_from,
                    text=problems[0].text,
                )
            )

    def _expect(self, *states):
        wrong = self.filtered(lambda order: order.state not in states)
        if wrong:
            raise UserError(
                self.env._(
                    "Order %s: this is not possible now. (ORDER_STATE)", wrong[0].number or ""
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        if any(order.number for order in self):
            raise UserError(self.env._("A numbered order is not deleted, but cancelled."))

    def _ask_correction(self, day):
        """Charged months from ``day`` on come again as a difference, see ``utility.event``."""
        reason = self.env._("Order of %s", self.service_id.name)
        self.env["utility.event"]._ask_correction(
            self.company_id, self.building_id, self.account_id, day, reason
        )

    def _next_number(self):
        """Next number of the company's orders; each year begins with one."""
        return next_number(
            self.env,
            "utility_billing.sequence_service_order",
            self._name,
            self.company_id,
            self.date_from,
        )

    def action_view_charges(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_charge_action"
        )
        domain = [
            ("account_id", "=", self.account_id.id),
            ("service_id", "=", self.service_id.id),
            ("period_date", ">=", self.date_from.replace(day=1)),
        ]
        return action | {"domain": domain, "context": {"search_default_final": 1}}

from collections import defaultdict
from decimal import Decimal

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..gateway.fiscal import FiscalError, Item, Receipt

MOST_ITEMS = 100
#: seconds until the next call, by the calls before; then the last one again and again
DELAYS = (10, 30, 120, 300, 600)
OPEN_STATES = ("pending", "sent")


class UtilityCashReceipt(models.Model):
    """The fiscal side: pending → sent → done or failed; asked by jobs, never while money is booked."""

    _inherit = "utility.cash.receipt"

    device_id = fields.Many2one(
        "utility.fiscal.device", readonly=True, index="btree_not_null", check_company=True
    )
    fiscal_state = fields.Selection(
        [
            ("none", "Without a device"),
            ("pending", "Waits for the device"),
            ("sent", "At the device"),
            ("done", "Registered"),
            ("failed", "Refused by the device"),
            ("signed", "Signed off"),
        ],
        required=True,
        default="none",
        readonly=True,
        index=True,
    )
    fiscal_number = fields.Char(readonly=True, help="Number at the device, or of its document.")
    fiscal_data = fields.Json(readonly=True, help="What the device printed.")
    fiscal_error = fields.Char("Error of the Device", readonly=True)
    fiscal_tries = fields.Integer("Calls Without an Answer", readonly=True)
    fiscal_series = fields.Integer(readonly=True, help="Times the device refused it for good.")
    fiscal_at = fields.Datetime("Asked Last", readonly=True)
    signed_by_id = fields.Many2one("res.users", readonly=True)
    signed_reason = fields.Char(readonly=True)
    message_ids = fields.One2many("utility.fiscal.message", "receipt_id", readonly=True)

    def _queue_fiscal(self, seconds=0):
        for receipt in self.filtered("device_id"):
            receipt.with_delay(
                eta=seconds or None,
                description=self.env._("Fiscal receipt %s", receipt.name),
            )._job_fiscal()

    def _job_fiscal(self):
        """One step: register, or ask what became of it. Queues the next step itself.

        A call without an answer is repeated with the same number, so that no second receipt is
        made; the messages of every call stay, whatever came of it.
        """
        self.ensure_one()
        # sudo: the settings of the device are not for cashiers
        receipt = self.sudo()
        device = receipt.device_id
        if receipt.fiscal_state not in OPEN_STATES:
            return
        if receipt.refund_of_id.fiscal_state in (*OPEN_STATES, "failed"):
            self._queue_fiscal(DELAYS[1])  # what is not sold at the device cannot come back to it
            return
        if not device.try_lock_for_update():
            self._queue_fiscal(2)  # one call of a device at a time
            return
        driver = device._driver(receipt)
        try:
            if receipt.fiscal_state == "pending":
                answer = driver.register(receipt._fiscal_receipt())
            else:
                answer = driver.poll(receipt.fiscal_number)
        except FiscalError as error:
            receipt._fiscal_problem(error)
        else:
            receipt._apply_answer(answer)
        device._keep_token(driver)
        if receipt.fiscal_state in OPEN_STATES:
            step = min(receipt.fiscal_tries, len(DELAYS) - 1)
            self._queue_fiscal(DELAYS[step])

    def _fiscal_problem(self, error):
        self._transition(
            fiscal_state=self.fiscal_state if error.retry else "failed",
            fiscal_error=str(error)[:200],
            fiscal_tries=self.fiscal_tries + 1,
            fiscal_at=fields.Datetime.now(),
        )

    def _apply_answer(self, answer):
        """Take what the device tells; a receipt that is done or signed off stays as it is."""
        if self.fiscal_state not in OPEN_STATES:
            return
        self._transition(
            fiscal_state=answer.state,
            fiscal_number=answer.number or self.fiscal_number,
            fiscal_error=answer.error or False,
            fiscal_data=dict(answer.data) or False,
            fiscal_tries=self.fiscal_tries + 1 if answer.state == "sent" else 0,
            fiscal_at=fields.Datetime.now(),
        )

    def _fiscal_id(self):
        """Number of the call: the same until the device has refused it for good."""
        return self.uuid if not self.fiscal_series else f"{self.uuid}-{self.fiscal_series}"

    def _fiscal_receipt(self):
        """The receipt as drivers take it."""
        self.ensure_one()
        zone = pytz.timezone(self.user_id.tz or self.company_id.partner_id.tz or "UTC")
        lines = self.line_ids.refund_of_id or self.line_ids
        tenders = defaultdict(Decimal)
        for tender in self.tender_ids:
            tenders[tender.kind] += Decimal(str(tender.amount)) + Decimal(str(tender.fee))
        return Receipt(
            self._fiscal_id(),
            self.kind,
            pytz.utc.localize(self.at).astimezone(zone),
            (*self._fiscal_items(lines), *self._fiscal_fee()),
            dict(tenders),
            self.contact or "",
            self.refund_of_id.fiscal_data or {},
        )

    def _fiscal_items(self, lines):
        """Items of the fiscal receipt for ``lines`` of the sale: account and service, what is paid ahead apart.

        Where a payment covered credits, or there are too many, a line an account is printed: the
        sum of the lines is that of the receipt in any case.
        """
        sums = defaultdict(Decimal)
        # mirrored rows of a refund are of other payments or later: the first rows tell the sale
        for payment in lines.payment_ids.filtered(lambda p: not p.mirror_of_id):
            rows = payment.allocation_ids.filtered(lambda a: not a.run_id).sorted("id")
            left = Decimal(str(payment.amount))
            for row in rows:
                amount = min(Decimal(str(row.amount)), left)
                if amount > 0:
                    sums[(payment.account_id, row.service_id, row.kind == "advance")] += amount
                    left -= amount
            if left:
                sums[(payment.account_id, payment.purpose_service_id, False)] += left
        if len(sums) > MOST_ITEMS:
            grouped = defaultdict(Decimal)
            for (account, _service, advance), amount in sums.items():
                grouped[(account, self.env["utility.service"], advance)] += amount
            sums = grouped
        return [
            Item(
                self._item_name(account, service, advance),
                amount,
                self._vat_rate(service) if service else None,
                advance,
                service.code or "",
            )
            for (account, service, advance), amount in sums.items()
        ]

    def _fiscal_fee(self):
        """The item of the fee that is paid on top, if there is one."""
        if not self.fee:
            return
        kind = self.tender_ids.filtered("fee")[:1].kind
        sale = self.refund_of_id or self
        fee = self.env["utility.cash.fee"]._of_point(sale.point_id, sale.date).get(kind)
        service = fee.service_id if fee else self.env["utility.service"]
        yield Item(
            service.display_name or self.env._("Fee"),
            Decimal(str(self.fee)),
            self._vat_rate(service) if service else None,
            code=service.code or "",
        )

    def _item_name(self, account, service, advance):
        name = service.display_name or (
            self.env._("Advance") if advance else self.env._("Utility services")
        )
        return self.env._("%(service)s, account %(number)s", service=name, number=account.number)

    def _vat_rate(self, service):
        """VAT rate of a service in per cent as Decimal, or None without a tax."""
        taxes = service.product_id.taxes_id.filtered(
            lambda t: t.amount_type == "percent" and t.company_id == self.company_id
        )
        return Decimal(str(taxes[0].amount)).normalize() if taxes else None

    def action_fiscal_again(self):
        """Send refused receipts as new ones; ask for the waiting ones at once."""
        for receipt in self:
            if receipt.fiscal_state == "failed":
                receipt._transition(
                    fiscal_state="pending",
                    fiscal_series=receipt.fiscal_series + 1,
                    fiscal_tries=0,
                    fiscal_error=False,
                )
            if receipt.fiscal_state in OPEN_STATES:
                receipt._queue_fiscal()
        return True

    def _sign_off(self, reason):
        """Take receipts as settled otherwise (a correction receipt, an explanation to the tax office)."""
        group = "utility_base.group_accountant"
        if not (
            self.env.user.has_group(group)
            or self.env.user.has_group("utility_base.group_controller")
        ):
            raise UserError(self.env._("A controller or an accountant signs receipts off."))
        if not (reason or "").strip():
            raise UserError(self.env._("Tell how the receipts were settled."))
        open_ones = self.filtered(lambda r: r.fiscal_state in (*OPEN_STATES, "failed"))
        # sudo: the state alone; controllers have no right to change receipts otherwise
        open_ones.sudo()._transition(
            fiscal_state="signed", signed_by_id=self.env.uid, signed_reason=reason.strip()
        )
        return open_ones

    @api.model
    def _cron_fiscal(self):
        """Queue what waits without a job, after a restart or a lost queue."""
        before = fields.Datetime.subtract(fields.Datetime.now(), minutes=15)
        lost = self.search(
            Domain("fiscal_state", "in", OPEN_STATES)
            & Domain("at", "<", before)
            & (Domain("fiscal_at", "=", False) | Domain("fiscal_at", "<", before)),
            limit=1000,
        )
        lost._queue_fiscal()

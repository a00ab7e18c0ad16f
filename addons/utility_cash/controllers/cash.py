import logging

from odoo.http import Controller, request, route

from odoo.addons.utility_base.controllers.answers import checked, pdf_answer

from ..gateway.fiscal import FiscalError
from ..gateway.fiscal_atol import read_report

_logger = logging.getLogger(__name__)


class CashController(Controller):
    @route("/utility/cash/receipt/<int:receipt_id>", auth="user", type="http")
    def receipt(self, receipt_id):
        receipt = checked("utility.cash.receipt", receipt_id)
        templates = request.env["utility.document.template"]
        return pdf_answer(templates._render_cash_receipt(receipt), receipt.name)

    @route("/utility/cash/shift/<int:shift_id>", auth="user", type="http")
    def shift(self, shift_id):
        shift = checked("utility.cash.shift", shift_id)
        templates = request.env["utility.document.template"]
        return pdf_answer(templates._render_cash_shift(shift), shift.name)

    @route("/utility/cash/order/<int:order_id>", auth="user", type="http")
    def order(self, order_id):
        order = checked("utility.cash.order", order_id)
        templates = request.env["utility.document.template"]
        return pdf_answer(templates._render_cash_order(order), f"{order.kind}-{order.name}")

    @route(
        "/utility/fiscal/atol/<string:key>",
        auth="public",
        type="http",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def atol(self, key):
        """The provider tells what became of a receipt; always answered in its protocol."""
        # sudo: the caller is the provider, whose key names the device
        device = request.env["utility.fiscal.device"].sudo()._of_callback(key)
        if not device:
            return request.make_json_response({"error": "unknown device"}, status=404)
        try:
            report = request.get_json_data()
            receipts = request.env["utility.cash.receipt"].sudo()
            receipt = receipts.search(
                [
                    ("device_id", "=", device.id),
                    ("fiscal_state", "=", "sent"),
                    ("fiscal_number", "=", str(report.get("uuid") or "-")),
                ],
                limit=1,
            )
            answer = read_report(report)
        except (FiscalError, ValueError, AttributeError) as error:
            _logger.warning("callback of a fiscal device cannot be read: %s", error)
            return request.make_json_response({"error": "cannot be read"}, status=400)
        device.message_ids.create(
            {
                "device_id": device.id,
                "receipt_id": receipt.id,
                "operation": "callback",
                "status": 200,
                "answer": report,
            }
        )
        if receipt:
            receipt._apply_answer(answer)
        return request.make_json_response({"status": "ok"})

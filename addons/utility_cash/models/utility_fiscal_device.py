import secrets

from odoo import api, fields, models

from ..gateway import fiscal_atol, fiscal_webkassa
from ..gateway.fiscal import FiscalError

_ADMIN = "utility_base.group_administrator"


class UtilityFiscalDevice(models.Model):
    """A fiscal device of a partner; passwords and tokens are for administrators and jobs alone (E06)."""

    _name = "utility.fiscal.device"
    _description = "Fiscal device"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    driver = fields.Selection(
        [("atol", "ATOL Online"), ("webkassa", "Webkassa")], required=True, default="atol"
    )
    url = fields.Char("Address", required=True, groups=_ADMIN)
    login = fields.Char(groups=_ADMIN)
    password = fields.Char(groups=_ADMIN, copy=False)
    token = fields.Char(groups="base.group_system", copy=False, readonly=True)
    protocol = fields.Selection(
        [("4", "v4 (FFD 1.05)"), ("5", "v5 (FFD 1.2)")], default="5", required=True
    )
    group_code = fields.Char("Group of Devices")
    taxation = fields.Selection(
        [
            ("osn", "General"),
            ("usn_income", "Simplified, income"),
            ("usn_income_outcome", "Simplified, income less expenses"),
            ("esn", "Agricultural"),
            ("patent", "Patent"),
        ],
        default="osn",
    )
    inn = fields.Char("Tax Number")
    email = fields.Char("Sender's E-mail")
    payment_address = fields.Char("Place of Settlements")
    callback_key = fields.Char(
        groups="base.group_system", copy=False, default=lambda self: secrets.token_urlsafe(24)
    )
    cashbox = fields.Char("Cash Box Number")
    api_key = fields.Char(groups=_ADMIN, copy=False)
    message_ids = fields.One2many("utility.fiscal.message", "device_id", readonly=True)

    def _driver(self, receipt=None):
        """The driver with this device's settings; its calls are stored. For superuser only."""
        self.ensure_one()
        device = self

        def log(operation, request, status, answer):
            device.message_ids.create(
                {
                    "device_id": device.id,
                    "receipt_id": receipt.id if receipt else False,
                    "operation": operation,
                    "request": request,
                    "status": status,
                    "answer": answer,
                }
            )

        build = {"atol": self._driver_atol, "webkassa": self._driver_webkassa}
        return build[self.driver](log)

    def _driver_atol(self, log):
        base = self.get_base_url()
        # providers call back over TLS only; without it the receipt is polled
        callback = f"{base}/utility/fiscal/atol/{self.callback_key}"
        settings = fiscal_atol.Settings(
            url=self.url,
            login=self.login or "",
            password=self.password or "",
            group=self.group_code or "",
            inn=self.inn or "",
            email=self.email or "",
            address=self.payment_address or "",
            taxation=self.taxation or "osn",
            version=self.protocol,
            callback=callback if base.startswith("https://") else "",
        )
        return fiscal_atol.Atol(settings, log, self.token or "")

    def _driver_webkassa(self, log):
        settings = fiscal_webkassa.Settings(
            url=self.url,
            login=self.login or "",
            password=self.password or "",
            api_key=self.api_key or "",
            cashbox=self.cashbox or "",
        )
        return fiscal_webkassa.Webkassa(settings, log, self.token or "")

    def _keep_token(self, driver):
        if driver.token != (self.token or ""):
            self.token = driver.token

    def _job_close_shift(self, shift_id):
        """Z report of the device after the close of a shift; kept with the totals of the shift."""
        driver = self._driver()
        if not hasattr(driver, "close_shift"):
            return  # the provider closes the shifts of its devices itself
        shift = self.env["utility.cash.shift"].browse(shift_id)
        try:
            report = driver.close_shift()
        except FiscalError as error:
            report = {"error": str(error)}
        self._keep_token(driver)
        shift._transition(z_report=(shift.z_report or {}) | {"device": report})

    def action_x_report(self):
        """Totals of the device's open shift; the answer is among its messages."""
        self.ensure_one()
        self.check_access("write")
        driver = self.sudo()._driver()  # sudo: the token of the device
        try:
            if hasattr(driver, "report"):
                driver.report()
                text = self.env._("The report is among the messages of the device.")
            else:
                text = self.env._("This provider has no report of an open shift.")
        except FiscalError as error:
            text = str(error)
        self.sudo()._keep_token(driver)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": text, "type": "info"},
        }

    @api.model
    def _of_callback(self, key):
        """The device whose provider calls back with ``key``; for superuser only."""
        return self.search([("callback_key", "=", key), ("driver", "=", "atol")], limit=1)

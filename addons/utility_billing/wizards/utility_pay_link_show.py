from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..gateway.bill_codes import code_svg
from ..gateway.bill_data import BillCode

#: as large as phones read from a screen, with the quiet zone of the code
PICTURE = "width: 232px; height: 232px; padding: 16px; background: #fff;"


class UtilityPayLinkShow(models.TransientModel):
    """The payment link of an account, a payer or a bill: to copy, to scan, to withdraw (X13)."""

    _name = "utility.pay.link.show"
    _description = "Payment Link"

    account_id = fields.Many2one("utility.account", readonly=True)
    partner_id = fields.Many2one("res.partner", "Payer", readonly=True)
    bill_id = fields.Many2one("utility.bill", readonly=True)
    url = fields.Char("Payment Link", compute="_compute_url")
    date_end = fields.Date("Works Until", compute="_compute_url")
    picture = fields.Html("To Scan", compute="_compute_url", sanitize=False)

    @api.depends("account_id", "partner_id", "bill_id")
    def _compute_url(self):
        links = self.env["utility.pay.link"]
        for show in self:
            record = show._target()
            record.check_access("read")
            company = show._company()
            show.url = links._url(record, company)
            issued = f"{fields.Date.context_today(show):%Y%m}"
            show.date_end = links._end(company, issued) or False
            svg, _width = code_svg(BillCode(payload=show.url))
            # made of numbers and base64 by ourselves
            show.picture = Markup(svg.replace("<svg ", f"<svg style='{PICTURE}' ", 1))

    def _target(self):
        return self.bill_id or self.account_id or self.partner_id

    def _company(self):
        """Payers have accounts in many companies: the link is to those of the current one."""
        return (self.bill_id or self.account_id).company_id or self.env.company

    @api.model
    def _action(self, **values):
        """Dialog that shows the link of what ``values`` name."""
        show = self.create(values)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment Link"),
            "res_model": self._name,
            "res_id": show.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_open(self):
        """The page as the payer sees it."""
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}

    def action_withdraw(self):
        """All links that were handed out stop to work; the dialog shows a new one."""
        self.ensure_one()
        accounts = self.bill_id.account_id or self.account_id
        if not accounts:
            accounts = self.env["utility.account"].search(
                [("partner_id", "=", self.partner_id.id), ("company_id", "=", self._company().id)]
            )
            if not accounts:
                raise UserError(self.env._("%s pays for no account.", self.partner_id.display_name))
        accounts.check_access("write")
        (self.partner_id or accounts)._withdraw_pay_links()
        target = self._target()
        field = {"utility.bill": "bill_id", "utility.account": "account_id"}
        return self._action(**{field.get(target._name, "partner_id"): target.id})

from odoo import api, fields, models


class UtilityPurposeTest(models.TransientModel):
    """How a purpose is understood by the dictionary."""

    _name = "utility.purpose.test"
    _description = "Test of a purpose"

    text = fields.Char("Purpose", default="Оплата за водоснабжение по л/с 0000012345 за 10.2025")
    accounts = fields.Char(compute="_compute_found")
    account_id = fields.Many2one("utility.account", compute="_compute_found")
    registry = fields.Char("Registry Number", compute="_compute_found")
    period = fields.Date(compute="_compute_found")
    service_id = fields.Many2one("utility.service", compute="_compute_found")
    penalty = fields.Boolean(compute="_compute_found")

    @api.depends("text")
    def _compute_found(self):
        for test in self:
            company = self.env.company
            found = self.env["utility.purpose.word"]._understand(test.text, company)
            accounts = self.env["utility.payment.intake"]._accounts(list(found.accounts), company)
            ids = list(dict.fromkeys(accounts.values()))
            test.accounts = ", ".join(found.accounts)
            test.account_id = ids[0] if len(ids) == 1 else False
            test.registry = found.registry
            test.period = found.period
            test.service_id = found.service
            test.penalty = found.penalty

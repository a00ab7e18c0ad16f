from odoo import fields, models


class UtilityRuleParameter(models.Model):
    """A figure or date of the law, with the days on which it holds and its source.

    A parameter with service or customer category goes before one without; one of the company
    before one of its country; of several that hold the latest wins.
    """

    _name = "utility.rule.parameter"
    _description = "Rule parameter"
    _inherit = ["utility.dated.mixin"]
    _rec_name = "code"
    _order = "code, date_from desc, id"
    _check_company_auto = True

    code = fields.Char(required=True, index=True)
    value = fields.Char(
        required=True, help="A decimal, a word, a list or pairs like 31:300,91:130 by the code."
    )
    date_from = fields.Date(required=False, default=False, help="Empty: always.")
    service_id = fields.Many2one("utility.service", index=True, ondelete="cascade")
    customer_category_id = fields.Many2one("utility.customer.category", ondelete="cascade")
    country_id = fields.Many2one("res.country", index=True, help="Empty: every country.")
    state_id = fields.Many2one("res.country.state", string="Region")
    company_id = fields.Many2one("res.company", index=True, help="Empty: every company.")
    legal_reference = fields.Char(help="Act, number, date, clause.")
    active = fields.Boolean(default=True)

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class UtilityPrivilege(models.Model):
    """Privilege of an account: a percentage of the fee of some services (D05)."""

    _name = "utility.privilege"
    _description = "Privilege"
    _inherit = ["mail.thread", "mail.activity.mixin", "utility.dated.mixin"]
    _order = "account_id, date_from desc, id"
    _check_company_auto = True

    account_id = fields.Many2one("utility.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    building_id = fields.Many2one(related="account_id.building_id", store=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Entitled Person", check_company=True)
    category_id = fields.Many2one(
        "utility.privilege.category",
        index=True,
        ondelete="restrict",
        domain="[('own_country', '=', True)]",
        help="Its terms are taken over and may then be changed.",
    )
    name = fields.Char("Title", help="War veteran, large family, ...")
    percent = fields.Float(digits=(6, 3), aggregator=None, required=True, default=50, tracking=True)
    service_ids = fields.Many2many("utility.service", string="Services")
    within = fields.Selection(
        [
            ("actual", "Of what is consumed"),
            ("norm", "Within the norm of consumption"),
            ("area_norm", "Within the norm of area"),
        ],
        required=True,
        default="actual",
        tracking=True,
    )
    persons = fields.Integer("Entitled Persons", tracking=True, help="0: all residents.")
    document = fields.Char(help="Certificate, number and date.")
    document_until = fields.Date(
        "Document Valid Until", tracking=True, help="The person brings a newer one by then."
    )
    legal_reference = fields.Char(help="Act that grants the privilege.")
    active = fields.Boolean(default=True)

    _percent_check = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100 AND persons >= 0)",
        "A privilege is between 0 and 100 percent.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """What is not given comes from the category."""
        categories = self.env["utility.privilege.category"]
        for vals in vals_list:
            if vals.get("category_id"):
                for name, value in categories.browse(vals["category_id"])._terms().items():
                    vals.setdefault(name, value)
        return super().create(vals_list)

    @api.constrains("partner_id", "category_id", "date_from", "date_to", "active")
    def _check_granted_once(self):
        """A person has a privilege of a category once, at one account (D05)."""
        named = self.filtered(lambda p: p.active and p.category_id)
        for privilege, other, day in named._overlapping("partner_id", "category_id"):
            raise ValidationError(
                self.env._(
                    "%(person)s has the privilege %(name)s at account %(account)s on %(day)s. "
                    "End it there before it begins at account %(here)s.",
                    person=privilege.partner_id.name,
                    name=privilege.category_id.name,
                    account=other.account_id.number,
                    day=day,
                    here=privilege.account_id.number,
                )
            )

    @api.onchange("category_id")
    def _onchange_category_id(self):
        if self.category_id:
            self.update(self.category_id._terms())

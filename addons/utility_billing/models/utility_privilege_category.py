from odoo import fields, models


class UtilityPrivilegeCategory(models.Model):
    """Category of beneficiaries as the law has it (D05): whom a privilege is granted, and how much.

    The directory of a country comes with its pack; a privilege of an account takes its terms
    from here and may then differ.
    """

    _name = "utility.privilege.category"
    _description = "Category of beneficiaries"
    _inherit = ["utility.country.mixin"]
    _order = "country_id, sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name in registers of social protection bodies.")
    register_code = fields.Char(
        help="Code of the category in files for social protection bodies; empty: the short name."
    )
    sequence = fields.Integer(default=10)
    percent = fields.Float(digits=(6, 3), aggregator=None, required=True, default=50)
    service_ids = fields.Many2many("utility.service", string="Services")
    within = fields.Selection(
        [
            ("actual", "Of what is consumed"),
            ("norm", "Within the norm of consumption"),
            ("area_norm", "Within the norm of area"),
        ],
        required=True,
        default="norm",
    )
    whole_family = fields.Boolean(
        help="The privilege covers all residents, not the entitled person alone."
    )
    budget = fields.Selection(
        [("state", "State"), ("region", "Region"), ("local", "Local")],
        help="Whose budget pays the supplier back. Empty: nobody, the privilege lowers the income.",
    )
    legal_reference = fields.Char(help="Act that grants the privilege.")
    company_id = fields.Many2one("res.company", index=True, help="Empty: every company.")
    active = fields.Boolean(default=True)

    _percent_check = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)", "A privilege is between 0 and 100 percent."
    )
    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(country_id, 0), COALESCE(company_id, 0))",
        "A category with this code exists already.",
    )

    def _terms(self):
        """Values of a privilege by this category."""
        self.ensure_one()
        return {
            "name": self.name,
            "percent": self.percent,
            "service_ids": [(6, 0, self.service_ids.ids)],
            "within": self.within,
            "persons": 0 if self.whole_family else 1,
            "legal_reference": self.legal_reference,
        }

from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.utility_base.gateway.problem import GatewayError
from odoo.addons.utility_base.tools.problems import describe_problem

from ..gateway.barcode import BarcodeValues, build, make_template

EXAMPLE = BarcodeValues(
    account="12345", period=date(2026, 10, 1), sum=Decimal("1234.50"), service="10", bill="77"
)


class UtilityBarcodeTemplate(models.Model):
    """What the bar code of a payee's bills is made of: segments in their order and a check digit (E10).

    There is no national standard: banks and cash desks agree on it with each payee.
    """

    _name = "utility.barcode.template"
    _description = "Bar code of bills"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", "Payee", check_company=True, help="Empty: the company itself."
    )
    symbology = fields.Selection(
        [("code128", "Code 128"), ("ean13", "EAN-13"), ("i2of5", "Interleaved 2 of 5")],
        required=True,
        default="code128",
    )
    check = fields.Selection(
        [
            ("none", "None"),
            ("mod11_desc", "Modulo 11, descending weights"),
            ("mod10_luhn", "Modulo 10 (Luhn)"),
            ("ean", "EAN"),
        ],
        "Check Digit",
        required=True,
        default="none",
    )
    segment_ids = fields.One2many("utility.barcode.segment", "template_id", copy=True)
    example = fields.Char(compute="_compute_example", help="Account 12345, October 2026, 1234.50.")

    @api.depends("symbology", "check", "segment_ids.kind", "segment_ids.width", "segment_ids.text")
    def _compute_example(self):
        for template in self:
            try:
                template.example = build(template._segments(), EXAMPLE)
            except GatewayError as error:
                template.example = " ".join(filter(None, describe_problem(self.env, error.problem)))

    @api.constrains("symbology", "check", "segment_ids")
    def _check_segments(self):
        for template in self:
            try:
                build(template._segments(), EXAMPLE)
            except GatewayError as error:
                text = " ".join(filter(None, describe_problem(self.env, error.problem)))
                raise ValidationError(
                    self.env._("%(name)s: %(text)s", name=template.name, text=text)
                ) from error

    def _segments(self):
        """The template as the gateway builds codes by it.

        :raises GatewayError: it cannot work
        """
        self.ensure_one()
        return make_template(
            {
                "symbology": self.symbology,
                "check": self.check,
                "segments": [
                    {"kind": s.kind, "width": s.width, "text": s.period or s.text}
                    for s in self.segment_ids.sorted("sequence")
                ],
            }
        )

    @api.model
    def _of_payees(self, companies):
        """{(company id, payee id or False): gateway template}."""
        found = {}
        for template in self.search([("company_id", "in", companies.ids)]):
            key = template.company_id.id, template.partner_id.id
            found.setdefault(key, template._segments())
        return found

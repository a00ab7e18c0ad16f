from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.utility_base.gateway.problem import GatewayError
from odoo.addons.utility_base.tools.problems import describe_problem

from ..gateway.barcode import dissect, parse_any


class UtilityBarcodeTest(models.TransientModel):
    """How a scanned or typed code is read by a template, or by the first of all that fits (E10)."""

    _name = "utility.barcode.test"
    _description = "Test of a bar code"

    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    template_id = fields.Many2one(
        "utility.barcode.template",
        domain="[('company_id', '=', company_id)]",
        default=lambda self: self.env.context.get("active_id"),
        help="Empty: the first template that fits, as at the cash desk.",
    )
    text = fields.Char("Code", default=lambda self: self._default_template().example)
    found_id = fields.Many2one(
        "utility.barcode.template", "Read By", compute="_compute_found", compute_sudo=False
    )
    account_id = fields.Many2one("utility.account", compute="_compute_found", compute_sudo=False)
    problem = fields.Char(compute="_compute_found", compute_sudo=False)
    parts = fields.Html(compute="_compute_found", sanitize=False, compute_sudo=False)

    def _default_template(self):
        return self.env["utility.barcode.template"].browse(self.env.context.get("active_id"))

    @api.depends("text", "template_id")
    def _compute_found(self):
        for test in self:
            test.found_id = test.account_id = test.problem = test.parts = False
            text = (test.text or "").strip()
            templates = test._templates()
            if not text or not templates:
                continue
            try:
                template, values = parse_any(list(templates.values()), text)
            except GatewayError as error:
                test.problem = " ".join(filter(None, describe_problem(self.env, error.problem)))
                if test.template_id.id in templates:
                    test.parts = test._as_table(dissect(templates[test.template_id.id], text))
                continue
            test.found_id = next(key for key, known in templates.items() if known is template)
            test.parts = test._as_table(dissect(template, text))
            numbers = [values.account, values.account.lstrip("0")]
            accounts = self.env["utility.payment.intake"]._accounts(numbers, test.company_id)
            test.account_id = next(iter(accounts.values()), False)

    def _templates(self):
        """``{id: gateway template}`` of those that can work."""
        records = self.template_id or self.env["utility.barcode.template"].search(
            [("company_id", "=", self.company_id.id)]
        )
        found = {}
        for record in records:
            try:
                found[record.id] = record._segments()
            except GatewayError:
                continue  # its card says why
        return found

    def _as_table(self, parts):
        kinds = dict(
            self.env["utility.barcode.segment"]._fields["kind"]._description_selection(self.env)
        ) | {"check": self.env._("Check digit"), "rest": self.env._("Left over")}
        rows = Markup().join(
            Markup('<tr class="{}"><td>{}</td><td class="font-monospace">{}</td><td>{}</td></tr>')
            .format("" if part.good else "table-danger", kinds.get(part.kind, part.kind),
                    part.text or "–", part.meaning)
            for part in parts
        )  # fmt: skip
        return Markup('<table class="table table-sm w-auto"><tbody>{}</tbody></table>').format(rows)

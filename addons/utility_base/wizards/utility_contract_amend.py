from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class UtilityContractAmend(models.TransientModel):
    """New amendment (A07, A08): all terms with their current values, some get a new one."""

    _name = "utility.contract.amend"
    _description = "New amendment of a contract"

    contract_id = fields.Many2one(
        "utility.contract", required=True, default=lambda self: self.env.context.get("active_id")
    )
    number = fields.Char(
        "Amendment No.", compute="_compute_number", store=True, readonly=False, required=True
    )
    date_signed = fields.Date("Signed On")
    date_from = fields.Date("In Force From", required=True, default=fields.Date.context_today)
    at_once = fields.Boolean("Bring into Force at Once", help="Else it stays a draft to be sent.")
    line_ids = fields.One2many(
        "utility.contract.amend.line",
        "wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        string="Terms",
    )

    @api.depends("contract_id")
    def _compute_number(self):
        """The number after the highest one."""
        for wizard in self:
            numbers = wizard.contract_id.amendment_ids.mapped("number")
            highest = max([int(n) for n in numbers if n.isdigit()], default=0)
            wizard.number = str(highest + 1)

    @api.depends("contract_id", "date_from")
    def _compute_line_ids(self):
        """One line a parameter, with the value on the day; new values typed before stay."""
        parameters = self.env["utility.contract.parameter"].search(
            [("company_id", "in", (False, self.env.company.id))]
        )
        for wizard in self:
            typed = {line.parameter_id: line.value for line in wizard.line_ids if line.value}
            contract = wizard.contract_id._origin or wizard.contract_id
            current = contract._terms_on(wizard.date_from).get(contract, {}) if contract else {}
            wizard.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "parameter_id": parameter.id,
                        "current": current.get(parameter.code, False),
                        "value": typed.get(parameter, False),
                    }
                )
                for parameter in parameters
            ]

    def action_create(self):
        """Make the amendment and show it.

        :raises UserError: no term changes, or it cannot come into force
        """
        self.ensure_one()
        changed = self.line_ids.filtered(
            lambda line: line.value and line.value.strip() != (line.current or "")
        )
        if not changed:
            raise UserError(self.env._("Give a new value to at least one term."))
        amendment = self.env["utility.contract.amendment"].create(
            {
                "contract_id": self.contract_id.id,
                "number": self.number,
                "date_signed": self.date_signed,
                "date_from": self.date_from,
                "term_ids": [
                    Command.create(
                        {"parameter_id": line.parameter_id.id, "value": line.value.strip()}
                    )
                    for line in changed
                ],
            }
        )
        if self.at_once:
            amendment.action_activate()
        return {
            "type": "ir.actions.act_window",
            "res_model": amendment._name,
            "res_id": amendment.id,
            "view_mode": "form",
        }

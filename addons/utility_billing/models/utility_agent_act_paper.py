from odoo import fields, models
from odoo.exceptions import UserError


class UtilityAgentAct(models.Model):
    """The act as a paper for both to sign (E13, H06)."""

    _inherit = "utility.agent.act"

    paper_id = fields.Many2one(
        "utility.paper", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    sign_state = fields.Selection(related="paper_id.sign_state", string="Signature")

    def action_agree(self):
        """Agree the acts; those of agents with an organisation get their paper."""
        result = super().action_agree()
        for act in self.filtered("agent_id.partner_id"):
            act.paper_id = act._make_paper()
        return result

    def action_print(self):
        """The paper as PDF."""
        for act in self.filtered(lambda a: not a.paper_id):
            if act.state == "draft":
                raise UserError(self.env._("Agree the act first."))
            if not act.agent_id.partner_id:
                raise UserError(
                    self.env._("Choose the organisation of agent %s first.", act.agent_id.name)
                )
            act.paper_id = act._make_paper()
        return self.paper_id.action_print()

    def action_view_paper(self):
        """The paper's way: sent, delivered, back signed or disputed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "utility.paper",
            "res_id": self.paper_id.id,
            "view_mode": "form",
        }

    def _make_paper(self):
        self.ensure_one()
        sources = dict(
            self.env["utility.payment"]._fields["source"]._description_selection(self.env)
        )
        names = ("total", "fee", "fee_told", "beside", "beside_told")
        return self.env["utility.paper"].create(
            {
                "company_id": self.company_id.id,
                "kind": "agent",
                "number": str(self.id),
                "date": self.date_to,
                "partner_id": self.agent_id.partner_id.id,
                "date_from": self.date_from,
                "date_to": self.date_to,
                "amount": self.fee,
                "facts": {
                    "agent_contract": self.agent_id.contract or "",
                    "lines": [
                        {"date": str(line.date), "source": sources[line.source]}
                        | {"count": line.count}
                        | {name: f"{line[name]:.2f}" for name in names}
                        for line in self.line_ids
                    ],
                    "count": self.count,
                    "payable": f"{self.total - self.fee:.2f}",
                }
                | {name: f"{self[name]:.2f}" for name in names},
            }
        )

from odoo import api, fields, models

from odoo.addons.utility_base.tools.problems import describe_problem

from ..gateway.payment_code import payment_problem
from ..loader.bill_documents import BillDocuments


class UtilityBillingRun(models.Model):
    """Tells before printing that the bills will have no payment code (X13)."""

    _inherit = "utility.billing.run"

    code_problem = fields.Char(compute="_compute_code_problem")

    @api.depends("company_id", "period_id")
    def _compute_code_problem(self):
        """What is wrong with the bank details of the company, with the remedy; else nothing."""
        documents = BillDocuments(self.env)
        for run in self:
            found = run.company_id and payment_problem(
                documents.party(run.company_id),
                run.currency_id.name,
                run.period_id.date_from or fields.Date.context_today(run),
            )
            run.code_problem = found and " ".join(filter(None, describe_problem(self.env, found)))

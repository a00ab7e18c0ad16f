from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class UtilityOpeningBalance(models.Model):
    """What an account owes by month and service when it comes here (P07).

    Debt positive, advance negative. Draft rows can be corrected and taken back; approved ones are
    charges of the kind ``opening`` and stay.
    """

    _name = "utility.opening.balance"
    _description = "Opening balance"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ("state", "run_id")
    _rec_name = "account_id"
    _order = "account_id, period_date, id"
    _check_company_auto = True

    account_id = fields.Many2one(
        "utility.account", required=True, index=True, check_company=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    building_id = fields.Many2one(related="account_id.building_id", store=True, index=True)
    period_date = fields.Date("Month of the Debt", required=True, help="First day of the month.")
    service_id = fields.Many2one(
        "utility.service", check_company=True, help="Empty: of no service, e.g. an advance."
    )
    kind = fields.Selection(
        [("principal", "Principal"), ("penalty", "Penalty"), ("costs", "Costs")],
        required=True,
        default="principal",
    )
    amount = fields.Monetary(required=True, help="Debt positive, advance negative.")
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    run_id = fields.Many2one("utility.billing.run", readonly=True, copy=False)

    _key_uniq = models.UniqueIndex(
        "(account_id, period_date, COALESCE(service_id, 0), kind)",
        "The account has an opening balance of this month, service and kind already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("period_date"):
                day = fields.Date.to_date(vals["period_date"])
                vals["period_date"] = day.replace(day=1)
        return super().create(vals_list)

    def write(self, vals):
        self._check_draft(set(vals) - {"state", "run_id"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft({"state"})

    def _check_draft(self, names):
        approved = self.filtered(lambda b: b.state == "approved")
        if names and approved:
            raise UserError(
                self.env._(
                    "The opening balance of account %s is approved and stays. "
                    "Correct it by a charge or a payment.",
                    approved[0].account_id.number,
                )
            )

    def action_approve(self):
        """Make the draft balances debts of their accounts: charges of the kind ``opening``.

        The accounts are charged here from the month after the debt on.
        """
        groups = ("utility_base.group_billing", "utility_base.group_accountant")
        if not self.env.su and not any(map(self.env.user.has_group, groups)):
            raise AccessError(
                self.env._("Opening balances are approved by billing staff or accountants.")
            )
        draft = self.filtered(lambda b: b.state == "draft")
        for (company, month), rows in draft.grouped(
            lambda b: (b.company_id, b.period_date)
        ).items():
            run = self.env["utility.billing.run"]._final_run("opening", company, month)
            self.env["utility.charge"]._insert([row._charge(run) for row in rows])
            rows._transition(state="approved", run_id=run.id)
            rows.account_id._start_charging(fields.Date.add(month, months=1))
        return True

    def _charge(self, run):
        return {
            "run_id": run.id,
            "company_id": self.company_id.id,
            "period_date": self.period_date,
            "account_id": self.account_id.id,
            "building_id": self.building_id.id,
            "service_id": self.service_id.id,
            "supplier_id": self.service_id.supplier_id.id,
            "kind": "opening",
            "debt_kind": self.kind,
            "amount": f"{self.amount:.2f}",
            "net": f"{self.amount:.2f}",
            "vat": "0",
        }

from odoo import api, fields, models


class UtilityBillingRun(models.Model):
    """Runs that hold charges made elsewhere: opening balances, costs, penalties.

    Every charge belongs to a run, so that one rule says which charges are final and posted.
    """

    _inherit = "utility.billing.run"

    kind = fields.Selection(
        [
            ("month", "Month"),
            ("opening", "Opening balances"),
            ("external", "Charges from outside"),
            ("history", "Charges of the program before"),
            ("penalty", "Penalties"),
            ("annual", "Yearly corrections"),
            ("costs", "Costs of collecting"),
            ("reversal", "Bills taken back"),
        ],
        required=True,
        default="month",
        readonly=True,
    )
    accrued_to = fields.Date(
        readonly=True, help="The last day that the penalties of the run count."
    )

    @api.model
    def _final_run(self, kind, company, date):
        """The approved, not yet posted run of ``kind`` for the month of ``date``; made if none."""
        # sudo: a cashier's payment may add costs, but cashiers have no right to make runs
        runs = self.sudo()
        period = self.env["utility.period"].sudo()._get(date, company)
        run = runs.search(
            [
                ("kind", "=", kind),
                ("company_id", "=", company.id),
                ("period_id", "=", period.id),
                ("state", "=", "approved"),
            ],
            limit=1,
        )
        if run:
            return run
        label = dict(self._fields["kind"]._description_selection(self.env))[kind]
        return runs.create(
            {
                "name": f"{label} {period.code}",
                "kind": kind,
                "company_id": company.id,
                "period_id": period.id,
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_at": fields.Datetime.now(),
            }
        )

from odoo import api, fields, models

#: outcomes of accounts that the run had to bill; the others were not to be billed
EXPECTED = ("billed", "held", "reversed", "problem", "excluded", "missing")


class UtilityBillingProof(models.Model):
    """Line of the proof that a run forgot nobody: so many accounts of the company, and why (X35).

    The lines of a run add up to all accounts of its company. Written when the charging ends and
    whenever a problem, a held bill or an account is settled.
    """

    _name = "utility.billing.proof"
    _description = "Completeness of a billing run"
    _order = "run_id desc, id"
    _rec_name = "outcome"
    _log_access = False

    run_id = fields.Many2one(
        "utility.billing.run", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    outcome = fields.Selection(
        [
            ("billed", "Billed"),
            ("held", "Held for review"),
            ("reversed", "Taken back"),
            ("problem", "With a problem"),
            ("excluded", "Excluded with a reason"),
            ("missing", "Forgotten"),
            ("without_service", "Without services"),
            ("not_chosen", "Not chosen for the run"),
            ("former", "Corrections of accounts that are closed"),
            ("closed", "Closed before the month"),
            ("later", "Opened after the month"),
            ("draft", "Not opened yet"),
            ("archived", "Archived"),
        ],
        required=True,
        readonly=True,
    )
    expected = fields.Boolean(readonly=True, help="The run had to bill these accounts.")
    reason = fields.Char(readonly=True, help="Code of the problem, or why somebody left them out.")
    account_count = fields.Integer("Accounts", readonly=True)
    amount = fields.Monetary(readonly=True)

    @api.model
    def _store(self, run, rows):
        """Keep ``[(outcome, reason, accounts, sum)]`` in the place of the lines before."""
        # sudo: the proof is what the run wrote, nobody edits it
        lines = self.sudo()
        lines.search([("run_id", "=", run.id)]).unlink()
        order = [key for key, _label in self._fields["outcome"].selection]
        lines.create(
            [
                {
                    "run_id": run.id,
                    "company_id": run.company_id.id,
                    "outcome": outcome,
                    "expected": outcome in EXPECTED,
                    "reason": reason,
                    "account_count": count,
                    "amount": amount or 0,
                }
                for outcome, reason, count, amount in sorted(
                    rows, key=lambda row: (order.index(row[0]), -row[2], row[1] or "")
                )
            ]
        )

    @api.model
    def _recount_held(self, run):
        """After bills were held or released: move accounts and sums between two lines of the proof."""
        # sudo: the proof is what the run wrote, nobody edits it
        lines = self.sudo().search([("run_id", "=", run.id), ("outcome", "in", ("billed", "held"))])
        accounts, amount = sum(lines.mapped("account_count")), sum(lines.mapped("amount"))
        held, held_amount = run._held_accounts()
        rows = [("billed", accounts - held, amount - held_amount), ("held", held, held_amount)]
        for outcome, count, value in rows:
            line = lines.filtered(lambda line, outcome=outcome: line.outcome == outcome)
            values = {"account_count": count, "amount": value}
            if line:
                line.write(values)
            elif count:
                line.create(
                    {
                        "run_id": run.id,
                        "company_id": run.company_id.id,
                        "outcome": outcome,
                        "expected": True,
                        **values,
                    }
                )

    def action_open(self):
        """The accounts, bills or problems behind the line."""
        self.ensure_one()
        run = self.run_id
        bills = "utility_billing.utility_bill_action"
        problems = "utility_billing.utility_billing_problem_action"
        accounts = "utility_base.utility_account_action"
        month = run.period_id
        own = [("company_id", "=", self.company_id.id)]
        of_run = [("run_id", "in", run._with_held().ids)]
        name, domain = {
            "billed": (bills, [*of_run, ("state", "not in", ("held", "reversed"))]),
            "reversed": (bills, [*of_run, ("state", "=", "reversed")]),
            "held": (bills, [*of_run, ("state", "=", "held")]),
            "former": (bills, [*of_run, ("account_id.date_close", "<", month.date_from)]),
            "problem": (
                problems,
                [("run_id", "=", run.id), ("state", "=", "open"), ("code", "=", self.reason)],
            ),
            "excluded": (
                problems,
                [("run_id", "=", run.id), ("state", "=", "ignored"), ("reason", "=", self.reason)],
            ),
            "closed": (accounts, [*own, ("date_close", "<", month.date_from)]),
            "later": (accounts, [*own, ("date_open", ">", month.date_to)]),
            "draft": (accounts, [*own, ("state", "=", "draft")]),
            "archived": (accounts, [*own, ("active", "=", False)]),
            "not_chosen": (accounts, [*own, *run._not_chosen_domain()]),
        }.get(self.outcome, (accounts, None))
        if domain is None:
            ids = run._missing_ids() if self.outcome == "missing" else run._without_service_ids()
            domain = [("id", "in", ids)]
        action = self.env["ir.actions.act_window"]._for_xml_id(name)
        return {**action, "domain": domain, "context": {}}

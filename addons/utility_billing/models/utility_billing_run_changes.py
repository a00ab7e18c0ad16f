from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

MANY = 10_000  # accounts; more are charged again by whole houses


class UtilityBillingRun(models.Model):
    """What changed after the accounts were charged, and what to do about it (X33).

    While the month is open: charge these accounts again, or have the difference in the next charge.
    Whatever is left when the month is closed comes with the next charge by itself.
    """

    _inherit = "utility.billing.run"

    period_state = fields.Selection(related="period_id.state", string="State of the Month")
    change_ids = fields.One2many("utility.billing.change", "run_id", readonly=True)
    change_count = fields.Integer(
        "Changed Since", compute="_compute_changes", help="Accounts; all of them after a new price."
    )
    change_everybody = fields.Boolean(compute="_compute_changes")
    change_waiting = fields.Boolean(
        compute="_compute_changes", help="Nobody has decided what becomes of some of them."
    )
    looked_at = fields.Datetime("Last Looked For Changes", readonly=True, copy=False)

    @api.depends("change_ids.state", "state")
    def _compute_changes(self):
        self.env["utility.billing.change"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT run_id, COUNT(DISTINCT account_id), BOOL_OR(account_id IS NULL),"
                " BOOL_OR(state = 'found') FROM utility_billing_change WHERE run_id = ANY(%s)"
                " GROUP BY run_id",
                self.ids,
            )
        )
        found = {run: values for run, *values in rows}
        for run in self:
            count, everybody, waiting = found.get(run.id, (0, False, False))
            run.change_count = run.billed_count if everybody else count
            run.change_everybody = everybody
            run.change_waiting = waiting and run.period_id.state != "closed"

    def action_look_for_changes(self):
        """Compare what the bills knew with what is known now."""
        self.check_access("write")
        # sudo: who charges sees what of his runs changed, whoever may see the facts
        changes = self.env["utility.billing.change"].sudo()
        changes._look(self.period_id.filtered(lambda p: p.state != "closed"))
        self.looked_at = fields.Datetime.now()
        return True

    def action_open_changes(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_billing_change_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    def action_correct_changed(self):
        """The differences come with the next charge: requests of recalculation of the month."""
        self._check_state("approved", "documents", "posted")
        self.check_access("write")
        for run in self:
            # sudo: requests are made by the program in the name of who charges
            changes = self.env["utility.billing.change"].sudo()
            changes._look(run.period_id)
            requests = changes._ask(run.period_id)
            if not requests:
                raise UserError(self.env._("Nothing changed since %s was charged.", run.name))
            run.message_post(
                body=self.env._("Changes come with the next charge: requests %s.", len(requests))
            )
        return True

    def action_charge_changes_again(self):
        """A run of the changed accounts in the same month, whose approval takes the old bills back.

        :raises UserError: the run is posted: entries are not taken back for single accounts
        """
        self.ensure_one()
        self._check_state("approved", "documents")
        self._check_open()
        self.env["utility.billing.change"].sudo()._look(self.period_id)
        lines = self.env["utility.billing.change"].search([("run_id", "=", self.id)])
        if not lines:
            raise UserError(self.env._("Nothing changed since %s was charged.", self.name))
        values = {
            "company_id": self.company_id.id,
            "period_id": self.period_id.id,
            "name": self.env._("%s: changed accounts", self.name),
        }
        accounts = lines.account_id
        if not all(lines.mapped("account_id")):
            values["building_ids"] = [Command.set(self.building_ids.ids)]
            values["account_ids"] = [Command.set(self.account_ids.ids)]
        elif len(accounts) > MANY:
            values["building_ids"] = [Command.set(lines.building_id.ids)]
        else:
            values["account_ids"] = [Command.set(accounts.ids)]
        run = self.create(values)
        run.action_charge()
        return run._open_form()

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class UtilityAccrual(models.TransientModel):
    """Penalties as of a day, or the yearly correction of a service, from a menu."""

    _name = "utility.accrual"
    _description = "Penalties and yearly corrections"

    kind = fields.Selection(
        [("penalty", "Penalties"), ("annual", "Yearly correction")],
        required=True,
        default="penalty",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date = fields.Date("As Of", default=fields.Date.context_today)
    service_id = fields.Many2one("utility.service")
    year = fields.Integer(default=lambda self: fields.Date.context_today(self).year - 1)
    period_id = fields.Many2one(
        "utility.period", domain="[('company_id', '=', company_id), ('state', '!=', 'closed')]"
    )
    building_ids = fields.Many2many("utility.building", help="Empty: all buildings.")
    account_ids = fields.Many2many("utility.account", help="Empty: all accounts of the buildings.")

    def _accounts(self):
        """Accounts to accrue for; None: all of the company.

        Houses without accounts are none, not all; users with limits stay within them (R01).
        """
        user = self.env.user
        limited = user.utility_building_ids or user.utility_customer_scope != "all"
        if self.account_ids or not (self.building_ids or limited):
            return self.account_ids or None
        domain = [("company_id", "=", self.company_id.id)]
        if self.building_ids:
            domain.append(("building_id", "in", self.building_ids.ids))
        return self.env["utility.account"].with_context(active_test=False).search(domain)

    def _check_not_earlier(self):
        """Say that a later day was accrued, where that is why nothing is to be charged.

        :raises UserError: PENALTY_EARLIER_DAY
        """
        later = self.env["utility.billing.run"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", "penalty"),
                ("accrued_to", ">", self.date),
            ],
            order="accrued_to desc",
            limit=1,
        )
        if later:
            raise UserError(
                self.env._(
                    "Penalties are accrued up to %(day)s already: an earlier day adds nothing. "
                    "Choose that day or a later one. (PENALTY_EARLIER_DAY)",
                    day=format_date(self.env, later.accrued_to),
                )
            )

    def action_apply(self):
        """Write the lines and show the run that they stand in."""
        self.ensure_one()
        # the charges are made by SQL: company, houses and accounts are checked here
        self.company_id.check_access("read")
        self.building_ids.check_access("read")
        self.account_ids.check_access("read")
        self.period_id.check_access("read")
        if self.kind == "penalty":
            accounts = self._accounts()
            count = self.env["utility.penalty"]._accrue(self.company_id, self.date, accounts)
            if not count:
                self._check_not_earlier()
        else:
            if not (self.service_id and self.period_id):
                raise UserError(self.env._("Choose the service and the month that gets the lines."))
            count = self.env["utility.annual.correction"]._correct(
                self.company_id,
                self.service_id,
                self.year,
                self.period_id,
                self.building_ids or None,
            )
        if not count:
            raise UserError(self.env._("There is nothing to charge: no line was written."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_charge_action"
        )
        kinds = ["penalty", "interest"] if self.kind == "penalty" else ["recalculation"]
        domain = [("company_id", "=", self.company_id.id), ("kind", "in", kinds)]
        if self.kind == "annual":
            domain += [("cause", "=", "annual"), ("service_id", "=", self.service_id.id)]
        return {**action, "domain": domain}

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ACTIVITY = "utility_billing.activity_privilege_ends"


class UtilityPrivilege(models.Model):
    """Privileges and documents that run out are told in time (D05)."""

    _inherit = "utility.privilege"

    ends_on = fields.Date(
        compute="_compute_ends_on",
        store=True,
        index="btree_not_null",
        help="The first of its end and the end of its document.",
    )
    has_subsidy = fields.Boolean(compute="_compute_has_subsidy")

    @api.depends("date_to", "document_until")
    def _compute_ends_on(self):
        for privilege in self:
            days = [day for day in (privilege.date_to, privilege.document_until) if day]
            privilege.ends_on = min(days, default=False)

    @api.depends("account_id", "date_from", "date_to")
    def _compute_has_subsidy(self):
        subsidies = self.env["utility.subsidy"]
        for privilege in self:
            privilege.has_subsidy = bool(
                privilege.account_id
                and subsidies.search_count(
                    Domain("account_id", "in", privilege.account_id.ids)
                    & Domain("state", "=", "assigned")
                    & Domain("date_to", ">=", fields.Date.context_today(self)),
                    limit=1,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_charged(self):
        """What was taken off a bill stays known with whom it was taken off for."""
        charged = self.env["utility.social.usage"].search(
            [("privilege_id", "in", self.ids)], limit=1
        )
        if charged:
            raise UserError(
                self.env._(
                    "The privilege of account %s stands on charges. End or archive it instead.",
                    charged.account_id.number,
                )
            )

    @api.model
    def _cron_remind(self):
        """An activity for whoever entered a privilege that ends within the company's days."""
        for company in self.env["res.company"].search([("utility_social_remind_days", ">", 0)]):
            today = fields.Date.context_today(self)
            last = fields.Date.add(today, days=company.utility_social_remind_days)
            found = self.search(
                [
                    ("company_id", "=", company.id),
                    ("ends_on", ">=", today),
                    ("ends_on", "<=", last),
                    "|", ("date_to", "=", False), ("date_to", ">=", today),
                ]
            )  # fmt: skip
            found._remind_end()

    def _remind_end(self):
        """One open activity each; those that have one keep it."""
        known = self.activity_search([ACTIVITY]).mapped("res_id")
        quiet = self.with_context(mail_activity_quick_update=True)
        for privilege in quiet.filtered(lambda p: p.id not in known):
            privilege.activity_schedule(
                ACTIVITY,
                date_deadline=privilege.ends_on,
                summary=self.env._(
                    "%(name)s of account %(account)s ends on %(day)s",
                    name=privilege.name or privilege.category_id.name or self._description,
                    account=privilege.account_id.number,
                    day=privilege.ends_on,
                ),
                user_id=(privilege.create_uid.active and privilege.create_uid.id) or self.env.uid,
            )

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

EXPIRY_DAYS = 30


class UtilityContract(models.Model):
    """Follow-up of contracts (A21): what ends, what is prolonged, what has no contract.

    Billing adds columns for charging and payment to ``utility_contract_view_list_follow_up``.
    """

    _inherit = "utility.contract"

    days_left = fields.Integer(
        compute="_compute_days_left", search="_search_days_left", help="Until the contract ends."
    )
    amendment_count = fields.Integer(compute="_compute_amendment_count")
    last_amendment_date = fields.Date(compute="_compute_amendment_count", string="Last Amendment")

    @api.depends("date_to")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for contract in self:
            contract.days_left = (contract.date_to - today).days if contract.date_to else 0

    def _search_days_left(self, operator, value):
        if operator not in ("<", "<=", ">", ">=", "="):
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain("date_to", operator, fields.Date.add(today, days=int(value)))

    @api.depends("amendment_ids.state", "amendment_ids.date_from")
    def _compute_amendment_count(self):
        groups = self.env["utility.contract.amendment"]._read_group(
            [("contract_id", "in", self.ids), ("state", "=", "active")],
            ["contract_id"],
            ["__count", "date_from:max"],
        )
        found = {contract: (count, last) for contract, count, last in groups}
        for contract in self:
            contract.amendment_count, contract.last_amendment_date = found.get(contract, (0, False))

    @api.model
    def _cron_follow_up(self, batch_size=200):
        """Prolong what is prolonged by itself, end what has run out, remind of what ends soon."""
        today = fields.Date.context_today(self)
        soon = fields.Date.add(today, days=EXPIRY_DAYS)
        cron = self.env["ir.cron"]
        todo = self.search(
            [("state", "=", "active"), ("date_to", "!=", False), ("date_to", "<=", soon)],
            order="date_to, id",
        )
        cron._commit_progress(remaining=len(todo))
        for start in range(0, len(todo), batch_size):
            batch = todo[start : start + batch_size].try_lock_for_update()
            for contract in batch.filtered(lambda c: c.state == "active" and c.date_to <= soon):
                contract._follow_up(today)
            if not cron._commit_progress(len(batch)):
                break

    def _follow_up(self, today):
        """One step of the cron on one contract that ends soon or has ended."""
        self.ensure_one()
        if self.auto_renew:
            if self.date_to < today:
                ends = self.date_to
                while ends < today:
                    ends += relativedelta(years=1)
                self.date_to = ends
                self.message_post(body=self.env._("Prolonged until %s.", ends))
            return
        if self.date_to < today:
            self._terminate(self.date_to, self.env._("The term has run out"))
            return
        known = self.activity_search(["utility_base.activity_contract_expiry"])
        if not known:
            self.activity_schedule(
                "utility_base.activity_contract_expiry",
                date_deadline=self.date_to,
                summary=self.env._(
                    "Contract %(no)s ends on %(date)s", no=self.number, date=self.date_to
                ),
                user_id=(self.user_id or self.env.user).id,
            )

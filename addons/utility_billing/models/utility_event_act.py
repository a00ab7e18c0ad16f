from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

DAY = timedelta(days=1)
#: what people may write on an event of an act
LOOSE = {"note", "message_follower_ids", "message_partner_ids", "message_main_attachment_id"}


class UtilityEvent(models.Model):
    """Events that an act made, and corrections of what an event has changed already."""

    _inherit = "utility.event"

    act_id = fields.Many2one(
        "utility.act",
        "Made by",
        readonly=True,
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
    )

    def write(self, vals):
        """What an act found is changed by the act alone."""
        if set(vals) - LOOSE and self._is_outside() and self.act_id:
            raise UserError(self._act_message())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_acts(self):
        if self.act_id:
            raise UserError(self._act_message())

    def action_cancel(self):
        """An event of an act goes with its act; others come back if they were charged."""
        if self.act_id:
            raise UserError(self._act_message())
        return self._withdraw()

    def _act_message(self):
        return self.env._(
            "%s made this event: cancel the act instead. (ACT_EVENT)", self.act_id[:1].display_name
        )

    def _withdraw(self):
        """Cancel the events; charged ones come back as a difference of the next charge."""
        for event in self:
            if event.charged_period:
                event._ask_own_correction(event.date_from)
        return self._transition(state="cancelled")

    def _end_on(self, day):
        """A new last day of events that go on, or False."""
        for event in self:
            if event.charged_period:
                event._ask_own_correction(min(d for d in (day, event.date_to) if d) + DAY)
        self._transition(date_to=day)

    def _ask_own_correction(self, day):
        self._ask_correction(
            self.company_id, self.building_id, self.account_id, day, self.display_name
        )

    def _ask_correction(self, company, building, account, day, reason):
        """Ask for a recalculation of the closed months from ``day`` on.

        :raises UserError: ACT_MONTH_OPEN where a month of it is charged and not closed yet: its
            approved charge would stay as it is
        """
        self.env.flush_all()
        place = SQL("a.id = %s", account.id) if account else SQL("a.building_id = %s", building.id)
        found = self.env.execute_query(
            SQL(
                "SELECT p.code FROM utility_period p WHERE p.company_id = %s AND p.state <> 'closed'"
                " AND p.date_to >= %s AND EXISTS (SELECT 1 FROM utility_bill b"
                " JOIN utility_account a ON a.id = b.account_id WHERE %s"
                " AND b.period_date = p.date_from AND b.state = 'approved') ORDER BY p.code LIMIT 1",
                company.id,
                day,
                place,
            )
        )
        if found:
            raise UserError(
                self.env._(
                    "The charge of %s is approved, and the month is not closed yet. Close the month: "
                    "the difference then comes with the next charge; or reverse its run. "
                    "(ACT_MONTH_OPEN)",
                    found[0][0],
                )
            )
        self.env["utility.recalculation"]._request(company, day, reason, building)

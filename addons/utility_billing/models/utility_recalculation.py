from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL


class UtilityRecalculation(models.Model):
    """Request to look at charged months again: what changed, where, and from which day (D01, X33).

    Made by itself when a fact of a closed month changes, or by hand. The next run charges these months
    again with what is known now; the differences are lines of the open month.
    """

    _name = "utility.recalculation"
    _description = "Request of recalculation"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ("state", "run_id")
    _order = "id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    building_id = fields.Many2one(
        "utility.building", index=True, check_company=True, ondelete="cascade", help="Empty: all."
    )
    date_from = fields.Date("Changed From", required=True)
    reason = fields.Char(required=True)
    state = fields.Selection(
        [
            ("open", "Waiting for the Next Run"),
            ("done", "Recalculated"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="open",
        index=True,
    )
    run_id = fields.Many2one("utility.billing.run", readonly=True, ondelete="set null")
    asked_at = fields.Datetime(
        "Last Asked", readonly=True, copy=False, help="A charge that began before leaves it open."
    )

    @api.depends("building_id.address", "reason")
    def _compute_display_name(self):
        for request in self:
            request.display_name = f"{request.building_id.address or ''} {request.reason}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._ask_again()
        return requests

    def _ask_again(self):
        """Charges that know less than what is known at this moment do not answer the requests."""
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                "UPDATE utility_recalculation SET asked_at = clock_timestamp() AT TIME ZONE 'UTC'"
                " WHERE id = ANY(%s) RETURNING id",
                self.ids,
            )
        )
        self.invalidate_recordset(["asked_at"])

    @api.model
    def _request(self, company, day, reason, buildings=None, until=None):
        """Ask for a recalculation from ``day``, where a month that it lies in is closed.

        :param buildings: recordset; None: all buildings of the company
        :param until: day up to which months count as closed here; None: what is closed
        """
        until = until or self.env["utility.period"]._closed_until(company)
        if not until or not day or day > until:
            return self.browse()
        places = buildings.ids if buildings is not None else [False]
        # sudo: whoever corrects a fact need not have rights on requests of recalculation
        requests = self.sudo()
        waiting = requests.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "open"),
                ("building_id", "in", places),
            ]
        )
        waiting.filtered(lambda request: request.date_from > day).date_from = day
        waiting._ask_again()
        known = set(waiting.mapped("building_id.id"))
        if any(not request.building_id for request in waiting):
            known.add(False)
        return waiting | requests.create(
            [
                {
                    "company_id": company.id,
                    "building_id": place,
                    "date_from": day,
                    "reason": reason,
                }
                for place in places
                if place not in known
            ]
        )

    def action_preview(self):
        """Simulate the open month with the differences of these requests; nothing is written.

        Portions are charged by jobs, so that a million accounts may be asked for.

        :raises UserError: nothing waits, requests of several companies, or no month is open
        """
        waiting = self.filtered(lambda request: request.state == "open")
        if not waiting:
            raise UserError(self.env._("Choose requests that wait for the next run."))
        if len(waiting.company_id) > 1:
            raise UserError(self.env._("Choose requests of one company."))
        runs = self.env["utility.billing.run"].with_company(waiting.company_id)
        period = runs._default_period()
        if not period:
            raise UserError(self.env._("No month is open: the differences need one."))
        everywhere = not all(waiting.mapped("building_id"))
        run = runs.create(
            {
                "company_id": waiting.company_id.id,
                "period_id": period.id,
                "simulation": True,
                "building_ids": [Command.set([] if everywhere else waiting.building_id.ids)],
            }
        )
        run.action_charge()
        return run._open_form()

    def action_cancel(self):
        """The past stays as it was charged."""
        self._move("open", "cancelled")

    def action_reopen(self):
        """A cancelled request waits for the next run again."""
        self._move("cancelled", "open")

    def _move(self, old, new):
        if any(request.state != old for request in self):
            raise UserError(self.env._("These requests are not what they were: load them again."))
        self._transition(state=new)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.agreements import schedule
from ..engine.allocation import open_debts
from ..loader.open_items import lock_accounts, read_open_items


class UtilityAgreement(models.Model):
    """The way of an agreement: its debts and schedule, in force, cancelled."""

    _inherit = "utility.agreement"

    def action_plan(self):
        """Take in what is open of the chosen months and divide it into equal payments."""
        self.check_access("write")
        self._expect("draft")
        items = read_open_items(self.env, self.account_id.ids)
        for agreement in self:
            debts = agreement._chosen(items.get(agreement.account_id.id, []))
            total = sum(amount for _item, amount in debts)
            if not total:
                raise UserError(
                    self.env._(
                        "Account %s owes nothing for these months. Choose other months.",
                        agreement.account_id.number,
                    )
                )
            if total * 100 < agreement.count:
                raise UserError(self.env._("The debt is too small for so many payments."))
            if not agreement.first_date:
                raise UserError(self.env._("Fill in until when the first payment is made."))
            agreement.write(
                {
                    "debt_ids": [
                        fields.Command.clear(),
                        *(
                            fields.Command.create(
                                {
                                    "period_date": item.period,
                                    "service_id": item.service,
                                    "supplier_id": item.supplier,
                                    "kind": item.kind,
                                    "amount": amount,
                                }
                            )
                            for item, amount in debts
                        ),
                    ],
                    "line_ids": [
                        fields.Command.clear(),
                        *(
                            fields.Command.create({"date": part.date, "amount": part.amount})
                            for part in schedule(total, agreement.count, agreement.first_date)
                        ),
                    ],
                }
            )
        return True

    def _chosen(self, items):
        """``[(OpenItem, amount)]`` of the ordinary services in the chosen months, credits off."""
        self.ensure_one()
        first = self.debt_from and self.debt_from.replace(day=1)
        return [
            (item, amount)
            for item, amount in open_debts(items)
            if (not first or item.period >= first)
            and (not self.debt_to or item.period <= self.debt_to)
            and (self.with_penalty or item.kind == "principal")
        ]

    def action_activate(self):
        """Put in force: number it, pause the penalties of its debts."""
        self.check_access("write")
        self._expect("draft")
        lock_accounts(self.env, self.account_id.ids)
        items = read_open_items(self.env, self.account_id.ids)
        for agreement in self:
            agreement._check_plan(items.get(agreement.account_id.id, []))
            number = agreement._next_number()
            months = agreement.debt_ids.mapped("period_date")
            pause = self.env["utility.penalty.pause"].create(
                {
                    "company_id": agreement.company_id.id,
                    "account_id": agreement.account_id.id,
                    "reason": "agreement",
                    "date_from": agreement.date,
                    "debt_from": min(months),
                    "debt_to": max(months),
                    "document": number,
                }
            )
            agreement._transition(state="active", number=number, pause_id=pause.id)
        self._follow(fields.Date.context_today(self))
        return True

    def _check_plan(self, items):
        """The debts are those of the ledger still, and the schedule adds up to them."""
        self.ensure_one()
        now = [
            (item.period, item.service, item.supplier, item.kind, amount)
            for item, amount in self._chosen(items)
        ]
        kept = [
            (d.period_date, d.service_id.id, d.supplier_id.id or None, d.kind, amount)
            for d, amount in zip(self.debt_ids, self._exact(self.debt_ids), strict=True)
        ]
        if not kept or sorted(now, key=str) != sorted(kept, key=str):
            raise UserError(
                self.env._(
                    "The debts of %s are others now. Make the plan again.", self.account_id.number
                )
            )
        total, planned = sum(self._exact(self.debt_ids)), sum(self._exact(self.line_ids))
        if total != planned:
            raise UserError(
                self.env._(
                    "The payments add up to %(planned)s, the debts to %(total)s. Change a payment.",
                    planned=planned,
                    total=total,
                )
            )

    def _break(self, day, reason):
        """The whole debt is due: penalties resume from that day, or their pause is withdrawn."""
        if self.withdraw == "start" and self.pause_id:
            # sudo: the pause follows its agreement, whoever may end that
            self.pause_id.sudo().active = False
        return super()._break(day, reason)

    def _break_summary(self):
        return self.env._("Collect the debt: the agreement is broken")

    def _end(self, state, day, reason):
        """Penalties go on from ``day``: the pause holds up to the day before."""
        self.ensure_one()
        # sudo: the pause follows its agreement, whoever may end that
        pause = self.pause_id.sudo()
        if pause.active:
            last = fields.Date.subtract(day, days=1)
            if last < pause.date_from:
                pause.active = False
            else:
                pause.date_to = last
        return super()._end(state, day, reason)

    @api.onchange("account_id", "debt_from", "debt_to", "with_penalty", "count", "first_date")
    def _onchange_terms(self):
        """A schedule of other terms is no schedule: it is made again by its button."""
        if self.line_ids:
            self.line_ids = [fields.Command.clear()]

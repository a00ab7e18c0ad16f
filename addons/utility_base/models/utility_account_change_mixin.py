from odoo import fields, models
from odoo.exceptions import UserError


class UtilityAccountChangeMixin(models.AbstractModel):
    """What moving, splitting and merging of accounts have in common.

    History is kept: dated rows end on the last day before the change and go on, as new rows, on
    the account that follows. Nothing is deleted or rewritten.
    """

    _name = "utility.account.change.mixin"
    _description = "Change of accounts"

    def _move_balance(self, source, target):
        """Move what ``source`` owes or has paid in advance to ``target``.

        Called once a pair, after the accounts have changed and before the source is closed.
        Accounts have no balance here; billing overrides this and adds its choices (all, a share,
        nothing) to the wizard, which is ``self``.
        """

    def _next_day(self, date):
        return fields.Date.add(date, days=1)

    def _carry_services(self, lines, account, date):
        """Go on with service ``lines`` on ``account`` from ``date``."""
        return self.env["utility.account.service"].create(
            [
                {
                    "account_id": account.id,
                    "service_id": line.service_id.id,
                    "supplier_id": line.supplier_id.id,
                    "supply_point": line.supply_point,
                    "basis": line.basis,
                    "no_meter_reason": line.no_meter_reason,
                    "units": line.units,
                    "date_from": date,
                    "document": line.document,
                }
                for line in lines
            ]
        )

    def _carry_residents(self, residencies, account, date):
        """Go on with ``residencies`` on ``account`` from ``date``; they end the day before."""
        last = fields.Date.subtract(date, days=1)
        copies = self.env["utility.residency"]
        for residency in residencies:
            ends = residency.date_to
            residency.date_to = last
            values = {"account_id": account.id, "date_from": date, "date_to": ends}
            copies |= residency.copy(values)
        return copies

    def _new_account(self, source, values):
        """An account after the pattern of ``source``; an empty number takes the sequence's next."""
        number = (values.get("number") or "").strip() or self.env["utility.account"]._next_number()
        if not number:
            raise UserError(
                self.env._(
                    "Give the number of the new account: the company has no sequence of numbers."
                )
            )
        return self.env["utility.account"].create(
            {
                "company_id": source.company_id.id,
                "kind": source.kind,
                "customer_category_id": source.customer_category_id.id,
                "premise_id": source.premise_id.id,
                "previous_account_id": source.id,
                "paper_bill": source.paper_bill,
                "email_bill": source.email_bill,
                "declared_owner_count": source.declared_owner_count,
                **values,
                "number": number,
            }
        )

    def _payer(self, partner, name, **values):
        """``partner``, or a new one called ``name``.

        :raises UserError: neither is given
        """
        if partner:
            return partner
        name = " ".join((name or "").split())
        if not name:
            raise UserError(self.env._("Choose the new payer or give a name."))
        return self.env["res.partner"].create({"name": name, **values})

    def _check_open(self, account, date):
        """Refuse a change of an account that does not stand on ``date``."""
        if account.state == "closed":
            raise UserError(self.env._("Account %s is closed already.", account.number))
        if date < account.date_open:
            raise UserError(
                self.env._(
                    "Account %(number)s was opened on %(date)s; choose that day or a later one.",
                    number=account.number,
                    date=account.date_open,
                )
            )

    def _show(self, accounts):
        """Action that shows the accounts the wizard made."""
        action = {
            "type": "ir.actions.act_window",
            "res_model": "utility.account",
            "name": self.env._("Accounts"),
        }
        if len(accounts) == 1:
            return action | {"view_mode": "form", "res_id": accounts.id}
        return action | {"view_mode": "list,form", "domain": [("id", "in", accounts.ids)]}

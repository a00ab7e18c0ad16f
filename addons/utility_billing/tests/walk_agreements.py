"""Deposits, agreements, benefits, suppliers and exports in the walk."""

from decimal import Decimal

from .walk_actions import WalkActions


class WalkAgreements(WalkActions):
    """Steps of the walk beside charges and payments."""

    def deposits(self, *states):
        return self.env["utility.deposit"].search(
            [("company_id", "=", self.company.id), ("state", "in", states)], order="id"
        )

    def do_deposit(self):
        self.env["utility.deposit"].create(
            {
                "account_id": self.pick(self.accounts).id,
                "date": self.now,
                "take": self.pick(["hand", "all", "purpose"]),
                "amount_rule": "fixed",
                "amount": self.money(1000),
                "rate": 10,
            }
        ).action_activate()

    def do_put_into_deposit(self):
        deposit = self.pick(self.deposits("active"))
        payment = self.pick(
            self.payments("allocated").filtered(lambda p: p.account_id == deposit.account_id)
        )
        deposit._put(payment, Decimal(f"{payment.amount:.2f}"))

    def do_use_deposit(self):
        self.pick(self.deposits("active", "broken")).action_use()

    def do_credit_interest(self):
        self.pick(self.deposits("active", "broken")).action_credit_interest()

    def do_return_deposit(self):
        deposit = self.pick(self.deposits("active", "broken"))
        self.env["utility.deposit.refund"].create(
            {
                "deposit_id": deposit.id,
                "way": self.pick(["bank", "account"]),
                "whole": self.pick([True, False]),
                "amount": self.money(300),
                "bank_id": deposit and self.bank_of[deposit.account_id].id,
                "journal_id": self.bank.id,
            }
        ).action_refund()

    def do_follow(self):
        for model in ("utility.deposit", "utility.agreement", "utility.level.plan"):
            self.env[model]._cron_follow()

    def do_agree(self):
        made = self.env["utility.agreement"].create(
            {
                "account_id": self.pick(self.people).id,
                "date": self.now,
                "debt_to": self.now,
                "count": 3,
                "first_date": self.now.replace(day=28),
            }
        )
        made.action_plan()
        made.action_activate()

    def do_level(self):
        made = self.env["utility.level.plan"].create(
            {
                "account_id": self.pick(self.people).id,
                "date": self.now,
                "first_month": self.now.replace(day=1),
                "months": 3,
            }
        )
        made.action_plan()
        made.action_activate()

    def do_subsidy(self):
        grant = self.env["utility.subsidy.grant"].create(
            {
                "account_id": self.pick(self.people).id,
                "program_id": self.subsidies.id,
                "period_date": self.pick(self.open_months()),
                "amount": self.money(400),
            }
        )
        grant._credit(self.now)

    def do_return_subsidy(self):
        grants = self.env["utility.subsidy.grant"].search(
            [("company_id", "=", self.company.id), ("state", "=", "credited")]
        )
        self.pick(grants).action_return()

    def transfers(self, *states):
        return self.env["utility.transfer"].search(
            [("scheme_id", "=", self.scheme.id), ("state", "in", states)]
        )

    def do_transfer(self):
        self.env["utility.transfer"]._make(self.scheme, self.now)

    def do_confirm_transfer(self):
        transfer = self.pick(self.transfers("draft", "confirmed"))
        if transfer.state == "draft":
            transfer.action_confirm()
        elif transfer:
            transfer.action_paid()

    def do_cancel_transfer(self):
        self.pick(self.transfers("confirmed", "paid")).action_cancel()

    def do_export(self):
        export = self.env["utility.posting.export"].create(
            {
                "date_from": self.first_day,
                "date_to": self.now,
                "format": self.pick(["xml", "sap"]),
            }
        )
        export.action_send()

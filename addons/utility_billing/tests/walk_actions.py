"""What people do with money, in any order; what is not possible now refuses itself."""

from datetime import timedelta

from .walk_company import WalkCompany


class WalkActions(WalkCompany):
    """Steps of the walk: methods ``do_*``; a ``UserError`` is an answer too."""

    def runs(self, *states, kinds=None):
        domain = [("company_id", "=", self.company.id), ("state", "in", states)]
        if kinds:
            domain.append(("kind", "in", kinds))
        return self.env["utility.billing.run"].search(domain, order="id")

    def do_days_pass(self):
        self.now += timedelta(days=self.random.randrange(1, 13))

    def do_charge(self):
        values = {}
        kind = self.random.randrange(3)
        if kind == 1:
            values["building_ids"] = [(6, 0, self.pick(self.accounts.building_id).ids)]
        elif kind == 2:
            values["account_ids"] = [(6, 0, self.pick(self.accounts).ids)]
        run = self.charged(f"{self.pick(self.open_months()):%Y-%m}", **values)
        bills = self.env["utility.bill"].search([("run_id", "=", run.id)])
        if bills and not self.random.randrange(4):
            self.pick(bills)._hold("Looks odd")
        if self.random.randrange(5):
            run.action_approve()

    def do_approve(self):
        self.pick(self.runs("review")).action_approve()

    def do_post_run(self):
        run = self.pick(self.runs("approved", "documents"))
        if run.state == "approved" and self.random.randrange(2):
            run.action_documents()
        run.action_post()

    def do_reverse_run(self):
        self.pick(self.runs("approved", "documents")).action_reverse("Wrong")

    def do_reverse_bills(self):
        bills = self.env["utility.bill"].search(
            [("company_id", "=", self.company.id), ("state", "=", "approved")]
        )
        self.pick(bills)._reverse("Wrong")

    def do_change_price(self):
        code = self.pick(sorted(self.prices))
        self.prices[code].value = round(self.prices[code].value * self.random.uniform(0.8, 1.3), 2)
        self.env["utility.recalculation"]._request(
            self.company, self.first_day, "Price", self.company.env["utility.building"].search([])
        )

    def do_accrue_penalty(self):
        self.env["utility.penalty"]._accrue(self.company, self.now)

    def do_pay(self, account=None, **values):
        source = self.pick(["manual", "cash", "registry", "statement", "online", "import"])
        values = {"source": source} | values
        if not self.random.randrange(4):
            values["purpose_period"] = self.pick(self.open_months())
        if not self.random.randrange(5):
            code = self.pick(["capital_repair", "cold_water", "intercom"])
            values["purpose_service_id"] = self.services[code].id
        if account is None:
            account = self.pick(self.accounts)
        values["amount"] = amount = self.money()
        if account and not self.random.randrange(8):
            values["costs"] = round(amount / 7, 2)
        return self.env["utility.payment"].create(
            {
                "account_id": account.id,
                "date": max(self.open_months()[0], self.now - timedelta(days=3)),
                **values,
            }
        )

    def do_pay_balance(self):
        account = self.pick(self.accounts)
        if account.balance > 0:
            self.env["utility.payment"].create(
                {"account_id": account.id, "date": self.now, "amount": account.balance}
            )

    def do_pay_unknown(self):
        self.do_pay(self.env["utility.account"], account_number="?")

    def payments(self, *states):
        return self.env["utility.payment"].search(
            [("company_id", "=", self.company.id), ("state", "in", states)], order="id"
        )

    def do_assign(self):
        self.pick(self.payments("suspense"))._assign(self.pick(self.accounts))

    def do_cancel_payment(self):
        self.pick(self.payments("allocated", "suspense")).action_reverse()

    def do_correct_payment(self):
        payment = self.pick(self.payments("allocated", "suspense"))
        what = self.pick(["cancel", "transfer", "refund"])
        if what == "refund" and not payment.account_id:
            return
        self.env["utility.payment.correct"].with_context(active_id=payment.id).create(
            {
                "reason": "Application",
                "what": what,
                "amount": self.pick([payment.amount, round(payment.amount / 3, 2) or 0.01]),
                "account_id": self.pick(self.accounts - payment.account_id).id,
                "bank_id": self.bank_of.get(payment.account_id, payment.env["res.partner.bank"]).id,
                "journal_id": self.bank.id,
            }
        ).action_apply()

    def do_post_payments(self):
        self.env["utility.posting"]._post_payments(self.company, self.now)

    def do_take_entries_back(self):
        scope = self.pick(["run", "day", "period"])
        run = self.pick(self.runs("posted"))
        payment = self.pick(self.payments("allocated", "suspense", "mirror"))
        month = self.env["utility.period"]._get(self.pick(self.open_months()), self.company)
        self.env["utility.posting.undo"].create(
            {
                "scope": scope,
                "run_id": run.id,
                "day": payment.date,
                "period_id": month.id,
                "reason": "Wrong accounts",
                "date": self.pick([False, self.now]),
                "post_again": self.pick([False, True]),
            }
        ).action_undo()

    def do_close(self):
        month = self.open_months()[0]
        if (self.now - month).days > 35:
            for run in self.runs("draft", "charging", "review"):
                run.action_drop()
            self.env["utility.period"]._get(month, self.company).action_close()

    def do_reopen(self):
        period = self.env["utility.period"].search(
            [("company_id", "=", self.company.id), ("state", "=", "closed")], limit=1
        )
        if period and not self.random.randrange(2):
            period.action_reopen("A late correction")

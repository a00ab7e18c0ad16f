"""Payments, allocations and penalties of a scenario's accounts."""

from decimal import Decimal

from ...engine import due_date
from ...engine.allocation import ORDER, Debt, allocate
from ...engine.penalties import Overdue, accrue, settle_credits, step_of
from ...engine.periods import last_day, period_of
from ...engine.problems import ProblemError

ZERO = Decimal(0)


class Money:
    """What accounts owe and pay; the town gives ``data``, ``world``, ``ledger`` and the lists."""

    def pay(self, row):
        """Register a payment and allocate it."""
        account = self._account(row["account"])
        if row["amount"] <= 0:
            raise ProblemError("BAD_AMOUNT", amount=f"{row['amount']:f}")
        self.payments.append(dict(row, index=len(self.payments)))
        self._allocate(self.payments[-1], account, row["amount"])

    def penalty(self, day):
        """Accrue penalties of all accounts as of a day."""
        for account in self.data["accounts"]:
            before = {}
            for row in self.accrued:
                if row["account"] == account["ref"]:
                    kinds = before.setdefault((row["of_period"], row["service"]), {})
                    amount, days = kinds.get(row["kind"], (ZERO, 0))
                    kinds[row["kind"]] = (amount + row["amount"], days + row["days"])
            now = {
                (debt.period, debt.service): accrue(
                    self.world.parameters, debt, day, _customer(account)
                )
                for debt in self._overdue(account, day)
            }
            for key in sorted({*before, *now}, key=str):
                for kind, amount, days in step_of(now.get(key, ()), before.get(key, {})):
                    self.accrued.append(
                        {
                            "account": account["ref"],
                            "of_period": key[0],
                            "service": key[1],
                            "kind": kind,
                            "amount": amount,
                            "days": days,
                        }
                    )

    def _debts(self, account):
        """What an account owes: {(kind, period, service): amount}."""
        owed = {}

        def add(kind, period, service, amount):
            key = (kind, period, service)
            owed[key] = owed.get(key, ZERO) + amount

        ref = account["ref"]
        for row in account.get("opening", ()):
            add(row.get("kind", "principal"), row["period"], row["service"], row["amount"])
        for line in self.ledger:
            if line.account == ref:
                add("principal", line.period, line.service, line.amount)
        for row in self.accrued:
            if row["account"] == ref:
                add("penalty", row["of_period"], row["service"], row["amount"])
        for row in self.payments:
            if row["account"] == ref and row.get("costs"):
                add("costs", period_of(row["date"]), None, row["costs"])
        for part in self.allocations:
            if part["account"] == ref and part["kind"] != "advance":
                add(part["kind"], part["period"], part["service"], -part["amount"])
        return owed

    def _allocate(self, payment, account, amount):
        order = list(account.get("services", ()))
        debts = [
            Debt((kind, period, service), period, service, left, kind, self._is_capital(service))
            for (kind, period, service), left in self._debts(account).items()
            if left
        ]
        debts.sort(
            key=lambda debt: order.index(debt.service) if debt.service in order else len(order)
        )
        purpose = payment.get("purpose_service")
        capital = purpose if purpose and self._is_capital(purpose) else None
        for share in allocate(
            amount,
            debts,
            purpose_period=payment.get("purpose_period"),
            capital_service=capital,
            order=self.world.parameters.get("allocation_order", payment["date"], default=ORDER),
        ):
            kind, period, service = share.debt.key if share.debt else ("advance", None, capital)
            self.allocations.append(
                {
                    "account": account["ref"],
                    "payment": payment["index"],
                    "date": payment["date"],
                    "kind": kind,
                    "period": period,
                    "service": service,
                    "amount": share.amount,
                }
            )

    def _release(self, period):
        """Parts used for a period that was charged again go back to be used anew."""
        self.allocations = [
            dict(part, kind="advance", period=None, service=self._apart(part["service"]))
            if part["kind"] == "principal" and part["period"] == period
            else part
            for part in self.allocations
        ]

    def _apart(self, service):
        return service if self._is_capital(service) else None

    def _use_advances(self):
        """Advances are used for what is owed now, the oldest payment first."""
        advances = [part for part in self.allocations if part["kind"] == "advance"]
        self.allocations = [part for part in self.allocations if part["kind"] != "advance"]
        sums = {}
        for part in advances:
            sums[part["payment"]] = sums.get(part["payment"], ZERO) + part["amount"]
        for index in sorted(sums, key=lambda index: (self.payments[index]["date"], index)):
            payment = self.payments[index]
            self._allocate(payment, self._account(payment["account"]), sums[index])

    def _overdue(self, account, day):
        ref = account["ref"]
        sums, paid = {}, {}
        for row in account.get("opening", ()):
            if row.get("kind", "principal") == "principal":
                key = (row["period"], self._apart(row["service"]))
                sums[key] = sums.get(key, ZERO) + row["amount"]
        for line in self.ledger:
            if line.account == ref:
                key = (line.period, self._apart(line.service))
                sums[key] = sums.get(key, ZERO) + line.amount
        for part in self.allocations:
            if part["account"] == ref and part["kind"] == "principal":
                key = (part["period"], self._apart(part["service"]))
                paid.setdefault(key, []).append((part["date"], part["amount"]))
        paid = settle_credits(sums, paid, last_day)
        for (period, service), amount in sorted(sums.items(), key=str):
            due = due_date(self.world.parameters, period, service, _customer(account))
            if amount > 0 and due < day:
                yield Overdue(period, due, amount, paid.get((period, service), []), service)

    def _account(self, ref):
        for account in self.data["accounts"]:
            if account["ref"] == ref:
                return account
        raise ProblemError("UNKNOWN_ACCOUNT", account=ref)

    def _is_capital(self, code):
        service = self.world.services.get(code)
        return service is not None and service.capital

    def balances(self):
        """What each account owes by service and kind, advances as negative rows."""
        balances = []
        for account in self.data["accounts"]:
            for (kind, _period, service), amount in self._debts(account).items():
                balances.append(_balance(account, service, kind, amount, self._is_capital(service)))
        for part in self.allocations:
            if part["kind"] == "advance":
                account = self._account(part["account"])
                service = part["service"]
                balances.append(
                    _balance(account, service, "principal", -part["amount"], bool(service))
                )
        return balances


def _customer(account):
    return account.get("customer", account.get("kind", "individual"))


def _balance(account, service, kind, amount, capital):
    return {
        "account": account["ref"],
        "service": service,
        "kind": kind,
        "amount": amount,
        "capital": capital,
    }

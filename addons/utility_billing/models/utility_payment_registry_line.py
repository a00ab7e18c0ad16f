import json

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.utility_base.gateway.problem import problem
from odoo.addons.utility_base.tools.loose import LooseMany2one
from odoo.addons.utility_base.tools.problems import describe_problem

from ..engine.agent_fee import split_beside, term_of
from ..loader.open_items import lock_accounts
from ..loader.registry_lines import COLUMNS, register_lines, write_lines

PART = 10000  # rows that are written together
CANCEL_MARK = "~cancel"  # behind the number of a payment: the number of its cancellation


class UtilityPaymentRegistryLine(models.Model):
    """Line of a payment registry, as the bank wrote it, and what became of it."""

    _name = "utility.payment.registry.line"
    _description = "Line of a payment registry"
    _inherit = ["utility.transition.mixin"]
    _log_access = False  # who loaded them is a fact of the registry
    _fixed_fields = ("state", "amount", "is_learned")
    _order = "registry_id desc, number"
    _rec_name = "external_id"
    _check_company_auto = True

    registry_id = fields.Many2one("utility.payment.registry", required=True, ondelete="cascade")
    company_id = LooseMany2one(related="registry_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    number = fields.Integer("Line", readonly=True)
    external_id = fields.Char("Operation", readonly=True)
    received_at = fields.Datetime(readonly=True)
    date = fields.Date(readonly=True)
    account_number = fields.Char(readonly=True)
    payer = fields.Char(readonly=True)
    address = fields.Char(readonly=True)
    period = fields.Date(readonly=True)
    purpose = fields.Char(readonly=True)
    service_id = fields.Many2one(
        "utility.service", readonly=True, help="The payer divided the payment by services."
    )
    amount = fields.Monetary(readonly=True)
    fee = fields.Monetary(readonly=True, help="Withheld by the agent; part of the amount.")
    beside = fields.Monetary(
        "Fee Beside", readonly=True, help="Paid by the payer above the amount that is credited."
    )
    state = fields.Selection(
        [
            ("new", "No account found"),
            ("matched", "Account found"),
            ("paid", "Registered"),
            ("suspense", "In suspense"),
            ("duplicate", "Registered before"),
            ("error", "Not money"),
            ("cancel", "To be cancelled"),
            ("cancelled", "Cancelled"),
            ("settled", "Settled by hand"),
            ("undone", "Taken back"),
        ],
        required=True,
        default="new",
        readonly=True,
    )
    account_id = LooseMany2one("utility.account", check_company=True)
    is_learned = fields.Boolean(
        "Account Given by Hand", readonly=True, help="The same number and payer mean it again."
    )
    payment_ids = fields.One2many("utility.payment", "registry_line_id", readonly=True)
    message = fields.Char(readonly=True)
    codes = fields.Char(readonly=True, help="Codes of what is wrong with the line.")

    _registry_idx = models.Index("(registry_id, number)")
    # lines to look at are few, those that are done are many
    _open_idx = models.Index("(state, registry_id) WHERE state NOT IN ('paid', 'duplicate')")
    _learned_idx = models.Index("(account_number, payer) WHERE is_learned")
    _undone_idx = models.Index("(external_id) WHERE state = 'undone'")
    _cancels_idx = models.Index("(cancels_id) WHERE cancels_id IS NOT NULL")

    @api.model
    def _prepare(self, row, terms=()):
        """Values of a line from a parsed row of the gateway; ``terms`` of the agent's fees."""
        problems = list(row.problems)
        if row.is_payment and row.amount < 0:
            problems.append(problem("registry.cancel_unknown", amount=-row.amount))
        message = "; ".join(self._told(p) for p in problems)
        day = row.moment.date() if row.moment else fields.Date.context_today(self)
        credited, fee, beside = row.amount or 0, row.fee or 0, 0
        term = term_of(terms, day, "registry")
        if term and term.beside and row.amount is not None:
            credited, beside = split_beside(row.amount, row.transferred, row.fee)
            fee = 0
        return {
            "number": row.line,
            "external_id": row.external_id,
            "received_at": row.moment,
            "date": day,
            "account_number": row.account,
            "payer": row.payer,
            "address": row.address,
            "period": row.period,
            "purpose": row.purpose,
            "amount": credited,
            "fee": fee,
            "beside": beside,
            "state": "new" if row.is_payment and row.amount > 0 else "error",
            "message": message
            or ("" if row.is_payment and row.amount > 0 else self.env._("no positive amount")),
            "codes": ",".join(dict.fromkeys(p.code for p in problems)),
            "readings": json.dumps([[key, str(value)] for key, value in row.readings])
            if row.readings and row.duplicate_of is None
            else None,
            "reading_state": "waiting" if row.readings and row.duplicate_of is None else None,
        }

    @api.model
    def _told(self, problem_):
        """The field of a problem, what is wrong and what to do."""
        words = " ".join(filter(None, describe_problem(self.env, problem_)))
        field = self._fields.get(problem_.column)
        column = field._description_string(self.env) if field else problem_.column
        return f"{column}: {words}" if column else words

    @api.model
    def _write_parsed(self, registry, rows):
        """Write the rows of a file as lines with their accounts, in parts that bound the memory.

        What is registered already is marked as a duplicate.
        """
        terms = registry.agent_id._fee_terms()
        for start in range(0, len(rows), PART):
            self._write_part(registry, rows[start : start + PART], terms)
        self._find_cancelled(registry)

    @api.model
    def _write_part(self, registry, rows, terms):
        lines = [self._prepare(row, terms) for row in rows]
        company = registry.company_id
        accounts = self.env["utility.payment.intake"]._accounts(
            [line["account_number"] or "" for line in lines], company
        )
        known = self._renumber_undone(registry, [r for r in lines if r["state"] == "new"])
        for line in lines:
            if line["state"] == "new":
                line["account_id"] = accounts.get((line["account_number"] or "").strip())
                if line["external_id"] in known:
                    line["state"], line["account_id"] = "duplicate", None
                    line["reading_state"] = None
                elif line["account_id"]:
                    line["state"] = "matched"
        write_lines(self.env, registry, [[line.get(name) for name in COLUMNS] for line in lines])

    @api.model
    def _renumber_undone(self, registry, lines):
        """Numbers of the lines that are registered already.

        What was taken back with its registry may come again: it gets the number with ``~u2``, the
        next time with ``~u3``, because the first payment and its mirror keep theirs.
        """
        payments = self.env["utility.payment"]
        numbers = {line["external_id"] for line in lines}
        base = {number: number for number in numbers}
        known, attempt = set(), 1
        while numbers:
            found = payments._registered(registry.company_id, registry.source, list(numbers))
            undone = self._undone_numbers(registry.company_id, found)
            known |= found - undone
            attempt += 1
            numbers = {f"{base[number]}~u{attempt}" for number in undone}
            base |= {f"{base[number]}~u{attempt}": base[number] for number in undone}
            for line in lines if undone else ():
                if line["external_id"] in undone:
                    line["external_id"] = f"{base[line['external_id']]}~u{attempt}"
        return known

    def _undone_numbers(self, company, numbers):
        if not numbers:
            return set()
        self.flush_model(["state", "external_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT external_id FROM utility_payment_registry_line"
                " WHERE external_id = ANY(%s) AND company_id = %s AND state = 'undone'"
                " AND amount > 0",  # what took a payment back has its number
                list(numbers),
                company.id,
            )
        )
        return {number for (number,) in rows}

    def _pay(self):
        """Payments of the lines that wait: of an account where one is known, else in suspense."""
        self.env["utility.payment"].check_access("create")
        self.env.flush_all()
        company = self.browse(self.ids[:1]).company_id
        closed = self.env["utility.period"]._closed_until(company)
        today = fields.Date.context_today(self)
        received, line_ids = register_lines(self.env, self.ids, closed, today)
        paid = [money for money in received if money.account]
        lock_accounts(self.env, {money.account for money in paid})
        self.env["utility.allocation"]._allocate_received(paid)
        self.invalidate_model()
        self.browse(line_ids)._enter_readings()
        payments = self.env["utility.payment"].browse([r.payment for r in received])
        self.env["utility.payment.order"]._match(payments.ids)
        self.env["utility.deposit"]._claim(payments.ids)
        return payments

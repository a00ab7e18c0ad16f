from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.utility_base.tools.problems import describe_problem

from ..loader.open_items import lock_accounts
from ..loader.registry_lines import claim_lines, register_lines, write_lines

PART = 10000  # rows that are written together


class UtilityPaymentRegistryLine(models.Model):
    """Line of a payment registry, as the bank wrote it, and what became of it."""

    _name = "utility.payment.registry.line"
    _description = "Line of a payment registry"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ("state", "amount")
    _order = "registry_id desc, number"
    _rec_name = "external_id"
    _check_company_auto = True

    registry_id = fields.Many2one(
        "utility.payment.registry", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="registry_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    number = fields.Integer("Line", readonly=True)
    external_id = fields.Char("Operation", readonly=True, index=True)
    received_at = fields.Datetime(readonly=True)
    date = fields.Date(readonly=True)
    account_number = fields.Char(readonly=True, index=True)
    payer = fields.Char(readonly=True)
    address = fields.Char(readonly=True)
    period = fields.Date(readonly=True)
    purpose = fields.Char(readonly=True)
    amount = fields.Monetary(readonly=True)
    fee = fields.Monetary(readonly=True)
    state = fields.Selection(
        [
            ("new", "No account found"),
            ("matched", "Account found"),
            ("paid", "Registered"),
            ("suspense", "In suspense"),
            ("duplicate", "Registered before"),
            ("error", "Not money"),
        ],
        required=True,
        default="new",
        readonly=True,
    )
    account_id = fields.Many2one("utility.account", check_company=True, index=True)
    payment_ids = fields.One2many("utility.payment", "registry_line_id", readonly=True)
    suggestion_id = fields.Many2one("utility.account", compute="_compute_suggestion")
    message = fields.Char(readonly=True)

    # lines to look at are few, those that are done are many
    _state_idx = models.Index("(state) WHERE state NOT IN ('paid', 'duplicate')")

    @api.model
    def _prepare(self, row):
        """Values of a line from a parsed row of the gateway."""
        message = "; ".join(describe_problem(self.env, p)[0] for p in row.problems)
        return {
            "number": row.line,
            "external_id": row.external_id,
            "received_at": row.moment,
            "date": row.moment.date() if row.moment else fields.Date.context_today(self),
            "account_number": row.account,
            "payer": row.payer,
            "address": row.address,
            "period": row.period,
            "purpose": row.purpose,
            "amount": float(row.amount or 0),
            "fee": float(row.fee or 0),
            "state": "new" if row.is_payment and row.amount > 0 else "error",
            "message": message
            or ("" if row.is_payment and row.amount > 0 else self.env._("no positive amount")),
        }

    @api.model
    def _write_parsed(self, registry, rows):
        """Write the rows of a file as lines with their accounts, in parts that bound the memory.

        What is registered already is marked as a duplicate.
        """
        for start in range(0, len(rows), PART):
            self._write_part(registry, rows[start : start + PART])

    @api.model
    def _write_part(self, registry, rows):
        lines = [self._prepare(row) for row in rows]
        company = registry.company_id
        accounts = self.env["utility.payment.intake"]._accounts(
            [line["account_number"] or "" for line in lines], company
        )
        known = self.env["utility.payment"]._registered(
            company, registry.source, [line["external_id"] for line in lines]
        )
        for line in lines:
            if line["state"] == "new":
                line["account_id"] = accounts.get((line["account_number"] or "").strip())
                if line["external_id"] in known:
                    line["state"], line["account_id"] = "duplicate", None
                elif line["account_id"]:
                    line["state"] = "matched"
        write_lines(self.env, registry, lines)

    def _pay(self):
        """Payments of the lines that wait: of an account where one is known, else in suspense."""
        self.env["utility.payment"].check_access("create")
        self.env.flush_all()
        line_ids, account_ids = claim_lines(self.env, self.ids)
        lock_accounts(self.env, account_ids)
        received = register_lines(self.env, line_ids)
        self.env["utility.allocation"]._allocate_received([r for r in received if r.account])
        self.invalidate_model()
        return self.env["utility.payment"].browse([r.payment for r in received])

    @api.depends("account_number", "payer", "address", "account_id")
    def _compute_suggestion(self):
        """The account that the number, habit or purpose points at, else the one most alike by
        number, payer and address; for lines without an account."""
        for line in self:
            line.suggestion_id = False
            if line.account_id or not (line.payer or line.address or line.account_number):
                continue
            line.suggestion_id = self.env["utility.payment.suggestion"]._suggest(
                line.company_id, line.account_number, line.payer, line.purpose
            )
            if line.suggestion_id:
                continue
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT id FROM utility_account
                     WHERE company_id = %(company)s AND active
                       AND (partner_name %% %(payer)s OR number %% %(number)s)
                     ORDER BY similarity(partner_name, %(payer)s)
                            + similarity(number, %(number)s)
                            + similarity(COALESCE(address, ''), %(address)s) DESC
                     LIMIT 1
                    """,
                    company=line.company_id.id,
                    payer=line.payer or "",
                    number=line.account_number or "",
                    address=line.address or "",
                )
            )
            found = self.env["utility.account"].browse(rows[0][0] if rows else [])
            line.suggestion_id = found._filtered_access("read")

    def action_accept_suggestion(self):
        """Give the money of the lines to the suggested accounts."""
        for line in self.filtered(lambda r: r.state == "suspense" and r.suggestion_id):
            payment = line.payment_ids.filtered(lambda p: p.state == "suspense")
            payment._assign(line.suggestion_id)
        return True

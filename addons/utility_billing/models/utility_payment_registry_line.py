from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.utility_base.tools.problems import describe_problem


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
        index=True,
        readonly=True,
    )
    account_id = fields.Many2one("utility.account", check_company=True, index=True)
    payment_ids = fields.One2many("utility.payment", "registry_line_id", readonly=True)
    suggestion_id = fields.Many2one("utility.account", compute="_compute_suggestion")
    message = fields.Char(readonly=True)

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

    def _match(self):
        """Find the accounts of the lines and the payments that are registered already."""
        intake = self.env["utility.payment.intake"]
        for registry, lines in self.grouped("registry_id").items():
            lines = lines.filtered(lambda line: line.state in ("new", "matched"))
            company = registry.company_id
            accounts = intake._accounts(lines.mapped(lambda r: r.account_number or ""), company)
            known = set(
                self.env["utility.payment"]
                .search_fetch(
                    [
                        ("company_id", "=", company.id),
                        ("source", "=", registry.source),
                        ("external_id", "in", lines.mapped("external_id")),
                    ],
                    ["external_id"],
                )
                .mapped("external_id")
            )
            repeated = lines.filtered(lambda line, known=known: line.external_id in known)
            repeated._transition(state="duplicate")
            for line in lines - repeated:
                account = accounts.get((line.account_number or "").strip())
                line._transition(account_id=account, state="matched" if account else "new")

    def _pay(self):
        """Payments of the lines: of an account where one is known, in suspense elsewhere."""
        payments = self.env["utility.payment"].create(
            [
                {
                    "company_id": line.company_id.id,
                    "account_id": line.account_id.id,
                    "account_number": line.account_number,
                    "date": line.date,
                    "received_at": line.received_at,
                    "amount": line.amount,
                    "fee": line.fee,
                    "source": line.registry_id.source,
                    "external_id": line.external_id,
                    "payer": line.payer,
                    "purpose": line.purpose,
                    "purpose_period": line.period,
                    "registry_line_id": line.id,
                }
                for line in self
            ]
        )
        owned = payments.filtered("account_id").registry_line_id
        owned._transition(state="paid")
        (self - owned)._transition(state="suspense")
        return payments

    @api.depends("account_number", "payer", "address", "account_id")
    def _compute_suggestion(self):
        """The account most alike by number, payer and address; for lines without an account."""
        for line in self:
            line.suggestion_id = False
            if line.account_id or not (line.payer or line.address or line.account_number):
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

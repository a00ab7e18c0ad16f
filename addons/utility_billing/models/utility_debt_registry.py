from dataclasses import replace
from decimal import Decimal
from tempfile import TemporaryFile

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.utility_base.tools.downloads import attach_stream, download

from ..engine.periods import first_day, period_of, shift
from ..gateway.debt_registry import DebtRow, file_name, write_file
from ..gateway.personal import mask_name
from ..loader.debts import debts_by_service, last_readings

PAGE = 20000  # accounts a query
ZERO = Decimal(0)
AT_ONCE = 5000  # more accounts are written by a job


class UtilityDebtRegistry(models.Model):
    """File of debts for a bank or agent: settings, and the last file made by them (E13).

    Names and addresses leave only where the settings say so.
    """

    _name = "utility.debt.registry"
    _description = "Registry of debts"
    _inherit = ["mail.thread"]
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    agent_id = fields.Many2one("utility.payment.agent", index="btree_not_null", check_company=True)
    kind = fields.Selection(
        [("sber", "Sberbank"), ("csv", "CSV"), ("xlsx", "XLSX"), ("dbf", "DBF")],
        string="Format",
        required=True,
        default="sber",
    )
    encoding = fields.Selection(
        [
            ("cp1251", "Windows-1251"),
            ("utf-8", "UTF-8"),
            ("koi8-r", "KOI8-R"),
            ("cp866", "DOS 866"),
        ],
        help="Empty: customary for the format.",
    )
    bank_id = fields.Many2one(
        "res.partner.bank", string="Settlement Account", help="Stands in the name of the file."
    )
    customers = fields.Selection(
        [("individual", "Individuals"), ("organisation", "Organisations"), ("all", "All")],
        required=True,
        default="individual",
    )
    scope = fields.Selection(
        [("debtors", "Who owes"), ("all", "All open accounts")], required=True, default="debtors"
    )
    show_name = fields.Selection(
        [("none", "Nothing"), ("masked", "I*** I. I."), ("full", "Full name")],
        required=True,
        default="masked",
    )
    show_address = fields.Boolean()
    column_ids = fields.One2many(
        "utility.debt.registry.column",
        "registry_id",
        copy=True,
        help="Empty: account, name, address, month, debt.",
    )
    rows_by = fields.Selection(
        [("account", "An account"), ("service", "A service of an account")],
        string="A Row Is",
        required=True,
        default="account",
    )
    day = fields.Integer(
        "Made on Day", help="Day of the month on which the file is made by itself; 0: by hand."
    )
    number = fields.Integer("Files Made", readonly=True, copy=False)
    made_at = fields.Datetime(readonly=True, copy=False)
    count = fields.Integer("Accounts", readonly=True, copy=False)
    total = fields.Monetary(readonly=True, copy=False)
    attachment_id = fields.Many2one("ir.attachment", string="File", readonly=True, copy=False)

    _day_range = models.Constraint(
        "CHECK (day BETWEEN 0 AND 28)", "The day is between 1 and 28, or 0."
    )

    def _condition(self):
        """Accounts ``a`` of the file."""
        condition = SQL("a.company_id = %s AND a.active AND a.state <> 'draft'", self.company_id.id)
        if self.customers != "all":
            condition = SQL("%s AND a.kind = %s", condition, self.customers)
        return condition

    def _rows(self, period):
        """:class:`DebtRow` of the accounts by their ids, read by pages."""
        last = 0
        while True:
            page = self.env.execute_query(
                SQL(
                    "SELECT a.id, a.number, a.partner_name, a.address, a.state, a.old_number"
                    " FROM utility_account a WHERE %s AND a.id > %s ORDER BY a.id LIMIT %s",
                    self._condition(),
                    last,
                    PAGE,
                )
            )
            if not page:
                return
            ids = [row[0] for row in page]
            last = ids[-1]
            query = self.env["utility.account"]._balance_query(SQL("a.id = ANY(%s)", ids))
            balances = {id_: Decimal(total) for id_, total in self.env.execute_query(query)}
            not_due = self.env["utility.account"].browse(ids)._not_due()
            facts = self._facts(ids)
            for id_, number, name, address, state, old_number in page:
                amount = balances.get(id_, ZERO) - not_due[id_]
                if amount <= 0 and (self.scope == "debtors" or state == "closed"):
                    continue
                owed = facts["owed"].get(id_, {})
                row = DebtRow(
                    number,
                    self._shown_name(name or ""),
                    address or "" if self.show_address else "",
                    period,
                    max(amount, ZERO),
                    penalty=_sum(owed, kind="penalty"),
                    old_account=old_number or "",
                    services={
                        code: max(_sum(owed, service=service), ZERO)
                        for service, (code, _name) in facts["services"].items()
                    },
                    meters=facts["meters"].get(id_, ()),
                )
                yield from self._split(row, owed, facts) if self.rows_by == "service" else (row,)

    def _split(self, row, owed, facts):
        """A row a service that is owed for, together what the account owes; of who owes nothing, one
        row with zero. What an advance or an instalment covers is left off the last services."""
        left = row.amount
        for service, (code, name) in facts["services"].items():
            amount = min(_sum(owed, service=service), left)
            if amount <= 0:
                continue
            left -= amount
            yield replace(
                row,
                amount=amount,
                penalty=min(_sum(owed, service=service, kind="penalty"), amount),
                service_code=code,
                service_name=name,
            )
        if not row.amount and self.scope == "all":
            yield replace(row, amount=ZERO, penalty=ZERO)

    def _facts(self, ids):
        """What the columns need of some accounts; nothing is read for columns that are not there."""
        wanted = set(self.column_ids.mapped("content"))
        facts = {"owed": {}, "services": {}, "meters": {}}
        if self.rows_by == "service" or wanted & {"penalty", "service_debt"}:
            facts["owed"] = debts_by_service(self.env, ids)
            services = self.env["utility.service"].with_context(active_test=False)
            found = {service for owed in facts["owed"].values() for service, _kind in owed}
            facts["services"] = {
                service.id: (service.code, service.name)
                for service in services.browse(filter(None, found)).sorted("sequence")
            }
        if wanted & {"meter", "reading", "reading_date"}:
            today = fields.Date.context_today(self)
            registers = self.env["utility.account"]._registers_in_order(ids, today)
            read = last_readings(self.env, [r for rows in registers.values() for _s, r in rows])
            facts["meters"] = {
                account: tuple((serial, *read.get(id_, (None, None))) for serial, id_ in rows)
                for account, rows in registers.items()
            }
        return facts

    def _shown_name(self, name):
        return {"none": "", "masked": mask_name(name), "full": name}[self.show_name]

    def action_make(self):
        """Make the file; a large one by a job."""
        for registry in self:
            count = self.env["utility.account"].search_count(
                [("company_id", "=", registry.company_id.id)], limit=AT_ONCE + 1
            )
            if count > AT_ONCE:
                description = self.env._("Registry of debts %s", registry.name)
                registry.with_delay(description=description)._make()
            else:
                registry._make()
        return True

    def _make(self):
        """Write the file of the month that has ended and keep it as an attachment.

        It grows on the disk: the memory is that of a page of accounts, however many there are.
        """
        self.ensure_one()
        # the rows are read past the limits of the user: who may not write the model makes no file
        self.check_access("write")
        period = first_day(shift(period_of(fields.Date.context_today(self)), -1))
        totals = {"count": 0, "total": Decimal(0)}

        def counted():
            for row in self._rows(period):
                totals["count"] += 1
                totals["total"] += row.amount
                yield row

        columns = self.column_ids._columns()
        number = self.number + 1
        company = self.company_id
        name = file_name(
            self.kind, company.vat or "", self.bank_id.sanitized_acc_number or "", number, period
        )
        with TemporaryFile() as stream:
            write_file(counted(), stream, self.kind, self.encoding or "", columns)
            attachment = attach_stream(self, name, stream)
        self.write(
            {
                "number": number,
                "made_at": fields.Datetime.now(),
                "count": totals["count"],
                "total": float(totals["total"]),
                "attachment_id": attachment.id,
            }
        )
        self.message_post(
            body=self.env._(
                "%(name)s: %(count)s accounts, %(total)s",
                name=name,
                count=totals["count"],
                total=totals["total"],
            )
        )
        return attachment

    def action_download(self):
        self.ensure_one()
        if not self.attachment_id:
            raise UserError(self.env._("Make the file first."))
        return download(self.attachment_id)

    @api.model
    def _cron_make(self):
        """Files of today; once a day, whoever starts it again."""
        today = fields.Date.context_today(self)
        for registry in self.search([("day", "=", today.day)]):
            if not registry.made_at or registry.made_at.date() < today:
                registry.action_make()


def _sum(owed, service=None, kind=None):
    """Part of ``{(service, kind): sum}``; None: whatever."""
    return sum(
        (
            amount
            for (of_service, of_kind), amount in owed.items()
            if service in (None, of_service) and kind in (None, of_kind)
        ),
        ZERO,
    )

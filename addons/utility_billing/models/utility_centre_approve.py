import base64
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..loader.registry_lines import COLUMNS, write_lines
from .utility_payment_registry_cancel import GROUPS


class UtilityCentreStatement(models.Model):
    """The statement becomes charges and payments, and can be taken back whole."""

    _inherit = "utility.centre.statement"

    def _check_rights(self):
        if not self.env.su and not any(map(self.env.user.has_group, GROUPS)):
            raise AccessError(
                self.env._("Statements of centres are approved by billing and accountants.")
            )

    def action_approve(self):
        """Charge and pay what the statements say.

        :raises UserError: totals or closings differ, the month is closed, no agent of the centre
        """
        for statement in self:
            wrong = statement._total_problems()
            if statement.difference_count:
                wrong.append(
                    self.env._("%s lines differ from their closing.", statement.difference_count)
                )
            if wrong:
                raise UserError("\n".join(wrong))
        return self._approve()

    def action_approve_differing(self):
        """Approve in spite of differences; who decided it stays in the chatter."""
        for statement in self:
            wrong = statement._total_problems()
            statement.message_post(
                body=self.env._(
                    "Approved in spite of: %(totals)s; lines that differ: %(lines)s",
                    totals=" ".join(wrong) or "-",
                    lines=statement.difference_count,
                )
            )
        return self._approve()

    def _approve(self):
        self._check_rights()
        for statement in self:
            if statement.state != "checked":
                raise UserError(self.env._("Check %s first.", statement.display_name))
            closed = self.env["utility.period"]._closed_until(statement.company_id)
            if closed and statement.period_date <= closed:
                raise UserError(self.env._("The month of %s is closed.", statement.display_name))
            run = statement._make_charges()
            statement._transition(state="approved", run_id=run.id)
            statement._make_payments()
        return True

    def _make_charges(self):
        """The run from outside with the charges of the lines; advances cover what they can."""
        self.ensure_one()
        period = self.env["utility.period"]._get(self.period_date, self.company_id)
        run = (
            self.env["utility.billing.run"]
            .sudo()  # accountants approve statements, but make no runs of their own
            .create(
                {
                    "name": self.env._("From outside: %s", self.display_name),
                    "kind": "external",
                    "company_id": self.company_id.id,
                    "period_id": period.id,
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_at": fields.Datetime.now(),
                }
            )
        )
        self.env.flush_all()
        accounts = self.env.execute_query(
            SQL(
                """
                WITH made AS (
                    INSERT INTO utility_charge (run_id, company_id, period_date, account_id,
                           building_id, service_id, supplier_id, kind, debt_kind, volume,
                           price, amount, net, vat, vat_rate)
                    SELECT %(run)s, l.company_id, %(month)s, l.account_id, a.building_id,
                           l.service_id, l.supplier_id, x.kind, 'principal',
                           CASE WHEN x.kind = 'charge' THEN l.volume END, NULL,
                           x.amount, x.amount, 0, NULL
                      FROM utility_centre_line l
                      JOIN utility_account a ON a.id = l.account_id
                     CROSS JOIN LATERAL (VALUES ('charge', l.charged),
                                                ('recalculation', l.recalculated)
                                        ) AS x (kind, amount)
                     WHERE l.statement_id = %(statement)s AND COALESCE(x.amount, 0) <> 0
                     ORDER BY l.account_id, l.id
                    RETURNING account_id)
                SELECT DISTINCT account_id FROM made
                """,
                run=run.id,
                month=self.period_date,
                statement=self.id,
            )
        )
        self.env["utility.charge"].invalidate_model()
        self.env["utility.allocation"]._use_advances([id_ for (id_,) in accounts], period.date_to)
        return run

    def _make_payments(self):
        """A registry of the centre's agent with the payments, loaded like those of banks."""
        self.ensure_one()
        paid = self.line_ids.search(
            [("statement_id", "=", self.id), ("paid", "!=", 0)], order="account_id, id"
        )
        if not paid:
            return
        agent = self.env["utility.payment.agent"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", "centre"),
                ("partner_id", "=", self.centre_id.id),
            ],
            limit=1,
        )
        if not agent:
            raise UserError(
                self.env._(
                    "Add a payment agent of the kind “Settlement centre” for %s first.",
                    self.centre_id.display_name,
                )
            )
        last = fields.Date.end_of(self.period_date, "month")
        code = f"{agent.code}:{self.period_date:%Y-%m}:{self.id}"
        values, text = [], ["account;service;date;amount"]
        for number, line in enumerate(paid, start=1):
            day = line.paid_on or last
            amount = Decimal(f"{line.paid:.2f}")
            text.append(f"{line.account_id.number};{line.service_id.code};{day};{amount}")
            values.append(
                {
                    "number": number,
                    "external_id": f"{code}:{line.id}",
                    "date": day,
                    "account_number": line.account_id.number,
                    "account_id": line.account_id.id,
                    "service_id": line.service_id.id,
                    "period": self.period_date,
                    "purpose": self.display_name,
                    "amount": amount,
                    "fee": 0,
                    "state": "matched" if amount > 0 else "error",
                    "message": None if amount > 0 else self.env._("no positive amount"),
                    "codes": None if amount > 0 else "registry.cancel_unknown",
                }
            )
        total = float(sum(row["amount"] for row in values))
        registry = self.env["utility.payment.registry"].create(
            {
                "company_id": self.company_id.id,
                "agent_id": agent.id,
                "source": "registry",
                "file": base64.b64encode("\r\n".join(text).encode()),
                "filename": f"{self.display_name}.csv",
                "total": total,
                "transferred": total,
                "order_date": last,
            }
        )
        write_lines(self.env, registry, [[row.get(name) for name in COLUMNS] for row in values])
        registry.line_ids._find_cancelled(registry)
        registry._transition(state="ready")
        self._transition(registry_id=registry.id)
        registry.action_load()

    def action_undo(self):
        """Mirror the payments and the charges; a statement of the month may come again."""
        self._check_rights()
        for statement in self:
            if statement.state != "approved":
                raise UserError(self.env._("%s is not approved.", statement.display_name))
            if statement.registry_id.state in ("done", "running"):
                statement.registry_id.action_undo()
            statement.run_id.sudo().action_reverse()  # as it was made
            statement._transition(state="undone")
        return True

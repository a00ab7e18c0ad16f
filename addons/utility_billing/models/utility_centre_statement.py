from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..loader.open_items import final_runs

SUMS = ("charged", "recalculated", "paid", "closing")


class UtilityCentreStatement(models.Model):
    """A month of an external settlement centre: what it charged and took for us (N02, N04).

    1. The centre's file is imported (*Imports*, kind *Statement of a settlement centre*): columns
       are mapped, the dry run shows each row, the import can be taken back.
    2. *Check* compares its totals with those of the covering letter, and each closing with the
       opening, charges and payments.
    3. *Approve* makes the charges a run from outside and the payments a registry of the centre's
       agent; balances, postings and the act with the agent follow from these.
    """

    _name = "utility.centre.statement"
    _description = "Statement of a settlement centre"
    _inherit = ["utility.transition.mixin", "mail.thread"]
    _fixed_fields = ("state", "run_id", "registry_id")
    _order = "period_date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    centre_id = fields.Many2one(
        "res.partner", "Settlement Centre", required=True, index=True, check_company=True
    )
    period_date = fields.Date("Month", required=True, help="First day of the month.")
    state = fields.Selection(
        [
            ("draft", "Read"),
            ("checked", "Checked"),
            ("approved", "Approved"),
            ("undone", "Taken back"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
    )
    line_ids = fields.One2many("utility.centre.line", "statement_id")
    line_count = fields.Integer("Lines", compute="_compute_totals")
    charged = fields.Monetary(compute="_compute_totals")
    recalculated = fields.Monetary(compute="_compute_totals")
    paid = fields.Monetary(compute="_compute_totals")
    closing = fields.Monetary(compute="_compute_totals")
    told_charged = fields.Monetary("Charged, as Told", help="From the covering letter.")
    told_recalculated = fields.Monetary("Recalculated, as Told")
    told_paid = fields.Monetary("Paid, as Told")
    told_closing = fields.Monetary("Closing, as Told")
    difference_count = fields.Integer("Lines That Differ", readonly=True, copy=False)
    run_id = fields.Many2one("utility.billing.run", "Charges", readonly=True, copy=False)
    registry_id = fields.Many2one("utility.payment.registry", "Payments", readonly=True, copy=False)

    _month_uniq = models.UniqueIndex(
        "(company_id, centre_id, period_date) WHERE state <> 'undone'",
        "The centre has a statement of this month already.",
    )

    @api.depends("centre_id.name", "period_date")
    def _compute_display_name(self):
        for statement in self:
            month = f"{statement.period_date:%m.%Y}" if statement.period_date else ""
            statement.display_name = f"{statement.centre_id.name or ''} {month}".strip()

    @api.depends("line_ids")
    def _compute_totals(self):
        found = {
            statement: sums
            for statement, *sums in self.env["utility.centre.line"]._read_group(
                [("statement_id", "in", self.ids)],
                ["statement_id"],
                ["__count", *(f"{name}:sum" for name in SUMS)],
            )
        }
        for statement in self:
            statement.line_count, *sums = found.get(statement, (0, 0, 0, 0, 0))
            for name, value in zip(SUMS, sums, strict=True):
                statement[name] = value

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("period_date"):
                vals["period_date"] = fields.Date.to_date(vals["period_date"]).replace(day=1)
        return super().create(vals_list)

    @api.model
    def _for(self, company, centre, month):
        """The open statement of a month; made where there is none.

        :raises UserError: the month's statement is approved
        """
        found = self.search(
            [
                ("company_id", "=", company.id),
                ("centre_id", "=", centre.id),
                ("period_date", "=", month),
                ("state", "!=", "undone"),
            ]
        )
        found._check_open()
        return found or self.create(
            {"company_id": company.id, "centre_id": centre.id, "period_date": month}
        )

    def _check_open(self):
        for statement in self:
            if statement.state not in ("draft", "checked"):
                raise UserError(
                    self.env._(
                        "%s is approved. Take it back before its lines change.",
                        statement.display_name,
                    )
                )

    def _total_problems(self):
        """Totals of the covering letter that the lines do not have; those left empty pass."""
        self.ensure_one()
        wrong = []
        for name in SUMS:
            told, found = self[f"told_{name}"], self[name]
            if told and self.currency_id.compare_amounts(told, found) != 0:
                label = self._fields[name]._description_string(self.env)
                wrong.append(
                    self.env._(
                        "%(name)s: told %(told)s, found %(found)s.",
                        name=label,
                        told=f"{told:.2f}",
                        found=f"{found:.2f}",
                    )
                )
        return wrong

    def action_check(self):
        """Compare every closing with what leads to it; nothing is charged yet."""
        for statement in self:
            statement._check_open()
            statement._write_differences()
            lines = self.env["utility.centre.line"]
            statement.difference_count = lines.search_count(
                [("statement_id", "=", statement.id), ("difference", "!=", 0)]
            )
            statement._transition(state="checked")
        return True

    def _write_differences(self):
        """Opening and difference of the lines, by one statement whatever their number."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                WITH before AS (
                    SELECT DISTINCT ON (l.account_id, l.service_id)
                           l.account_id, l.service_id, l.closing
                      FROM utility_centre_line l
                      JOIN utility_centre_statement t ON t.id = l.statement_id
                     WHERE t.company_id = %(company)s AND t.centre_id = %(centre)s
                       AND t.state = 'approved' AND t.period_date < %(month)s AND l.has_closing
                     ORDER BY l.account_id, l.service_id, t.period_date DESC
                ), owed AS (
                    SELECT x.account_id, x.service_id, SUM(x.amount) AS amount FROM (
                        SELECT c.account_id, c.service_id, c.amount
                          FROM utility_charge c
                         WHERE c.company_id = %(company)s AND c.period_date < %(month)s
                           AND c.debt_kind = 'principal'
                           AND %(final)s AND c.account_id IN (SELECT account_id FROM utility_centre_line
                                                 WHERE statement_id = %(statement)s)
                         UNION ALL
                        SELECT a.account_id, a.service_id, -a.amount FROM utility_allocation a
                         WHERE a.company_id = %(company)s AND a.date < %(month)s
                           AND a.kind = 'principal'
                           AND a.account_id IN (SELECT account_id FROM utility_centre_line
                                                 WHERE statement_id = %(statement)s)) x
                     GROUP BY 1, 2
                ), fresh AS (
                    SELECT l.id, COALESCE(b.closing, o.amount, 0) AS opening
                      FROM utility_centre_line l
                      LEFT JOIN before b ON (b.account_id, b.service_id) =
                                            (l.account_id, l.service_id)
                      LEFT JOIN owed o ON (o.account_id, o.service_id) =
                                          (l.account_id, l.service_id)
                     WHERE l.statement_id = %(statement)s
                ), done AS (
                    UPDATE utility_centre_line l
                       SET opening = f.opening,
                           difference = CASE WHEN l.has_closing THEN l.closing - f.opening
                               - COALESCE(l.charged, 0) - COALESCE(l.recalculated, 0)
                               + COALESCE(l.paid, 0) ELSE 0 END
                      FROM fresh f WHERE f.id = l.id RETURNING 1)
                SELECT COUNT(*) FROM done
                """,
                company=self.company_id.id,
                centre=self.centre_id.id,
                month=self.period_date,
                statement=self.id,
                final=final_runs(),
            )
        )
        self.env["utility.centre.line"].invalidate_model()

    def action_view_lines(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "utility_billing.utility_centre_line_action"
        )
        return action | {"domain": [("statement_id", "=", self.id)]}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if self.filtered(lambda s: s.state not in ("draft", "checked")):
            raise UserError(self.env._("A statement that is approved stays. Take it back instead."))

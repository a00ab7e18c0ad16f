from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class UtilitySocialClaimLine(models.Model):
    """Row of a register: a person or household, a service and the month for which (P13).

    ``amount`` gross, negative where a correction takes back. ``volume`` is that of the entitled
    persons, in the unit of the service, ``price`` with tax.
    """

    _name = "utility.social.claim.line"
    _description = "Row of a register for a social protection body"
    _inherit = ["utility.transition.mixin"]
    _fixed_fields = ("amount", "resolution")
    _rec_name = "account_id"
    _order = "claim_id desc, account_id, service_id, of_period, id"

    claim_id = fields.Many2one(
        "utility.social.claim", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one("utility.account", required=True, readonly=True, index=True)
    building_id = fields.Many2one("utility.building", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Person", readonly=True)
    privilege_id = fields.Many2one("utility.privilege", readonly=True, index=True)
    subsidy_id = fields.Many2one("utility.subsidy", readonly=True)
    category_id = fields.Many2one("utility.privilege.category", readonly=True)
    service_id = fields.Many2one("utility.service", readonly=True)
    of_period = fields.Date("For Month", required=True, readonly=True)
    month = fields.Char(compute="_compute_month")
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", readonly=True)
    persons = fields.Integer(readonly=True)
    area = fields.Float("Area, m2", digits=(16, 4), readonly=True)
    percent = fields.Float(digits=(6, 3), aggregator=None, readonly=True)
    volume = fields.Float(digits=(18, 6), readonly=True)
    price = fields.Float("Tariff", digits=(18, 7), aggregator=None, readonly=True)
    amount = fields.Monetary("Claimed", required=True, readonly=True)
    correction = fields.Boolean(readonly=True, help="Of a month before the register's.")
    answered = fields.Boolean()
    accepted_amount = fields.Monetary("Accepted")
    reason = fields.Char("Reason of the Refusal")
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("accepted", "Accepted"),
            ("partly", "Accepted in Part"),
            ("refused", "Refused"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    resolution = fields.Selection(
        [
            ("again", "Claim again"),
            ("withdrawn", "Privilege withdrawn"),
            ("own", "Borne by us"),
        ],
        readonly=True,
        help="Claim again and withdrawn: the refused part counts as not claimed. Borne by us: it is "
        "never claimed again.",
    )

    @api.depends("answered", "accepted_amount", "amount")
    def _compute_state(self):
        for line in self:
            currency = line.currency_id or self.env.company.currency_id
            if not line.answered:
                line.state = "waiting"
            elif currency.is_zero(line.amount - line.accepted_amount):
                line.state = "accepted"
            else:
                line.state = "refused" if currency.is_zero(line.accepted_amount) else "partly"

    @api.depends("of_period")
    def _compute_month(self):
        for record in self:
            record.month = record.of_period and f"{record.of_period:%Y-%m}"

    @api.depends("account_id.number", "service_id.name", "of_period")
    def _compute_display_name(self):
        for line in self:
            service = line.service_id.name or ""
            line.display_name = f"{line.account_id.number} {service} {line.of_period:%Y-%m}"

    def write(self, vals):
        """The answer of the body is entered while the register is with it."""
        answer = {"answered", "accepted_amount", "reason"} & set(vals)
        if answer and self._is_outside() and set(self.claim_id.mapped("state")) - {"sent"}:
            raise UserError(self.env._("Answers are entered for registers that were sent."))
        return super().write(vals)

    @api.model
    def _todo_domain(self):
        """Refused rows on which nobody has decided."""
        return [("state", "in", ("partly", "refused")), ("resolution", "=", False)]

    def action_claim_again(self):
        return self._resolve("again")

    def action_withdrawn(self):
        return self._resolve("withdrawn")

    def action_own(self):
        return self._resolve("own")

    def _resolve(self, resolution):
        self.check_access("write")
        if self.filtered(lambda line: line.state not in ("partly", "refused")):
            raise UserError(self.env._("Only refused rows are worked through."))
        self._transition(resolution=resolution)
        return True

    def action_open_origin(self):
        """The privilege or the account that the row is of."""
        self.ensure_one()
        record = self.privilege_id or self.subsidy_id or self.account_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }

    @api.model
    def _fill(self, claim):
        """Replace the rows of a draft register, set-based; see :class:`UtilitySocialClaim`.

        A row counts as claimed with its sum; what was refused and is to be claimed again, or whose
        privilege was withdrawn, with what was accepted.
        """
        claim.line_ids.sudo().unlink()  # the rows of a draft are made by this method alone
        self.env.flush_all()
        last = fields.Date.end_of(claim.period_date, "month")
        self.env.execute_query(
            SQL(
                """
                WITH used AS (
                    SELECT u.privilege_id, u.subsidy_id, u.account_id, u.service_id, u.of_period,
                           SUM(u.amount) AS amount
                      FROM (%(usage)s) u
                     WHERE u.program_id = %(program)s AND u.period_date <= %(last)s
                       AND u.of_period >= COALESCE(%(since)s::date, u.of_period)
                     GROUP BY 1, 2, 3, 4, 5),
                told AS (
                    SELECT l.privilege_id, l.subsidy_id, l.account_id, l.service_id, l.of_period,
                           SUM(CASE WHEN l.resolution IN ('again', 'withdrawn')
                                    THEN l.accepted_amount ELSE l.amount END) AS amount
                      FROM utility_social_claim_line l
                      JOIN utility_social_claim c ON c.id = l.claim_id
                     WHERE c.program_id = %(program)s AND c.id <> %(claim)s
                     GROUP BY 1, 2, 3, 4, 5),
                due AS (
                    SELECT x.privilege_id, x.subsidy_id, x.account_id, x.service_id, x.of_period,
                           SUM(x.amount) AS amount
                      FROM (SELECT * FROM used
                             UNION ALL
                            SELECT privilege_id, subsidy_id, account_id, service_id, of_period,
                                   -amount FROM told) x
                     GROUP BY 1, 2, 3, 4, 5 HAVING SUM(x.amount) <> 0),
                priced AS (
                    SELECT d.account_id, d.service_id, d.of_period,
                           SUM(c.amount) / NULLIF(SUM(c.volume) FILTER (
                               WHERE c.component IS NULL OR c.component = main.code), 0) AS price
                      FROM (SELECT DISTINCT account_id, service_id, of_period FROM due) d
                      JOIN utility_charge c ON c.account_id = d.account_id
                           AND c.service_id = d.service_id AND c.period_date = d.of_period
                           AND c.kind = 'charge' AND c.of_period IS NULL
                           AND c.cause IS DISTINCT FROM 'reversal' AND %(final)s
                      JOIN utility_bill b ON b.id = c.bill_id AND b.state = 'approved'
                      LEFT JOIN LATERAL (
                           SELECT code FROM utility_service_component
                            WHERE service_id = d.service_id ORDER BY sequence, id LIMIT 1) main
                        ON TRUE
                     GROUP BY 1, 2, 3)
                INSERT INTO utility_social_claim_line (claim_id, company_id, account_id,
                       building_id, partner_id, privilege_id, subsidy_id, category_id, service_id,
                       of_period, date_from, date_to, persons, area, percent, volume, price, amount,
                       correction, answered, accepted_amount, state, create_uid, create_date,
                       write_uid, write_date)
                SELECT %(claim)s, a.company_id, d.account_id, a.building_id,
                       COALESCE(p.partner_id, a.partner_id), d.privilege_id, d.subsidy_id,
                       p.category_id, d.service_id, d.of_period,
                       GREATEST(d.of_period, p.date_from),
                       LEAST(month.last, p.date_to),
                       COALESCE(NULLIF(p.persons, 0), s.persons, people.persons, 0),
                       area.value, p.percent,
                       ROUND(d.amount / NULLIF(q.price * p.percent, 0) * 100, 6),
                       ROUND(q.price, 7), d.amount, d.of_period < %(first)s, FALSE, 0, 'waiting',
                       %(uid)s, NOW() AT TIME ZONE 'UTC', %(uid)s, NOW() AT TIME ZONE 'UTC'
                  FROM due d
                  JOIN utility_account a ON a.id = d.account_id
                 CROSS JOIN LATERAL (
                       SELECT (d.of_period + INTERVAL '1 month - 1 day')::date AS last) month
                  LEFT JOIN utility_privilege p ON p.id = d.privilege_id
                  LEFT JOIN utility_subsidy s ON s.id = d.subsidy_id
                  LEFT JOIN priced q ON q.account_id = d.account_id
                       AND q.service_id = d.service_id AND q.of_period = d.of_period
                  LEFT JOIN LATERAL (
                       SELECT SUM(r.persons) AS persons FROM utility_residency r
                        WHERE r.account_id = d.account_id AND r.date_from <= month.last
                          AND (r.date_to IS NULL OR r.date_to >= month.last)) people ON TRUE
                  LEFT JOIN LATERAL (
                       SELECT r.value FROM utility_area r
                        WHERE r.premise_id = a.premise_id AND r.kind = 'total'
                          AND r.date_from <= month.last
                        ORDER BY r.date_from DESC LIMIT 1) area ON TRUE
                 ORDER BY a.number, d.service_id, d.of_period
                RETURNING id
                """,
                usage=self.env["utility.social.usage"]._table_query,
                final=SQL(
                    "c.run_id IN (SELECT id FROM utility_billing_run"
                    " WHERE NOT COALESCE(simulation, FALSE))"
                ),
                program=claim.program_id.id,
                since=claim.program_id.start_date or None,
                claim=claim.id,
                first=claim.period_date,
                last=last,
                uid=self.env.uid,
            )
        )
        self.env.invalidate_all()

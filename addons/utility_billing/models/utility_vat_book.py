from odoo import fields, models
from odoo.tools import SQL


class UtilityVatBook(models.Model):
    """Rows of the sales and purchase books: a posted document and a rate of VAT (G12, C21).

    Invoices and vendor bills count by their tax lines. Summary entries of individuals count as one
    document each (НК РФ, ст. 169 п. 3; постановление № 1137, прил. 5, п. 1); charges of suppliers
    whose settlement centre we are do not: they are no sale of ours. A corrective document that lowers
    a sale stands where the company's setting says: below zero among the sales or, in Russia, among
    the purchases (постановление № 1137, прил. 4, п. 12).
    """

    _name = "utility.vat.book"
    _description = "Row of the sales or purchase book"
    _auto = False
    _rec_name = "move_id"
    _order = "date, move_id, rate"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    book = fields.Selection([("sale", "Sales"), ("purchase", "Purchases")], readonly=True)
    customer = fields.Selection(
        [("organisation", "Organisations"), ("individual", "Individuals")],
        string="Consumers",
        readonly=True,
    )
    move_id = fields.Many2one("account.move", string="Document", readonly=True)
    date = fields.Date(readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    utility_run_id = fields.Many2one("utility.billing.run", string="Billing Run", readonly=True)
    taxed = fields.Boolean(readonly=True)
    rate = fields.Float("Rate, %", digits=(5, 2), aggregator=None, readonly=True)
    base = fields.Monetary("Net", readonly=True)
    vat = fields.Monetary("VAT", readonly=True)
    total = fields.Monetary(readonly=True)

    _depends = {
        "account.move": ["state", "date", "partner_id", "move_type", "utility_document"],
        "res.company": ["utility_credit_book"],
        "account.move.line": ["balance", "display_type", "tax_ids", "tax_line_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            WITH part AS (
                SELECT l.move_id, t.amount AS rate, l.balance AS base, 0 AS vat
                  FROM account_move_line l
                  JOIN account_move m ON m.id = l.move_id AND m.move_type <> 'entry'
                  LEFT JOIN LATERAL (
                       SELECT MAX(x.amount) AS amount FROM account_move_line_account_tax_rel r
                         JOIN account_tax x ON x.id = r.account_tax_id
                        WHERE r.account_move_line_id = l.id AND x.amount_type = 'percent') t ON TRUE
                 WHERE l.display_type = 'product' AND l.parent_state = 'posted'
                   AND l.account_id NOT IN (SELECT account_id FROM utility_posting_rule
                                             WHERE document = 'collected')
                 UNION ALL
                SELECT l.move_id, x.amount, 0, l.balance
                  FROM account_move_line l
                  JOIN account_move m ON m.id = l.move_id AND m.move_type <> 'entry'
                  JOIN account_tax x ON x.id = l.tax_line_id
                 WHERE l.display_type = 'tax' AND l.parent_state = 'posted'
                   AND l.account_id NOT IN (SELECT account_id FROM utility_posting_rule
                                             WHERE document = 'collected')
                 UNION ALL
                SELECT s.move_id, CASE WHEN s.vat <> 0 AND s.base <> 0
                                       THEN ROUND(s.vat / s.base * 100) END, s.base, s.vat
                  FROM (SELECT l.move_id,
                               SUM(CASE WHEN a.account_type IN ('income', 'income_other')
                                        THEN l.balance ELSE 0 END) AS base,
                               SUM(CASE WHEN v.id IS NOT NULL AND a.account_type NOT IN
                                             ('income', 'income_other')
                                        THEN l.balance ELSE 0 END) AS vat
                          FROM account_move_line l
                          JOIN account_move m ON m.id = l.move_id AND m.move_type = 'entry'
                               AND m.utility_document IN ('charge', 'penalty', 'costs', 'instalment')
                          JOIN account_account a ON a.id = l.account_id
                          LEFT JOIN LATERAL (
                               SELECT r.id FROM utility_posting_rule r
                                WHERE r.company_id = l.company_id
                                  AND r.vat_account_id = l.account_id LIMIT 1) v ON TRUE
                         WHERE l.parent_state = 'posted' GROUP BY l.move_id) s
                 WHERE s.base <> 0
            ), row AS (
                SELECT p.move_id, p.rate, SUM(p.base) AS base, SUM(p.vat) AS vat
                  FROM part p GROUP BY p.move_id, p.rate
                HAVING SUM(p.base) <> 0 OR SUM(p.vat) <> 0
            )
            SELECT ROW_NUMBER() OVER (ORDER BY m.id, row.rate)::int AS id, m.company_id,
                   c.currency_id, m.id AS move_id, m.date, m.partner_id, m.utility_run_id,
                   CASE WHEN s.sign > 0 THEN 'purchase' ELSE 'sale' END AS book,
                   CASE WHEN m.move_type IN ('in_invoice', 'in_refund') THEN NULL
                        WHEN m.move_type = 'entry' OR (m.utility_document IS NULL
                             AND NOT COALESCE(k.is_company, FALSE)) THEN 'individual'
                        ELSE 'organisation' END AS customer,
                   row.rate IS NOT NULL AS taxed, COALESCE(row.rate, 0) AS rate,
                   s.sign * row.base AS base, s.sign * row.vat AS vat,
                   s.sign * (row.base + row.vat) AS total
              FROM row
              JOIN account_move m ON m.id = row.move_id
              JOIN res_company c ON c.id = m.company_id
              LEFT JOIN res_partner k ON k.id = m.commercial_partner_id
             CROSS JOIN LATERAL (
                   SELECT CASE WHEN m.move_type IN ('in_invoice', 'in_refund') THEN 1
                               WHEN m.move_type = 'out_refund'
                                    AND c.utility_credit_book = 'purchase'
                                    AND m.utility_undone IS NOT TRUE
                                    AND COALESCE(m.utility_corrected_id, m.reversed_entry_id) > 0
                               THEN 1 ELSE -1 END AS sign) s
            """
        )

    def action_view_move(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
        }

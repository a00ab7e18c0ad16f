from odoo import fields, models
from odoo.tools import SQL


class UtilityTransitItem(models.Model):
    """Money on its way: registries without money, money without a registry, and what differs (E13).

    A view of registries and bank statements; nothing is stored. Each item leads to its origin.
    """

    _name = "utility.transit.item"
    _description = "Money on its way"
    _auto = False
    _order = "date, id"
    _depends = {
        "utility.payment.registry": ["state", "total", "transferred", "fee", "order_date"],
        "account.bank.statement.line": ["amount", "utility_registry_id", "utility_payment_id"],
    }

    kind = fields.Selection(
        [
            ("registry", "Registry without money"),
            ("money", "Money without a registry"),
            ("differs", "Registry, another sum came"),
        ],
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(readonly=True, help="Of the payment order, else when the registry came.")
    age = fields.Integer("Days", readonly=True, aggregator="max")
    age_group = fields.Selection(
        [("a", "Up to 3 days"), ("b", "4 to 10 days"), ("c", "11 to 30 days"), ("d", "Older")],
        string="Age",
        readonly=True,
    )
    agent_id = fields.Many2one("utility.payment.agent", readonly=True)
    description = fields.Char(readonly=True)
    expected = fields.Monetary(readonly=True, help="What the registries announce, less the fee.")
    arrived = fields.Monetary(readonly=True)
    difference = fields.Monetary(readonly=True, help="Expected less arrived.")
    registry_id = fields.Many2one("utility.payment.registry", readonly=True)
    statement_line_id = fields.Many2one("account.bank.statement.line", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH came AS (
                SELECT utility_registry_id AS registry_id, SUM(amount) AS amount
                  FROM account_bank_statement_line WHERE utility_registry_id IS NOT NULL GROUP BY 1
            ), item AS (
                SELECT r.id * 2 AS id,
                       CASE WHEN c.registry_id IS NULL THEN 'registry' ELSE 'differs' END AS kind,
                       r.company_id, COALESCE(r.order_date, r.create_date::date) AS date,
                       r.agent_id, r.name AS description,
                       COALESCE(NULLIF(r.transferred, 0), r.total - COALESCE(r.fee, 0)) AS expected,
                       COALESCE(c.amount, 0) AS arrived,
                       r.id AS registry_id, NULL::int AS statement_line_id
                  FROM utility_payment_registry r LEFT JOIN came c ON c.registry_id = r.id
                 WHERE r.state IN ('ready', 'running', 'done')
                   AND COALESCE(NULLIF(r.transferred, 0), r.total - COALESCE(r.fee, 0))
                       IS DISTINCT FROM COALESCE(c.amount, 0)
                 UNION ALL
                SELECT l.id * 2 + 1, 'money', m.company_id, m.date, NULL, l.payment_ref,
                       0, l.amount, NULL, l.id
                  FROM account_bank_statement_line l JOIN account_move m ON m.id = l.move_id
                 WHERE l.amount > 0 AND l.utility_registry_id IS NULL
                   AND l.utility_payment_id IS NULL AND NOT COALESCE(l.is_reconciled, FALSE)
                   AND m.state <> 'cancel')
            SELECT i.*, i.expected - i.arrived AS difference, CURRENT_DATE - i.date AS age,
                   CASE WHEN CURRENT_DATE - i.date <= 3 THEN 'a'
                        WHEN CURRENT_DATE - i.date <= 10 THEN 'b'
                        WHEN CURRENT_DATE - i.date <= 30 THEN 'c' ELSE 'd' END AS age_group
              FROM item i
            """
        )

    def action_open(self):
        """The registry or the line of the statement."""
        self.ensure_one()
        record = self.registry_id or self.statement_line_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }

    def action_match(self):
        """Look again for what belongs together."""
        self.statement_line_id._utility_match()
        self.registry_id.filtered(lambda r: not r.statement_line_ids).action_find_transfer()
        return True

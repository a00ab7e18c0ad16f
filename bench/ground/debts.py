"""Charges of a town that nobody has paid, made by SQL: open items for payments and penalties."""

import json

from odoo import fields

SERVICES = 6  # of the town's, with an open item each


def build(env, months, services=SERVICES):
    """Charges of approved months for every account of the town; their number.

    The amount of an item follows from its account, service and month.
    """
    rows = 0
    for month in months:
        period = env["utility.period"]._get(month)
        run = env["utility.billing.run"].create(
            {
                "name": f"Bench {period.code}",
                "period_id": period.id,
                "state": "approved",
                "approved_by_id": env.uid,
                "approved_at": fields.Datetime.now(),
            }
        )
        env.flush_all()
        env.cr.execute(
            """
            INSERT INTO utility_charge (run_id, company_id, period_date, account_id, building_id,
                   service_id, kind, debt_kind, method, volume, price, amount, net, vat, vat_rate)
            SELECT %(run)s, a.company_id, %(month)s, a.id, a.building_id, s.service_id, 'charge',
                   'principal', 'norm', 1, x.amount, x.amount, x.amount - x.vat, x.vat, 22
              FROM utility_account a
              JOIN utility_account_service s ON s.account_id = a.id
              JOIN (SELECT id, ROW_NUMBER() OVER (ORDER BY sequence, id) AS k
                      FROM utility_service
                     WHERE id IN (SELECT service_id FROM utility_account_service)) o
                ON o.id = s.service_id AND o.k <= %(services)s
             CROSS JOIN LATERAL (
                   SELECT (10 + (a.id * 37 + o.k * 1013 + %(number)s * 7919) %% 90000 / 100.0
                          )::numeric(16, 2) AS amount) y
             CROSS JOIN LATERAL (SELECT y.amount, ROUND(y.amount * 22 / 122, 2) AS vat) x
             WHERE a.company_id = %(company)s
             ORDER BY a.id, s.sequence
            """,
            {
                "run": run.id,
                "month": month,
                "number": month.month,
                "services": services,
                "company": env.company.id,
            },
        )
        rows += env.cr.rowcount
        env.cr.commit()
    env.cr.execute("ANALYZE utility_charge")
    env.cr.commit()
    env.invalidate_all()
    return rows


def report(result, options, text):
    """Print a result; the status of the bench."""
    print(json.dumps(result) if options.json else text.format(**result))
    return 0 if result["exact"] else 1

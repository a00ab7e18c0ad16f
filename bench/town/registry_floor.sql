-- Payments of a registry spread by PostgreSQL alone: one payment an account, nothing paid before.
-- Staging, match and payments, then for each payment the earliest months first; the month that it covers
-- in part is divided in proportion, the largest remainders get the odd kopecks.
INSERT INTO floor_line SELECT * FROM floor_staging;
INSERT INTO floor_payment (company_id, account_id, building_id, date, received_at, amount, source, state,
       external_id, account_number, payer, line)
SELECT %(company)s, a.id, a.building_id, l.date, l.received_at, l.amount, 'registry',
       CASE WHEN a.id IS NULL THEN 'suspense' ELSE 'allocated' END, l.external_id, l.account_number, l.payer, l.number
  FROM floor_line l LEFT JOIN utility_account a ON a.company_id = %(company)s AND a.number = l.account_number;
WITH item AS (
    SELECT c.account_id, c.period_date, c.service_id, p.id AS payment_id, p.amount AS paid, c.amount AS owed,
           ROW_NUMBER() OVER (PARTITION BY c.account_id, c.period_date ORDER BY s.sequence, c.service_id) AS place
      FROM utility_charge c
      JOIN floor_payment p ON p.account_id = c.account_id
      JOIN utility_account_service s ON s.account_id = c.account_id AND s.service_id = c.service_id
     WHERE c.kind = 'charge'),
month AS (
    SELECT account_id, payment_id, period_date, paid, SUM(owed) AS owed,
           LEAST(GREATEST(paid - SUM(SUM(owed)) OVER w + SUM(owed), 0), SUM(owed)) AS part
      FROM item GROUP BY 1, 2, 3, 4
    WINDOW w AS (PARTITION BY account_id ORDER BY period_date)),
share AS (
    SELECT i.account_id, i.payment_id, i.period_date, i.service_id, m.part, i.place,
           FLOOR(m.part * 100 * i.owed / m.owed) AS kopecks,
           MOD(m.part * 100 * i.owed * 100, m.owed * 100) AS remainder
      FROM item i JOIN month m USING (account_id, payment_id, period_date) WHERE m.part > 0),
ranked AS (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY account_id, period_date ORDER BY remainder DESC, place) AS turn,
           part * 100 - SUM(kopecks) OVER (PARTITION BY account_id, period_date) AS odd
      FROM share),
result AS (
    SELECT account_id, payment_id, period_date, service_id, 'principal' AS kind, FALSE AS capital,
           (kopecks + CASE WHEN turn <= odd THEN 1 ELSE 0 END) / 100 AS amount
      FROM ranked
     UNION ALL
    SELECT account_id, payment_id, NULL, NULL, 'advance', FALSE, paid - SUM(part)
      FROM month GROUP BY 1, 2, paid HAVING paid > SUM(part))
INSERT INTO floor_allocation (payment_id, company_id, account_id, date, period_date, service_id, kind, capital, amount)
SELECT payment_id, %(company)s, account_id, %(day)s, period_date, service_id, kind, capital, ROUND(amount, 2)
  FROM result WHERE amount > 0 ORDER BY account_id, period_date

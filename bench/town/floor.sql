-- The charges and bills of the bench town by PostgreSQL alone: the physical limit to compare with.
-- Valid for the town only: flat tariffs, whole months, one reading of the month at most.
WITH volumes AS MATERIALIZED (
    SELECT account_id, service_id, MAX(value) - MIN(value) AS volume
      FROM utility_reading
     WHERE company_id = %(company)s AND date < %(month)s::date + INTERVAL '1 month'
     GROUP BY account_id, service_id HAVING COUNT(*) = 2),
facts AS (
    SELECT a.id AS account_id, a.building_id, s.service_id, v.code, t.value AS price, s.sequence,
           CASE
               WHEN v.basis = 'area' THEN area.value
               WHEN v.basis = 'fixed' THEN 1
               WHEN v.code = 'sewerage' AND (c.volume IS NOT NULL OR h.volume IS NOT NULL)
               THEN COALESCE(c.volume, nc.value * r.persons) + COALESCE(h.volume, nh.value * r.persons)
               WHEN m.volume IS NOT NULL THEN m.volume
               WHEN n.per = 'm2' THEN n.value * area.value
               ELSE n.value * r.persons
           END AS volume
      FROM utility_account_service s
      JOIN utility_account a ON a.id = s.account_id AND a.company_id = %(company)s
      JOIN utility_service v ON v.id = s.service_id
      JOIN utility_tariff t ON t.service_id = s.service_id
      JOIN utility_area area ON area.premise_id = a.premise_id AND area.kind = 'total'
      JOIN utility_residency r ON r.account_id = a.id
      LEFT JOIN utility_norm n ON n.service_id = s.service_id
      LEFT JOIN utility_norm nc ON nc.service_id = (SELECT id FROM utility_service WHERE code = 'cold_water')
      LEFT JOIN utility_norm nh ON nh.service_id = (SELECT id FROM utility_service WHERE code = 'hot_water')
      LEFT JOIN volumes m ON m.account_id = a.id AND m.service_id = s.service_id
      LEFT JOIN volumes c ON c.account_id = a.id AND c.service_id = nc.service_id
      LEFT JOIN volumes h ON h.account_id = a.id AND h.service_id = nh.service_id),
priced AS (
    SELECT *, ROUND(volume * price, 2) AS amount FROM facts)
INSERT INTO floor_charge (company_id, period_date, account_id, building_id, service_id, kind,
       debt_kind, volume, price, amount, net, vat, vat_rate)
SELECT %(company)s, %(month)s, account_id, building_id, service_id, 'charge', 'principal',
       ROUND(volume, 6), price, amount, amount - ROUND(amount * 22 / 122, 2),
       ROUND(amount * 22 / 122, 2), 22
  FROM priced
 ORDER BY account_id, sequence;
INSERT INTO floor_bill (company_id, period_date, account_id, building_id, state, capital, opening,
       charged, paid, closing)
SELECT company_id, period_date, account_id, building_id, 'draft', FALSE, 0, SUM(amount), 0, SUM(amount)
  FROM floor_charge
 GROUP BY company_id, period_date, account_id, building_id;
